//! Commands of plugins, called by clients of the node.

use cln_mock::{LogLevel, MockNode, PluginUnderTest, Rule};
use cln_runtime::client::blocking::Client;

use super::{Stage, json, manifest};
use crate::peer::Peer;

/// Shows what came, ids and all.
const SHOW: &str = r#"x) printf '%s\n' "$line" >&2; answer '{"n":1}' ;;"#;

fn start(stage: &Stage, members: &str, reactions: &str) -> PluginUnderTest {
    PluginUnderTest::start(stage.plugin("px", &manifest(members), reactions)).unwrap()
}

/// What the plugin has read after this was sent to the node, and what came back.
fn forwarded(plugin: &PluginUnderTest, request: &str) -> (String, String) {
    let before = plugin.stderr().len();
    let mut peer = Peer::connect(&plugin.socket());
    peer.send(request);
    let answer = peer.line();
    assert!(plugin.wait_until(|plugin| plugin.stderr().get(before..).is_some_and(|new| new.ends_with('\n'))));
    (plugin.stderr()[before..].trim_end().to_owned(), answer)
}

#[test]
fn a_request_is_forwarded_byte_for_byte_but_for_its_id() {
    let stage = Stage::new();
    let plugin = start(&stage, "", SHOW);
    for (sent, read, answered) in [
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"x","params":{"a":1.50e1},"filter":{"n":true}}"#,
            r#"{"jsonrpc":"2.0","id":"7/cln:x#3","method":"x","params":{"a":1.50e1},"filter":{"n":true}}"#,
            r#"{"jsonrpc":"2.0","id":7,"result":{"n":1}}"#,
        ),
        (
            r#"{ "extra" : [1, 2], "id" : "a\"b", "method":"x", "id":"other","params":[1,],"jsonrpc":"2.0"}"#,
            r#"{ "extra" : [1, 2], "id" : "weird-id/cln:x#4", "method":"x", "id":"other","params":[1,],"jsonrpc":"2.0"}"#,
            "",
        ),
        (
            r#"{"jsonrpc":"2.0","id":null,"method":"x","params":"text"}"#,
            r#"{"jsonrpc":"2.0","id":"null/cln:x#5","method":"x","params":"text"}"#,
            r#"{"jsonrpc":"2.0","id":null,"result":{"n":1}}"#,
        ),
    ] {
        if answered.is_empty() {
            let mut peer = Peer::connect(&plugin.socket());
            peer.send(sent);
            assert!(
                plugin.wait_until(|plugin| plugin.stderr().lines().any(|line| line == read)),
                "{}",
                plugin.stderr()
            );
            continue;
        }
        assert_eq!(forwarded(&plugin, sent), (read.to_owned(), format!("{answered}\n\n")));
    }
    // The script has taken the second id for that of the second request.
    assert_eq!(plugin.next_fault().unwrap().rule, Rule::UnknownId);
}

#[test]
fn an_answer_is_passed_on_byte_for_byte_but_for_its_id() {
    let stage = Stage::new();
    let odd = r#"x) say "{\"jsonrpc\" : \"2.0\",  \"result\" : {\"a\" : 1.50,},\"zz\":[1],

 \"id\" : \"$id\" }" ;;"#;
    let plugin = start(&stage, "", odd);
    let mut peer = Peer::connect(&plugin.socket());
    peer.send(r#"{"jsonrpc":"2.0","id":"c:1","method":"x","params":{}}"#);
    // With an empty line inside, it looks like two.
    let answer = peer.line() + &peer.line();
    let expected = "{\"jsonrpc\" : \"2.0\",  \"result\" : {\"a\" : 1.50,},\"zz\":[1],\n\n \"id\" : \"c:1\" }\n\n";
    assert_eq!(answer, expected);
}

#[test]
fn answers_come_in_any_order() {
    let stage = Stage::new();
    let plugin = start(
        &stage,
        "",
        r#"x) case $params in
            '{"wait":1}') first=$id ;;
            *) answer 2; id=$first; answer 1 ;;
        esac ;;"#,
    );
    let mut peer = Peer::connect(&plugin.socket());
    peer.send(r#"{"jsonrpc":"2.0","id":"A","method":"x","params":{"wait":1}}"#);
    peer.send(r#"{"jsonrpc":"2.0","id":"B","method":"x","params":{}}"#);
    assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"id\":\"B\",\"result\":2}\n\n");
    assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"id\":\"A\",\"result\":1}\n\n");
}

