//! An event at a hook that several plugins have registered.

use cln_mock::{MockNode, PluginUnderTest, Rule};
use cln_runtime::Json;

use super::{Stage, json};

/// A plugin with this hook, as JSON, and no method; what it is asked it writes to standard error.
fn with_hook(stage: &Stage, name: &str, hook: &str, answer: &str) -> cln_mock::PluginProgram {
    let manifest = format!(r#"{{"options":[],"rpcmethods":[],"dynamic":true,"hooks":[{hook}]}}"#);
    let arms = "htlc_accepted|rpc_command|custommsg|db_write|invoice_payment|peer_connected";
    stage.plugin(name, &manifest, &format!(r#"{arms}) printf '%s\n' "$line" >&2; {answer} ;;"#))
}

const CONTINUE: &str = r#"answer '{"result":"continue"}'"#;

/// A node with plugins, each by its name, its hook and what it does.
fn node(stage: &Stage, plugins: &[(&str, &str, &str)]) -> MockNode {
    let add = |builder: cln_mock::Builder, (name, hook, answer): &(&str, &str, &str)| {
        builder.plugin(with_hook(stage, name, hook, answer))
    };
    plugins.iter().fold(MockNode::builder(), add).start().unwrap()
}

fn plugin(node: &MockNode, name: &str) -> PluginUnderTest {
    node.plugin(name).unwrap()
}

/// The parameters with which a plugin was asked, in order.
fn asked(plugin: &PluginUnderTest) -> Vec<String> {
    let params = |line: &str| line.split_once("\"params\":").unwrap().1.strip_suffix('}').unwrap().to_owned();
    plugin.stderr().lines().map(params).collect()
}

/// The names of plugins in the order in which they were asked, by the numbers of their requests.
fn order(node: &MockNode) -> Vec<String> {
    let number = |plugin: &PluginUnderTest| {
        assert!(plugin.wait_until(|plugin| plugin.stderr().ends_with('\n')));
        plugin.stderr().split_once('#').unwrap().1.split_once('"').unwrap().0.parse::<u64>().unwrap()
    };
    let mut plugins = node.plugins();
    plugins.sort_by_key(number);
    plugins.iter().map(|plugin| plugin.name().to_owned()).collect()
}

fn htlc(payload: &str) -> Json {
    json(&format!(r#"{{"onion":{{"payload":"{payload}","next_onion":""}},"htlc":{{"id":1}}}}"#))
}

#[test]
fn plugins_are_asked_in_the_order_of_the_node() {
    let stage = Stage::new();
    let node = node(
        &stage,
        &[
            ("a", r#""htlc_accepted""#, CONTINUE),
            ("b", r#"{"name":"htlc_accepted","before":["a"]}"#, CONTINUE),
            ("c", r#"{"name":"htlc_accepted","after":["d"],"before":["nobody"]}"#, CONTINUE),
            ("d", r#""htlc_accepted""#, CONTINUE),
        ],
    );
    let outcome = node.hook_raw("htlc_accepted", &htlc("00")).unwrap();
    assert_eq!(outcome.as_str(), r#"{"result":"continue"}"#);
    assert_eq!(order(&node), ["b", "a", "d", "c"]);
}

#[test]
fn hooks_in_a_circle_are_refused() {
    let stage = Stage::new();
    let node = node(&stage, &[("a", r#"{"name":"htlc_accepted","before":["b"]}"#, CONTINUE)]);
    let circle = with_hook(&stage, "b", r#"{"name":"htlc_accepted","before":["a"]}"#, CONTINUE);
    let refused = node.start_plugin(circle).unwrap_err().to_string();
    let expected = "the plugin b does not start: the node kills the plugin: Cannot meet required hook dependencies";
    assert_eq!(refused, expected);
    assert_eq!(node.hook_raw("htlc_accepted", &htlc("00")).unwrap().as_str(), r#"{"result":"continue"}"#);
}

#[test]
fn a_replaced_payload_is_passed_on_with_its_length() {
    let stage = Stage::new();
    let node = node(
        &stage,
        &[
            ("a", r#""htlc_accepted""#, r#"answer '{"result":"continue","payload":"0203","ignored":1}'"#),
            ("b", r#""htlc_accepted""#, r#"answer '{"result":"continue","forward_to":"'$(printf %064d 7)'"}'"#),
            ("c", r#""htlc_accepted""#, CONTINUE),
        ],
    );
    let outcome = node.hook_raw("htlc_accepted", &htlc("0101")).unwrap();
    let forward_to = format!("{:064}", 7);
    let expected = format!(r#"{{"result":"continue","payload":"0203","forward_to":"{forward_to}"}}"#);
    assert_eq!(outcome.as_str(), expected);
    for name in ["a", "b", "c"] {
        assert!(plugin(&node, name).wait_until(|plugin| plugin.stderr().ends_with('\n')));
    }
    assert_eq!(asked(&plugin(&node, "a")), [htlc("0101").as_str()]);
    assert_eq!(asked(&plugin(&node, "b")), [htlc("020203").as_str()]);
    assert!(asked(&plugin(&node, "c"))[0].contains(&format!(r#""forward_to":"{forward_to}""#)));
}

#[test]
fn the_first_answer_that_ends_the_chain_counts() {
    let stage = Stage::new();
    let node = node(
        &stage,
        &[
            ("a", r#""htlc_accepted""#, CONTINUE),
            ("b", r#""htlc_accepted""#, r#"answer '{"result":"fail","failure_message":"2002"}'"#),
            ("c", r#""htlc_accepted""#, CONTINUE),
        ],
    );
    let outcome = node.hook_raw("htlc_accepted", &htlc("00")).unwrap();
    assert_eq!(outcome.as_str(), r#"{"result":"fail","failure_message":"2002"}"#);
    assert_eq!(plugin(&node, "c").stderr(), "");
    // Each alone is asked whatever others say.
    assert_eq!(plugin(&node, "c").hook_raw("htlc_accepted", &htlc("00")).unwrap().as_str(), r#"{"result":"continue"}"#);
}

#[test]
fn filters_leave_plugins_out() {
    let stage = Stage::new();
    let node = node(
        &stage,
        &[
            ("a", r#"{"name":"rpc_command","filters":["decode"]}"#, r#"answer '{"return":{"result":{"a":1}}}'"#),
            ("b", r#""rpc_command""#, CONTINUE),
            ("c", r#"{"name":"custommsg","filters":[55555]}"#, CONTINUE),
        ],
    );
    let call = |method: &str| {
        json(&format!(r#"{{"rpc_command":{{"jsonrpc":"2.0","id":"my:id","method":"{method}","params":{{}}}}}}"#))
    };
    assert_eq!(node.hook_raw("rpc_command", &call("getinfo")).unwrap().as_str(), r#"{"result":"continue"}"#);
    assert_eq!(plugin(&node, "a").stderr(), "");
    assert_eq!(node.hook_raw("rpc_command", &call("decode")).unwrap().as_str(), r#"{"return":{"result":{"a":1}}}"#);
    assert!(plugin(&node, "b").wait_until(|plugin| plugin.stderr().lines().count() == 2));
    assert!(plugin(&node, "b").stderr().contains(r#""id":"my:id/cln:rpc_command#"#), "on behalf of the caller");
    node.hook_raw("custommsg", &json(r#"{"payload":"ad9c01","peer_id":"02"}"#)).unwrap();
    assert_eq!(plugin(&node, "c").stderr(), "");
    node.hook_raw("custommsg", &json(r#"{"payload":"d903aa","peer_id":"02"}"#)).unwrap();
    assert!(plugin(&node, "c").wait_until(|plugin| !plugin.stderr().is_empty()));
    let left_out = plugin(&node, "c").hook_raw("custommsg", &json(r#"{"payload":"ad9c01"}"#)).unwrap_err();
    assert_eq!(left_out.rule, Rule::NotAsked);
}

#[test]
fn two_plugins_that_modify_one_call_end_the_node() {
    let stage = Stage::new();
    let replace = r#"answer '{"return":{"result":1}}'"#;
    let plugins = [("a", r#""rpc_command""#, replace), ("b", r#""rpc_command""#, replace)];
    let node = node(&stage, &plugins);
    let call = json(r#"{"rpc_command":{"jsonrpc":"2.0","id":"my:id","method":"getinfo","params":{}}}"#);
    let fault = node.hook_raw("rpc_command", &call).unwrap_err();
    assert_eq!(fault.rule, Rule::ModifiedTwice);
    assert_eq!(fault.reason, "rpc_command hook 'getinfo' already modified, ignoring.");
    assert!(node.is_stopped());
}

#[test]
fn a_plugin_that_dies_lets_the_event_pass() {
    let stage = Stage::new();
    let node = node(&stage, &[("a", r#""htlc_accepted""#, "exit 1"), ("b", r#""htlc_accepted""#, CONTINUE)]);
    assert_eq!(node.hook_raw("htlc_accepted", &htlc("00")).unwrap().as_str(), r#"{"result":"continue"}"#);
    assert!(plugin(&node, "b").wait_until(|plugin| !plugin.stderr().is_empty()));
    assert_eq!(plugin(&node, "a").next_fault().unwrap().rule, Rule::Ended);
}

#[test]
fn a_plugin_that_dies_instead_of_writing_down_ends_the_node() {
    let stage = Stage::new();
    let node = node(&stage, &[("a", r#""db_write""#, "exit 1")]);
    let fault = node.hook_raw("db_write", &json(r#"{"data_version":1,"writes":["BEGIN"]}"#)).unwrap_err();
    assert_eq!(fault.rule, Rule::EndedInDbWrite);
    assert!(node.is_stopped());
    assert_eq!(plugin(&node, "a").next_fault().unwrap().rule, Rule::Ended);
}

#[test]
fn all_are_asked_at_once_to_write_down() {
    let stage = Stage::new();
    // Each waits for the other to be asked.
    let meet =
        |own: &str, other: &str| format!("touch {own}; while test ! -e {other}; do sleep 0.01; done; {CONTINUE}");
    let (first, second) = (meet("a-asked", "b-asked"), meet("b-asked", "a-asked"));
    let node = node(&stage, &[("a", r#""db_write""#, &first), ("b", r#""db_write""#, &second)]);
    let outcome = node.hook_raw("db_write", &json(r#"{"data_version":1,"writes":["BEGIN"]}"#));
    assert_eq!(outcome.unwrap().as_str(), r#"{"result":"continue"}"#);
}

#[test]
fn what_nobody_has_registered_goes_on() {
    let node = MockNode::builder().start().unwrap();
    assert_eq!(node.hook_raw("recover", &json(r#"{"codex32":""}"#)).unwrap().as_str(), r#"{"result":"continue"}"#);
    assert_eq!(node.hook_raw("recovery", &json("{}")).unwrap_err().rule, Rule::NotAsked);
}
