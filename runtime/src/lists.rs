//! Requests whose answer is one list.

use crate::jsonrpc::method::Request;
use crate::record::Record;

/// A request whose answer has one array, of objects that become `T`: a client's `items` takes it and hands them out
/// while they arrive.
///
/// There is one such `T` for a request, so the compiler knows it from the request alone. Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "the answer to `{Self}` has not one array, of `{T}`",
    label = "its items cannot be taken one by one",
    note = "`call` gives the whole answer"
)]
pub trait Lists<T: Record>: Request {
    /// The array's name on the wire.
    const FIELD: &'static str;
}
