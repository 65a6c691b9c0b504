//! The items of a long list, typed while they arrive.

use std::marker::PhantomData;

use super::call::Call;
use super::error::{Broken, CallError, NoAnswer, NotSent, RawText, Unreadable};
use super::reply::{forget_reading, mismatch, read_error};
use super::session::{Draft, Found, List};
use crate::jsonrpc::RpcError;
use crate::method::Request;
use crate::record::{DecodeError, Record};
use crate::rules::{Kind, Rule};
use crate::walk::{Violation, Violations};

/// A list that arrives, and the request that asks for it.
pub(crate) struct Arriving<T> {
    list: List,
    field: &'static str,
    count: usize,
    has_ended: bool,
    item: PhantomData<fn() -> T>,
}

/// What there is for the caller.
pub(crate) enum Turn<T> {
    /// An item, or why there is none. After an error there is nothing more.
    Item(Result<T, CallError<RpcError>>),
    /// Nothing until more bytes are pushed.
    More,
    /// Nothing more.
    End,
}

impl<T: Record> Arriving<T> {
    /// The call's request, and the list that its answer will be; items are of up to `limit` bytes.
    pub(crate) fn new<R: Request>(call: &Call<'_>, limit: usize) -> Result<(Draft, Self), NotSent> {
        let field = array_of::<R, T>()?;
        let draft = Draft::new(0, call.method, &call.params, None);
        let list = List::new(draft.id.clone(), field, limit);
        Ok((draft, Self { list, field, count: 0, has_ended: false, item: PhantomData }))
    }

    /// Adds bytes as they came.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.list.push(bytes);
    }

    /// What there is now.
    pub(crate) fn next(&mut self) -> Turn<T> {
        if self.has_ended {
            return Turn::End;
        }
        let outcome = match self.list.next() {
            Ok(Found::More) => {
                forget_reading();
                return Turn::More;
            }
            Ok(Found::Element(range)) => self.item(self.list.bytes(range)),
            Ok(Found::Error(range)) => Err(self.error(self.list.bytes(range))),
            Ok(Found::OtherShape) => {
                let expected = format!("expected a result with an array {:?}, or an error", self.field);
                Err(unreadable(mismatch(Rule::Type, &expected), &[]))
            }
            Ok(Found::TooLong) => Err(CallError::Unreadable(Unreadable::too_long())),
            Ok(Found::End) => {
                forget_reading();
                self.has_ended = true;
                return Turn::End;
            }
            Err(unusable) => Err(CallError::MaybeExecuted(NoAnswer::Broken(unusable.into()))),
        };
        self.count += 1;
        self.has_ended = outcome.is_err();
        Turn::Item(outcome)
    }

    /// Nothing more will come.
    pub(crate) fn end(&mut self, why: NoAnswer) -> CallError<RpcError> {
        self.has_ended = true;
        CallError::MaybeExecuted(why)
    }

    fn item(&self, json: &[u8]) -> Result<T, CallError<RpcError>> {
        T::from_json(json).map_err(|error| {
            let pointer = format!("/{}/{}{}", self.field, self.count, error.pointer());
            let violation = Violation::new(pointer, error.rule(), error.message().to_owned());
            unreadable(DecodeError::from(violation), json)
        })
    }

    fn error(&self, json: &[u8]) -> CallError<RpcError> {
        read_error(json).map_or_else(|error| unreadable(error, json), CallError::Node)
    }
}

fn unreadable(error: DecodeError, json: &[u8]) -> CallError<RpcError> {
    CallError::Unreadable(Unreadable::decode(error, RawText::new(json.to_vec().into())))
}

/// The name of the one array of objects in the response to `R`, if its items are `T`.
fn array_of<R: Request, T: Record>() -> Result<&'static str, NotSent> {
    let shape: &'static crate::rules::Shape<'static> = R::Response::SHAPE;
    let mut arrays = shape.fields.iter().filter_map(|field| match field.kind {
        Kind::Array(array) => Some((field.name, &array.items)),
        _ => None,
    });
    match (arrays.next(), arrays.next()) {
        (Some((name, Kind::Object(items))), None) if std::ptr::eq(*items, T::SHAPE) => Ok(name),
        _ => {
            let message = format!("the response to {:?} has not one array, of items of this type", R::METHOD);
            let found = Violation::new(String::new(), Rule::Type, message);
            // There is one, so there are some.
            Err(Violations::new(vec![found], 0).map_or(NotSent::Broken(Broken::Closed), NotSent::Invalid))
        }
    }
}
