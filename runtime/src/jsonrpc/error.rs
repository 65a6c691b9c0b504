//! The error object of an answer.

use std::fmt;

use crate::rules::{Field, Kind, ScalarKind, Shape, key_index};
use crate::types::Json;
use crate::visible::visible;

/// An error that a node answered: the `error` object of JSON-RPC 2.0.
///
/// `Debug` shows no `data`, which may hold secrets: only how long it is. The message is shown, as by `Display`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RpcError {
    /// The code: negative ones are JSON-RPC's or lightningd's own, positive ones belong to commands.
    pub code: i64,
    /// What happened, for people. Its wording changes between releases: never match on it.
    pub message: String,
    /// Details that some commands add.
    pub data: Option<Json>,
}

impl RpcError {
    /// An error without details.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// The same error with details.
    #[must_use]
    pub fn with_data(mut self, data: Json) -> Self {
        self.data = Some(data);
        self
    }
}

/// The message on one line, [visible](crate::visible()) whatever the node has written.
impl fmt::Display for RpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", visible(&self.message), self.code)
    }
}

impl fmt::Debug for RpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("RpcError");
        shown.field("code", &self.code).field("message", &self.message);
        shown.field("data", &NotShown(self.data.as_ref())).finish()
    }
}

impl std::error::Error for RpcError {}

/// Details by their length alone.
struct NotShown<'e>(Option<&'e Json>);

impl fmt::Debug for NotShown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(data) => write!(f, "Some({} bytes, not shown)", data.as_str().len()),
            None => f.write_str("None"),
        }
    }
}

static FIELDS: &[Field<'static>] = &[
    Field::required("code", Kind::Scalar(ScalarKind::I64)),
    Field::required("message", Kind::Scalar(ScalarKind::String)),
    Field::optional("data", Kind::Any),
];

/// The rules of an `error` object.
pub(super) static SHAPE: Shape<'static> = Shape::of_fields(FIELDS, &key_index::<8>(FIELDS));

crate::record!(RpcError from Node by SHAPE { code, message, data });

/// What an error carries beside its code, in the variants of generated error enums.
///
/// `Debug` shows no `data`, as that of [`RpcError`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// What happened, for people. Its wording changes between releases: never match on it.
    pub message: String,
    /// Details that some commands add.
    pub data: Option<Json>,
}

impl From<RpcError> for ErrorDetail {
    fn from(error: RpcError) -> Self {
        Self { message: error.message, data: error.data }
    }
}

impl ErrorDetail {
    /// An error without details.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), data: None }
    }

    /// The same error with details.
    #[must_use]
    pub fn with_data(mut self, data: Json) -> Self {
        self.data = Some(data);
        self
    }

    /// The error with its code.
    #[must_use]
    pub fn into_rpc_error(self, code: i64) -> RpcError {
        RpcError { code, message: self.message, data: self.data }
    }
}

impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ErrorDetail");
        shown.field("message", &self.message).field("data", &NotShown(self.data.as_ref())).finish()
    }
}

impl fmt::Display for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        visible(&self.message).fmt(f)
    }
}
