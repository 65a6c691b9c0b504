//! What a configuration may say, and what is said of the rest.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

use std::sync::Arc;

use super::Config;
use super::read::from_source;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::schema::Target;
use crate::schema::overrides::{Change, Override};
use crate::text::Source;

fn config(text: &str) -> (Config, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let config = from_source(&Arc::new(Source::new("config.json", text)), &mut diagnostics);
    (config, diagnostics)
}

fn good(text: &str) -> Config {
    let (config, diagnostics) = config(text);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    config
}

/// Code, column, message and hint of the only thing that is wrong.
fn mistake(text: &str) -> (Code, usize, String, String) {
    let (_, diagnostics) = config(text);
    let found: Vec<_> = diagnostics.into_iter().collect();
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    let column = found[0].position().unwrap().column;
    (found[0].code, column, found[0].message.clone(), found[0].hint.clone().unwrap_or_default())
}

/// The same for one override.
fn override_mistake(text: &str) -> (Code, usize, String, String) {
    let (code, column, message, hint) = mistake(&format!("{{\"overrides\": [{text}]}}"));
    (code, column - "{\"overrides\": [".len(), message, hint)
}

#[test]
fn all_keys_are_read() {
    let config = good(
        r#"{"since": "v24.11", "until": "v26.06", "only": ["a", "b"], "tests": false, "derive": ["::my::Trait"],
        "overrides": [{"hook": "h", "ignore": "required", "at": "/response", "reason": "so"}],
        "lint": {"severity": {"L0101": "error"}, "suppress": [{"code": "L0103", "file": "f", "pointer": "/p", "reason": "r"}]}}"#,
    );
    assert_eq!(config.lint.severities.into_iter().collect::<Vec<_>>(), [(Code::ExampleViolation, Severity::Error)]);
    let [accepted] = &config.lint.suppressions[..] else { panic!("one suppression") };
    assert_eq!((accepted.code, accepted.reason.as_str()), (Code::UnnamedErrorCode, "r"));
    assert_eq!((accepted.file.as_deref(), accepted.pointer.as_deref()), (Some("f"), Some("/p")));
    assert_eq!(config.since, "v24.11".parse().ok());
    assert_eq!(config.until, "v26.06".parse().ok());
    assert_eq!(config.only, ["a", "b"]);
    assert_eq!(config.tests, Some(false));
    assert_eq!(config.derives, ["::my::Trait".parse().unwrap()]);
    let [wanted] = &config.overrides[..] else { panic!("one override") };
    assert_eq!((wanted.target, wanted.method.value.as_str(), wanted.reason.as_str()), (Target::Hook, "h", "so"));
    let Change::Ignore(keyword) = &wanted.change else { panic!("{:?}", wanted.change) };
    assert_eq!((keyword.value.as_str(), wanted.at.value.as_str()), ("required", "/response"));
}

