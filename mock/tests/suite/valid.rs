//! A client that holds each answer against what a release says of it.

use std::path::Path;

use cln_codegen::Release;
use cln_codegen::model::{Target, with_rules};
use cln_codegen::schema::Side;
use cln_mock::{Builder, MockNode};
use cln_runtime::walk::validate;
use serde_json::Value;

use crate::peer::Peer;

/// The releases whose nodes are stood in for.
pub(crate) const RELEASES: [&str; 3] = ["releases/v24.11", "releases/v26.06.6", "corpus"];

/// A node of a release, and a client that takes only valid answers.
pub(crate) struct Checked {
    pub(crate) node: MockNode,
    release: Release,
    peer: Peer,
}

impl Checked {
    pub(crate) fn start(builder: Builder, schemas: &Path) -> Self {
        let release = cln_codegen::Builder::new().schemas(schemas).unknown(cln_codegen::Unknown::AnyJson);
        let node = builder.schemas(schemas).start().unwrap();
        let peer = Peer::connect(node.socket());
        Self { node, release: release.release().unwrap(), peer }
    }

    /// The result that a call must have, and that its schema must take.
    pub(crate) fn result(&mut self, method: &str, params: &str) -> Value {
        let result = self.peer.result(method, params);
        self.check(method, &result);
        result
    }

    /// What its schema must take, if the release has one.
    pub(crate) fn check(&self, method: &str, result: &Value) {
        let text = result.to_string();
        if let Some(described) = self.release.method(Target::Rpc, method).unwrap() {
            let checked = with_rules(described, Side::Response, |rules| validate(text.as_bytes(), rules));
            checked.unwrap().unwrap_or_else(|wrong| panic!("{method}: {wrong}\n{text}"));
        }
    }
}
