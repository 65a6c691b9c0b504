//! Trouble for plugins: what they hear then, and what the node makes of what they say.

use std::time::Duration;

use cln_mock::{EarlyMoment, Error, MockNode, PluginCallError, PluginTrouble, PluginUnderTest, Rule};
use cln_runtime::Json;
use cln_tests::sizes::size;

use super::puppet::Puppet;
use super::{Stage, json, manifest};
use crate::peer::Peer;

/// Long enough for what has not been kept from coming to come.
const A_WHILE: Duration = Duration::from_millis(50);

fn start(stage: &Stage, trouble: PluginTrouble, reactions: &str) -> PluginUnderTest {
    PluginUnderTest::start(stage.plugin("px", &manifest(""), reactions).trouble(trouble)).unwrap()
}

/// Answers what a plugin is asked before it is ready.
fn shake_hands(puppet: &mut Puppet, members: &str) {
    puppet.hear();
    puppet.answer("cln:getmanifest#1", &manifest(members));
    puppet.hear();
    puppet.answer("cln:init#2", "{}");
}

fn started(stage: &Stage, trouble: PluginTrouble) -> (Puppet, PluginUnderTest) {
    let start = |program: cln_mock::PluginProgram| PluginUnderTest::start(program.trouble(trouble)).unwrap();
    Puppet::start(stage, "px", start, |puppet| shake_hands(puppet, ""))
}

/// Shows how long each of the next reads is.
const MEASURE: &str = "x) answer 1; read -r _; for _ in 1 2 3 4 5 6; do dd bs=65536 count=1 status=none | wc -c >&2; done; cat >/dev/null ;;";

/// The lengths of six reads, in a plugin with this trouble.
fn reads(trouble: PluginTrouble) -> Vec<usize> {
    let stage = Stage::new();
    let plugin = start(&stage, trouble, MEASURE);
    plugin.call_raw("x", &json("{}")).unwrap();
    let _unread = plugin.begin_call_raw("x", &json("{}"));
    assert!(plugin.wait_until(|plugin| plugin.stderr().lines().count() == 6), "{}", plugin.stderr());
    plugin.stderr().lines().map(|length| length.trim().parse().unwrap()).collect()
}

#[test]
fn it_reads_byte_by_byte() {
    assert_eq!(reads(PluginTrouble::new().pieces(1)), [1; 6]);
}

#[test]
fn it_reads_pieces_as_the_seed_says() {
    let pieces = |seed| reads(PluginTrouble::new().seed(seed).pieces(9));
    let some = pieces(7);
    assert!(some.iter().all(|length| (1..=9).contains(length)), "{some:?}");
    assert_eq!(pieces(7), some);
    assert_ne!(pieces(8), some);
}

#[test]
fn what_was_held_back_comes_in_one_read() {
    let stage = Stage::new();
    let plugin = start(
        &stage,
        PluginTrouble::new(),
        "x) answer 1; read -r _; dd bs=65536 count=1 status=none >&2; cat >/dev/null ;;",
    );
    plugin.call_raw("x", &json("{}")).unwrap();
    let (held, longer) = (plugin.hold(), plugin.hold());
    let _calls: Vec<_> = (0..3).map(|call| plugin.begin_call_raw("x", &json(&format!("[{call}]")))).collect();
    drop(held);
    assert!(!plugin.wait_until_for(A_WHILE, |plugin| !plugin.stderr().is_empty()), "{}", plugin.stderr());
    drop(longer);
    let call = |call| {
        format!(r#"{{"jsonrpc":"2.0","id":"test/cln:x#{}","method":"x","params":[{call}]}}{}"#, call + 4, "\n\n")
    };
    let all: String = (0..3).map(call).collect();
    assert!(plugin.wait_until(|plugin| plugin.stderr() == all), "{}", plugin.stderr());
}

#[test]
fn what_was_held_back_comes_before_the_end_of_the_input() {
    let stage = Stage::new();
    let plugin = start(&stage, PluginTrouble::new(), r#"x) echo "$params" >&2 ;;"#);
    let held = plugin.hold();
    let _call = plugin.begin_call_raw("x", &json("[1]"));
    assert_eq!(plugin.hang_up().unwrap().status.unwrap().code(), Some(0));
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "[1]\n"), "{}", plugin.stderr());
    drop(held);
}

