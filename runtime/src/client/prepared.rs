//! Calls whose id is known before they are sent.

use std::fmt;

use super::call::Call;
use super::reply::ReadResult;
use super::session::id_of;
use crate::jsonrpc::{Id, RpcError};

/// A call that has an id but has not been sent yet: see `prepare` of a client `C`.
///
/// The updates that a node sends about a running call ([`CallUpdate`](super::CallUpdate)) carry its id. Ask for the id
/// before sending the call to know which updates are about it.
#[must_use = "nothing is sent without `send`"]
pub struct Prepared<'c, C, T, E> {
    pub(crate) client: &'c C,
    pub(crate) call: Call<'c>,
    pub(crate) number: u64,
    pub(crate) read: ReadResult<T>,
    pub(crate) error: fn(RpcError) -> E,
}

impl<C, T, E> Prepared<'_, C, T, E> {
    /// The id that the request will carry. No other call of the client or of its clones has it.
    #[must_use]
    pub fn id(&self) -> Id {
        Id::String(id_of(self.call.method, self.number))
    }
}

/// Without the parameters: they may hold secrets.
impl<C, T, E> fmt::Debug for Prepared<'_, C, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("id", &self.id()).finish_non_exhaustive()
    }
}
