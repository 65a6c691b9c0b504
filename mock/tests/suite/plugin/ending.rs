//! A plugin ends, by its own fault or because it was told to.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use cln_mock::{MockNode, PluginCallError, PluginUnderTest, Rule};

use super::{Stage, json, manifest};

/// It exits when it is told to.
const OBEYS: &str = "shutdown) exit 7 ;;";

fn start(stage: &Stage, name: &str, members: &str, reactions: &str) -> PluginUnderTest {
    PluginUnderTest::start(stage.plugin(name, &manifest(members), reactions)).unwrap()
}

#[test]
fn a_fault_that_the_test_has_not_seen_fails_it() {
    let stage = Stage::new();
    let plugin = start(&stage, "px", "", "x) answer '{}'; tell log '{\"level\":\"io\",\"message\":\"\"}' ;;");
    plugin.call_raw("x", &json("{}")).unwrap();
    assert!(plugin.wait_until(PluginUnderTest::is_gone));
    let panicked = catch_unwind(AssertUnwindSafe(|| drop(plugin))).unwrap_err();
    let told = panicked.downcast_ref::<String>().unwrap();
    let expected = "the plugin px: the node kills the plugin: Unknown log-level \"io\", valid values are \"trace\", \
                    \"debug\", \"info\", \"warn\", or \"error\".: ";
    assert!(told.contains(expected), "{told}");

    // One that it has seen does not.
    let seen = start(&stage, "py", "", "x) exit 1 ;;");
    let Err(PluginCallError::Fault(fault)) = seen.call_raw("x", &json("{}")) else { panic!("it ends") };
    assert_eq!(fault.rule, Rule::Ended);
}

#[test]
fn an_answer_that_a_node_does_not_survive_ends_the_node() {
    let stage = Stage::new();
    let plugin = start(
        &stage,
        "px",
        r#","hooks":["peer_connected"]"#,
        r#"peer_connected) refuse '{"code":-32700,"message":"oops"}' ;;"#,
    );
    let fault = plugin.hook_raw("peer_connected", &json(r#"{"peer":{}}"#)).unwrap_err();
    assert_eq!(fault.rule, Rule::HookWithoutResult);
    assert!(fault.to_string().starts_with("the node aborts: "), "{fault}");
    assert!(fault.offending.contains("oops"));
    assert!(plugin.node().unwrap().is_stopped());
    // Its input is closed, upon which it exits.
    assert!(plugin.wait_until(PluginUnderTest::is_gone));
}

#[test]
fn who_has_subscribed_to_shutdown_is_told_and_others_are_not() {
    let stage = Stage::new();
    let told = r#","subscriptions":["shutdown"]"#;
    let status = |exit: Result<cln_mock::PluginExit, _>| exit.unwrap().status.unwrap().code();
    assert_eq!(status(start(&stage, "a", told, OBEYS).stop()), Some(7));
    assert_eq!(status(start(&stage, "b", "", OBEYS).stop()), None, "it is killed");
    assert_eq!(status(start(&stage, "c", told, OBEYS).shutdown()), Some(7));
    assert_eq!(status(start(&stage, "d", "", OBEYS).shutdown()), Some(0), "its input is closed");
    assert_eq!(status(start(&stage, "e", told, OBEYS).hang_up()), Some(0), "it is not told");
    assert_eq!(start(&stage, "f", told, OBEYS).kill().status.unwrap().code(), None);
}

#[test]
fn what_does_not_end_is_killed_by_the_clock_of_the_node() {
    let stage = Stage::new();
    let program = stage.plugin("px", &manifest(r#","subscriptions":["*"]"#), "shutdown) echo told >&2 ;;");
    let node = MockNode::builder().clock(Duration::from_secs(1_700_000_000)).plugin(program).start().unwrap();
    let plugin = node.plugin("px").unwrap();
    let late = thread::scope(|scope| {
        let stopping = scope.spawn(|| plugin.stop());
        assert!(plugin.wait_until(|plugin| plugin.stderr() == "told\n"));
        node.clock().advance(Duration::from_secs(29));
        assert!(!plugin.wait_until_for(Duration::from_millis(20), PluginUnderTest::is_gone));
        node.clock().advance(Duration::from_secs(1));
        stopping.join().unwrap().unwrap_err()
    });
    assert_eq!(late.rule, Rule::ShutdownTimeout);
    assert!(plugin.is_gone());
}

#[test]
fn what_is_asked_of_a_plugin_that_has_ended_says_so() {
    let stage = Stage::new();
    let plugin = start(&stage, "px", r#","hooks":["recover"]"#, "");
    let pending = plugin.begin_call_raw("x", &json("{}"));
    plugin.kill();
    let Err(PluginCallError::Fault(fault)) = pending.wait() else { panic!("it was killed") };
    assert_eq!((fault.rule, &*fault.reason), (Rule::Ended, "it was killed"));
    assert_eq!(plugin.hook_raw("recover", &json("{}")).unwrap_err(), fault);
    assert_eq!(plugin.notify_raw("connect", &json("{}")), 0);
}

#[test]
fn an_end_of_its_output_is_its_end() {
    let stage = Stage::new();
    let plugin = start(&stage, "px", "", "x) exec >&-; sleep 100 ;;");
    let Err(PluginCallError::Fault(fault)) = plugin.call_raw("x", &json("{}")) else { panic!("it ends") };
    assert_eq!((fault.rule, &*fault.reason), (Rule::Ended, "exited during normal operation"));
}

#[test]
fn what_does_not_read_is_lost_before_memory_is() {
    let stage = Stage::new();
    let plugin = start(&stage, "px", r#","subscriptions":["connect"]"#, "x) exec sleep 100 ;;");
    let asked = plugin.begin_call_raw("x", &json("{}"));
    let long = json(&format!("\"{}\"", "x".repeat(8 << 20)));
    let told = (0..33).filter(|_| plugin.notify_raw("connect", &long) == 1).count();
    assert!(told >= 31, "{told}");
    let fault = plugin.next_fault().unwrap();
    assert_eq!(fault.rule, Rule::ReadsNothing);
    assert_eq!(fault.reason, "it does not read: more than 268435456 bytes wait for it");
    let Err(PluginCallError::Fault(terminated)) = asked.wait() else { panic!("it is gone") };
    assert_eq!(terminated, fault);
}
