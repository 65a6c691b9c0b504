//! What plugins tell without being asked.

use super::super::{Framing, Level, PluginFault, Rule, Said, Told, told};

/// What the node makes of a notification, of a plugin that has declared `my-topic`.
fn tell(text: &str, check: impl FnOnce(Result<Told<'_>, PluginFault>)) {
    let mut framing = Framing::new(1 << 20);
    framing.take_in(text.as_bytes());
    let Some(Said::Notification(notification)) = framing.next().unwrap() else { panic!("{text} is a notification") };
    check(told(&notification, &["my-topic".to_owned()]));
}

fn log(params: &str) -> Result<(Level, Vec<String>), PluginFault> {
    let mut logged = None;
    tell(&format!(r#"{{"jsonrpc":"2.0","method":"log","params":{params}}}"#), |told| {
        logged = Some(told.map(|told| match told {
            Told::Log(level, lines) => (level, lines),
            other => panic!("{other:?} is no line for the log"),
        }));
    });
    logged.unwrap()
}

#[test]
fn levels_are_read_in_any_case() {
    let level = |name: &str| log(&format!(r#"{{"level":"{name}","message":"m"}}"#)).unwrap().0;
    assert_eq!(["trace", "debug", "info", "INFO"].map(level), [Level::Trace, Level::Debug, Level::Info, Level::Info]);
    assert_eq!(
        ["unusual", "Warn", "broken", "error"].map(level),
        [Level::Warn, Level::Warn, Level::Error, Level::Error]
    );
    assert_eq!(log(r#"{"message":"m"}"#).unwrap(), (Level::Info, vec!["m".to_owned()]));
    assert_eq!(Level::Warn.name(), "warn");
}

#[test]
fn an_unknown_level_kills() {
    for (level, shown) in [(r#""io""#, r#""io""#), (r#""warning""#, r#""warning""#), ("5", "5"), ("null", "null")] {
        let fault = log(&format!(r#"{{"level":{level},"message":"m"}}"#)).unwrap_err();
        let valid = "valid values are \"trace\", \"debug\", \"info\", \"warn\", or \"error\".";
        assert_eq!((fault.rule, fault.reason), (Rule::BadLogLevel, format!("Unknown log-level {shown}, {valid}")));
    }
}

#[test]
fn a_message_that_is_no_string_kills() {
    for params in [r#"{"message":5}"#, r#"["info","m"]"#, r#"{"level":"info"}"#, r#""m""#] {
        let fault = log(params).unwrap_err();
        assert_eq!(fault.rule, Rule::BadLogMessage, "{params}");
        assert_eq!(fault.reason, "Log notification from plugin doesn't have a string \"message\" field");
    }
}

#[test]
fn lines_are_split_unless_there_is_a_unicode_escape() {
    assert_eq!(log(r#"{"message":"a\nb\t\"c\""}"#).unwrap().1, ["a", "b\t\"c\""]);
    assert_eq!(log(r#"{"message":"l1\nl2 \"q\" \u00e9"}"#).unwrap().1, [r#"l1\nl2 \"q\" \u00e9"#]);
    assert_eq!(log(r#"{"message":"a\\under\nb"}"#).unwrap().1, ["a\\under", "b"]);
}

#[test]
fn progress_goes_to_the_caller_of_its_id() {
    for method in ["message", "progress"] {
        tell(&format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{{"zork":1,"id":"c/cln:x#1"}}}}"#), |told| {
            let params = br#"{"zork":1,"id":"c/cln:x#1"}"#;
            assert_eq!(told, Ok(Told::Progress { id: br#""c/cln:x#1""#, method, params }));
        });
    }
}

#[test]
fn progress_without_an_id_kills() {
    for params in [r#"{"level":"info","message":"hey"}"#, r#"["c1"]"#] {
        tell(&format!(r#"{{"jsonrpc":"2.0","method":"message","params":{params}}}"#), |told| {
            let fault = told.unwrap_err();
            assert_eq!(fault.rule, Rule::ProgressWithoutId);
            assert_eq!(fault.reason, "JSON-RPC notify \"id\"-field is not present");
        });
    }
}

#[test]
fn declared_topics_are_passed_on_exactly() {
    for params in [r#"{"a": 1.50}"#, "[1,2]", "\"s\""] {
        tell(&format!(r#"{{"jsonrpc":"2.0","method":"my-topic","params":{params}}}"#), |told| {
            assert_eq!(told, Ok(Told::Topic { topic: "my-topic".to_owned(), params: params.as_bytes() }));
        });
    }
}

#[test]
fn other_topics_are_dropped() {
    for topic in ["zork", "connect"] {
        tell(&format!(r#"{{"jsonrpc":"2.0","method":"{topic}","params":{{}}}}"#), |told| {
            let fault = told.unwrap_err();
            assert_eq!(fault.rule, Rule::UndeclaredTopic);
            let reason = format!(
                "Plugin attempted to send a notification to topic \"{topic}\" it hasn't declared in its manifest, not \
                 forwarding to subscribers."
            );
            assert_eq!(fault.reason, reason);
        });
    }
}
