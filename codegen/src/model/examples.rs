//! Documented examples, in canonical form.

use bumpalo::Bump;
use cln_runtime::json::Tree;
use cln_runtime::rules::Shape;
use cln_runtime::walk::validate;
use cln_runtime::{Rule, Violations};

use super::canonical::{canonical_params, canonical_result};
use super::construction::shown;
use super::tables::rules;
use super::{Example, Method};
use crate::schema::{self, Document, Target};

/// The examples of a document, each with what its tests need.
pub(super) fn lower_examples(document: &Document, method: &Method) -> Vec<Example> {
    let arena = Bump::new();
    let shape = |side| rules(&arena, method, side);
    let (Some(request), Some(response)) = (shape(schema::Side::Request), shape(schema::Side::Response)) else {
        return Vec::new();
    };
    let examples = document.examples.iter().map(|example| lower_example(method, &request, &response, example));
    let mut examples: Vec<Example> = examples.collect();
    if document.target == Target::Rpc {
        show_one(method, &mut examples);
    }
    examples
}

/// Finds the example that the documentation of a request shows: the first that Rust code can make.
fn show_one(method: &Method, examples: &mut [Example]) {
    for example in examples.iter_mut().filter(|example| example.params_violations.is_empty()) {
        example.shown = shown(method, &example.canonical);
        if example.shown.is_some() {
            return;
        }
    }
}

fn lower_example(method: &Method, request: &Shape<'_>, response: &Shape<'_>, example: &schema::Example) -> Example {
    let params = example.params.to_json();
    let result = canonical_result(method, &example.response);
    let canonical = canonical_params(method, &example.params);
    Example {
        trace: format!("{}#{}", method.source, example.pointer),
        positional: has_positions(method, &canonical),
        canonical,
        shown: None,
        params_violations: violations(&params, request),
        result_violations: violations(&result, response),
        params,
        result,
    }
}

/// Whether each parameter is listed, and so has a position.
fn has_positions(method: &Method, canonical: &str) -> bool {
    let Some(request) = method.struct_def(method.request).filter(|request| request.params) else { return false };
    match Tree::parse(canonical) {
        Ok(Tree::Object(members)) => {
            members.iter().all(|(name, _)| request.fields.iter().any(|field| field.wire == *name))
        }
        _ => false,
    }
}

/// How an instance breaks its rules.
pub(crate) fn violations(json: &str, shape: &Shape<'_>) -> Vec<(Rule, String)> {
    let found = validate(json.as_bytes(), shape).err();
    let found = found.iter().flat_map(Violations::iter);
    found.map(|violation| (violation.rule(), violation.pointer().to_owned())).collect()
}