#[test]
fn the_node_is_silent_before_each_write() {
    let stage = Stage::new();
    let trouble = PluginTrouble::new().pause(4 * A_WHILE);
    let plugin = start(&stage, trouble, "x) echo asked >&2; answer 1 ;;");
    let call = plugin.begin_call_raw("x", &json("{}"));
    assert!(!plugin.wait_until_for(A_WHILE, |plugin| !plugin.stderr().is_empty()));
    assert_eq!(call.wait().unwrap().as_str(), "1");
}

#[test]
fn what_is_read_slowly_blocks_who_writes_it() {
    let stage = Stage::new();
    let trouble = PluginTrouble::new().slow_reading(1, Duration::from_millis(1));
    // Twice as much as there is room for in the pipe.
    let long = r#"x) answer "\"$(head -c 131072 /dev/zero | tr '\0' x)\""; echo written >&2 ;;"#;
    let plugin = start(&stage, trouble, long);
    let _call = plugin.begin_call_raw("x", &json("{}"));
    assert!(!plugin.wait_until_for(4 * A_WHILE, |plugin| plugin.stderr() == "written\n"));
    plugin.kill();

    let other = Stage::new();
    let plugin = start(&other, PluginTrouble::new().slow_reading(4096, Duration::from_micros(10)), long);
    assert_eq!(plugin.call_raw("x", &json("{}")).unwrap().as_str().len(), 131_072 + 2);
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "written\n"));
}

