//! Diagnostics in the look of the compiler's.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, Room};
use super::{Diagnostic, Severity, visible};
use crate::text::{Source, Span};

/// The excerpt and the hint below the message, in colour if asked for.
pub(super) fn render(diagnostic: &Diagnostic, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    match (&diagnostic.source, diagnostic.span) {
        (Some(source), Some(span)) => {
            group = group.elements(place(source, span, AnnotationKind::Primary, &diagnostic.label));
            if let Some(related) = &diagnostic.related {
                let kind = AnnotationKind::Context;
                group = group.elements(place(source, related.span, kind, &related.label));
            }
        }
        _ if diagnostic.path.is_empty() => {}
        _ => group = group.element(Origin::path(visible(&diagnostic.path))),
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(visible(hint)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// The renderer cuts lines to the width of a terminal, but looks at all of them first.
const ROOM: Room = Room { before: 5000, after: 200 };

/// A place of the file: where it is, and its line, which alone is handed over.
fn place<'a>(source: &'a Source, span: Span, kind: AnnotationKind, label: &str) -> Vec<Element<'a>> {
    let excerpt = Excerpt::new(source, span, ROOM);
    let label = (!label.is_empty()).then(|| visible(label));
    let annotation = kind.span(excerpt.marked).label(label);
    let path = visible(&source.path);
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).annotation(annotation);
    if !excerpt.is_shifted {
        return vec![snippet.path(path).into()];
    }
    // The column is counted in what is handed over: where that is not the line's, say it apart.
    let position = source.position(span.start);
    let origin = Origin::path(path).line(position.line).char_column(position.column);
    vec![origin.into(), snippet.into()]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::diagnostic::{Code, Diagnostic};
    use crate::text::{Source, Span};

    fn diagnostic() -> Diagnostic {
        let source = Arc::new(Source::new("schemas/a.json", "{\n  \"é\": \"x\"\n}"));
        Diagnostic::new(Code::UnknownType, "the type is unknown")
            .at(&source, Span::new(9, 12))
            .label("no such type")
            .hint("write another")
    }

    #[test]
    fn it_looks_like_the_compilers() {
        let expected = "error[S0302]: the type is unknown\n \
                        --> schemas/a.json:2:7\n  \
                        |\n\
                        2 |   \"é\": \"x\"\n  \
                        |       ^^^ no such type\n  \
                        |\n  \
                        = help: write another\n";
        assert_eq!(diagnostic().to_string(), expected);
    }

    #[test]
    fn related_places_are_shown_too() {
        let text = diagnostic().related(Span::new(4, 8), "here").to_string();
        assert!(text.contains("\n ::: schemas/a.json:2:3\n"), "{text}");
        assert!(text.contains("\n  |   --- here\n"), "{text}");
    }

    #[test]
    fn the_place_on_a_long_line_is_the_true_one() {
        let source = Arc::new(Source::new("a.json", "x".repeat(9000)));
        let diagnostic = Diagnostic::new(Code::NotJson, "no").at(&source, Span::new(8900, 8901));
        let text = diagnostic.to_string();
        assert!(text.contains("\n --> a.json:1:8901\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 150), "{text}");
        let diagnostic = Diagnostic::new(Code::NotJson, "no").at(&source, Span::new(900, 901));
        let text = diagnostic.to_string();
        assert!(text.contains("\n --> a.json:1:901\n"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() < 150), "{text}");
    }

    #[test]
    fn control_characters_are_not_passed_on() {
        let source = Arc::new(Source::new("a\u{1b}.json", "[\u{1b}[31m\u{200b}, nope]"));
        let diagnostic =
            Diagnostic::new(Code::NotJson, "no\u{1b}").at(&source, Span::new(11, 15)).label("\u{9b}").hint("\u{7}");
        let expected = "error[S0101]: no\\u{1b}\n \
                        --> a\\u{1b}.json:1:10\n  \
                        |\n \
                        ::: \n\
                        1 | [\\u{1b}[31m\\u{200b}, nope]\n  \
                        |                      ^^^^ \\u{9b}\n  \
                        |\n  \
                        = help: \\u{7}\n";
        assert_eq!(diagnostic.to_string(), expected);
    }

    #[test]
    fn colour_is_shown_only_if_asked_for() {
        assert!(!diagnostic().render(false).contains('\u{1b}'));
        assert!(diagnostic().render(true).contains('\u{1b}'));
    }
}
