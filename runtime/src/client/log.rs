//! What is told of calls: method, id, sizes and times. Never parameters or results, at any level.

use super::call::CallOutcome;
use super::session::EncodedRequest;

/// A call that is under way.
pub(crate) struct Log {
    #[cfg(feature = "tracing")]
    call: tracing_impl::Started,
}

#[cfg(feature = "tracing")]
mod tracing_impl {
    use std::time::Instant;

    use crate::client::call::CallOutcome;
    use crate::client::session::{EncodedRequest, Reply};
    use crate::visible::visible;

    pub(super) struct Started {
        method: String,
        id: String,
        start: Instant,
    }

    pub(super) fn start(method: &str, encoded: &EncodedRequest) -> Started {
        let id = visible(String::from_utf8_lossy(&encoded.id)).to_string();
        let method = visible(method).to_string();
        tracing::debug!(target: "cln_runtime::client", method, %id, bytes = encoded.text.len(), "call");
        Started { method, id, start: Instant::now() }
    }

    pub(super) fn end(call: &Started, ended: &CallOutcome) {
        let (outcome, bytes) = match ended {
            CallOutcome::Reply(Reply::Answer(frame)) => ("answered", Some(frame.len())),
            CallOutcome::Reply(Reply::TooLong) => ("answer too long", None),
            CallOutcome::Reply(Reply::NoRoom) => ("answer thrown away", None),
            CallOutcome::Reply(Reply::Lost(_)) => ("connection ended", None),
            CallOutcome::Reply(Reply::Unsent(_)) => ("not sent", None),
            CallOutcome::ExpiredUnsent => ("timed out, not sent", None),
            CallOutcome::Expired => ("timed out", None),
        };
        let (method, id, elapsed) = (call.method.as_str(), &call.id, call.start.elapsed());
        tracing::debug!(target: "cln_runtime::client", method, %id, outcome, bytes, ?elapsed, "call ended");
    }
}

#[cfg(feature = "tracing")]
impl Log {
    /// A call begins.
    pub(crate) fn start(method: &str, encoded: &EncodedRequest) -> Self {
        Self { call: tracing_impl::start(method, encoded) }
    }

    /// It has ended, and not by being given up.
    pub(crate) fn end(self, ended: CallOutcome) -> CallOutcome {
        tracing_impl::end(&self.call, &ended);
        ended
    }
}

#[cfg(not(feature = "tracing"))]
impl Log {
    /// Nothing: the feature `tracing` is off.
    pub(crate) const fn start(_: &str, _: &EncodedRequest) -> Self {
        Self {}
    }

    /// Nothing: the feature `tracing` is off.
    pub(crate) fn end(self, ended: CallOutcome) -> CallOutcome {
        ended
    }
}
