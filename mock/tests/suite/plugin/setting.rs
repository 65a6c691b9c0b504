//! `listconfigs`, `setconfig` and `check` of plugins, over the socket.

use std::time::Duration;

use cln_mock::{MockNode, PluginProgram, Rule};
use cln_tests::folders::shared;
use serde_json::{Value, json};

use super::Stage;
use super::control::dynamic;
use crate::peer::Peer;
use crate::valid::{Checked, RELEASES};

/// A plugin that has options of all kinds, and answers `setconfig` as its environment says.
fn program(stage: &Stage) -> PluginProgram {
    let option =
        |name: &str, kind: &str, more: &str| format!(r#"{{"name":"{name}","type":"{kind}","description":""{more}}}"#);
    let options = [
        option("o-str", "string", r#","default":"a""#),
        option("o-none", "string", ""),
        option("o-secret", "string-conceal", r#","default":"hidden""#),
        option("o-int", "int", r#","default":5"#),
        option("o-bool", "bool", r#","default":"yes""#),
        option("o-flag", "flag", ""),
        option("o-set", "flag", ""),
        option("o-many", "string", r#","multi":true"#),
        option("o-ints", "int", r#","multi":true,"default":3"#),
        option("d-str", "string", r#","dynamic":true,"default":"b""#),
        option("d-int", "int", r#","dynamic":true"#),
        option("d-flag", "flag", r#","dynamic":true"#),
        option("d-many", "string", r#","dynamic":true,"multi":true"#),
    ];
    let reply = r#"setconfig) echo "$line" >&2; case $params in
            *bad*) refuse '{"code":-32602,"message":"no thanks"}' ;; *worse*) refuse '{"message":"no code"}' ;;
            *die*) exit 0 ;; *) answer '{"x":1}' ;; esac ;;
        check) echo "$line" >&2; case $params in *bad*) refuse '{"code":-5,"message":"not this"}' ;; *) answer '{}' ;; esac ;;"#;
    stage.plugin("px", &dynamic("x", &options.join(",")), reply)
}

fn with_check(program: PluginProgram) -> PluginProgram {
    let manifest = dynamic("x", r#"{"name":"d-int","type":"int","description":"","dynamic":true}"#);
    program.env("STUB_MANIFEST", manifest.replace(r#""dynamic":true}"#, r#""dynamic":true,"cancheck":true}"#))
}

fn listed(peer: &mut Peer, option: &str) -> Value {
    peer.result("listconfigs", &json!([option]).to_string())["configs"].clone()
}

#[test]
fn options_are_listed_as_a_node_lists_them() {
    let stage = Stage::new();
    let given = program(&stage).option("o-str", "first").option("o-str", "b,c").flag("o-set");
    let node = MockNode::builder().plugin(given.option("o-many", "a").option("o-many", "b,c").option("o-ints", 1));
    let node = node.start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let path = stage.path("px");
    for (name, shown) in [
        ("o-str", json!({"value_str": "b,c", "source": "cmdline", "plugin": path})),
        ("o-secret", json!({"value_str": "...", "source": "default", "plugin": path})),
        ("o-int", json!({"value_int": 5, "source": "default", "plugin": path})),
        ("o-bool", json!({"value_bool": true, "source": "default", "plugin": path})),
        ("o-flag", json!({"set": false, "source": "default", "plugin": path})),
        ("o-set", json!({"set": true, "source": "cmdline", "plugin": path})),
        ("o-many", json!({"values_str": ["a", "b,c"], "sources": ["cmdline", "cmdline"], "plugin": path})),
        ("o-ints", json!({"values_int": [1], "sources": ["cmdline"], "plugin": path})),
        ("d-str", json!({"value_str": "b", "source": "default", "plugin": path, "dynamic": true})),
        ("d-many", json!({"values_str": [], "sources": [], "plugin": path, "dynamic": true})),
    ] {
        assert_eq!(listed(&mut peer, name), json!({name: shown}));
    }
    assert_eq!(listed(&mut peer, "o-none"), json!({}), "it has no value");
    let all = peer.result("listconfigs", "{}")["configs"].clone();
    assert_eq!(all["o-int"]["value_int"], 5);
    assert!(all.get("o-none").is_none() && all.get("alias").is_some(), "{all}");
    peer.result("plugin", r#"["stop","px"]"#);
    assert_eq!(peer.error("listconfigs", r#"["o-int"]"#).0, -32602);
}

#[test]
fn dynamic_options_are_set() {
    let stage = Stage::new();
    let node = MockNode::builder().plugin(program(&stage)).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let (path, file) = (stage.path("px"), node.socket().with_file_name("config.setconfig"));
    let line = |number: u8| format!("{}:{number}", file.display());
    for (params, told, shown) in [
        (
            json!({"config": "d-str", "val": "new"}),
            r#"{"config":"d-str","val":"new"}"#,
            json!({"config": "d-str", "value_str": "new", "source": line(2), "plugin": path, "dynamic": true}),
        ),
        (
            json!(["d-str", "new2", true]),
            r#"{"config":"d-str","val":"new2"}"#,
            json!({"config": "d-str", "value_str": "new2", "source": "setconfig transient", "plugin": path, "dynamic": true}),
        ),
        (
            json!(["d-int", 9]),
            r#"{"config":"d-int","val":"9"}"#,
            json!({"config": "d-int", "value_int": 9, "source": line(3), "plugin": path, "dynamic": true}),
        ),
        (
            json!(["d-flag"]),
            r#"{"config":"d-flag"}"#,
            json!({"config": "d-flag", "set": true, "source": line(4), "plugin": path, "dynamic": true}),
        ),
        (
            json!(["d-many", ["p", "q"]]),
            r#"{"config":"d-many","val":["p","q"]}"#,
            json!({"config": "d-many", "values_str": ["p", "q"], "sources": [line(5), line(6)], "plugin": path, "dynamic": true}),
        ),
        (
            json!(["d-str", "new3"]),
            r#"{"config":"d-str","val":"new3"}"#,
            json!({"config": "d-str", "value_str": "new3", "source": line(2), "plugin": path, "dynamic": true}),
        ),
    ] {
        assert_eq!(peer.result("setconfig", &params.to_string()), json!({"config": shown}));
        let asked = format!(r#""method":"setconfig","params":{told}}}"#);
        let plugin = node.plugin("px").unwrap();
        assert!(plugin.wait_until(|plugin| plugin.stderr().lines().any(|line| line.ends_with(&asked))), "{asked}");
    }
    assert!(node.plugin("px").unwrap().stderr().starts_with(r#"{"jsonrpc":"2.0","id":"1/cln:setconfig#"#));
    let mut shown = listed(&mut peer, "d-int")["d-int"].clone();
    assert_eq!(shown["value_int"].take(), 9);

    // It lasts when the plugin is started again.
    peer.result("plugin", r#"["stop","px"]"#);
    peer.result("plugin", &json!(["start", path]).to_string());
    assert_eq!(listed(&mut peer, "d-int")["d-int"]["value_int"], 9);
}

#[test]
fn what_cannot_be_set_is_refused() {
    let stage = Stage::new();
    let node = MockNode::builder().plugin(program(&stage)).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let invalid = "invalid token (see logs for details)";
    for (params, code, why) in [
        (json!(["nope", 1]), -32602, format!("config: Unknown config option: {invalid}")),
        (json!(["o-str", 1]), -32602, format!("config: Not a dynamic config option: {invalid}")),
        (json!(["d-flag", true]), -32602, "d-flag does not take a value".to_owned()),
        (json!(["d-str"]), -32602, "d-str requires a value".to_owned()),
        (json!(["d-str", ["a"]]), -32602, "d-str is not a multi option: val must not be an array".to_owned()),
        (json!(["d-many", "a"]), -32602, "d-many is a multi option: val must be an array".to_owned()),
        (json!(["d-str", "bad"]), -32602, "no thanks".to_owned()),
        (json!(["d-str", "worse"]), -1, "Malformed setvalue d-str plugin return".to_owned()),
        (json!(["d-str", "die"]), -4, "Plugin terminated before replying to RPC call.".to_owned()),
    ] {
        assert_eq!(peer.error("setconfig", &params.to_string()), (code, why), "{params}");
    }
    let faults: Vec<Rule> =
        std::iter::from_fn(|| node.plugins()[0].next_fault_within(Duration::ZERO)).map(|fault| fault.rule).collect();
    assert_eq!(faults, [Rule::SetconfigMalformed, Rule::Ended]);
}

#[test]
fn an_integer_that_nobody_can_read_ends_the_node() {
    let stage = Stage::new();
    let node = MockNode::builder().plugin(program(&stage)).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.try_call("setconfig", r#"["d-int","zz"]"#), None);
    assert!(node.is_stopped());
    assert_eq!(node.plugins()[0].next_fault().unwrap().reason, "Bad literal for --d-int: zz");

    // One that was typed so that it cannot be listed does, too, once it is listed.
    let stage = Stage::new();
    let node = MockNode::builder().plugin(program(&stage).option("o-int", "0x10")).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    peer.result("getinfo", "{}");
    assert_eq!(peer.try_call("listconfigs", "{}"), None);
    assert!(node.is_stopped());
    assert_eq!(node.plugins()[0].next_fault().unwrap().rule, Rule::BadLiteral);
}

#[test]
fn a_plugin_that_can_tell_is_asked_before_it_is_set() {
    let stage = Stage::new();
    let node = MockNode::builder().plugin(with_check(program(&stage))).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let check = |val: &str| json!({"command_to_check": "setconfig", "config": "d-int", "val": val}).to_string();
    assert_eq!(peer.result("check", &check("8")), json!({"command_to_check": "setconfig"}));
    let asked = r#"{"command_to_check":"setconfig","config":"d-int","val":"8"}"#;
    let plugin = node.plugin("px").unwrap();
    let end = format!(r#""method":"check","params":{asked}}}"#);
    assert!(plugin.wait_until(|plugin| plugin.stderr().trim_end().ends_with(&end)), "{}", plugin.stderr());
    assert_eq!(peer.error("check", &check("bad")), (-5, "not this".to_owned()));
    assert_eq!(listed(&mut peer, "d-int"), json!({}), "nothing is set");

    // One that cannot tell is not asked.
    let node = MockNode::builder().plugin(program(&Stage::new())).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let check = |val: &str| json!({"command_to_check": "setconfig", "config": "d-str", "val": val}).to_string();
    assert_eq!(peer.result("check", &check("bad")), json!({"command_to_check": "setconfig"}));
    assert_eq!(peer.error("check", r#"["setconfig","o-str","x"]"#).0, -32602);
    assert_eq!(node.plugin("px").unwrap().stderr(), "");
}

#[test]
fn each_release_takes_the_answers() {
    for release in RELEASES {
        let Some(folder) = shared(release) else { return };
        let stage = Stage::new();
        let mut node = Checked::start(MockNode::builder().plugin(program(&stage)), &folder);
        assert_eq!(node.result("plugin", r#"["list"]"#)["plugins"][0]["active"], true, "{release}");
        for params in [r#"["d-str","new"]"#, r#"["d-int",9]"#, r#"["d-flag"]"#] {
            assert_eq!(node.result("setconfig", params)["config"]["dynamic"], true, "{release}");
        }
        assert_eq!(node.result("listconfigs", r#"["d-int"]"#)["configs"]["d-int"]["value_int"], 9, "{release}");
        node.result("listconfigs", "{}");
        assert_eq!(node.result("plugin", r#"["stop","px"]"#)["command"], "stop", "{release}");
        let start = json!(["start", stage.path("px")]).to_string();
        assert_eq!(node.result("plugin", &start)["command"], "start", "{release}");
        // Options of the node are answered as documented, where `setconfig` is.
        let own = r#"{"config":"min-capacity-sat","val":500000}"#;
        if release.starts_with("releases") {
            assert_eq!(node.result("setconfig", own)["config"]["value_int"], 500_000, "{release}");
        }
    }
}
