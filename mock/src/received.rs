//! What clients have asked, for tests to look at.

use std::fmt;

use cln_runtime::{Json, Request, Violations};

use crate::envelope::Call;

/// A request as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    raw: Vec<u8>,
    method: String,
    params: Vec<u8>,
    connection: u64,
}

impl Received {
    /// The whole request, byte for byte.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The name of the command.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The parameters, byte for byte.
    #[must_use]
    pub fn params(&self) -> &[u8] {
        &self.params
    }

    /// On which connection it came: they are counted from 1.
    #[must_use]
    pub const fn connection(&self) -> u64 {
        self.connection
    }

    /// The parameters as a request of a type, if they keep to every rule of its schema, which a node itself does not ask
    /// for.
    ///
    /// # Errors
    /// Every violation.
    pub fn typed<R: Request>(&self) -> Result<R, Violations> {
        R::from_json_strict(&self.params)
    }
}

/// Without what may be secret.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let params = std::str::from_utf8(&self.params).ok().and_then(|params| params.parse::<Json>().ok());
        let mut shown = f.debug_struct("Received");
        shown.field("method", &self.method).field("connection", &self.connection);
        match params {
            Some(params) => shown.field("params", &params).finish(),
            None => shown.field("params", &format_args!("{} bytes", self.params.len())).finish(),
        }
    }
}

/// All requests, as far as there is room for them, unless nobody wants to know.
#[derive(Debug)]
pub(crate) struct History {
    wanted: bool,
    requests: Vec<Received>,
    /// Bytes of all of them, and how many there may be.
    bytes: usize,
    most: usize,
    /// How many came when there was no room.
    unrecorded: u64,
}

impl History {
    pub(crate) const fn new(wanted: bool, most: usize) -> Self {
        Self { wanted, requests: Vec::new(), bytes: 0, most, unrecorded: 0 }
    }

    /// Records a request; its number, if there was room.
    pub(crate) fn push(&mut self, call: &Call<'_>, connection: u64) -> Option<usize> {
        if !self.wanted {
            return None;
        }
        let bytes = size_of::<Received>() + call.text.len() + call.method.len() + call.params.json.len();
        if self.unrecorded > 0 || bytes > self.most - self.bytes {
            self.unrecorded += 1;
            return None;
        }
        self.bytes += bytes;
        self.requests.push(Received {
            raw: call.text.to_vec(),
            method: String::from_utf8_lossy(call.method).into_owned(),
            params: call.params.json.to_vec(),
            connection,
        });
        Some(self.requests.len() - 1)
    }

    /// Whether there is nothing that is not recorded.
    pub(crate) const fn is_whole(&self) -> bool {
        self.wanted && self.unrecorded == 0
    }

    pub(crate) fn requests(&self) -> &[Received] {
        &self.requests
    }

    pub(crate) const fn unrecorded(&self) -> u64 {
        self.unrecorded
    }
}