#[test]
fn what_tells_how_a_call_goes_on_reaches_a_caller_who_wants_that() {
    let stage = Stage::new();
    let plugin = start(
        &stage,
        "",
        r#"x) tell message "{\"id\":\"$id\",\"level\":\"info\",\"message\":\"hey\"}"; answer '{}' ;;"#,
    );
    let mut peer = Peer::connect(&plugin.socket());
    let call = r#"{"jsonrpc":"2.0","id":"c1","method":"x","params":{}}"#;
    peer.send(call);
    let answer = "{\"jsonrpc\":\"2.0\",\"id\":\"c1\",\"result\":{}}\n\n";
    assert_eq!(peer.line(), answer);
    peer.send(r#"{"jsonrpc":"2.0","id":"n","method":"notifications","params":{"enable":true}}"#);
    peer.line();
    peer.send(call);
    let told = r#"{"jsonrpc":"2.0","method":"message","params":{"id":"c1","level":"info","message":"hey"}}"#;
    assert_eq!(peer.line(), format!("{told}\n\n"));
    assert_eq!(peer.line(), answer);
}

#[test]
fn a_caller_is_told_that_the_plugin_has_ended() {
    let stage = Stage::new();
    let plugin = start(&stage, "", "x) exit 3 ;;");
    let mut peer = Peer::connect(&plugin.socket());
    let call = r#"{"jsonrpc":"2.0","id":"t:1","method":"x","params":{}}"#;
    peer.send(call);
    let terminated = r#"{"jsonrpc": "2.0","id": "t:1","error": {"code":-4, "message":"Plugin terminated before replying to RPC call."}}"#;
    assert_eq!(peer.line(), format!("{terminated}\n\n"));
    let fault = plugin.next_fault().unwrap();
    assert_eq!((fault.rule, &*fault.reason), (Rule::Ended, "exited during normal operation"));
    // Its commands are gone with it.
    peer.send(call);
    assert!(peer.line().contains(r#""code":-32601"#));
}

#[test]
fn help_shows_commands_of_plugins() {
    let stage = Stage::new();
    let plugin = start(&stage, "", "");
    let client = Client::connect(plugin.socket()).unwrap();
    let help = client.call_raw("help", &r#"{"command":"x"}"#.parse().unwrap()).unwrap();
    assert_eq!(help.as_str(), r#"{"help":[{"command":"x [a]"}],"format-hint":"simple"}"#);
    let all = client.call_raw("help", &"{}".parse().unwrap()).unwrap();
    assert!(all.as_str().contains(r#"{"command":"x [a]"}"#) && all.as_str().contains(r#""command":"delpay "#));
    plugin.kill();
    assert!(client.call_raw("help", &r#"{"command":"x"}"#.parse().unwrap()).is_err());
}

#[test]
fn a_plugin_that_can_tell_is_asked_whether_it_would_take_parameters() {
    let stage = Stage::new();
    let check = r#"check) printf '%s\n' "$line" >&2; refuse '{"code":-32602,"message":"bad a"}' ;;"#;
    let able = start(&stage, r#","cancheck":true"#, check);
    let request = r#"{"jsonrpc":"2.0","id":"c:1","method":"check","params":{"command_to_check":"x","a":1}}"#;
    let (read, answer) = forwarded(&able, request);
    assert_eq!(read, request.replace("c:1", "c:1/cln:check#3"));
    assert_eq!(answer, "{\"jsonrpc\":\"2.0\",\"id\":\"c:1\",\"error\":{\"code\":-32602,\"message\":\"bad a\"}}\n\n");
    assert_eq!(
        able.check_raw("x", &json(r#"["b"]"#)).unwrap_err().to_string(),
        "the plugin has refused the call: bad a (code -32602)"
    );
    assert!(able.wait_until(|plugin| plugin.stderr().contains(r#""method":"check","params":["x","b"]}"#)));

    // One that cannot tell is not asked.
    let other = Stage::new();
    let unable = start(&other, "", "check) exit 1 ;;");
    let mut peer = Peer::connect(&unable.socket());
    peer.send(request);
    assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"id\":\"c:1\",\"result\":{\"command_to_check\":\"x\"}}\n\n");
    unable.check_raw("x", &json("{}")).unwrap();
}

#[test]
fn what_it_writes_can_be_read() {
    let stage = Stage::new();
    let plugin = start(
        &stage,
        "",
        r#"x) tell log '{"level":"unusual","message":"one\ntwo"}'; tell log '{"message":"three"}'
            echo oops >&2; answer '{}' ;;"#,
    );
    plugin.call_raw("x", &json("{}")).unwrap();
    let lines: Vec<_> = plugin.log().into_iter().map(|line| (line.level, line.text)).collect();
    let expected = [(LogLevel::Warn, "one"), (LogLevel::Warn, "two"), (LogLevel::Info, "three")];
    assert_eq!(lines, expected.map(|(level, text)| (level, text.to_owned())));
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "oops\n"));
}

#[test]
fn plugins_of_nodes_that_run_at_a_time_do_not_meet() {
    let stage = Stage::new();
    let program = stage.plugin("px", &manifest(""), r#"x) answer "\"$(pwd -P)\"" ;;"#);
    let [one, other] = [(); 2].map(|()| PluginUnderTest::start(program.clone()).unwrap());
    let folders = [&one, &other].map(|plugin| plugin.call_raw("x", &json("{}")).unwrap());
    assert_ne!(folders[0], folders[1]);
    let node: &MockNode = one.node().unwrap();
    assert_eq!(node.received().len(), 0, "what a test calls without a socket is nothing that the node has received");
}
