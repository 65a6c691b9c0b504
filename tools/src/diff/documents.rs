//! Two schema files as a whole: what is said of the file, its errors and its examples.

use std::collections::BTreeMap;

use cln_codegen::diagnostic::quoted;
use cln_codegen::internals::documented_codes;
use cln_codegen::schema::{Deprecated, Document, Example, Side, Target};
use cln_codegen::source::Node;
use cln_codegen::text::Span;
use cln_runtime::Origin;

use super::Code;
use super::changes::{Changes, Spot, Where};

/// Top-level keys that are compared one by one.
const LOOKED_INTO: &[&str] =
    &["rpc", "notification", "hook", "request", "response", "examples", "errors", "added", "deprecated", "description"];

/// Top-level keys that are no words for people.
const ABOUT_THE_FILE: &[&str] = &["$schema", "type", "additionalProperties"];

/// A file, its examples apart from it.
pub(super) type Told<'d> = (&'d Document, &'d [Example]);

impl Changes {
    pub(super) fn documents(&mut self, (old, old_examples): Told<'_>, (new, new_examples): Told<'_>) {
        for side in Side::ALL {
            let (before, after) = match side {
                Side::Request => (&old.request, &new.request),
                Side::Response => (&old.response, &new.response),
            };
            self.schemas(before, after, &whole(side, old.target));
        }
        let name = quoted(&new.name.value);
        let spots = (deprecation_spot(old), deprecation_spot(new));
        self.deprecation((&old.deprecated, &new.deprecated), spots, &name);
        let spot = |document: &Document| match &document.added {
            Some(added) => at("/added", added.span),
            None => start(document),
        };
        self.addition((&old.added, &new.added), (spot(old), spot(new)), &name);
        self.errors(old, new);
        self.examples((old, old_examples), (new, new_examples));
        self.chapters(old, new);
    }

    fn errors(&mut self, old: &Document, new: &Document) {
        let (before, after) = (error_lines(old), error_lines(new));
        for (code, line) in before.codes.iter().filter(|(code, _)| !after.codes.contains_key(*code)) {
            let spots = (line.spot.clone(), start_of(new, "errors"));
            self.of_words(Code::ErrorCodeRemoved, spots, None, format!("the error code {code} is gone"));
        }
        for (code, line) in after.codes.iter().filter(|(code, _)| !before.codes.contains_key(*code)) {
            let spots = (start_of(old, "errors"), line.spot.clone());
            self.of_words(Code::ErrorCodeAdded, spots, None, format!("the error code {code} is new"));
        }
        for (code, line) in &before.codes {
            let Some(other) = after.codes.get(code).filter(|other| other.words != line.words) else { continue };
            let spots = (line.spot.clone(), other.spot.clone());
            self.of_words(
                Code::ErrorTextChanged,
                spots,
                None,
                format!("the words about the error code {code} have changed"),
            );
        }
        if before.others != after.others {
            let spots = (start_of(old, "errors"), start_of(new, "errors"));
            self.of_words(Code::ErrorTextChanged, spots, None, "the words about errors have changed".to_owned());
        }
    }

    fn examples(&mut self, (old, before): Told<'_>, (new, after): Told<'_>) {
        for index in 0..before.len().max(after.len()) {
            let spot = |document: &Document, example: Option<&Example>| match example {
                Some(example) => at(&example.pointer, example.span),
                None => start_of(document, "examples"),
            };
            let (was, is) = (before.get(index), after.get(index));
            let spots = (spot(old, was), spot(new, is));
            let (code, what) = match (was, is) {
                (Some(was), Some(is)) if !differ(was, is) => continue,
                (Some(_), Some(_)) => (Code::ExampleChanged, "has changed"),
                (None, _) => (Code::ExampleAdded, "is new"),
                (_, None) => (Code::ExampleRemoved, "is gone"),
            };
            self.of_words(code, spots, None, format!("example {} {what}", index + 1));
        }
    }

    /// Whatever else stands in the file.
    fn chapters(&mut self, old: &Document, new: &Document) {
        let spots = (start_of(old, "description"), start_of(new, "description"));
        let words = (&old.description, &new.description);
        self.prose(Code::DescriptionChanged, words, spots, &format!("`description` of {}", quoted(&new.name.value)));
        let members = [old, new].map(|document| document.root.as_object().unwrap_or_default());
        let mut keys: Vec<&str> = Vec::new();
        for key in members.iter().flat_map(|members| members.iter()).map(|member| member.key.value.as_str()) {
            if !LOOKED_INTO.contains(&key) && !keys.contains(&key) {
                keys.push(key);
            }
        }
        for key in keys {
            let is = match (old.root.get(key).map(Node::to_json), new.root.get(key).map(Node::to_json)) {
                (before, after) if before == after => continue,
                (None, _) => "is new",
                (_, None) => "is gone",
                _ => "has changed",
            };
            let what = format!("{} of the file {is}", quoted(key));
            let change = self.of_words(Code::ChapterChanged, (start_of(old, key), start_of(new, key)), None, what);
            if ABOUT_THE_FILE.contains(&key) {
                change.consequence = Some("It is about the file, not about what is sent.".to_owned());
            }
        }
    }
}

/// A side of a method as a whole.
fn whole(side: Side, target: Target) -> Where {
    let origin = origin(side, target);
    let params = target == Target::Rpc && side == Side::Request;
    Where {
        side,
        origin,
        steps: Vec::new(),
        branch: false,
        in_branch: false,
        around: std::rc::Rc::default(),
        case: None,
        other_case: false,
        alternatives: None,
        params,
    }
}

/// Who writes a side.
pub(super) const fn origin(side: Side, target: Target) -> Origin {
    if side.is_written_by_node(target) { Origin::Node } else { Origin::Client }
}

/// What a file says of errors.
struct ErrorLines {
    codes: BTreeMap<i64, ErrorLine>,
    /// The lines without a code.
    others: Vec<String>,
}

struct ErrorLine {
    words: String,
    spot: Spot,
}

fn error_lines(document: &Document) -> ErrorLines {
    let mut lines = ErrorLines { codes: BTreeMap::new(), others: Vec::new() };
    for (index, line) in document.errors.iter().enumerate() {
        let mut codes = documented_codes(&line.value).peekable();
        if codes.peek().is_none() {
            lines.others.push(line.value.clone());
        }
        for code in codes {
            let spot = at(&format!("/errors/{index}"), line.span);
            lines.codes.entry(code.code).or_insert(ErrorLine { words: line.value.clone(), spot });
        }
    }
    lines
}

fn differ(old: &Example, new: &Example) -> bool {
    let method = |example: &Example| example.method.as_ref().map(|method| method.value.clone());
    let words = |example: &Example| (example.description.clone(), method(example));
    let json = |example: &Example| (example.params.to_json(), example.response.to_json());
    words(old) != words(new) || json(old) != json(new)
}

fn at(pointer: &str, span: Span) -> Spot {
    Spot { pointer: pointer.to_owned(), start: span.start }
}

/// The file as a whole, at its name.
pub(super) fn start(document: &Document) -> Spot {
    at(&format!("/{}", document.target.key()), document.name.span)
}

/// A top-level key, or the file's name if it is not there.
fn start_of(document: &Document, key: &str) -> Spot {
    document.root.get(key).map_or_else(|| start(document), |node| at(&format!("/{key}"), node.span))
}

fn deprecation_spot(document: &Document) -> Spot {
    let span = document.deprecated.as_ref().map(|Deprecated { span, .. }| *span);
    span.map_or_else(|| start(document), |span| at("/deprecated", span))
}
