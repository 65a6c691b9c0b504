//! Error codes that the node's own table does not name.

use cln_codegen::diagnostic::{Code, Diagnostic};
use cln_codegen::internals::documented_codes;
use cln_codegen::schema::Document;

use super::Finding;

/// A finding for each line of `errors` with such a code.
pub(super) fn unnamed(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in document.errors.iter().enumerate() {
        for documented in documented_codes(&line.value).filter(|documented| !documented.is_named) {
            let code = documented.code;
            let diagnostic =
                Diagnostic::new(Code::UnnamedErrorCode, format!("the error code {code} has no known name"))
                    .at(&document.source, line.span)
                    .label("no known name")
                    .hint("correct the code, or suppress the finding: programs know the code by its number")
                    .pointer(format!("/errors/{index}"));
            findings.push(diagnostic.into());
        }
    }
    findings
}
