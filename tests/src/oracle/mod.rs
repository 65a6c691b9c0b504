//! An independent oracle: reads a schema file's JSON as it stands and judges an instance by it.
//!
//! It exists to be compared with, so it shares no code with the generator or the runtime, is slow, and
//! is meant to be read beside the dialect page: one file per concept, one short function per rule. It
//! follows JSON Schema wherever the dialect does not say otherwise: every keyword of a node judges by
//! itself, and all that is wrong is reported.
//!
//! | file | says |
//! |---|---|
//! | `json` | what JSON is, and what is wrong with a text before any schema is looked at |
//! | `direction` | who writes the instance, the node or the user |
//! | `entry` | what is special at the top: closed requests, positional parameters |
//! | `node` | the keywords that hold for any value |
//! | `object` | the keywords about an object's members |
//! | `types`, `lexical`, `amount`, `number` | the dialect's types |
//! | `version` | what may be missing on an older node |

mod amount;
mod direction;
mod entry;
mod json;
mod lexical;
mod node;
mod number;
mod object;
mod types;
mod version;

#[cfg(test)]
mod tests;

use json::{Document, Json};
use node::Judge;

/// One violation: where in the instance, and which rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// JSON Pointer into the instance. Something missing is reported where it would be.
    pub pointer: String,
    /// The rule's stable code, the same that the bindings report.
    pub rule: &'static str,
}

impl Finding {
    fn new(pointer: impl Into<String>, rule: &'static str) -> Self {
        Self { pointer: pointer.into(), rule }
    }
}

/// Which half of a schema file an instance belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The schema under the file's key `request`.
    Request,
    /// The schema under the file's key `response`.
    Response,
}

impl Side {
    /// The file's key that holds this side's schema.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// What is judged more mildly than the schema says. The default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `"1000msat"` is an amount in what a node writes, as nodes before v23.05 wrote it.
    pub string_msat_allowed: bool,
    /// The oldest supported release, such as `v23.02`: fields `added` later may be missing.
    pub since: Option<String>,
    /// `pairedWith` does not hold: the override for files whose pairing is a documentation bug.
    pub skip_pairing: bool,
}

impl Options {
    /// What has to be tolerated from nodes of `version` and later.
    #[must_use]
    pub fn since(version: &str) -> Self {
        Self {
            string_msat_allowed: version::is_later("v23.05", version),
            since: Some(version.to_owned()),
            skip_pairing: false,
        }
    }
}

/// Everything that is wrong with `instance_text` as one side of the schema file, sorted by pointer and
/// rule, each violation once.
///
/// # Panics
///
/// If `schema_file_text` is not a schema file of the dialect. The oracle judges instances, not schemas.
#[must_use]
pub fn judge(schema_file_text: &str, side: Side, instance_text: &str) -> Vec<Finding> {
    judge_with(schema_file_text, side, instance_text, &Options::default())
}

/// [`judge`], with something judged more mildly.
///
/// # Panics
///
/// As [`judge`], and if [`Options::since`](Options#structfield.since) is not a version.
#[must_use]
pub fn judge_with(schema_file_text: &str, side: Side, instance_text: &str, options: &Options) -> Vec<Finding> {
    SchemaFile::read(schema_file_text).judge(side, instance_text, options)
}

/// A schema file that many instances are judged by.
#[derive(Clone, Debug)]
pub struct SchemaFile(Json);

impl SchemaFile {
    /// Reads a schema file.
    ///
    /// # Panics
    ///
    /// If the text is not JSON.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a broken schema is a mistake in the test that passes it")]
    pub fn read(text: &str) -> Self {
        Self(json::read(text).expect("the schema file is JSON").root)
    }

    /// [`judge_with`].
    ///
    /// # Panics
    ///
    /// As [`judge_with`].
    #[must_use]
    pub fn judge(&self, side: Side, instance_text: &str, options: &Options) -> Vec<Finding> {
        let Document { root, repeated } = match json::read(instance_text) {
            Ok(document) => document,
            Err(rule) => return vec![Finding::new("", rule)],
        };
        let judge = Judge::new(direction::writer(&self.0, side), options);
        let mut found = judge.top(&self.0, side, &root);
        found.extend(repeated.into_iter().map(|pointer| Finding::new(pointer, "duplicate")));
        found.sort();
        found.dedup();
        found
    }
}