#[test]
fn a_caller_may_write_a_blank_line() {
    let stage = Stage::new();
    let (mut puppet, plugin) = started(&stage, PluginTrouble::new().blank_lines());
    let call = plugin.begin_call_raw("x", &json(r#"{"a":[1,2]}"#));
    let heard = puppet.hear();
    assert_eq!(heard, "{\"jsonrpc\":\n\n\"2.0\",\"id\":\"test/cln:x#3\",\"method\":\"x\",\"params\":{\"a\":[1,2]}}");
    puppet.answer("test/cln:x#3", "1");
    assert_eq!(call.wait().unwrap().as_str(), "1");
    // Also a client of the node, elsewhere.
    let mut peer = Peer::connect(&plugin.socket());
    peer.send(r#"{"jsonrpc":"2.0","id":7,"method":"x","params":[]}"#);
    assert_eq!(puppet.hear(), "{\"jsonrpc\":\"2.0\",\"id\":\"7/cln:x#4\",\"method\":\"x\",\n\n\"params\":[]}");
    puppet.answer("7/cln:x#4", "2");
    assert_eq!(peer.line(), "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":2}\n\n");
    // What the node writes itself is as ever.
    plugin.set_config("none", None).unwrap_err();
    let _check = plugin.begin_hook_raw("recover", &json("{}"));
}

#[test]
fn a_caller_may_write_control_characters() {
    let stage = Stage::new();
    let (mut puppet, plugin) = started(&stage, PluginTrouble::new().control_characters());
    let _call = plugin.begin_call_raw("x", &json("{}"));
    let heard = puppet.hear();
    assert_eq!(
        heard,
        "{\"control\":\"\u{e}\",\"jsonrpc\":\"2.0\",\"id\":\"test/cln:x#3\",\"method\":\"x\",\"params\":{}}"
    );
}

#[test]
fn a_caller_may_write_much() {
    let stage = Stage::new();
    let bytes = size("CLN_PLUGIN_REQUEST", 1 << 20, 30 << 20) as usize;
    let (mut puppet, plugin) = started(&stage, PluginTrouble::new().padding(bytes));
    let call = plugin.begin_call_raw("x", &json("{}"));
    let heard = puppet.hear_line();
    let short = r#""jsonrpc":"2.0","id":"test/cln:x#3","method":"x","params":{}}"#;
    assert_eq!(heard.len(), bytes + r#"{"padding":"","#.len() + short.len());
    assert!(heard.ends_with(short), "{}", &heard[heard.len() - short.len()..]);
    // And so may who answers.
    let answer = format!("\"{}\"", "y".repeat(bytes));
    puppet.answer("test/cln:x#3", &answer);
    assert_eq!(call.wait().unwrap().as_str(), answer);
}

/// What a plugin was asked before it was ready, and would answer.
fn early(plugin: &PluginUnderTest) -> Result<Json, PluginCallError> {
    plugin.early().unwrap().wait()
}

#[test]
fn it_is_asked_before_it_is_ready() {
    let stage = Stage::new();
    let trouble = PluginTrouble::new()
        .early_call(EarlyMoment::WithInit, "x", &json("[2]"))
        .early_hook(EarlyMoment::WithInit, "recover", &json("{}"))
        .early_hook(EarlyMoment::BeforeInit, "db_write", &json(r#"{"writes":[]}"#))
        .early_call(EarlyMoment::BeforeInit, "x", &json("[1]"));
    let start = |program: cln_mock::PluginProgram| PluginUnderTest::start(program.trouble(trouble)).unwrap();
    let (_puppet, plugin) = Puppet::start(&stage, "px", start, |puppet| {
        puppet.hear();
        puppet.answer("cln:getmanifest#1", &manifest(r#","hooks":["recover","db_write"]"#));
        let heard: Vec<String> = (0..5).map(|_| puppet.hear()).collect();
        let ids = heard.iter().map(|text| text.split('"').nth(7).unwrap()).collect::<Vec<_>>();
        let expected = ["cln:db_write#2", "test/cln:x#3", "cln:init#4", "test/cln:x#5", "cln:recover#6"];
        assert_eq!(ids, expected);
        let answers = [r#"{"result":"continue"}"#, "1", "{}", "2", "[]"];
        // It is ready last.
        for index in [0, 1, 3, 4, 2] {
            puppet.answer(expected[index], answers[index]);
        }
    });
    assert_eq!(early(&plugin).unwrap().as_str(), r#"{"result":"continue"}"#);
    assert_eq!(early(&plugin).unwrap().as_str(), "1");
    assert_eq!(early(&plugin).unwrap().as_str(), "2");
    // What is wrong with an answer is a fault, as ever.
    let Err(PluginCallError::Fault(fault)) = early(&plugin) else { panic!("it is no answer to a hook") };
    assert_eq!(fault.rule, Rule::BadHookResult);
    assert!(plugin.early().is_none() && plugin.node().unwrap().is_stopped());
}

#[test]
fn it_is_asked_in_one_write_with_init() {
    let stage = Stage::new();
    let show = r#"getmanifest) answer "$STUB_MANIFEST"; read -r _; dd bs=65536 count=1 status=none >&2; exit ;;"#;
    // What came in a write of its own would be late.
    let trouble = PluginTrouble::new().pause(A_WHILE).early_call(EarlyMoment::WithInit, "x", &json("[2]"));
    let node = MockNode::builder().start().unwrap();
    node.start_plugin(stage.plugin("px", &manifest(""), show).trouble(trouble)).unwrap_err();
    let plugin = node.plugin("px").unwrap();
    let both = |plugin: &PluginUnderTest| {
        let ids =
            plugin.stderr().lines().filter_map(|line| line.split('"').nth(7).map(str::to_owned)).collect::<Vec<_>>();
        ids == ["cln:init#2", "test/cln:x#3"]
    };
    assert!(plugin.wait_until(both), "{}", plugin.stderr());
}

/// Where a plugin was killed: while it was started, in a call, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Killed {
    AtStart,
    InCall,
    Not,
}

fn killed(stage: &Stage, trouble: PluginTrouble) -> Killed {
    let program = stage.plugin("px", &manifest(""), "x) answer 1 ;;").trouble(trouble);
    let ended = |fault: &cln_mock::PluginFault| (fault.rule, fault.reason.as_str()) == (Rule::Ended, "it was killed");
    let plugin = match PluginUnderTest::start(program) {
        Ok(plugin) => plugin,
        Err(Error::Plugin(_, fault)) if ended(&fault) => return Killed::AtStart,
        Err(other) => panic!("{other:?}"),
    };
    match plugin.call_raw("x", &json("{}")) {
        Ok(answer) => {
            assert_eq!(answer.as_str(), "1");
            Killed::Not
        }
        Err(PluginCallError::Fault(fault)) if ended(&fault) => {
            assert!(plugin.is_gone());
            Killed::InCall
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// How long an answer is.
fn written(id: &str, result: &str) -> usize {
    format!(r#"{{"jsonrpc":"2.0","id":"{id}","result":{result}}}"#).len() + "\n\n".len()
}

fn written_until_ready() -> usize {
    written("cln:getmanifest#1", &manifest("")) + written("cln:init#2", "{}")
}

/// Some of these lengths, spread over all, or all.
fn some_of(most: usize) -> impl Iterator<Item = usize> {
    let count = size("CLN_PLUGIN_KILLS", 8, u32::try_from(most).unwrap()) as usize;
    (0..count).map(move |number| number * most / count)
}

#[test]
fn it_is_killed_at_any_byte_that_it_reads() {
    // What it reads until it is ready, and in the call.
    let show = r#"*) printf '%s\n' "$line" >&2;; esac; case $method in x) answer 1 ;;"#;
    let stage = Stage::new();
    let plugin = start(&stage, PluginTrouble::new(), show);
    plugin.call_raw("x", &json("{}")).unwrap();
    assert!(plugin.wait_until(|plugin| plugin.stderr().lines().count() == 3));
    let lengths: Vec<usize> = plugin.stderr().lines().map(|line| line.len() + 2).collect();
    let (start, call) = (lengths[..2].iter().sum::<usize>(), lengths[2]);
    for bytes in some_of(start + call - 2) {
        // With the end of a line it may answer just before it is killed.
        if !(start - 2..=start).contains(&bytes) {
            let expected = if bytes < start { Killed::AtStart } else { Killed::InCall };
            assert_eq!(
                killed(&Stage::new(), PluginTrouble::new().kill_after_reading(bytes as u64)),
                expected,
                "{bytes}"
            );
        }
    }
    let all = (start + call + 1) as u64;
    assert_eq!(killed(&Stage::new(), PluginTrouble::new().kill_after_reading(all)), Killed::Not);
}

#[test]
fn it_is_killed_at_any_byte_that_it_writes() {
    let (start, call) = (written_until_ready(), written("test/cln:x#3", "1"));
    let expected = |bytes: usize| match bytes {
        // The newlines behind an answer are no part of it.
        bytes if bytes < start - 2 => Killed::AtStart,
        bytes if bytes < start + call - 2 => Killed::InCall,
        _ => Killed::Not,
    };
    for bytes in some_of(start + call + 1).chain([start - 3, start - 2, start + call - 3, start + call - 2]) {
        let trouble = PluginTrouble::new().kill_after_writing(bytes as u64);
        assert_eq!(killed(&Stage::new(), trouble), expected(bytes), "{bytes}");
    }
}

#[test]
fn one_trouble_goes_with_another() {
    let stage = Stage::new();
    let trouble = PluginTrouble::new()
        .seed(3)
        .blank_lines()
        .control_characters()
        .padding(10)
        .pieces(2)
        .pause(Duration::from_micros(1))
        .slow_reading(3, Duration::from_micros(1))
        .early_call(EarlyMoment::WithInit, "x", &json("[1]"))
        .kill_after_writing((written_until_ready() + 2 * written("test/cln:x#3", "1") + 9) as u64);
    let start = |program: cln_mock::PluginProgram| PluginUnderTest::start(program.trouble(trouble)).unwrap();
    let (mut puppet, plugin) = Puppet::start(&stage, "px", start, |puppet| {
        shake_hands(puppet, "");
        let call = puppet.hear();
        assert!(call.starts_with("{\"padding\":\"xxxxxxxxxx\",\"control\":\"") && call.contains("\n\n"), "{call:?}");
        puppet.answer("test/cln:x#3", "1");
    });
    assert_eq!(early(&plugin).unwrap().as_str(), "1");
    let calls: Vec<_> = (0..3).map(|_| plugin.begin_call_raw("x", &json("[1]"))).collect();
    for id in ["test/cln:x#4", "test/cln:x#5"] {
        puppet.hear();
        puppet.answer(id, "2");
    }
    let outcomes: Vec<_> = calls.into_iter().map(|call| call.wait().map(|answer| answer.to_string())).collect();
    assert_eq!(outcomes[0].as_deref(), Ok("2"));
    for outcome in &outcomes[1..] {
        let Err(PluginCallError::Fault(fault)) = outcome else { panic!("{outcome:?}") };
        assert_eq!((fault.rule, fault.reason.as_str()), (Rule::Ended, "it was killed"));
    }
}
