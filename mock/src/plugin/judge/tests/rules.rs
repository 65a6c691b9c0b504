//! The table of all rules.

use super::super::{Consequence, PluginFault, Rule};

#[test]
fn a_fault_says_what_the_node_does_why_and_about_what() {
    let fault = PluginFault::new(Rule::NotJson, "Failed to parse\u{1b}", b"he\x1bllo\n");
    assert_eq!(fault.to_string(), "the node kills the plugin: Failed to parse\\u{1b}: he\\u{1b}llo");
    let fault = PluginFault::silent(Rule::HookUnanswered, "no answer");
    assert_eq!(fault.to_string(), "it hangs for ever: no answer");
    assert_eq!(fault.consequence(), Consequence::Hangs);
}

/// What only chains of hooks show, and what no node minds.
const ELSEWHERE: [Rule; 5] =
    [Rule::EndedInDbWrite, Rule::EndedInOwnCommand, Rule::HookCycle, Rule::NotAsked, Rule::OffSchema];

const fn in_the_table(consequence: Consequence) -> &'static str {
    match consequence {
        Consequence::Killed => "kills it",
        Consequence::Aborted => "aborts",
        Consequence::Crashed => "crashes",
        Consequence::Exited => "exits",
        Consequence::Hangs => "hangs",
        Consequence::Refused => "refuses it",
        Consequence::Ignored => "ignores it",
    }
}

#[test]
fn the_table_names_each_rule_what_the_node_does_and_a_test() {
    let tests = [
        ("framing", include_str!("framing.rs")),
        ("hooks", include_str!("hooks.rs")),
        ("init", include_str!("init.rs")),
        ("manifest", include_str!("manifest.rs")),
        ("said", include_str!("said.rs")),
        ("setconfig", include_str!("setconfig.rs")),
        ("asked", include_str!("../../../../tests/suite/plugin/asked.rs")),
        ("calls", include_str!("../../../../tests/suite/plugin/calls.rs")),
        ("ending", include_str!("../../../../tests/suite/plugin/ending.rs")),
        ("starting", include_str!("../../../../tests/suite/plugin/starting.rs")),
    ];
    let rows: Vec<Vec<&str>> = include_str!("../../../../../protocol/src/rules.md")
        .lines()
        .skip(7)
        .map(|row| row.split(" | ").collect())
        .collect();
    let mut listed: Vec<String> = ELSEWHERE.iter().map(|rule| format!("{rule:?}")).collect();
    for row in &rows {
        let [_, does, rule, test] = &row[..] else { panic!("{row:?} is no row") };
        let rule = rule.trim_matches('`');
        let known = Rule::ALL.iter().find(|known| format!("{known:?}") == rule);
        let consequence = known.unwrap_or_else(|| panic!("{rule} is no rule")).consequence();
        assert_eq!(*does, in_the_table(consequence), "{rule}");
        let (file, name) = test.trim_end_matches(" |").trim_matches('`').split_once("::").unwrap();
        let source = tests.iter().find(|(module, _)| *module == file).unwrap().1;
        assert!(
            source.contains(&format!("fn {name}()")) && source.contains(&format!("Rule::{rule}")),
            "{rule}: {test}"
        );
        listed.push(rule.to_owned());
    }
    let missing = Rule::ALL.iter().map(|rule| format!("{rule:?}")).filter(|rule| !listed.contains(rule));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<String>::new(), "these rules are not in the table");
}
