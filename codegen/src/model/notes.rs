//! What schemas say to people, as they say it: for what is read elsewhere than in Rust.

use super::{Deprecation, Notes, StatedDefault};
use crate::schema::{Deprecated, Document, Prose, Schema, Side, Version};
use crate::source::Node;

/// What a schema says of its place, and the unit of its values.
pub(super) fn notes(schema: &Schema, unit: Option<&str>) -> Notes {
    let hidden = schema.hidden.then(|| "For developers: not part of the documented interface.".to_owned());
    let sentences = unit.map(str::to_owned).into_iter().chain(hidden);
    let sentences = sentences.chain(history(schema.added.as_ref().map(|added| &added.value), &schema.deprecated));
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
    let sentences = history(document.added.as_ref().map(|added| &added.value), &document.deprecated);
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

/// Since when it is there, and until when.
fn history(added: Option<&Version>, deprecated: &Option<Deprecated>) -> impl Iterator<Item = String> {
    let added = added.map(|added| format!("Added in {added}."));
    let deprecated = deprecated.as_ref().map(|deprecated| Deprecation::of(deprecated).sentence());
    added.into_iter().chain(deprecated)
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
