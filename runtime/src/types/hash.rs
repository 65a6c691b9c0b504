//! `hash`: a SHA-256 hash.

use super::hex_array::any_hex_array;

/// A SHA-256 hash (or another value of 32 bytes that is public), as 64 hex digits.
///
/// In the schema: type `hash`, such as a `payment_hash` (BOLT 2) or a block hash. The bytes are in the
/// order of the hex text.
///
/// ```
/// use cln_runtime::Hash;
///
/// let hash: Hash = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855".parse()?;
/// assert_eq!(hash.as_bytes()[0], 0xe3);
/// assert_eq!(hash.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

any_hex_array!(Hash, 32, "a string of 64 hex digits");
