//! What a reply means to the caller.

use super::error::{CallError, NoAnswerError, NotSentError, RawText, UnreadableError};
use super::session::{Fault, Frame, Outcome, Reply};
use crate::jsonrpc::RpcError;
use crate::record::{DecodeError, Record};
use crate::rules::Rule;
use crate::types::Json;
use crate::walk::Violation;

/// How much of the stack reading an answer uses, and more.
const STACK: usize = 16 << 10;

/// Wipes what the functions that have read an answer left of it on the stack, where it would stay until others need the
/// place.
pub(super) fn forget_reading() {
    zeroize::zeroize_stack::<STACK>();
}

/// Reads a result: straight from the bytes that came, once.
pub(crate) type ReadResult<T> = fn(&[u8]) -> Result<T, DecodeError>;

/// Reads any result as JSON.
pub(crate) fn any_json(result: &[u8]) -> Result<Json, DecodeError> {
    let text = std::str::from_utf8(result).map_err(|error| not_json(&error.to_string()))?;
    text.parse().map_err(|error: crate::json::SyntaxError| not_json(&error.to_string()))
}

fn not_json(message: &str) -> DecodeError {
    mismatch(Rule::Json, message)
}

pub(super) fn mismatch(rule: Rule, message: &str) -> DecodeError {
    DecodeError::from(Violation::new(String::new(), rule, message.to_owned()))
}

impl Reply {
    /// The result, or why there is none.
    pub(crate) fn read<T>(self, read: ReadResult<T>) -> Result<T, CallError<RpcError>> {
        match self {
            Self::Answer(frame) => {
                let outcome = read_answer(frame, read);
                forget_reading();
                outcome
            }
            Self::TooLong => Err(CallError::Unreadable(UnreadableError::too_long())),
            Self::NoRoom => Err(CallError::MaybeExecuted(NoAnswerError::NoRoom)),
            Self::Lost(broken) => Err(CallError::MaybeExecuted(NoAnswerError::Broken(broken))),
            Self::Unsent(broken) => Err(CallError::NotSent(NotSentError::Broken(broken))),
        }
    }
}

fn read_answer<T>(frame: Frame, read: ReadResult<T>) -> Result<T, CallError<RpcError>> {
    let outcome = match frame.outcome() {
        Outcome::Result(result) => read(result).map(Ok),
        Outcome::Error(error) => read_error(error).map(Err),
        Outcome::Unclear => Err(mismatch(Rule::Required, "expected a result or an error, found neither or both")),
        Outcome::Damaged(fault) => Err(damaged(fault)),
    };
    match outcome {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(error)) => Err(CallError::Node(error)),
        Err(mismatch) => Err(CallError::Unreadable(UnreadableError::decode(mismatch, RawText::new(frame.into_text())))),
    }
}

/// What is wrong with an answer beside its result.
fn damaged(fault: Fault) -> DecodeError {
    match fault {
        Fault::Order { garbage, at } => mismatch(Rule::Json, &format!("{garbage} (at byte {at} of the answer)")),
        Fault::Twice(name) => {
            DecodeError::from(Violation::new(format!("/{name}"), Rule::Duplicate, "the answer has it twice".to_owned()))
        }
    }
}

/// The code of the error that an answer is, if it is one that can be read.
pub(super) fn error_code(answer: &Frame) -> Option<i64> {
    let Outcome::Error(error) = answer.outcome() else { return None };
    let code = read_error(error).ok().map(|error| error.code);
    forget_reading();
    code
}

/// Reads an error object. Its message may repeat bytes of a request that are not UTF-8.
pub(super) fn read_error(error: &[u8]) -> Result<RpcError, DecodeError> {
    RpcError::from_json(String::from_utf8_lossy(error).as_bytes())
}
