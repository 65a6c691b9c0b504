//! What is escaped, held against Unicode's own tables; and that every error escapes it.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use crate::sample::SampleRequest;
use cln_runtime::rules::{KeyIndex, Shape, key_index, key_index_len};
use cln_runtime::walk::validate;
use cln_runtime::{ErrorDetail, Hash, Json, Record, RpcError, is_visible};
use regex::Regex;

#[test]
fn what_is_visible_is_what_unicode_says() -> Result<(), regex::Error> {
    let hidden =
        Regex::new(r"^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}--\p{Prepended_Concatenation_Mark}]$")?;
    let mut count = 0;
    for letter in '\0'..=char::MAX {
        let is_hidden = hidden.is_match(letter.encode_utf8(&mut [0; 4]));
        assert_eq!(is_visible(letter), !is_hidden, "U+{:04X}", u32::from(letter));
        count += usize::from(is_hidden);
    }
    assert!(count > 4000, "{count}");
    Ok(())
}

/// All that is not visible.
fn hidden() -> impl Iterator<Item = char> {
    ('\0'..=char::MAX).filter(|&letter| !is_visible(letter))
}

/// Whatever of this crate shows the text of somebody else, with this letter in it.
fn shown(letter: char) -> Vec<String> {
    let text = format!("a{letter}b");
    let name = Json::from(text.as_str());
    let instance = format!(r#"{{{name}:1,"code":{name},"message":"m"}}"#);
    let violations = RpcError::validate_json(instance.as_bytes()).err();
    let unknown = validate(instance.as_bytes(), &CLOSED).err();
    let error = RpcError::new(-1, text.as_str());
    let mut shown = vec![
        violations.iter().chain(&unknown).map(ToString::to_string).collect(),
        RpcError::from_json(instance.as_bytes()).map_or_else(|error| error.to_string(), |_| String::new()),
        serde_json::from_str::<SampleRequest>(&instance).map_or_else(|error| error.to_string(), |_| String::new()),
        ErrorDetail::from(error.clone()).to_string(),
        error.to_string(),
        text.parse::<Hash>().map_or_else(|error| error.to_string(), |_| String::new()),
        format!("{name:?}"),
    ];
    #[cfg(feature = "client")]
    shown.extend(client::shown(&text, error));
    shown
}

/// An object that has no members.
static CLOSED: Shape<'static> = Shape {
    fields: &[],
    index: KeyIndex::new(&key_index::<{ key_index_len(0) }>(&[]), &[]),
    closed: true,
    params: false,
    groups: &[],
    clauses: &[],
};

#[cfg(feature = "client")]
mod client {
    use std::io;
    use std::sync::Arc;

    use cln_runtime::RpcError;
    use cln_runtime::client::{CallError, ConnectErrorKind, ConnectionError, NoAnswerError, blocking};

    /// The error of connecting to a path where there is nothing.
    fn connect(path: &str, kind: ConnectErrorKind) -> CallError<RpcError> {
        let error = blocking::Client::connect(path).unwrap_err();
        assert!(path.contains('\0') || error.kind() == kind, "{error:?}");
        CallError::from(error)
    }

    pub(super) fn shown(text: &str, error: RpcError) -> Vec<String> {
        let failed = || Arc::new(io::Error::other(text.to_owned()));
        let errors: [CallError<RpcError>; 4] = [
            connect(text, ConnectErrorKind::NotFound),
            connect(&format!("{text}\0"), ConnectErrorKind::Other),
            CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Io(failed()))),
            CallError::Node(error),
        ];
        errors.iter().map(|error| format!("{error:#}")).collect()
    }
}

#[test]
fn no_error_shows_what_a_terminal_would_act_on() {
    for letter in hidden() {
        for text in shown(letter) {
            // Violations are lines.
            let harmful = text.chars().find(|&letter| letter != '\n' && !is_visible(letter));
            assert_eq!(harmful, None, "{text:?}");
            assert!(!text.contains("a\nb"), "{text:?}");
            assert!(
                text.contains("\\u") || text.contains("a\\"),
                "{text:?} tells nothing of U+{:04X}",
                u32::from(letter)
            );
        }
    }
}

#[test]
fn what_is_read_by_programs_is_exact() {
    for letter in hidden() {
        let name = format!("a{letter}b");
        let instance = format!("{{{}:1}}", Json::from(name.as_str()));
        let violations = validate(instance.as_bytes(), &CLOSED).unwrap_err();
        let violation = violations.iter().next().unwrap();
        assert_eq!(violation.pointer(), format!("/{name}"));
        let json = serde_json::to_value(violation).unwrap();
        assert_eq!(json["pointer"], format!("/{name}"));
        assert_eq!(json["message"], violation.message());
        let error = RpcError::new(1, name.as_str());
        assert_eq!(RpcError::from_json(&error.to_json()).unwrap().message, name);
        assert_eq!(Json::from(name.as_str()).to_string().parse::<Json>().unwrap(), Json::from(name.as_str()));
    }
}
