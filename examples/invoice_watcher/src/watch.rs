//! The loop: wait for a payment, handle it, store how far that is.

use std::error::Error;
use std::fmt;
use std::io;

use cln_runtime::client::blocking::Client;
use cln_runtime::client::{CallError, NotSentError};

use crate::Position;
use crate::node::{WaitanyinvoiceError, WaitanyinvoiceRequest, WaitanyinvoiceResponse};

/// Hands each payment of an invoice to `handle`, in the order in which they were paid, and stores the position once it
/// returns. Ends only with an error: the node may be away for as long as it takes.
///
/// A payment is handled at least once. If the program ends between handling and storing, that payment is handled again
/// by the next run: it has the same `pay_index`.
///
/// # Errors
/// The node refuses, or what it says cannot be understood; `handle` fails; or the position cannot be read or stored.
pub fn watch(
    client: &Client,
    position: &Position,
    mut handle: impl FnMut(u64, &WaitanyinvoiceResponse) -> io::Result<()>,
) -> Result<(), WatchError> {
    let request = WaitanyinvoiceRequest::new().with_lastpay_index(position.load()?);
    let mut payments = client.paid_invoices(&request)?;
    loop {
        let Some(paid) = payments.next() else { return Ok(()) };
        let (paid, index) = (paid?, payments.position());
        handle(index, &paid)?;
        position.store(index)?;
    }
}

/// Why watching has ended.
#[derive(Debug)]
pub enum WatchError {
    /// The node.
    Node(CallError<WaitanyinvoiceError>),
    /// The handler, or the file of the position.
    Io(io::Error),
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl Error for WatchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Node(error) => error.source(),
            Self::Io(error) => error.source(),
        }
    }
}

impl From<CallError<WaitanyinvoiceError>> for WatchError {
    fn from(error: CallError<WaitanyinvoiceError>) -> Self {
        Self::Node(error)
    }
}

impl From<NotSentError> for WatchError {
    fn from(error: NotSentError) -> Self {
        Self::Node(error.into())
    }
}

impl From<io::Error> for WatchError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
