//! Documented examples, held against their own schema.

use bumpalo::Bump;
use cln_codegen::internals::rules;
use cln_codegen::model::Method;
use cln_codegen::schema::{Document, Side};
use cln_runtime::Violations;
use cln_runtime::walk::validate;

/// What a document's own schema says of one of its examples.
#[derive(Debug)]
pub(super) struct Judged {
    request: Option<Violations>,
    response: Option<Violations>,
}

impl Judged {
    /// How one side breaks its rules; `None` if it does not.
    pub(super) const fn side(&self, side: Side) -> Option<&Violations> {
        match side {
            Side::Request => self.request.as_ref(),
            Side::Response => self.response.as_ref(),
        }
    }
}

/// Holds each example of a document against the rules of its method.
pub(super) fn judge(document: &Document, method: &Method) -> Vec<Judged> {
    let arena = Bump::new();
    let side = |side| rules(&arena, method, side);
    let (Some(request), Some(response)) = (side(Side::Request), side(Side::Response)) else { return Vec::new() };
    let judged = document.examples.iter().map(|example| Judged {
        request: validate(example.params.to_json().as_bytes(), &request).err(),
        response: validate(example.response.to_json().as_bytes(), &response).err(),
    });
    judged.collect()
}
