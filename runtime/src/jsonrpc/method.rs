//! Which method a request calls, and what comes back; which notification a payload is of, and which hook a call.

use super::NodeError;
use crate::record::Record;
use crate::rules::Deprecation;

/// A request struct, tied to its method's name, its response and its errors.
///
/// Implemented by generated code.
pub trait Request: Record + 'static {
    /// The name of the method on the wire.
    const METHOD: &'static str;

    /// What the node answers.
    type Response: Record + 'static;

    /// The errors that the method documents.
    type Error: NodeError;

    /// Whether the method is deprecated. Of its parameters, [`Field::deprecated`](crate::rules::Field::deprecated) says it.
    const DEPRECATED: Option<&'static Deprecation> = None;
}

/// What a notification tells, tied to its method's name.
///
/// Implemented by generated code. A node wraps the payload in an object with that name, which `Notification::parse` of
/// the bindings takes off.
pub trait NotificationPayload: Record + 'static {
    /// The name of the notification on the wire.
    const METHOD: &'static str;
}

/// What a hook asks a plugin, tied to the hook's name and to what the plugin answers.
///
/// Implemented by generated code.
pub trait HookRequest: Record + 'static {
    /// The name of the hook on the wire.
    const HOOK: &'static str;

    /// What a plugin answers.
    type Response: Record + 'static;
}
