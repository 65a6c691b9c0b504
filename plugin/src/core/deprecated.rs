//! Whether callers may use what is deprecated.

use cln_protocol::lax::{boolean, member, object};

/// The notification that says it of the next call alone, whose caller has chosen.
pub(crate) const ONESHOT: &str = "deprecated_oneshot";

/// Whether callers may use what is deprecated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deprecated {
    /// What the node says with `getmanifest`.
    is_allowed: bool,
    /// What it says of the next call.
    of_next: Option<bool>,
}

impl Deprecated {
    /// As it is with a node that says nothing.
    pub(super) const fn new() -> Self {
        Self { is_allowed: true, of_next: None }
    }

    /// What `getmanifest` says.
    pub(super) fn read_manifest(&mut self, params: &[u8]) {
        self.is_allowed = member(object(params), "allow-deprecated-apis").and_then(boolean).unwrap_or(true);
    }

    /// What the notification says.
    pub(super) fn read_oneshot(&mut self, params: &[u8]) {
        let said = member(object(params), ONESHOT).and_then(|said| member(said, "deprecated_ok"));
        self.of_next = said.and_then(boolean);
    }

    /// Of the call that has come.
    pub(super) const fn of_call(&mut self) -> bool {
        match self.of_next.take() {
            Some(of_next) => of_next,
            None => self.is_allowed,
        }
    }
}
