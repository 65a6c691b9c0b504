//! Commands as data: what is known of each, by name, at run time.

use std::fmt;
use std::io::Read;

use crate::encode::encode;
use crate::jsonrpc::method::{HookRequest, NotificationPayload, Request};
use crate::record::{DecodeError, Origin, Record, decode_into};
use crate::rules::{Deprecation, Shape};
use crate::value::Reflect;
use crate::walk::{Topic, Validation, Violations, decode_notification, validate};

/// What is known of a method at run time, for those who have its name and JSON but not its types.
#[derive(Clone, Copy)]
pub struct MethodInfo {
    /// The name of the method on the wire.
    pub name: &'static str,
    request: Message,
    response: Message,
    /// Whether it is a notification, whose response is read as what nodes send of it.
    is_notification: bool,
    deprecated: Option<&'static Deprecation>,
}

/// One side of a method.
#[derive(Clone, Copy)]
struct Message {
    shape: &'static Shape<'static>,
    origin: Origin,
    placeholder: fn() -> Box<dyn Reflect>,
}

impl Message {
    const fn of<T: Record + 'static>() -> Self {
        Self { shape: T::SHAPE, origin: T::ORIGIN, placeholder: || Box::new(T::placeholder()) }
    }

    fn reencode(&self, json: &[u8]) -> Result<Vec<u8>, DecodeError> {
        let mut value = (self.placeholder)();
        decode_into(json, self.shape, self.origin, &mut *value)?;
        Ok(encoded(&*value, json.len()))
    }

    fn reencode_notification(&self, topic: &str, json: &[u8]) -> Result<Vec<u8>, DecodeError> {
        let mut value = (self.placeholder)();
        let topic = Topic { name: topic, shape: self.shape, in_message: true };
        decode_notification(json, &topic, &mut *value).map_err(DecodeError::first_of)?;
        Ok(encoded(&*value, json.len()))
    }
}

fn encoded(value: &dyn Reflect, about: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(about);
    encode(value, &mut out);
    out
}

impl MethodInfo {
    /// What is known of the method that `R` calls.
    #[must_use]
    pub const fn of<R: Request>() -> Self {
        Self { deprecated: R::DEPRECATED, ..Self::pair::<R, R::Response>(R::METHOD) }
    }

    /// What is known of a hook whose sides are `Q` and `P`.
    #[must_use]
    pub const fn pair<Q: Record + 'static, P: Record + 'static>(name: &'static str) -> Self {
        let (request, response) = (Message::of::<Q>(), Message::of::<P>());
        Self { name, request, response, is_notification: false, deprecated: None }
    }

    /// What is known of the hook that asks `Q`.
    #[must_use]
    pub const fn hook<Q: HookRequest>() -> Self {
        Self::pair::<Q, Q::Response>(Q::HOOK)
    }

    /// What is known of a notification whose sides are `Q` and `P`, its payload.
    #[must_use]
    pub const fn notification<Q: Record + 'static, P: NotificationPayload>() -> Self {
        Self { is_notification: true, ..Self::pair::<Q, P>(P::METHOD) }
    }

    /// Whether the command is deprecated.
    #[must_use]
    pub const fn deprecated(&self) -> Option<&'static Deprecation> {
        self.deprecated
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
    /// Of a notification, checks the payload, which may be given as nodes send it, too: wrapped in an object with the
    /// notification's name, or as the whole JSON-RPC message. Pointers begin at the payload.
    ///
    /// # Errors
    /// Every violation, also those that decoding tolerates.
    pub fn validate_response(&self, result: &[u8]) -> Result<(), Violations> {
        match self.is_notification {
            true => Validation::new().validate_notification(self.name, result, self.response.shape),
            false => validate(result, self.response.shape),
        }
    }

    /// Checks parameters that arrive in pieces, as [`Record::validate_reader`] does.
    ///
    /// # Errors
    /// Every violation; the last is one of [`Rule::Io`](crate::Rule::Io) if the reader fails.
    pub fn validate_request_reader(&self, params: impl Read) -> Result<(), Violations> {
        Validation::new().validate_reader(params, self.request.shape)
    }

    /// Checks a result that arrives in pieces, as [`Record::validate_reader`] does, or a notification, as
    /// [`Validation::validate_notification_reader`] does.
    ///
    /// # Errors
    /// Every violation; the last is one of [`Rule::Io`](crate::Rule::Io) if the reader fails.
    pub fn validate_response_reader(&self, result: impl Read) -> Result<(), Violations> {
        match self.is_notification {
            true => Validation::new().validate_notification_reader(self.name, result, self.response.shape),
            false => Validation::new().validate_reader(result, self.response.shape),
        }
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

    /// Decodes a result into the typed response and encodes that again. Of a notification, takes what
    /// [`validate_response`](Self::validate_response) takes, and gives the payload.
    ///
    /// # Errors
    /// The first thing that does not fit the type.
    pub fn reencode_response(&self, result: &[u8]) -> Result<Vec<u8>, DecodeError> {
        match self.is_notification {
            true => self.response.reencode_notification(self.name, result),
            false => self.response.reencode(result),
        }
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