#[test]
fn everything_may_be_left_out() {
    let config = good("{}");
    assert!(config.since.is_none() && config.until.is_none() && config.tests.is_none());
    assert!(config.only.is_empty() && config.derives.is_empty() && config.overrides.is_empty());
    let config = good(r#"{"overrides": [{"method": "m", "rename": {"a": "b"}, "reason": "r"}]}"#);
    let Override { change: Change::Rename(names), at, was, .. } = &config.overrides[0] else { panic!("a rename") };
    assert_eq!((names[0].0.value.as_str(), names[0].1.value.as_str(), at.value.as_str()), ("a", "b", "/request"));
    assert!(was.is_empty());
}

#[test]
fn mistakes_in_the_file_have_a_place_and_a_hint() {
    let found = mistake(r#"{"snice": "v24.11"}"#);
    assert_eq!(
        found,
        (Code::UnknownConfigKey, 2, "the key `snice` is unknown here".into(), "did you mean `since`?".into())
    );
    assert_eq!(mistake(r#"{"since": "soon"}"#).0, Code::BadVersion);
    assert_eq!(mistake(r#"{"tests": "no"}"#).0, Code::WrongKind);
    assert_eq!(mistake(r#"{"only": "delpay"}"#).0, Code::WrongKind);
    assert_eq!(mistake(r#"{"overrides": {}}"#).0, Code::WrongKind);
    assert_eq!(mistake("[]").2, "a configuration is one JSON object, found an array");
    assert_eq!(mistake("{").0, Code::NotJson);
    let (code, column, message, _) = mistake(r#"{"derive": ["Eq, Ord"]}"#);
    assert_eq!((code, column), (Code::BadDerive, 13));
    assert!(message.starts_with("`Eq, Ord` is not the path of a derive macro"), "{message}");
}

#[test]
fn an_override_has_one_method_one_change_and_a_reason() {
    let cases = [
        (
            r#"{"ignore": "enum", "reason": "r"}"#,
            1,
            "an override is for one method, but this one has none of `method`, `notification`, `hook`",
        ),
        (
            r#"{"method": "a", "hook": "b", "ignore": "enum", "reason": "r"}"#,
            25,
            "an override is for one method, but this one has more than one of `method`, `notification`, `hook`",
        ),
        (
            r#"{"method": "a", "reason": "r"}"#,
            1,
            "an override changes one thing, but this one has none of `ignore`, `set`, `extend`, `required`, `optional`, `nullable`, `secret`, `rename`, \
             `positions`, `add`, `remove`, `note`, `errors`",
        ),
        (
            r#"{"method": "a", "ignore": "enum", "rename": {}, "reason": "r"}"#,
            45,
            "an override changes one thing, but this one has more than one of `ignore`, `set`, `extend`, `required`, `optional`, `nullable`, `secret`, `rename`, \
             `positions`, `add`, `remove`, `note`, `errors`",
        ),
        (r#"{"method": "a", "ignore": "enum"}"#, 1, "the override has no `reason`"),
        (r#"{"method": "a", "ignore": "enum", "reason": " "}"#, 45, "the `reason` is empty"),
        (r#"{"method": "a", "ignore": "description", "reason": "r"}"#, 27, "`description` cannot be ignored"),
        (r#"{"method": "a", "positions": ["x", "x"], "reason": "r"}"#, 36, "`positions` lists `x` twice"),
        (
            r#"{"method": "a", "positions": ["x"], "at": "/response", "reason": "r"}"#,
            43,
            "`positions` always apply to the request",
        ),
    ];
    for (text, at, said) in cases {
        let (code, column, message, hint) = override_mistake(text);
        assert_eq!((code, column, message.as_str()), (Code::MalformedOverride, at, said), "{text}");
        assert!(!hint.is_empty(), "{text}");
    }
}

#[test]
fn all_changes_are_read() {
    let changes = [
        r#""set": {"type": "u32", "minimum": 1, "enum": null}"#,
        r#""at": "", "set": {"rpc": "other", "title": null}, "was": {"rpc": "m", "title": "t", "errors": null}"#,
        r#""at": "/request/properties/a", "extend": ["b", 1]"#,
        r#""required": ["a"]"#,
        r#""optional": ["a"]"#,
        r#""at": "/response/properties/a", "nullable": true, "was": {"type": "u8"}"#,
        r#""at": "/response/properties/a", "secret": false"#,
        r#""positions": ["a"], "was": {"positions": ["b", "a"]}"#,
        r#""add": {"b": {"type": "u8"}}, "before": "a""#,
        r#""remove": ["a"]"#,
        r#""errors": {"add": ["- 1: One."], "remove": []}"#,
    ];
    for change in changes {
        let config = good(&format!(r#"{{"overrides": [{{"method": "m", {change}, "reason": "r"}}]}}"#));
        assert_eq!(config.overrides.len(), 1, "{change}");
    }
    let config = good(r#"{"overrides": [{"method": "m", "note": "Mind this."}]}"#);
    assert_eq!(config.overrides[0].reason, "Mind this.");
    let config = good(r#"{"overrides": [{"method": "m", "errors": {"remove": ["- 1: One."]}, "reason": "r"}]}"#);
    assert_eq!(config.overrides[0].at.value, "");
}

#[test]
fn what_a_correction_says_is_the_dialect() {
    let mistakes = [
        (r#""set": {"type": "u33"}"#, Code::UnknownType),
        (r#""set": {"tipe": "u32"}"#, Code::UnknownKeyword),
        (r#""set": {"minimum": "1"}"#, Code::WrongKind),
        (r#""set": {"minimum": 2, "maximum": 1}"#, Code::BoundsCrossed),
        (r#""set": "u32""#, Code::WrongKind),
        (r#""at": "", "set": {"type": "u32"}"#, Code::UnknownConfigKey),
        (r#""add": {"b": {"type": "u33"}}"#, Code::UnknownType),
        (r#""add": {"b": "u32"}"#, Code::WrongKind),
        (r#""extend": []"#, Code::WrongKind),
        (r#""nullable": false"#, Code::MalformedOverride),
        (r#""secret": "yes""#, Code::WrongKind),
        (r#""remove": ["a"], "before": "b""#, Code::MalformedOverride),
        (r#""remove": ["a"], "was": {"tipe": "u8"}"#, Code::MalformedOverride),
        (r#""remove": ["a"], "was": []"#, Code::WrongKind),
        (r#""note": "n""#, Code::MalformedOverride),
        (r#""errors": {"add": ["- 1: One."], "added": []}"#, Code::UnknownConfigKey),
        (r#""errors": {}, "at": "/request""#, Code::MalformedOverride),
        (r#""required": []"#, Code::MalformedOverride),
        (r#""errors": {"add": ["Wrong."]}"#, Code::MalformedOverride),
        (r#""errors": {}"#, Code::MalformedOverride),
    ];
    for (change, code) in mistakes {
        let found = override_mistake(&format!(r#"{{"method": "m", {change}, "reason": "r"}}"#));
        assert_eq!(found.0, code, "{change}: {found:?}");
    }
}

#[test]
fn words_that_are_nearly_right_are_recognized() {
    let (code, _, _, hint) = override_mistake(r#"{"method": "a", "ignore": "enum", "raeson": "r", "reason": "r"}"#);
    assert_eq!((code, hint.as_str()), (Code::UnknownConfigKey, "did you mean `reason`?"));
    let (_, _, _, hint) = override_mistake(r#"{"method": "a", "ignore": "paired_with", "reason": "r"}"#);
    assert_eq!(hint, "did you mean `pairedWith`?");
    assert_eq!(override_mistake(r#"{"method": "a", "rename": ["x", "y"], "reason": "r"}"#).0, Code::WrongKind);
    assert_eq!(override_mistake(r#"{"method": 1, "rename": {"x": "y"}, "reason": "r"}"#).0, Code::WrongKind);
}

#[test]
fn the_known_bugs_are_a_configuration_that_can_be_read() {
    let mut diagnostics = Diagnostics::new();
    let config = Config::built_in(&mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert!(config.overrides.iter().all(|wanted| wanted.bundled));
    let parsefeerate = config.overrides.iter().find(|wanted| wanted.method.value == "parsefeerate");
    assert!(matches!(parsefeerate.unwrap().change, Change::Rename(_)));
}

/// A folder does not say its release: the wrong text alone decides whether a correction is made.
#[test]
fn each_known_bug_tells_the_wrong_text_unless_the_change_implies_it() {
    let config = Config::built_in(&mut Diagnostics::new());
    for wanted in &config.overrides {
        let tells = |key: &str| wanted.was.iter().any(|was| was.key.value == key);
        let is_told = match &wanted.change {
            Change::Ignore(keyword) => tells(&keyword.value),
            Change::Set(keywords) => keywords.iter().all(|keyword| tells(&keyword.key.value)),
            Change::Positions(_) => tells("positions"),
            Change::Nullable(_) | Change::Secret(..) | Change::Note(_) => !wanted.was.is_empty(),
            Change::Extend(_) | Change::Required(_) | Change::Optional(_) | Change::Rename(_) => true,
            Change::Add { .. } | Change::Remove(_) | Change::Errors { .. } => true,
        };
        assert!(is_told, "{} at {}: {}", wanted.method.value, wanted.at.value, wanted.reason);
    }
}

#[test]
fn of_two_configurations_the_later_counts_more_and_lists_add_up() {
    let first = good(r#"{"since": "v24.11", "until": "v25.02", "only": ["a"], "tests": true}"#);
    let second = good(r#"{"since": "v25.05", "only": ["b"], "tests": false}"#);
    let both = first.then(second);
    assert_eq!((both.since, both.until), ("v25.05".parse().ok(), "v25.02".parse().ok()));
    assert_eq!((both.only, both.tests), (vec!["a".to_owned(), "b".to_owned()], Some(false)));
}
