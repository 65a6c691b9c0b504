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
