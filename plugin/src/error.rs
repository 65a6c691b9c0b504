//! Why a handler fails, and why a plugin does not start.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::io;

use cln_runtime::{NodeError, RpcError};

/// The code of an error of which the caller is told no more than its text.
const INTERNAL: i64 = -32603;

/// Why a handler has no answer. Every error becomes one by `?`.
///
/// A method's caller is told it: an [`RpcError`] as it is, any other error as its text with the code -32603. At a hook it is
/// logged, and the node gets a [safe answer](crate::IfItFails).
///
/// ```
/// use cln_plugin_kit::HandlerError;
/// use cln_runtime::RpcError;
///
/// fn parse(text: &str) -> Result<u64, HandlerError> {
///     if text.is_empty() {
///         return Err(RpcError::new(1, "there is no number").into());
///     }
///     Ok(text.parse()?)
/// }
///
/// assert_eq!(parse("").unwrap_err().code(), 1);
/// assert_eq!(parse("x").unwrap_err().to_string(), "invalid digit found in string");
/// ```
pub struct HandlerError(RpcError);

impl HandlerError {
    /// An error that says this.
    pub fn new(message: impl Into<String>) -> Self {
        Self(RpcError::new(INTERNAL, message))
    }

    /// One of the errors that a method's schema documents. It brings its code with it.
    ///
    /// ```
    /// use cln_bindings::DelpayError;
    /// use cln_plugin_kit::HandlerError;
    /// use cln_runtime::ErrorDetail;
    ///
    /// let error = HandlerError::documented(DelpayError::PayNoSuchPayment(ErrorDetail::new("there is no such payment")));
    /// assert_eq!((error.code(), error.to_string().as_str()), (208, "there is no such payment"));
    /// ```
    pub fn documented(error: impl NodeError) -> Self {
        Self(error.into())
    }

    /// The code that the caller of a method gets.
    #[must_use]
    pub const fn code(&self) -> i64 {
        self.0.code
    }

    pub(crate) const fn as_rpc(&self) -> &RpcError {
        &self.0
    }

    pub(crate) fn into_rpc(self) -> RpcError {
        self.0
    }
}

impl<E: Error + 'static> From<E> for HandlerError {
    fn from(error: E) -> Self {
        match (&error as &dyn Any).downcast_ref::<RpcError>() {
            Some(error) => Self(error.clone()),
            None => Self::new(with_sources(&error)),
        }
    }
}

/// The error and what has caused it, outermost first.
fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

impl fmt::Display for HandlerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for HandlerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a plugin does not run, or runs no longer.
#[non_exhaustive]
pub enum PluginError {
    /// What was declared cannot be: this is what, and what to do.
    Declared(String),
    /// It was not started by a node.
    NoNode,
    /// The node has written what is no message.
    Unreadable(String),
    /// The pipes from and to the node fail.
    Io(io::Error),
}

impl fmt::Display for PluginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declared(why) => f.write_str(why),
            Self::NoNode => f.write_str(
                "this is a plugin of Core Lightning, which a node starts: lightningd --plugin=PATH, or lightning-cli \
                 plugin start PATH. To see what it declares, call it with --describe",
            ),
            Self::Unreadable(why) => write!(f, "the node has written what is no message: {why}"),
            Self::Io(error) => write!(f, "the pipes from and to the node fail: {error}"),
        }
    }
}

/// The text of the error: it is what a `main` that returns it prints.
impl fmt::Debug for PluginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for PluginError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for PluginError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
