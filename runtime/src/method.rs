//! Commands as data: what is known of each, by name, at run time.

use std::fmt;
use std::io::Read;

use crate::encode::encode;
use crate::jsonrpc::NodeError;
use crate::record::{DecodeError, Record, Writer, decode_into};
use crate::rules::Shape;
use crate::value::Slot;
use crate::walk::{Validation, Violations, validate};

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

/// What is known of a method at run time, for those who have its name and JSON but not its types.
#[derive(Clone, Copy)]
pub struct MethodInfo {
    /// The name of the method on the wire.
    pub name: &'static str,
    request: Message,
    response: Message,
}

/// One side of a method.
#[derive(Clone, Copy)]
struct Message {
    shape: &'static Shape<'static>,
    writer: Writer,
    blank: fn() -> Box<dyn Slot>,
}

impl Message {
    const fn of<T: Record + 'static>() -> Self {
        Self { shape: T::SHAPE, writer: T::WRITER, blank: || Box::new(T::blank()) }
    }

    fn reencode(&self, json: &[u8]) -> Result<Vec<u8>, DecodeError> {
        let mut value = (self.blank)();
        decode_into(json, self.shape, self.writer, &mut *value)?;
        let mut out = Vec::with_capacity(json.len());
        encode(&*value, &mut out);
        Ok(out)
    }
}

impl MethodInfo {
    /// What is known of the method that `R` calls.
    #[must_use]
    pub const fn of<R: Request>() -> Self {
        Self { name: R::METHOD, request: Message::of::<R>(), response: Message::of::<R::Response>() }
    }

    /// What is known of a notification or hook whose sides are `Q` and `P`.
    #[must_use]
    pub const fn pair<Q: Record + 'static, P: Record + 'static>(name: &'static str) -> Self {
        Self { name, request: Message::of::<Q>(), response: Message::of::<P>() }
    }

    /// Checks parameters, named or positional, against every rule of the schema.
    ///
    /// # Errors
    /// Every violation.
    pub fn validate_request(&self, params: &[u8]) -> Result<(), Violations> {
        validate(params, self.request.shape)
    }

    /// Checks a result against every rule of the schema.
    ///
    /// # Errors
    /// Every violation, also those that decoding tolerates.
    pub fn validate_response(&self, result: &[u8]) -> Result<(), Violations> {
        validate(result, self.response.shape)
    }

    /// Checks parameters that arrive in pieces, as [`Record::validate_reader`] does.
    ///
    /// # Errors
    /// Every violation; the last is one of [`Rule::Io`](crate::Rule::Io) if the reader fails.
    pub fn validate_request_reader(&self, params: impl Read) -> Result<(), Violations> {
        Validation::new().reader(params, self.request.shape)
    }

    /// Checks a result that arrives in pieces, as [`Record::validate_reader`] does.
    ///
    /// # Errors
    /// Every violation; the last is one of [`Rule::Io`](crate::Rule::Io) if the reader fails.
    pub fn validate_response_reader(&self, result: impl Read) -> Result<(), Violations> {
        Validation::new().reader(result, self.response.shape)
    }

    /// The rules of the parameters, for a [`Validation`] with settings.
    #[must_use]
    pub const fn request_shape(&self) -> &'static Shape<'static> {
        self.request.shape
    }

    /// The rules of the result, for a [`Validation`] with settings.
    #[must_use]
    pub const fn response_shape(&self) -> &'static Shape<'static> {
        self.response.shape
    }

    /// Decodes parameters, named or positional, into the typed request and encodes that again, by name.
    ///
    /// # Errors
    /// The first thing that does not fit the type.
    pub fn reencode_request(&self, params: &[u8]) -> Result<Vec<u8>, DecodeError> {
        self.request.reencode(params)
    }

    /// Decodes a result into the typed response and encodes that again.
    ///
    /// # Errors
    /// The first thing that does not fit the type.
    pub fn reencode_response(&self, result: &[u8]) -> Result<Vec<u8>, DecodeError> {
        self.response.reencode(result)
    }
}

impl fmt::Debug for MethodInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MethodInfo").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The method with this name, in a table sorted by name.
#[must_use]
pub fn find_method(methods: &'static [MethodInfo], name: &str) -> Option<&'static MethodInfo> {
    methods.binary_search_by_key(&name, |method| method.name).ok().and_then(|index| methods.get(index))
}
