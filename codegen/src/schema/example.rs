//! A documented exchange.

use super::reader::{Expected, Keywords};
use super::values::string;
use crate::diagnostic::Code;
use crate::source::{Node, Spanned};
use crate::text::Span;

/// A documented exchange: a request, and what it was answered.
#[derive(Clone, Debug)]
pub struct Example {
    /// The JSON Pointer of the example in its file, such as `/examples/0`.
    pub pointer: String,
    /// Where it stands.
    pub span: Span,
    /// `description`, line by line.
    pub description: Vec<String>,
    /// The `id` of the request.
    pub id: Option<Node>,
    /// The `method` of the request.
    pub method: Option<Spanned<String>>,
    /// The `params` of the request: an object or an array, though a file may hold anything.
    pub params: Node,
    /// The answer.
    pub response: Node,
}

impl Keywords<'_, '_> {
    /// `examples`; a malformed one is reported and left out.
    pub(super) fn examples(&mut self) -> Vec<Example> {
        let mut examples = Vec::new();
        let elements = self.read("examples", Node::as_array, Expected::ARRAY).unwrap_or_default();
        for (index, element) in elements.iter().enumerate() {
            let pointer = format!("/examples/{index}");
            match example(element, &pointer) {
                Ok(example) => examples.push(example),
                Err(missing) => self.malformed(element, pointer, missing),
            }
        }
        examples
    }

    fn malformed(&mut self, node: &Node, pointer: String, missing: &str) {
        let diagnostic = self
            .reader
            .found(Code::MalformedExample, node.span, format!("the example has no {missing}"))
            .label(format!("expected {missing}"))
            .hint("an example looks like {\"request\": {\"id\": ..., \"method\": ..., \"params\": {}}, \"response\": {}}; this one is left out")
            .pointer(pointer);
        self.reader.push(diagnostic);
    }
}

/// Reads an example, or says what it lacks.
fn example(node: &Node, pointer: &str) -> Result<Example, &'static str> {
    let request = node.get("request").ok_or("`request`")?;
    let params = request.get("params").ok_or("`params` in its `request`")?;
    let response = node.get("response").ok_or("`response`")?;
    Ok(Example {
        pointer: pointer.to_owned(),
        span: node.span,
        description: node.get("description").map(lines).unwrap_or_default(),
        id: request.get("id").cloned(),
        method: request.get("method").and_then(string),
        params: params.clone(),
        response: response.clone(),
    })
}

/// The lines of a description; whatever is no text is left out.
fn lines(node: &Node) -> Vec<String> {
    let elements = node.as_array().unwrap_or(std::slice::from_ref(node));
    elements.iter().filter_map(Node::as_str).map(str::to_owned).collect()
}
