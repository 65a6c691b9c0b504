//! The command `wait`: until an index of a subsystem has come so far.

use zeroize::Zeroizing;

use crate::client::call::{Call, CallOutcome};
use crate::client::error::{CallError, RawText, UnreadableError};
use crate::client::reply::{any_json, mismatch};
use crate::json::Tree;
use crate::jsonrpc::RpcError;
use crate::rules::Rule;
use crate::types::Json;

/// An index that a node counts.
#[derive(Clone, Copy)]
pub(super) struct Index {
    /// What is counted.
    pub(super) subsystem: &'static str,
    /// What happens to it.
    pub(super) name: &'static str,
}

/// How far an index has come.
pub(super) struct Reached {
    pub(super) index: u64,
    /// What has happened under it, if the node says.
    pub(super) details: Option<Json>,
}

impl Index {
    /// The call that is answered once the index is beyond `position`.
    pub(super) fn wait_beyond(self, position: u64) -> Call<'static> {
        let Self { subsystem, name } = self;
        let next = position.saturating_add(1);
        let params = format!(r#"{{"subsystem":"{subsystem}","indexname":"{name}","nextvalue":{next}}}"#);
        Call { method: "wait", params: Zeroizing::new(params.into_bytes()), filter: None }
    }

    /// Reads the answer to that. A node may have come further than it was asked for.
    pub(super) fn read<E: From<RpcError>>(self, outcome: CallOutcome, position: u64) -> Result<Reached, CallError<E>> {
        let answer = outcome.read(any_json).map_err(|error| error.map_node(E::from))?;
        let tree = Tree::parse(answer.as_str()).ok();
        let member = |name: &str| tree.as_ref().and_then(|tree| tree.at(&format!("/{name}"))).map(Tree::to_string);
        let index = member(self.name).and_then(|index| index.parse().ok()).filter(|index| *index > position);
        let Some(index) = index else {
            let expected = format!("expected {:?} to be an index above {position}", self.name);
            let raw = RawText::new(answer.as_str().as_bytes().to_vec().into());
            return Err(CallError::Unreadable(UnreadableError::decode(mismatch(Rule::Minimum, &expected), raw)));
        };
        // Nodes before v25.05 called them `details`.
        let details = member(self.subsystem).or_else(|| member("details"));
        Ok(Reached { index, details: details.and_then(|details| details.parse().ok()) })
    }
}
