//! Corrections of what a schema says, each with its reason: the node's documentation has mistakes, too.
//!
//! They change the file's JSON before anything is read out of it, so that whatever comes later sees one text.

mod corrections;
mod errors;
mod keywords;
mod marks;
mod names;
mod order;
mod parameters;
mod place;
mod refused;
mod rename;
mod speaks;
mod tree;
mod was;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::Target;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Member, Node, Spanned};
use crate::text::{Source, Span};

pub use corrections::{Applied, Corrections, Outcome, Verdict};
pub(crate) use errors::is_error_line;
pub use keywords::IGNORABLE;
pub(crate) use marks::Marks;

/// A correction of one schema.
#[derive(Clone, Debug)]
pub struct Override {
    /// The file that asks for it.
    pub source: Arc<Source>,
    /// What it is for: a command, a notification or a hook,
    pub target: Target,
    /// and its name.
    pub method: Spanned<String>,
    /// The JSON Pointer of the schema that changes, in its file.
    pub at: Spanned<String>,
    /// What changes.
    pub change: Change,
    /// What that schema has to say now, by keyword; `null` stands for a keyword that is absent. With anything else
    /// there, nothing changes. [`POSITIONS`] stands for the names of the first properties, in their order.
    pub was: Vec<Member>,
    /// Why. It goes into the documentation of what changes.
    pub reason: String,
    /// Whether it comes with this crate, and so may be for other releases than the one at hand: where it does not
    /// fit, nothing is said.
    pub bundled: bool,
}

/// The key of [`Override::was`] that is no keyword.
pub const POSITIONS: &str = "positions";

/// What an [`Override`] changes.
#[derive(Clone, Debug)]
pub enum Change {
    /// One keyword, one of [`IGNORABLE`], means nothing.
    Ignore(Spanned<String>),
    /// Keywords have these values; with `null` they go.
    Set(Vec<Member>),
    /// The `enum` has these values, too.
    Extend(Vec<Node>),
    /// These properties are required.
    Required(Vec<Spanned<String>>),
    /// These properties are not required.
    Optional(Vec<Spanned<String>>),
    /// The field may be `null`. The place is that of the change in its file.
    Nullable(Span),
    /// The field is a secret, or is not, whatever its name says. The place is that of the change in its file.
    Secret(bool, Span),
    /// The properties of one object have other names on the wire: old and new ones.
    Rename(Vec<(Spanned<String>, Spanned<String>)>),
    /// The parameters at the first positions; the others follow in the schema's order.
    Positions(Vec<Spanned<String>>),
    /// More properties, before the one of that name, or as the last.
    Add {
        /// Names and schemas.
        properties: Vec<Member>,
        /// The name of the property that follows.
        before: Option<Spanned<String>>,
    },
    /// Properties that there are not.
    Remove(Vec<Spanned<String>>),
    /// Nothing changes but the documentation, which says the reason.
    Note(Span),
    /// Lines of the file's `errors` come and go.
    Errors {
        /// New lines, each a code and a sentence.
        add: Vec<Spanned<String>>,
        /// Old lines, exactly as they are written.
        remove: Vec<Spanned<String>>,
    },
}

impl Override {
    /// What goes into the documentation.
    fn sentence(&self) -> String {
        let word = match self.change {
            Change::Note(_) => "Note",
            Change::Secret(true, _) => "Secret",
            Change::Secret(false, _) => "Not secret",
            _ => "Corrected",
        };
        format!("{word}: {}", self.reason)
    }

    /// Whether it only says that a field is, or is not, a secret: what a file describes stays as it is.
    pub(crate) const fn is_about_secrecy(&self) -> bool {
        matches!(self.change, Change::Secret(..))
    }

    /// The place that the correction is about: the property if there is only one, else the schema.
    fn pointer(&self) -> String {
        let one = match &self.change {
            Change::Errors { .. } => return "/errors".to_owned(),
            Change::Set(of_file) if self.at.value.is_empty() => {
                return of_file.first().map_or_else(String::new, |member| format!("/{}", member.key.value));
            }
            Change::Required(names) | Change::Optional(names) | Change::Remove(names) if names.len() == 1 => {
                names.first()
            }
            Change::Rename(names) if names.len() == 1 => names.first().map(|(old, _)| old),
            Change::Add { properties, .. } if properties.len() == 1 => properties.first().map(|property| &property.key),
            _ => None,
        };
        one.map_or_else(|| self.at.value.clone(), |name| place::property(&self.at.value, &name.value))
    }

    /// A diagnostic at a place of the file that asks for it.
    fn found(&self, code: Code, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(code, message).at(&self.source, span)
    }
}
