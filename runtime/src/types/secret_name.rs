//! Names that say that their value is a secret.

/// Whether a field of this name holds a secret: a preimage, a seed, a rune, a key, a password.
///
/// Such values never appear in messages or `Debug`.
///
/// ```
/// use cln_runtime::is_secret_name;
///
/// assert!(is_secret_name("payment_preimage"));
/// assert!(!is_secret_name("payment_hash"));
/// ```
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    const SIGNS: [&str; 7] = ["preimage", "secret", "seed", "rune", "private_key", "passphrase", "password"];
    SIGNS.iter().any(|sign| name.contains(sign))
}
