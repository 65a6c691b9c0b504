//! Who writes an instance: this, not the side, decides how it is read.

use super::Side;
use super::json::Json;

/// Who writes the instances of one side of a schema file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writer {
    /// The node. Amounts are integers; an object is open unless the schema closes it.
    Node,
    /// The user, calling a command. Amounts are integers or strings; parameters by name or position.
    Caller,
    /// The user's plugin, answering a hook: amounts as in a command's parameters, but always by name, and `null`
    /// is a value.
    Plugin,
}

/// Who writes this side of the file.
#[expect(clippy::panic, reason = "a broken schema is a mistake in the test that passes it")]
pub(super) fn writer(schema_file: &Json, side: Side) -> Writer {
    let is = |kind| schema_file.get(kind).is_some();
    match side {
        Side::Request if is("rpc") => Writer::Caller,
        Side::Response if is("rpc") => Writer::Node,
        // Subscribing takes no parameters; `request` is `{}` and closed like any other.
        Side::Request if is("notification") => Writer::Plugin,
        Side::Response if is("notification") => Writer::Node,
        Side::Request if is("hook") => Writer::Node,
        Side::Response if is("hook") => Writer::Plugin,
        _ => panic!("the file is neither of a command, nor of a notification, nor of a hook"),
    }
}
