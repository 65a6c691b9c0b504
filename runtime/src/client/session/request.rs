//! Requests on their way out.

use std::sync::atomic::{AtomicU64, Ordering};

use zeroize::Zeroizing;

use crate::json::write_string;

/// Numbers calls, or whatever else is told apart by numbers.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// What follows a request. A node needs none; what stands between it and us may read by lines.
const TERMINATOR: &[u8] = b"\n\n";

/// A request as it will be sent.
pub(crate) struct EncodedRequest {
    /// The number of the call.
    pub(crate) number: u64,
    /// The JSON of its id, which the node repeats byte for byte.
    pub(crate) id: Vec<u8>,
    /// The bytes to send. They may hold secrets.
    pub(crate) text: Zeroizing<Vec<u8>>,
}

impl EncodedRequest {
    /// A request whose parameters are `params`, and whose answer is cut down by `filter`; both are JSON.
    pub(crate) fn new(number: u64, method: &str, params: &[u8], filter: Option<&str>) -> Self {
        let mut id = Vec::with_capacity(method.len() + 24);
        write_string(&id_of(method, number), &mut id);
        let filter = filter.unwrap_or_default();
        // Exact, so that the buffer never moves and leaves a copy of a secret behind.
        let most = 128 + id.len() + 6 * method.len() + params.len() + filter.len();
        let mut text = Zeroizing::new(Vec::with_capacity(most));
        text.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
        text.extend_from_slice(&id);
        text.extend_from_slice(b",\"method\":");
        write_string(method, &mut text);
        text.extend_from_slice(b",\"params\":");
        text.extend_from_slice(params);
        if !filter.is_empty() {
            text.extend_from_slice(b",\"filter\":");
            text.extend_from_slice(filter.as_bytes());
        }
        text.extend_from_slice(b"}");
        text.extend_from_slice(TERMINATOR);
        Self { number, id, text }
    }
}

impl EncodedRequest {
    /// The request, which a node understands once it has it all, and may then execute; and what follows it.
    pub(crate) fn parts(&self) -> (&[u8], &[u8]) {
        self.text.split_at(needed_of(&self.text))
    }
}

/// How many bytes of a request's text a node must have to understand it.
pub(super) fn needed_of(text: &[u8]) -> usize {
    text.len().saturating_sub(TERMINATOR.len())
}

/// The id of a call.
pub(crate) fn id_of(method: &str, number: u64) -> String {
    format!("cln-runtime:{method}#{number}")
}

/// The number of the call that an id may belong to.
pub(crate) fn number_of(id: &[u8]) -> Option<u64> {
    let digits = id.strip_suffix(b"\"")?.rsplit(|byte| *byte == b'#').next()?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn a_request_says_what_it_calls() {
        let encoded = EncodedRequest::new(7, "delpay", b"{\"a\":1}", None);
        let expected =
            "{\"jsonrpc\":\"2.0\",\"id\":\"cln-runtime:delpay#7\",\"method\":\"delpay\",\"params\":{\"a\":1}}\n\n";
        assert_eq!(std::str::from_utf8(&encoded.text).unwrap(), expected);
        assert_eq!(number_of(&encoded.id), Some(7));
    }

    #[test]
    fn a_filter_stands_beside_the_parameters() {
        let encoded = EncodedRequest::new(0, "x", b"[]", Some("{\"a\":true}"));
        assert!(encoded.text.ends_with(b",\"params\":[],\"filter\":{\"a\":true}}\n\n"));
    }

    #[test]
    fn any_name_makes_an_id_that_is_json() {
        let encoded = EncodedRequest::new(u64::MAX, "a\"#1\\\n", b"{}", None);
        assert_eq!(encoded.id, br##""cln-runtime:a\"#1\\\n#18446744073709551615""##);
        assert_eq!(number_of(&encoded.id), Some(u64::MAX));
    }

    #[test]
    fn other_ids_have_no_number() {
        for id in
            [&b"7"[..], b"\"7", b"\"7\"", b"null", b"\"a#\"", b"\"a#-1\"", b"\"\"", b"", b"\"a#18446744073709551616\""]
        {
            assert_eq!(number_of(id), None, "{}", String::from_utf8_lossy(id));
        }
    }
}
