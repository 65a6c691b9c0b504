//! Violations for machines.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::RULED;
use cln_runtime::{Validation, Violations};

#[test]
fn machines_get_pointer_rule_and_message() {
    let found = Validation::new().keep(1).validate_json(br#"{"first":10,"any":1}"#, &RULED).unwrap_err();
    let json = serde_json::to_string(&found).unwrap();
    let expected = r#"{"violations":[{"pointer":"/first","rule":"maximum","message":"expected at most 9, found the number 10 (because there is \"any\")"}],"omitted":2}"#;
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_str::<Violations>(&json).unwrap(), found);
    let newer =
        json.replace(r#""omitted""#, r#""severity":"high","omitted""#).replace(r#""rule""#, r#""line":1,"rule""#);
    assert_eq!(serde_json::from_str::<Violations>(&newer).unwrap(), found);
    for (wrong, said) in [
        (r#"{"violations":[],"omitted":0}"#.to_owned(), "there is not one violation"),
        (json.replace("\"maximum\"", "\"max\""), "\"max\" is not the code of a rule"),
        (json.replace("\"pointer\"", "\"place\""), "missing field `pointer`"),
    ] {
        let error = serde_json::from_str::<Violations>(&wrong).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}
