//! What there is to do.

use std::fmt;
use std::sync::Arc;

use cln_protocol::hooks::Hook;

use super::init::Init;
use crate::manifest::Manifest;
use crate::values::Value;

/// What comes of a message.
#[derive(Debug)]
pub(crate) enum Event {
    /// This is the answer.
    Write(Vec<u8>),
    /// This has to be done first.
    Do(Work),
    /// There is nothing to do, at least not yet.
    Nothing,
    /// Nothing that follows can be read, and why.
    Lost(String),
}

/// Something to do.
#[derive(Debug)]
pub(crate) struct Work {
    /// As JSON; empty if no answer is wanted.
    pub(crate) id: Box<[u8]>,
    pub(crate) task: Task,
    /// The bytes of its message.
    pub(crate) size: usize,
}

/// What it is.
pub(crate) enum Task {
    /// The node says where it is.
    Init(Init),
    /// A command is called, by its place in the manifest.
    Call { index: usize, params: Arc<[u8]>, takes_deprecated: bool },
    /// A hook is asked, by its place in the manifest.
    Hook { index: usize, params: Arc<[u8]> },
    /// The same, which no handler is asked for this reason: it gets the safe answer.
    HookInVain { index: usize, params: Arc<[u8]>, why: &'static str },
    /// The same of a command: its caller is told so.
    CallInVain { why: &'static str },
    /// An option is to have these values.
    Set { option: &'static str, values: Vec<Value> },
    /// A notification.
    Told { topic: String, origin: Option<String>, params: Arc<[u8]> },
    /// The node will end, which is a notification, too.
    Shutdown { params: Arc<[u8]> },
}

/// Without what may be secret.
impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Init(_) => "Init",
            Self::Call { .. } => "Call",
            Self::Hook { .. } => "Hook",
            Self::HookInVain { .. } => "HookInVain",
            Self::CallInVain { .. } => "CallInVain",
            Self::Set { .. } => "Set",
            Self::Told { .. } => "Told",
            Self::Shutdown { .. } => "Shutdown",
        })
    }
}

impl Work {
    /// Whether it cannot wait for `init`: the node stands still while it writes to its database, or is about to end.
    pub(super) fn is_urgent(&self, manifest: &Manifest) -> bool {
        match &self.task {
            Task::Hook { index, .. } => manifest.hooks.get(*index).is_some_and(|entry| entry.hook == Hook::DbWrite),
            Task::Shutdown { .. } => true,
            _ => false,
        }
    }

    /// The same, to be answered and not done for this reason.
    pub(super) fn refused(self, why: &'static str) -> Self {
        let task = match self.task {
            Task::Hook { index, params } => Task::HookInVain { index, params, why },
            Task::Call { .. } => Task::CallInVain { why },
            task => task,
        };
        Self { task, ..self }
    }
}
