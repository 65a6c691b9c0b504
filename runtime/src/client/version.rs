//! Whether the bindings are made for the node's version.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::node_range::{NodeFit, NodeRange};
use crate::record::{DecodeError, Record};
use crate::rules::{Field, Kind, ScalarKind, Shape, key_index};
use crate::visible::visible;

/// The method that tells a node's version.
pub(super) const GETINFO: &str = "getinfo";

/// A node's version, compared with the range of bindings.
///
/// Its `Display` is a sentence: `the node is v22.11, older than the bindings are made for (v23.11 and later)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeVersion {
    version: String,
    nodes: NodeRange,
}

impl NodeVersion {
    /// The version as the node reports it, such as `v26.06.6`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.version
    }

    /// Whether it is inside the range.
    #[must_use]
    pub fn fit(&self) -> NodeFit {
        self.nodes.fit(&self.version)
    }
}

impl fmt::Display for NodeVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It is the node's word: whatever it holds is not to move a terminal's cursor.
        let version = visible(&self.version);
        let nodes = self.nodes;
        match self.fit() {
            NodeFit::Within => write!(f, "the node is {version}, which the bindings are made for ({nodes})"),
            NodeFit::TooOld => write!(f, "the node is {version}, older than the bindings are made for ({nodes})"),
            NodeFit::TooNew => write!(f, "the node is {version}, newer than the bindings are made for ({nodes})"),
            NodeFit::Unknown => {
                write!(
                    f,
                    "the node calls itself `{version}`, which cannot be compared with the bindings' range ({nodes})"
                )
            }
        }
    }
}

/// What of an answer to `getinfo` is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Info {
    version: String,
}

static FIELDS: &[Field<'static>] = &[Field::required("version", Kind::Scalar(ScalarKind::String))];

static SHAPE: Shape<'static> = Shape::of_fields(FIELDS, &key_index::<2>(FIELDS));

crate::record!(Info from Node by SHAPE { version });

/// Reads an answer to `getinfo`.
pub(super) fn info(result: &[u8]) -> Result<Info, DecodeError> {
    Info::from_json(result)
}

impl Info {
    /// Compares the version with the range. Logs a warning the first time that it does not fit.
    pub(super) fn against(self, nodes: &NodeRange, told: &WarnOnce) -> NodeVersion {
        let version = NodeVersion { version: self.version, nodes: *nodes };
        if version.fit() != NodeFit::Within && !told.0.swap(true, Ordering::Relaxed) {
            warn(&version);
        }
        version
    }
}

/// Whether the warning that a node does not fit has been logged.
#[derive(Debug, Default)]
pub(super) struct WarnOnce(AtomicBool);

#[cfg(feature = "tracing")]
fn warn(version: &NodeVersion) {
    tracing::warn!(target: "cln_runtime::client", "{version}");
}

/// Nothing: the feature `tracing` is off.
#[cfg(not(feature = "tracing"))]
const fn warn(_: &NodeVersion) {}
