//! What schemas say to people, as they say it: for what is read elsewhere than in Rust.

use super::{Deprecation, Notes, StatedDefault};
use crate::schema::{Deprecated, Document, Prose, Schema, Side, Version};
use crate::source::{Node, Spanned};

/// What a schema says of its place, and the unit of its values.
pub(super) fn notes(schema: &Schema, unit: Option<&str>) -> Notes {
    let sentences = unit.map(str::to_owned).into_iter().chain(standing(schema)).chain(end(&schema.deprecated));
    Notes {
        text: paragraphs(std::iter::once(lines(&schema.description)).chain(sentences)),
        default: schema.default.as_ref().map(stated),
        deprecated: schema.deprecated.is_some(),
    }
}

/// What a file says of all that it describes, and of one side.
pub(super) fn side_notes(document: &Document, side: Side) -> Notes {
    let own = match side {
        Side::Request => &document.request,
        Side::Response => &document.response,
    };
    let own = notes(own, None);
    let title = document.title.iter().map(|title| title.trim().to_owned());
    let sentences = start(&document.added).chain(end(&document.deprecated));
    Notes {
        text: paragraphs(title.chain([lines(&document.description)]).chain(sentences).chain([own.text])),
        default: own.default,
        deprecated: document.deprecated.is_some() || own.deprecated,
    }
}

fn stated(default: &Node) -> StatedDefault {
    StatedDefault { json: default.to_json(), sentence: default_sentence(default) }
}

/// What holds where nothing is given, for people.
pub(super) fn default_sentence(default: &Node) -> String {
    let words = default.as_str().map_or_else(|| default.to_json(), str::to_owned);
    format!("If not given: {words}.")
}

/// For whom it is, and since when it is there.
pub(super) fn standing(schema: &Schema) -> impl Iterator<Item = String> {
    let hidden = schema.hidden.then(|| "For developers: not part of the documented interface.".to_owned());
    hidden.into_iter().chain(start(&schema.added))
}

fn start(added: &Option<Spanned<Version>>) -> impl Iterator<Item = String> {
    added.iter().map(|added| format!("Added in {}.", added.value))
}

fn end(deprecated: &Option<Deprecated>) -> impl Iterator<Item = String> {
    deprecated.iter().map(|deprecated| Deprecation::of(deprecated).sentence())
}

/// The lines of a description, without blank ones at either end.
fn lines(prose: &Prose) -> String {
    let lines: Vec<&str> = prose.iter().map(|line| line.value.trim_end()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Texts with an empty line between them.
pub fn paragraphs(texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.filter(|text| !text.trim().is_empty()).collect();
    texts.join("\n\n")
}
