//! Schemas of the dialect as standard JSON Schemas, draft 2020-12. A consumer of the model, beside
//! [`emit`](cln_codegen::emit).
//!
//! A schema that is made here accepts what strict validation accepts, up to what JSON Schema cannot see. The README of
//! this package has the list, `tests/exceptions.rs` a test for each of its points.

mod fields;
mod keywords;
mod object;
mod positions;
mod scalar;
mod text;
mod value;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use cln_codegen::diagnostic::{Code, Diagnostic, Diagnostics, quoted};
use cln_codegen::model::{Method, Notes, Target, Type};
use cln_codegen::schema::Side;
use cln_codegen::{Builder, Error};
use cln_runtime::json::Tree;

use keywords::Keywords;
use value::{Values, fragment_byte, is_common};

/// What the meta-schema of all that is made here is called.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of one side of a schema file, and what is odd about that file.
#[derive(Clone, Debug)]
pub struct JsonSchema {
    /// The JSON Schema, over several lines, with a line break at the end.
    pub text: String,
    /// What was found in the schema file that is no error.
    pub warnings: Vec<Diagnostic>,
}

/// The JSON Schema of one side of what the builder's one schema file describes. Unless the builder says otherwise, what is
/// known to be wrong with the node's documentation is corrected before.
///
/// # Errors
/// Everything that is wrong with the file, or that it is not one file.
pub fn json_schema(builder: &Builder, side: Side) -> Result<JsonSchema, Error> {
    let (api, warnings) = builder.model()?;
    match api.methods.as_slice() {
        [method] => Ok(JsonSchema { text: of_method(method, side), warnings }),
        methods => Err(Diagnostics::from(not_one(builder.paths(), methods.len())).into()),
    }
}

/// The JSON Schema of one side of a method, over several lines, with a line break at the end.
#[must_use]
pub fn of_method(method: &Method, side: Side) -> String {
    let mut values = Values { method, definitions: BTreeMap::new() };
    let mut schema = Keywords::default();
    schema.set("$schema", keywords::text(DRAFT));
    schema.set("$id", keywords::text(&id(method, side)));
    schema.set("title", keywords::text(&title(method, side)));
    let root = method.side(side);
    if let Some(def) = method.struct_def(root) {
        let object = values.object(def);
        schema.extend(values.annotated(object, notes(method, side), &Type::Named(root)));
    }
    schema.set_list("examples", examples(method, side));
    let definitions: Vec<(String, Tree)> =
        values.definitions.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    schema.set_parts("$defs", definitions);
    text::pretty(&schema.into_tree())
}

/// The documented examples that strict validation accepts, each once.
fn examples(method: &Method, side: Side) -> Vec<Tree> {
    let mut examples: Vec<Tree> = Vec::new();
    let mut texts = BTreeSet::new();
    for example in &method.examples {
        let (json, violations) = match side {
            Side::Request => (&example.params, &example.params_violations),
            Side::Response => (&example.result, &example.result_violations),
        };
        let example = Tree::parse(json).ok().filter(|example| violations.is_empty() && is_common(example));
        examples.extend(example.filter(|example| texts.insert(example.to_string())));
    }
    examples
}

const fn notes(method: &Method, side: Side) -> &Notes {
    match side {
        Side::Request => &method.request_notes,
        Side::Response => &method.response_notes,
    }
}

/// A name of the schema that is the same wherever it is made: `urn:cln:rpc:delpay:request`.
fn id(method: &Method, side: Side) -> String {
    let name: String = method.name.bytes().map(fragment_byte).collect();
    format!("urn:cln:{}:{name}:{}", method.target.key(), side.key())
}

/// `delpay request`, `connect notification payload`
fn title(method: &Method, side: Side) -> String {
    let (kind, side) = match (method.target, side) {
        (Target::Rpc, Side::Request) => ("", "parameters"),
        (Target::Rpc, Side::Response) => ("", "result"),
        (Target::Notification, Side::Request) => ("notification ", "request"),
        (Target::Notification, Side::Response) => ("notification ", "payload"),
        (Target::Hook, Side::Request) => ("hook ", "payload"),
        (Target::Hook, Side::Response) => ("hook ", "answer"),
    };
    format!("{} {kind}{side}", method.name)
}

fn not_one(paths: &[PathBuf], count: usize) -> Diagnostic {
    let paths: Vec<String> = paths.iter().map(|path| quoted(&path.to_string_lossy())).collect();
    let message = format!("there are {count} schemas in {}; expected one", paths.join(", "));
    Diagnostic::new(Code::NotOneSchema, message).hint("give the path of the one file")
}
