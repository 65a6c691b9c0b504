//! A method as a release has it.

use cln_codegen::model::Method;
use cln_codegen::schema::{Document, Example, Schema, Side};
use cln_codegen::source::Node;

use super::Place;
use super::changes::Spot;

/// A method as a release has it.
pub(super) struct Described {
    pub(super) document: Document,
    /// The documented examples, which the document does not hold any more.
    pub(super) examples: Vec<Example>,
    pub(super) model: Method,
    /// Whether the index of the whole release has `OLDEST_NODE`.
    pub(super) has_oldest_node: bool,
}

impl Described {
    pub(super) const fn side(&self, side: Side) -> &Schema {
        match side {
            Side::Request => &self.document.request,
            Side::Response => &self.document.response,
        }
    }

    pub(super) fn instances(&self, side: Side) -> impl Iterator<Item = &Node> {
        self.examples.iter().map(move |example| match side {
            Side::Request => &example.params,
            Side::Response => &example.response,
        })
    }

    pub(super) fn place(&self, spot: &Spot) -> Place {
        let source = &self.document.source;
        let line = source.position(spot.start).line;
        Place { file: source.path.clone(), pointer: spot.pointer.clone(), line }
    }
}
