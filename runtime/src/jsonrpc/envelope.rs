//! A message that a node sends of its own accord, of which only the envelope has been read.

use zeroize::Zeroizing;

use super::members::members;
use super::{HookCall, Id, Incoming, Notified, Undecoded};
use crate::json::{Next, SliceSource, Source, SyntaxError};
use crate::record::{DecodeError, Record};
use crate::rules::Rule;
use crate::types::Json;
use crate::value::{Reflect, Token};
use crate::walk::{TWICE, Topic, Violation, decode_notification};

/// An envelope around parameters that nobody has looked at.
///
/// It is read whatever stands in the parameters: a plugin has to answer the call of a hook, even if a node's user wrote
/// into it what is no JSON.
#[derive(Debug)]
pub struct Envelope<'m> {
    id: Option<Id>,
    method: String,
    origin: Option<String>,
    params: &'m [u8],
}

impl<'m> Envelope<'m> {
    /// Reads the envelope of a message.
    ///
    /// # Errors
    /// The message has none: no method, or no parameters, or one of them twice.
    pub fn read(message: &'m [u8]) -> Result<Self, DecodeError> {
        let mut parts: [(&str, Option<&[u8]>); 4] = ["id", "method", "origin", "params"].map(|name| (name, None));
        let mut twice = None;
        let keep = |name: &[u8], value| {
            if let Some((name, part)) = parts.iter_mut().find(|(known, _)| known.as_bytes() == name)
                && part.replace(value).is_some()
            {
                twice = Some(*name);
            }
        };
        members(message, keep).map_err(|error| not_json("", &error))?;
        if let Some(name) = twice {
            return Err(refused(name, Rule::Duplicate, TWICE));
        }
        let [id, method, origin, params] = parts.map(|(_, value)| value);
        let missing =
            |name: &str| refused(name, Rule::Required, &format!("expected {name:?}, which is required; found nothing"));
        Ok(Self {
            id: id.map(any_id).transpose()?,
            method: string("method", method.ok_or_else(|| missing("method"))?)?,
            origin: origin.map(|origin| string("origin", origin)).transpose()?,
            params: params.ok_or_else(|| missing("params"))?,
        })
    }

    /// [`read`](Self::read) of the call of a hook, which must be answered, and so have an id.
    ///
    /// # Errors
    /// The message has no envelope, or its envelope no id.
    pub fn read_call(message: &'m [u8]) -> Result<Self, DecodeError> {
        let envelope = Self::read(message)?;
        match envelope.id {
            Some(_) => Ok(envelope),
            None => Err(refused("id", Rule::Required, "expected \"id\", to which a hook's answer goes; found nothing")),
        }
    }

    /// The name of the notification or hook.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The notification, its payload decoded.
    ///
    /// # Errors
    /// The first thing that does not fit the payload.
    pub fn notified<T: Record>(self, topic: &str) -> Result<Notified<T>, DecodeError> {
        let mut payload = Box::new(T::placeholder());
        let topic = Topic { name: topic, shape: T::SHAPE, in_message: false };
        decode_notification(self.params, &topic, &mut *payload).map_err(DecodeError::first_of)?;
        Ok(Notified { origin: self.origin, payload })
    }

    /// The call, its parameters decoded.
    ///
    /// # Errors
    /// The call with the text of its parameters, and the first thing that does not fit.
    pub fn called<T: Record>(self) -> Result<HookCall<T>, Undecoded> {
        match T::from_json(self.params) {
            Ok(request) => Ok(HookCall { id: self.id.unwrap_or(Id::Null), request: Box::new(request) }),
            Err(fault) => Err(self.undecoded(fault)),
        }
    }

    /// The message, its parameters any JSON.
    ///
    /// # Errors
    /// The message with the text of its parameters, and why that is no JSON.
    pub fn other(self) -> Result<Incoming, Undecoded> {
        match any_json("", self.params) {
            Ok(params) => Ok(Incoming { id: self.id, method: self.method, origin: self.origin, params }),
            Err(fault) => Err(self.undecoded(fault)),
        }
    }

    fn undecoded(self, fault: DecodeError) -> Undecoded {
        let Self { id, method, origin, params } = self;
        Undecoded { id, method, origin, fault, params: Zeroizing::new(params.to_vec()) }
    }
}

impl Incoming {
    /// Decodes the envelope. Tolerates unknown members.
    ///
    /// # Errors
    /// The message has no method or no parameters, or they are no JSON.
    pub fn from_json(json: &[u8]) -> Result<Self, DecodeError> {
        Envelope::read(json)?.other().map_err(|undecoded| undecoded.fault)
    }
}

fn any_id(text: &[u8]) -> Result<Id, DecodeError> {
    let json = any_json("id", text)?;
    let mut id = Id::Null;
    match id.put(Token::Json(json.as_str())) {
        Ok(()) => Ok(id),
        Err(error) => Err(refused("id", error.rule, &format!("expected {}", error.expected))),
    }
}

/// The text of a string, at the member with this name.
fn string(name: &str, text: &[u8]) -> Result<String, DecodeError> {
    let mut source = SliceSource::new(text);
    match source.peek() {
        Ok(Next::String) => {
            let string = source.string().map_err(|error| not_json(name, &error))?;
            Ok(String::from_utf8_lossy(string).into_owned())
        }
        _ => Err(refused(name, Rule::Type, "expected a string")),
    }
}

/// Any JSON, at the member with this name, or alone if that is empty.
fn any_json(name: &str, text: &[u8]) -> Result<Json, DecodeError> {
    match std::str::from_utf8(text) {
        Ok(text) => text.parse().map_err(|error| not_json(name, &error)),
        Err(error) => {
            Err(refused(name, Rule::Json, &format!("the bytes are not UTF-8 (at byte {})", error.valid_up_to())))
        }
    }
}

fn not_json(name: &str, error: &SyntaxError) -> DecodeError {
    refused(name, Rule::Json, &error.to_string())
}

fn refused(name: &str, rule: Rule, message: &str) -> DecodeError {
    let pointer = if name.is_empty() { String::new() } else { format!("/{name}") };
    DecodeError::from(Violation::new(pointer, rule, message.to_owned()))
}
