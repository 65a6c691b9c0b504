//! Messages that a node sends of its own accord: notifications, and calls of hooks.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

use super::Id;
use super::members::members;
use crate::json::{SliceSource, Source};
use crate::record::{DecodeError, Record};
use crate::types::Json;

/// A JSON-RPC 2.0 message with its parameters as they came.
///
/// ```
/// use cln_runtime::jsonrpc::Incoming;
///
/// let message = Incoming::from_json(br#"{"jsonrpc":"2.0","method":"my-topic","origin":"px","params":[1,2]}"#)?;
/// assert_eq!(message.method, "my-topic");
/// assert_eq!(message.id, None); // a notification: nobody waits for an answer
/// assert_eq!(message.origin.as_deref(), Some("px"));
/// assert_eq!(message.params.as_str(), "[1,2]");
/// # Ok::<(), cln_runtime::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// What the answer must carry; `None` for a notification.
    pub id: Option<Id>,
    /// The name of the notification or hook.
    pub method: String,
    /// The plugin that publishes the notification, by the base name of its program; `None` if it is the node.
    pub origin: Option<String>,
    /// The parameters: whatever a plugin publishes, else an object or array. Those of a node's own notifications are
    /// wrapped in an object with the notification's name.
    pub params: Json,
}

impl Incoming {
    /// Decodes the parameters as they stand. The payload of a node's notification is wrapped, so it is
    /// `Notification::parse` of the bindings that reads it.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn decode<T: Record>(&self) -> Result<T, DecodeError> {
        T::from_json(self.params.as_str().as_bytes())
    }
}

/// A notification of a known topic. Gives its payload's fields as if they were its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Notified<T> {
    /// The plugin that publishes it, by the base name of its program; `None` if it is the node.
    pub origin: Option<String>,
    /// What it tells.
    pub payload: Box<T>,
}

impl<T> Deref for Notified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.payload
    }
}

/// The call of a known hook. Gives its parameters' fields as if they were its own.
#[derive(Clone, Debug, PartialEq)]
pub struct HookCall<T> {
    /// What the answer must carry.
    pub id: Id,
    /// The parameters.
    pub request: Box<T>,
}

impl<T> Deref for HookCall<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.request
    }
}

/// A message whose envelope could be read, and whose parameters could not.
///
/// A hook must be answered all the same, or the node waits for ever: `id` and `method` are what that takes. The
/// parameters may hold anything, secrets as well, so `Debug` shows only their length; they are wiped when this is dropped.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Undecoded {
    /// What the answer must carry; `None` for a notification.
    pub id: Option<Id>,
    /// The name of the notification or hook.
    pub method: String,
    /// The plugin that publishes the notification, by the base name of its program; `None` if it is the node.
    pub origin: Option<String>,
    /// The first thing that does not fit. Its pointer, and the offset in its message, begin at the parameters.
    pub fault: DecodeError,
    pub(super) params: Zeroizing<Vec<u8>>,
}

impl Undecoded {
    /// The text of the parameters as it came. It need not be JSON, nor UTF-8.
    #[must_use]
    pub fn params(&self) -> &[u8] {
        &self.params
    }

    /// Of a call of the hook `rpc_command`, the method that the request inside calls. `None` if it does not say so
    /// exactly once: which of two names the node would go by is not guessed.
    #[must_use]
    pub fn rpc_method(&self) -> Option<String> {
        let request = only_member(&self.params, "rpc_command")?;
        let mut method = SliceSource::new(only_member(request, "method")?);
        let name = method.string().ok()?.to_vec();
        String::from_utf8(name).ok()
    }
}

/// The one member of an object with this name.
fn only_member<'t>(object: &'t [u8], name: &str) -> Option<&'t [u8]> {
    let mut found = Vec::new();
    let keep = |key: &[u8], value| {
        if key == name.as_bytes() {
            found.push(value);
        }
    };
    members(object, keep).ok()?;
    match found.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

impl fmt::Debug for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecoded")
            .field("id", &self.id)
            .field("method", &self.method)
            .field("origin", &self.origin)
            .field("fault", &self.fault)
            .field("params", &format_args!("{} bytes", self.params.len()))
            .finish()
    }
}
