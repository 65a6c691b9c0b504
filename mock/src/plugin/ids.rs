//! The ids of what a node asks a plugin.

use std::sync::atomic::{AtomicU64, Ordering};

/// What stands for a caller's id that could not stand in a string as it is.
const WEIRD: &[u8] = b"weird-id";

/// The numbers of a node's requests: each has its own, whichever plugin it goes to.
#[derive(Debug, Default)]
pub(crate) struct Ids(AtomicU64);

impl Ids {
    /// The next id for a request of this method, quotes included: `"cln:init#7"`, or `"c:1/cln:init#7"` on behalf of a
    /// caller whose id this is, as JSON.
    pub(crate) fn next(&self, method: &str, caller: Option<&[u8]>) -> Vec<u8> {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let prefix = caller.map(|id| [named(id), b"/"].concat()).unwrap_or_default();
        [b"\"", &*prefix, b"cln:", method.as_bytes(), format!("#{number}\"").as_bytes()].concat()
    }
}

/// A caller's id as it stands before the slash.
fn named(id: &[u8]) -> &[u8] {
    let Some(text) = id.strip_prefix(b"\"").and_then(|id| id.strip_suffix(b"\"")) else { return id };
    let needs_escape = |byte: &u8| matches!(byte, 0..=31 | b'"' | b'\\' | 127);
    if text.iter().any(needs_escape) { WEIRD } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_the_caller_the_method_and_a_number() {
        let ids = Ids::default();
        let next = |method, caller: Option<&str>| {
            String::from_utf8_lossy(&ids.next(method, caller.map(str::as_bytes))).into_owned()
        };
        assert_eq!(next("getmanifest", None), r#""cln:getmanifest#1""#);
        assert_eq!(next("m", Some(r#""t:1""#)), r#""t:1/cln:m#2""#);
        assert_eq!(next("m", Some("7")), r#""7/cln:m#3""#);
        assert_eq!(next("m", Some("null")), r#""null/cln:m#4""#);
        assert_eq!(next("m", Some(r#""a\"b""#)), r#""weird-id/cln:m#5""#);
        assert_eq!(next("m", Some("\"é/c\"")), r#""é/c/cln:m#6""#);
    }
}
