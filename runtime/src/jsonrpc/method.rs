//! Which method a request calls, and what comes back.

use super::NodeError;
use crate::record::Record;

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
}
