//! What a schema change means for those who use the bindings, by direction: who writes a value, and who reads it. A
//! consumer of schemas and the model, beside [`emit`](cln_codegen::emit).
//!
//! What the node writes is read tolerantly: fields and values that the old schema does not list break nobody. All else
//! is held to strict validation. Each difference has a stable [`Code`], and `verdict` is the one table that says what
//! it means.

mod announced;
mod around;
mod bindings;
mod bounds;
mod branch_fields;
mod branches;
mod canon;
mod changes;
mod code;
mod conditions;
mod consequence;
mod counts;
mod described;
mod documents;
mod finding;
mod groups;
mod html;
mod input;
mod json;
mod levels;
mod machines;
mod markdown;
mod matched;
mod method;
mod nearest;
mod nodes;
mod objects;
mod order;
mod releases;
mod renames;
mod report;
mod samples;
mod schemas;
mod selection;
mod shown;
mod table;
mod text;
mod values;
mod verdict;
mod witness;

use cln_codegen::{Builder, Error};

use releases::compare;

pub use code::Code;
pub use consequence::Consequence;
pub use finding::{Finding, Instance, Place, Release, Semver, Severity};
pub use input::{Input, Versions};
pub use report::{MethodDiff, Report};
pub use selection::Selection;

/// Compares two schema files, or all `*.json` in and below two folders, on the disk or in a revision: a release against
/// another. The builder says how schemas are read, and not which; unless it says otherwise, what is known to be wrong with
/// the node's documentation is corrected before, in each by its own text.
///
/// # Errors
/// Everything that is wrong with the configuration, or with any of the files, in both.
///
/// ```
/// use cln_codegen::Builder;
/// use cln_tools::diff::{Severity, diff};
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let [old, new] = ["old.json", "new.json"].map(|name| folder.path().join(name));
/// std::fs::write(&old, r#"{"rpc": "ping", "request": {}, "response": {}}"#).unwrap();
/// std::fs::write(&new, r#"{"rpc": "ping", "request": {"required": ["id"], "properties": {"id": {"type": "u64"}}},
///                          "response": {}}"#).unwrap();
/// let report = diff(&Builder::new(), &old, &new).unwrap();
/// assert_eq!(report.worst(), Some(Severity::Breaking));
/// let finding = &report.methods[0].findings[0];
/// assert_eq!(finding.code.as_str(), "D0202");
/// assert_eq!(finding.instance.as_ref().unwrap().json, "{}");
/// ```
pub fn diff(builder: &Builder, old: impl Into<Input>, new: impl Into<Input>) -> Result<Report, Error> {
    diff_versions(builder, old, new, &Versions::default())
}

/// Does what [`diff`] does, and knows which releases the schemas are from.
///
/// # Errors
/// As [`diff`].
pub fn diff_versions(
    builder: &Builder,
    old: impl Into<Input>,
    new: impl Into<Input>,
    versions: &Versions,
) -> Result<Report, Error> {
    Ok(compare([old.into(), new.into()], versions, builder.readable_job()?)?)
}
