//! The table of what cannot happen.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

use cln_protocol::Rule;

/// What a plugin cannot see of itself, and what only the stand-in node complains of: messages that are too long, or are not
/// read while handlers are busy, an event that nobody has asked about, a topic that nobody sends.
const ELSEWHERE: [Rule; 8] = [
    Rule::Ended,
    Rule::EndedInDbWrite,
    Rule::EndedInOwnCommand,
    Rule::ModifiedTwice,
    Rule::NotAsked,
    Rule::ReadsNothing,
    Rule::TooLong,
    Rule::UnknownTopic,
];

#[test]
fn the_table_names_each_rule_and_a_test() {
    let tests = [
        ("calls", include_str!("../tests/suite/calls.rs")),
        ("hooks", include_str!("../tests/suite/hooks.rs")),
        ("life", include_str!("../tests/suite/life.rs")),
        ("notifications", include_str!("../tests/suite/notifications.rs")),
        ("options", include_str!("../tests/suite/options.rs")),
        ("process", include_str!("../tests/suite/process.rs")),
        ("soak", include_str!("../tests/suite/soak.rs")),
    ];
    let mut listed: Vec<String> = ELSEWHERE.iter().map(|rule| format!("{rule:?}")).collect();
    for row in include_str!("rules.md").lines().skip(3) {
        let [_, rules, _, test] = &row.split(" | ").collect::<Vec<_>>()[..] else { panic!("{row} is no row") };
        let (file, name) = test.trim_end_matches(" |").trim_matches('`').split_once("::").unwrap();
        let source = tests.iter().find(|(module, _)| *module == file).unwrap().1;
        assert!(source.contains(&format!("fn {name}()")), "there is no test {test}");
        listed.extend(rules.split(", ").map(|rule| rule.trim_matches('`').to_owned()));
    }
    listed.sort();
    listed.dedup();
    let mut all: Vec<String> = Rule::ALL.iter().map(|rule| format!("{rule:?}")).collect();
    all.sort();
    assert_eq!(listed, all);
}
