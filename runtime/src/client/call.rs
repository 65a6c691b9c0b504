//! What both clients do before they send a request and after they receive the answer.

use zeroize::Zeroizing;

use super::error::{CallError, NoAnswerError, NotSentError};
use super::filter::Filter;
use super::reply::ReadResult;
use super::session::{Reply, Withdrawn};
use crate::encode::encode;
use crate::jsonrpc::RpcError;
use crate::jsonrpc::method::Request;
use crate::record::Record;
use crate::types::JsonObjectOrArray;

/// A call that is ready to be made.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a str,
    /// The JSON of the parameters. They may hold secrets.
    pub(crate) params: Zeroizing<Vec<u8>>,
    /// The JSON of the filter.
    pub(crate) filter: Option<&'a str>,
}

impl<'a> Call<'a> {
    /// Encodes a request, and checks it if `validate`.
    pub(crate) fn typed<R: Request>(request: &R, validate: bool) -> Result<Self, NotSentError> {
        // Few requests are longer, so the buffer hardly ever moves and leaves a copy of a secret behind.
        let mut params = Zeroizing::new(Vec::with_capacity(4096));
        encode(request, &mut params);
        if validate {
            crate::walk::validate(&params, R::SHAPE).map_err(NotSentError::Invalid)?;
        }
        Ok(Self { method: R::METHOD, params, filter: None })
    }

    /// The same call with a filter for its answer, if there is one, which must fit the answer's type if `validate`.
    pub(crate) fn filtered<R: Request>(self, filter: Option<&'a Filter>, validate: bool) -> Result<Self, NotSentError> {
        if let Some(filter) = filter.filter(|_| validate) {
            filter.check(R::Response::SHAPE).map_err(NotSentError::Invalid)?;
        }
        Ok(Self { filter: filter.map(Filter::as_str), ..self })
    }

    /// A call by name, without types.
    pub(crate) fn raw(method: &'a str, params: &JsonObjectOrArray) -> Self {
        let params = Zeroizing::new(params.as_str().as_bytes().to_vec());
        Self { method, params, filter: None }
    }

    /// A call of a method without parameters.
    pub(crate) fn bare(method: &'a str) -> Self {
        Self { method, params: Zeroizing::new(b"{}".to_vec()), filter: None }
    }
}

/// How a call came back from a connection.
#[derive(Debug)]
pub(crate) enum CallOutcome {
    /// With a reply.
    Reply(Reply),
    /// Its timeout expired before it was sent.
    ExpiredUnsent,
    /// Its timeout expired.
    Expired,
}

impl CallOutcome {
    /// The outcome of a call whose timeout expired before a reply came.
    pub(crate) const fn expired(withdrawn: Withdrawn) -> Self {
        match withdrawn {
            Withdrawn::Unsent => Self::ExpiredUnsent,
            Withdrawn::Sent | Withdrawn::Ended => Self::Expired,
        }
    }

    /// Whether nothing was sent because the connection had ended.
    pub(crate) const fn found_no_connection(&self) -> bool {
        matches!(self, Self::Reply(Reply::Unsent(_)))
    }

    /// The result, or why there is none.
    pub(crate) fn read<T>(self, read: ReadResult<T>) -> Result<T, CallError<RpcError>> {
        match self {
            Self::Reply(reply) => reply.read(read),
            Self::ExpiredUnsent => Err(CallError::NotSent(NotSentError::TimedOut)),
            Self::Expired => Err(CallError::MaybeExecuted(NoAnswerError::TimedOut)),
        }
    }

    /// The response of a request's method, or why there is none.
    pub(crate) fn read_typed<R: Request>(self) -> Result<R::Response, CallError<R::Error>> {
        self.read(R::Response::from_json).map_err(|error| error.map_node(R::Error::from))
    }
}
