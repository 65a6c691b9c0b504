//! What a crate is called.

use std::path::Path;

use super::Error;

/// Names that cargo or rustc have for something else, or that the crate's dependencies have. Whatever else is a keyword is
/// one because it is short: no crate of bindings needs it.
const TAKEN: [&str; 15] = [
    "alloc",
    "build",
    "cln_bindings",
    "cln_codegen",
    "cln_mock",
    "cln_plugin_kit",
    "cln_protocol",
    "cln_runtime",
    "core",
    "deps",
    "examples",
    "proc_macro",
    "std",
    "test",
    "tokio",
];

/// The keywords of Rust.
const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern false final \
                        fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static \
                        struct super trait true try type typeof unsafe unsized use virtual where while yield";

/// The name of a crate.
pub(super) struct Name {
    /// As cargo has it.
    pub(super) package: String,
    /// As code has it.
    pub(super) code: String,
}

impl Name {
    /// The name of a folder.
    pub(super) fn of(folder: &Path) -> Result<Self, Error> {
        let package = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let code = package.replace('-', "_");
        let is_word = package.starts_with(|first: char| first.is_ascii_alphabetic())
            && package.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let is_taken = TAKEN.contains(&code.as_str()) || KEYWORDS.split(' ').any(|word| word == code);
        if is_word && !is_taken { Ok(Self { package, code }) } else { Err(Error::Name { name: package }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_called_as_its_crate_can_be() {
        for name in ["node", "my-node", "node_v26", "N2"] {
            assert!(Name::of(Path::new(name)).is_ok_and(|found| found.package == name), "{name}");
        }
        for name in ["", "26", "my node", "größe", "a.b", "..", "core", "cln-runtime", "match", "-a"] {
            assert!(Name::of(Path::new(name)).is_err(), "{name}");
        }
    }
}
