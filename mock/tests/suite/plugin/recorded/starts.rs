//! Starts: what plugins were asked and told before they were ready.

use std::time::Duration;

use cln_mock::{MockNode, PluginProgram};
use serde_json::Value;

use super::{Line, Puppet, Stage, groups, id, lines, recording, without_what_varies};

/// Plugins that were asked what they are and told where they are; how many.
fn replay_starts(groups: Vec<Vec<Line>>) -> usize {
    let mut replayed = 0;
    for group in groups {
        let of_node = |part: &str| group.iter().find(|line| line.from_node && line.raw.contains(part));
        let manifest = group.iter().find(|line| !line.from_node && line.raw.contains("cln:getmanifest#"));
        let (Some(asked), Some(manifest), Some(told)) = (of_node("cln:getmanifest#"), manifest, of_node("cln:init#"))
        else {
            continue;
        };
        let result: Value = serde_json::from_str(&manifest.raw).unwrap();
        let stage = Stage::new();
        let builder = MockNode::builder().developer(asked.raw.contains("false"));
        let start = |program| {
            let program = given(program, &result["result"]["options"], &told.raw);
            if told.raw.contains("\"startup\":true") {
                return builder.plugin(program).start().unwrap();
            }
            let node = builder.start().unwrap();
            node.start_plugin(program).unwrap();
            node
        };
        let mut heard = Vec::new();
        let (_puppet, node) = Puppet::start(&stage, "p", start, |puppet| {
            for answer in [&manifest.raw, r#"{"jsonrpc":"2.0","id":"cln:init#0","result":{}}"#] {
                heard.push(puppet.hear());
                puppet.say(answer.replace(id(answer), id(&heard[heard.len() - 1])).as_bytes());
            }
        });
        assert_eq!(without_what_varies(&heard[0]), without_what_varies(&asked.raw), "{}", asked.note);
        // Another plugin of that node had added a feature, which shows in every `init`.
        let has_features = manifest.raw.contains("featurebits");
        let expected = if has_features { told.raw.clone() } else { told.raw.replace("0200000000000000000000", "") };
        assert_eq!(without_what_varies(&heard[1]), without_what_varies(&expected), "{}", asked.note);
        while node.plugins()[0].next_fault_within(Duration::ZERO).is_some() {}
        replayed += 1;
    }
    replayed
}

/// The options that are not as their defaults have them, given as `init` shows them.
pub(super) fn given(mut program: PluginProgram, options: &Value, init: &str) -> PluginProgram {
    // What is not JSON there is the default.
    let Ok(init) = serde_json::from_str::<Value>(init) else { return program };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    for option in options.as_array().into_iter().flatten() {
        let name = option["name"].as_str().unwrap();
        match &init["params"]["options"][name] {
            Value::Null => {}
            // Its escapes are doubled.
            _ if !option["default"].is_null() && init["params"]["options"][name].to_string().contains('\\') => {}
            Value::Array(values) if option["default"].is_null() => {
                program = values.iter().fold(program, |program, value| program.option(name, text(value)));
            }
            Value::Array(_) => {}
            _ if option["type"] == "flag" => program = program.flag(name),
            value if text(value) == text(&option["default"]) => {}
            value => program = program.option(name, text(value)),
        }
    }
    program
}

#[test]
fn plugins_are_started_as_recorded() {
    let init = r#"{\"jsonrpc\":\"2.0\",\"id\":\"cln:init#259\",\"method\":\"init\",\"params\":{\"options\":{\"z1\":007},\"configuration\":{\"lightning-dir\":\"/home/alice/regtest\",\"rpc-file\":\"lightning-rpc\",\"startup\":false,\"network\":\"regtest\",\"feature_set\":{\"init\":\"800898880a8a59a1\",\"node\":\"808898880a8a59a1\",\"channel\":\"\",\"invoice\":\"02000002024100\",\"bolt12_offer\":\"\",\"bolt12_invreq\":\"\",\"bolt12_invoice\":\"020000\",\"channel_type\":\"08800000800000\"}}}}"#;
    let own = [
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"t:1/cln:getmanifest#258\",\"method\":\"getmanifest\",\"params\":{\"allow-deprecated-apis\":true}}","note":"own"}"#.to_owned(),
        r#"{"dir":"plugin->node","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"t:1/cln:getmanifest#258\",\"result\":{\"options\":[{\"name\":\"z1\",\"type\":\"int\",\"default\":\"007\",\"description\":\"\"}],\"rpcmethods\":[],\"dynamic\":true}}","note":"own"}"#.to_owned(),
        format!(r#"{{"dir":"node->plugin","raw":"{init}","note":"own"}}"#),
    ];
    assert_eq!(replay_starts(groups(lines(&own.join("\n")))), 1);
    if let Some(groups) = recording("plugin_handshake") {
        assert_eq!(replay_starts(groups), 6);
    }
}
