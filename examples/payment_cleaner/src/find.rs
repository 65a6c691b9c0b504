//! Which parts may go.

use std::collections::HashSet;

use cln_bindings::DelpayStatus;
use cln_runtime::client::CallError;
use cln_runtime::{Hash, Request, RpcError};

use crate::caller::Caller;
use crate::node::{ListsendpaysIndex, ListsendpaysPayments, ListsendpaysRequest};
use crate::part::Part;

/// How many parts to ask for at once.
const PAGE: u32 = 1000;

/// How often to read the same thing.
const READS: u32 = 5;

/// What shall go.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    /// Parts that have ended in this way; `None` for all that have ended.
    pub status: Option<DelpayStatus>,
    /// Only payments that ended before this, in seconds since 1970.
    pub before: u64,
}

/// Finds the parts that may go, in the order in which they were sent. After each page, `progress` is told how many
/// parts have been looked at.
///
/// A payment is left alone as a whole if any part of it is pending or ended later: somebody may still be about to pay
/// it.
///
/// # Errors
/// Whatever the node says, or the connection. Nothing was changed.
pub fn find(
    client: &impl Caller,
    selection: &Selection,
    mut progress: impl FnMut(u64),
) -> Result<Vec<Part>, CallError<RpcError>> {
    let mut found = Vec::new();
    let mut in_use: HashSet<Hash> = HashSet::new();
    let (mut start, mut seen) = (1, 0);
    loop {
        let page = page(client, start)?;
        let Some(last) = page.last() else { break };
        start = last.created_index.saturating_add(1);
        seen += page.len() as u64;
        for row in &page {
            match Part::ended(row).filter(|part| part.ended_at < selection.before) {
                Some(part) if selection.status.is_none_or(|status| part.status == status) => found.push(part),
                Some(_) => {}
                None => _ = in_use.insert(row.payment_hash),
            }
        }
        progress(seen);
    }
    found.retain(|part| !in_use.contains(&part.payment_hash));
    Ok(found)
}

/// The parts from this index on, as many as fit a page.
fn page(client: &impl Caller, start: u64) -> Result<Vec<ListsendpaysPayments>, CallError<RpcError>> {
    let request = ListsendpaysRequest::new().with_index(ListsendpaysIndex::Created);
    Ok(read(client, &request.with_start(start).with_limit(PAGE))?.payments)
}

/// Whether the node still has this very part, in this state.
pub(crate) fn is_there(client: &impl Caller, part: &Part) -> Result<bool, CallError<RpcError>> {
    let listed = read(client, &ListsendpaysRequest::new().with_payment_hash(part.payment_hash))?;
    Ok(listed.payments.iter().filter_map(Part::ended).any(|each| each == *part))
}

/// Makes a call that only reads, again if its answer is lost: what reads may be executed twice.
fn read(
    client: &impl Caller,
    request: &ListsendpaysRequest,
) -> Result<<ListsendpaysRequest as Request>::Response, CallError<RpcError>> {
    let mut attempt = 1;
    loop {
        match client.call(request) {
            Err(CallError::MaybeExecuted(_)) if attempt < READS => attempt += 1,
            outcome => return Ok(outcome?),
        }
    }
}
