//! Examples that break their own schema.

use cln_codegen::diagnostic::{Code, Diagnostic};
use cln_codegen::schema::{Document, Side};
use cln_codegen::source::Node;
use cln_codegen::text::Span;
use cln_runtime::json::pointer::steps;
use cln_runtime::{Rule, Violations};

use super::Finding;
use super::judged::Judged;

/// A finding for each way in which an example breaks its schema.
pub(super) fn violations(document: &Document, judged: Vec<Judged>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (example, judged) in document.examples.iter().zip(judged) {
        for side in Side::ALL {
            let pointer = instance_pointer(&example.pointer, side);
            let instance = match side {
                Side::Request => &example.params,
                Side::Response => &example.response,
            };
            for (rule, below, message) in broken(judged.side(side)) {
                let diagnostic = Diagnostic::new(Code::ExampleViolation, message)
                    .at(&document.source, nearest_span(instance, below))
                    .pointer(format!("{pointer}{below}"));
                findings.push(Finding { rule: Some(rule), ..diagnostic.into() });
            }
        }
    }
    findings
}

/// Rule, place in the instance and message of each violation.
pub(super) fn broken(violations: Option<&Violations>) -> impl Iterator<Item = (Rule, &str, &str)> {
    let all = violations.into_iter().flat_map(Violations::iter);
    all.map(|violation| (violation.rule(), violation.pointer(), violation.message()))
}

/// Where one side of an example stands in its file.
pub(super) fn instance_pointer(example: &str, side: Side) -> String {
    match side {
        Side::Request => format!("{example}/request/params"),
        Side::Response => format!("{example}/response"),
    }
}

/// Where the pointer leads; where there is nothing, the nearest place above it.
fn nearest_span(instance: &Node, pointer: &str) -> Span {
    let mut node = instance;
    for token in steps(pointer) {
        let below = match node.as_array() {
            Some(elements) => token.parse::<usize>().ok().and_then(|index| elements.get(index)),
            None => node.get(&token),
        };
        match below {
            Some(below) => node = below,
            None => break,
        }
    }
    node.span
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::sync::Arc;

    use super::*;
    use cln_codegen::diagnostic::Diagnostics;
    use cln_codegen::source::parse_json;
    use cln_codegen::text::Source;

    #[test]
    fn what_is_missing_stands_where_its_nearest_parent_does() {
        let source = Arc::new(Source::new("a.json", r#"{"a": [1, {"b/c": 2}], "d": 3}"#));
        let node = parse_json(&source, &mut Diagnostics::new()).unwrap();
        let shown = |pointer| source.slice(nearest_span(&node, pointer));
        assert_eq!(shown("/a/1/b~1c"), "2");
        assert_eq!(shown("/a/1/z"), r#"{"b/c": 2}"#);
        assert_eq!(shown("/a/7/z"), r#"[1, {"b/c": 2}]"#);
        assert_eq!(shown("/d/e/f"), "3");
        assert_eq!(shown(""), source.text);
    }
}
