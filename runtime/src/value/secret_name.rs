//! Names that say that their value is a secret.

/// What a word of a secret's name may end in.
const ENDS: [&str; 9] =
    ["preimage", "secret", "password", "passphrase", "mnemonic", "codex32", "privkey", "privatekey", "xprv"];

/// What a word of a secret's name may be.
const WORDS: [&str; 3] = ["rune", "seed", "token"];

/// Whether a field of this name holds a secret: a preimage, a seed, a rune, a key, a password.
///
/// The words of a name decide; they are told apart by `_`, `-`, `/`, other signs and capitals. One of them ends in
/// `preimage`, `secret`, `password`, `passphrase`, `mnemonic`, `codex32`, `privkey` or `xprv`, or is `rune`, `seed` or
/// `token`, or a word that ends in `private` or `priv` stands before `key`; in the singular or the plural, in any case.
/// What begins with `warning` is a sentence for people.
///
/// Such values never appear in messages or `Debug`. Booleans and numbers are no secrets, whatever their names; who knows
/// a field's type has to see to that.
///
/// ```
/// use cln_runtime::is_secret_name;
///
/// assert!(is_secret_name("payment_preimage"));
/// assert!(is_secret_name("bitcoin-rpcpassword"));
/// assert!(!is_secret_name("payment_hash"));
/// assert!(!is_secret_name("encrypted-hsm"));
/// ```
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let name = name.as_bytes();
    if starts_with(name, b"warning") {
        return false;
    }
    let mut before: &[u8] = &[];
    let mut rest = name;
    while let Some((word, after)) = next_word(rest) {
        if is_secret_word(word) || (is_private(before) && is(word, b"key")) {
            return true;
        }
        (before, rest) = (word, after);
    }
    false
}

fn is_private(word: &[u8]) -> bool {
    ends_with(word, b"private") || ends_with(word, b"priv")
}

fn is_secret_word(word: &[u8]) -> bool {
    WORDS.iter().any(|whole| is(word, whole.as_bytes()))
        || ENDS.iter().any(|end| ends_with(word, end.as_bytes()) || ends_with(singular(word), end.as_bytes()))
}

/// The first word, and what follows it. A word begins after a sign, with a capital after something else, and with the
/// last of several capitals if a small letter follows.
fn next_word(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let name = name.get(name.iter().position(is_part)?..)?;
    let begins = |at: usize| {
        let (before, here, after) = (name.get(at - 1), name.get(at), name.get(at + 1));
        let is_capital = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_uppercase);
        is_capital(here) && (!is_capital(before) || after.is_some_and(u8::is_ascii_lowercase))
    };
    let end = (1..name.len()).find(|&at| !name.get(at).is_some_and(is_part) || begins(at)).unwrap_or(name.len());
    name.split_at_checked(end)
}

fn is(word: &[u8], whole: &[u8]) -> bool {
    word.eq_ignore_ascii_case(whole) || singular(word).eq_ignore_ascii_case(whole)
}

fn singular(word: &[u8]) -> &[u8] {
    word.strip_suffix(b"s").or_else(|| word.strip_suffix(b"S")).unwrap_or(word)
}

fn starts_with(name: &[u8], start: &[u8]) -> bool {
    name.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

fn ends_with(word: &[u8], end: &[u8]) -> bool {
    let start = word.len().checked_sub(end.len());
    start.and_then(|start| word.get(start..)).is_some_and(|found| found.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_what_is_secret() {
        for name in [
            "preimage",
            "payment_preimage",
            "preimages",
            "paymentPreimage",
            "PAYMENT_PREIMAGE",
            "hsmsecret",
            "hsm_secret",
            "pathsecret",
            "shared_secrets",
            "HSMSecret",
            "HSM-SECRET",
            "bitcoin-rpcpassword",
            "tor-service-password",
            "rpc/password",
            "rpc.password",
            "passphrase",
            "mnemonic",
            "codex32",
            "privkey",
            "nodePrivKey",
            "private_key",
            "private-keys",
            "privateKey",
            "PRIVATE_KEY",
            "privatekey",
            "xprv",
            "rune",
            "runes",
            "rune_restrictions",
            "clnrest-rune",
            "seed",
            "seedWords",
            "SEED",
            "token",
            "auth_tokens",
            "authToken",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn parts_of_words_do_not() {
        for name in [
            "",
            "_",
            "-/",
            "payment_hash",
            "private",
            "private_channels",
            "exposeprivatechannels",
            "expose_key",
            "public_key",
            "private_and_key",
            "key_private",
            "encrypted-hsm",
            "prune",
            "pruned",
            "prunes",
            "reseed",
            "seeded",
            "linseed",
            "tokenizer",
            "secretary",
            "passwordless",
            "warning_missing_preimage",
            "warning_rune_invalid_utf8",
            "WARNING-secret",
            "tok_en",
            "s",
            "ss",
            "\u{e9}rune",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
