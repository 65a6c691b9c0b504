//! What a node makes of the answer to `init`: anything says that the plugin is ready.

use cln_protocol::lax::{member, object, raw};

/// Why the plugin has disabled itself, if it has: by any value of `disable` in the result, and by nothing else.
pub(crate) fn disabled(answer: &[u8]) -> Option<String> {
    member(member(object(answer), "result")?, "disable").map(raw)
}
