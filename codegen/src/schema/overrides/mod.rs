//! Corrections of what a schema says, each with its reason: the node's documentation has mistakes, too.
//!
//! They are applied to the schema as data, before anything is made of it.

mod apply;
mod ignore;
mod order;
mod rename;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{Document, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span, Spanned};

pub use apply::apply;
pub use ignore::IGNORABLE;

/// A correction of one schema.
#[derive(Clone, Debug)]
pub struct Override {
    /// The file that asks for it.
    pub source: Arc<Source>,
    /// What it is for: a command, a notification or a hook,
    pub target: Target,
    /// and its name.
    pub method: Spanned<String>,
    /// What changes.
    pub change: Change,
    /// Why. It goes into the documentation of what changes.
    pub reason: String,
    /// Whether it comes with this crate, and so may be for other releases than the one at hand: where it does not
    /// fit, nothing is said.
    pub bundled: bool,
}

/// What an [`Override`] changes.
#[derive(Clone, Debug)]
pub enum Change {
    /// One keyword of one schema means nothing.
    Ignore {
        /// The keyword, one of [`IGNORABLE`].
        keyword: Spanned<String>,
        /// The JSON Pointer of the schema in its file.
        at: Spanned<String>,
    },
    /// The parameters at the first positions; the others follow in the schema's order.
    Positions(Vec<Spanned<String>>),
    /// The properties of one object have other names on the wire.
    Rename {
        /// Old and new names.
        names: Vec<(Spanned<String>, Spanned<String>)>,
        /// The JSON Pointer of the object's schema in its file.
        at: Spanned<String>,
    },
}

impl Override {
    /// Whether it is for what this document describes.
    #[must_use]
    pub fn is_for(&self, document: &Document) -> bool {
        self.target == document.target && self.method.value == document.name.value
    }

    /// A diagnostic at a place of the file that asks for it.
    fn found(&self, code: Code, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(code, message).at(&self.source, span)
    }
}
