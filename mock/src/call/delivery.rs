//! How an answer leaves: at once, late, cut or not at all, as the faults of its request have it.

use std::io;
use std::time::Instant;

use crate::faults::Faults;
use crate::server::{Reply, Then, When};
use crate::wire::Failure;

/// A request that has been recorded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    pub(super) start: Instant,
    /// Under which it was.
    pub(super) number: Option<usize>,
}

/// What is known of a request since it was taken up.
pub(super) struct Taken {
    pub(super) start: Instant,
    pub(super) faults: Faults,
}

/// The error of a request that would have to wait where the system does not let it.
pub(super) fn cannot_wait(error: &io::Error) -> Failure {
    Failure::new(-32603, format!("cln-mock cannot wait: {error}"))
}

/// When and whether the answer is written, and how much of it.
pub(super) fn delivered(mut bytes: Vec<u8>, then: Then, faults: &Faults) -> Option<Reply> {
    let now = Instant::now();
    // A time too far away to be told is never.
    let when = match (faults.delay, faults.reorder) {
        (Some(time), _) => When::At(now.checked_add(time)?),
        (None, Some(patience)) => When::AfterNext(now.checked_add(patience)?),
        (None, None) => When::Now,
    };
    match faults.cut {
        _ if faults.drop => None,
        Some(millionths) => {
            // At least one byte is sent, and the last of the object is not.
            let most = (bytes.len() as u64).saturating_sub(4);
            bytes.truncate(usize::try_from(1 + most * millionths / 1_000_000).unwrap_or(1));
            Some(Reply { bytes, when, then: Then::Close })
        }
        None => Some(Reply { bytes, when, then }),
    }
}
