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
        self.check(method, &result.to_string());
        result
    }

    /// A result, however it came, that its schema must take.
    pub(crate) fn check(&self, method: &str, result: &str) {
        let described = self.release.method(Target::Rpc, method).unwrap();
        if let Some(described) = described {
            let checked = with_rules(described, Side::Response, |rules| validate(result.as_bytes(), rules));
            checked.unwrap().unwrap_or_else(|wrong| panic!("{method}: {wrong}\n{result}"));
        }
    }
}
