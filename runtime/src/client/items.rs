//! The items of a long list, typed while they arrive.

use std::marker::PhantomData;

use super::call::Call;
use super::error::{CallError, NoAnswerError, RawText, UnreadableError};
use super::reply::{forget_reading, mismatch, read_error};
use super::session::{EncodedRequest, Found, List, Unusable};
use crate::jsonrpc::RpcError;
use crate::lists::Lists;
use crate::record::{DecodeError, Record};
use crate::rules::Rule;
use crate::walk::Violation;

/// A list that arrives, and the request that asks for it.
pub(crate) struct Arriving<T> {
    list: List,
    field: &'static str,
    count: usize,
    has_ended: bool,
    item: PhantomData<fn() -> T>,
}

/// What there is for the caller.
pub(crate) enum Arrival<T> {
    /// An item, or why there is none. After an error there is nothing more.
    Item(Result<T, CallError<RpcError>>),
    /// Nothing until more bytes are pushed.
    NeedsBytes,
    /// Nothing more.
    End,
}

impl<T: Record> Arriving<T> {
    /// The call's request, and the list that its answer will be; items are of up to `limit` bytes.
    pub(crate) fn new<R: Lists<T>>(call: &Call<'_>, limit: usize) -> (EncodedRequest, Self) {
        let encoded = EncodedRequest::new(0, call.method, &call.params, None);
        let list = List::new(encoded.id.clone(), R::FIELD, limit);
        (encoded, Self { list, field: R::FIELD, count: 0, has_ended: false, item: PhantomData })
    }

    /// Adds bytes as they came.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.list.push(bytes);
    }

    /// What there is now.
    pub(crate) fn next(&mut self) -> Arrival<T> {
        if self.has_ended {
            return Arrival::End;
        }
        let outcome = match self.list.next() {
            Ok(Found::More) => {
                forget_reading();
                return Arrival::NeedsBytes;
            }
            Ok(Found::Element(range)) => self.item(self.list.bytes(range)),
            Ok(Found::Error(range)) => Err(self.error(self.list.bytes(range))),
            Ok(Found::OtherShape) => {
                let expected = format!("expected a result with an array {:?}, or an error", self.field);
                Err(unreadable(mismatch(Rule::Type, &expected), &[]))
            }
            Ok(Found::TooLong) => Err(CallError::Unreadable(UnreadableError::too_long())),
            Ok(Found::End) => {
                forget_reading();
                self.has_ended = true;
                return Arrival::End;
            }
            // The node has answered: nobody else waits on this connection, so it does not matter where the answer ends.
            Err(Unusable::Garbage(garbage)) if self.list.is_answer() => {
                Err(unreadable(mismatch(Rule::Json, &format!("{garbage}, after {} items", self.count)), &[]))
            }
            Err(unusable) => Err(CallError::MaybeExecuted(NoAnswerError::Broken(unusable.into()))),
        };
        self.count += 1;
        self.has_ended = outcome.is_err();
        Arrival::Item(outcome)
    }

    /// Nothing more will come.
    pub(crate) fn end(&mut self, why: NoAnswerError) -> CallError<RpcError> {
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
    CallError::Unreadable(UnreadableError::decode(error, RawText::new(json.to_vec().into())))
}
