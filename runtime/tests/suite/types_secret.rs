//! Secrets show themselves only where they are asked to.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cln_runtime::__private::{Placeholder, Reflect, Scalar, Token, TokenError, ValueRef};
use cln_runtime::{Hash, Hex, Json, Number, Secret, Sensitive};
use zeroize::Zeroize;

const DIGITS: &str = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";

#[test]
fn debug_is_redacted() {
    let secret: Secret = DIGITS.parse().unwrap();
    assert_eq!(format!("{secret:?}"), "Secret(<redacted>)");
    assert_eq!(format!("{secret:#?}"), "Secret(<redacted>)");
    let all = (
        Sensitive::from("rune"),
        Sensitive::new(Hex::from([1])),
        Sensitive::new(7_u64),
        Sensitive::new(Number::from(7_u64)),
        Sensitive::new(Json::null()),
        Sensitive::new(secret),
    );
    assert_eq!(format!("{all:?}"), format!("({})", ["<redacted>"; 6].join(", ")));
}

#[test]
fn text_is_had_on_request() {
    let secret: Secret = DIGITS.to_uppercase().parse().unwrap();
    assert_eq!(secret.to_hex(), DIGITS);
    assert_eq!(secret.expose()[..3], [0xc0, 0xff, 0xee]);
    let rune = Sensitive::from("rune");
    assert_eq!(rune.expose(), "rune");
    assert_eq!(rune.clone(), rune);
    assert_eq!(rune.into_inner(), "rune");
    assert_eq!("00ff".parse::<Sensitive<Hex>>().unwrap().into_inner().into_bytes(), [0, 255]);
}

#[test]
fn errors_do_not_show_what_was_wrong() {
    let almost = &DIGITS[1..];
    for message in [
        almost.parse::<Secret>().unwrap_err().to_string(),
        format!("{:?}", almost.parse::<Secret>().unwrap_err()),
        almost.parse::<Sensitive<Hash>>().unwrap_err().to_string(),
        format!("{:?}", almost.parse::<Sensitive<Hash>>().unwrap_err()),
        serde_json::from_str::<Secret>(&format!("\"{almost}\"")).unwrap_err().to_string(),
        serde_json::from_str::<Sensitive<Hash>>(&format!("\"{almost}\"")).unwrap_err().to_string(),
        serde_json::from_str::<Sensitive<u64>>(&format!("\"{almost}\"")).unwrap_err().to_string(),
    ] {
        assert!(!message.contains("ffee"), "{message}");
        assert!(message.contains("expected"), "{message}");
    }
}

#[test]
fn the_wire_gets_the_true_value() {
    let mut secret = Sensitive::<Secret>::placeholder();
    assert_eq!(secret.put(Token::Text(DIGITS.as_bytes())), Ok(()));
    assert!(matches!(secret.view(), ValueRef::Hex([0xc0, 0xff, 0xee, ..])));
    assert_eq!(serde_json::to_string(&secret).unwrap(), format!("\"{DIGITS}\""));
    assert_eq!(serde_json::from_str::<Sensitive<Secret>>(&format!("\"{DIGITS}\"")).unwrap(), secret);
    let rune: Sensitive<String> = serde_json::from_str("\"rune\"").unwrap();
    assert_eq!(serde_json::to_string(&rune).unwrap(), "\"rune\"");
}

#[test]
fn a_wrapper_reads_what_its_content_reads() {
    assert_eq!(Sensitive::<Hash>::EXPECTED, Hash::EXPECTED);
    assert_eq!(Sensitive::<u64>::check(Token::Number("1.5")), u64::check(Token::Number("1.5")));
    assert_eq!(Sensitive::<String>::check(Token::Null), Err(TokenError::kind("a string")));
    assert_eq!(Sensitive::<String>::read(Token::Text(b"a")), Ok(Sensitive::from("a")));
}

#[test]
fn wiping_leaves_nothing() {
    let mut secret: Secret = DIGITS.parse().unwrap();
    secret.zeroize();
    assert_eq!(secret.expose(), &[0; 32]);
    let mut hex = Hex::from([1, 2]);
    hex.zeroize();
    assert_eq!(hex.as_bytes(), b"");
}
