//! Diagnostics as plain text, for build scripts.

use std::fmt::Write as _;

use super::excerpt::{Excerpt, Room};
use super::{Diagnostic, Related, visible};

/// What fits into a terminal of usual width.
const ROOM: Room = Room { before: 50, after: 70 };

impl Diagnostic {
    /// The diagnostic as `PATH:LINE:COLUMN: SEVERITY[CODE]: MESSAGE`, with an excerpt of the file and
    /// the hint below; ends with a line break.
    #[must_use]
    pub fn plain(&self) -> String {
        render(self)
    }
}

/// `PATH:LINE:COLUMN: SEVERITY[CODE]: MESSAGE`, the line of the file, a row of carets, and the hint.
fn render(diagnostic: &Diagnostic) -> String {
    let mut text = String::new();
    if !diagnostic.path.is_empty() {
        text.push_str(&visible(&diagnostic.path));
        if let Some(place) = diagnostic.position() {
            // Writing into a `String` cannot fail, here and below.
            let _ = write!(text, ":{}:{}", place.line, place.column);
        }
        text.push_str(": ");
    }
    let (severity, code) = (diagnostic.severity, diagnostic.code);
    let _ = writeln!(text, "{severity}[{code}]: {}", visible(&diagnostic.message));
    if let (Some(source), Some(span)) = (&diagnostic.source, diagnostic.span) {
        excerpt(&mut text, &Excerpt::new(source, span, ROOM), &diagnostic.label);
        if let Some(Related { span, label }) = &diagnostic.related {
            let place = source.position(span.start);
            let _ = writeln!(text, "note: line {}, column {}: {}", place.line, place.column, visible(label));
        }
    }
    if let Some(hint) = &diagnostic.hint {
        let _ = writeln!(text, "hint: {}", visible(hint));
    }
    text
}

fn excerpt(text: &mut String, excerpt: &Excerpt, label: &str) {
    let before = excerpt.text.get(..excerpt.marked.start).unwrap_or_default();
    let inside = excerpt.text.get(excerpt.marked.clone()).unwrap_or_default();
    let indent = " ".repeat(before.chars().count());
    let carets = "^".repeat(inside.chars().count().max(1));
    let _ = writeln!(text, "  | {}", excerpt.text);
    let _ = writeln!(text, "  | {}", format!("{indent}{carets} {}", visible(label)).trim_end());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::diagnostic::{Code, Diagnostic};
    use crate::text::{Source, Span};

    #[test]
    fn place_excerpt_and_hint_are_shown() {
        let source = Arc::new(Source::new("schemas/a.json", "{\n  \"é\": \"x\"\n}"));
        let diagnostic = Diagnostic::new(Code::UnknownType, "the type is unknown")
            .at(&source, Span::new(9, 12))
            .label("no such type")
            .related(Span::new(4, 8), "the key")
            .hint("write another");
        let expected = "schemas/a.json:2:7: error[S0302]: the type is unknown\n\
                        \x20 |   \"é\": \"x\"\n\
                        \x20 |       ^^^ no such type\n\
                        note: line 2, column 3: the key\n\
                        hint: write another\n";
        assert_eq!(diagnostic.plain(), expected);
    }

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        let source = Arc::new(Source::new("a\n.json", "[\u{9b}1, nope]"));
        let diagnostic = Diagnostic::new(Code::NotJson, "no\u{1b}")
            .at(&source, Span::new(6, 10))
            .label("\u{202e}")
            .related(Span::new(1, 3), "\u{200b}")
            .hint("\u{7}");
        let expected = "a\\u{a}.json:1:6: error[S0101]: no\\u{1b}\n\
                        \x20 | [\\u{9b}1, nope]\n\
                        \x20 |           ^^^^ \\u{202e}\n\
                        note: line 1, column 2: \\u{200b}\n\
                        hint: \\u{7}\n";
        assert_eq!(diagnostic.plain(), expected);
    }

    #[test]
    fn without_a_place_there_is_no_excerpt() {
        let diagnostic = Diagnostic::new(Code::NotFound, "it is not there").path("a/b");
        assert_eq!(diagnostic.plain(), "a/b: error[S0004]: it is not there\n");
        let diagnostic = Diagnostic::new(Code::NotFound, "it is not there");
        assert_eq!(diagnostic.plain(), "error[S0004]: it is not there\n");
    }
}
