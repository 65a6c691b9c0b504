//! What tests ask plugins, and tell them.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cln_bindings::{DelpayRequest, DelpayStatus};
use cln_mock::{PluginCallError, PluginUnderTest, Rule};

use super::{Stage, json, manifest};

const HASH: &str = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";

fn start(stage: &Stage, members: &str, reactions: &str) -> PluginUnderTest {
    PluginUnderTest::start(stage.plugin("px", &manifest(members), reactions)).unwrap()
}

#[test]
fn an_error_of_a_command_is_no_fault() {
    let stage = Stage::new();
    let plugin = start(&stage, "", r#"x) refuse '{"code":-5,"message":"no","data":[1]}' ;;"#);
    let Err(PluginCallError::Refused(error)) = plugin.call_raw("x", &json("{}")) else { panic!("it refuses") };
    assert_eq!((error.code, &*error.message, error.data), (-5, "no", Some(json("[1]"))));
    assert!(plugin.next_fault_within(Duration::ZERO).is_none());
}

#[test]
fn what_no_client_can_read_is_an_error_and_no_fault() {
    let stage = Stage::new();
    let program = stage.plugin("px", &manifest(""), "x) answer \"$ANSWER\" ;;");
    for answer in ["{\"a\":1,}", "01", "{\n\n}", "1,\"error\":{\"code\":1,\"message\":\"\"}"] {
        let plugin = PluginUnderTest::start(program.clone().env("ANSWER", answer)).unwrap();
        let called = plugin.call_raw("x", &json("{}"));
        assert!(matches!(called, Err(PluginCallError::Unreadable(_))), "{answer}: {called:?}");
    }
}

#[test]
fn a_hook_is_answered() {
    let stage = Stage::new();
    let plugin = start(
        &stage,
        r#","hooks":["peer_connected"]"#,
        r#"peer_connected) printf '%s\n' "$line" >&2; answer '{"result":"disconnect","error_message":"no"}' ;;"#,
    );
    let peer = json(r#"{"peer":{"id":"02","direction":"in","addr":"127.0.0.1:1","features":""}}"#);
    let answer = plugin.hook_raw("peer_connected", &peer).unwrap();
    assert_eq!(answer.as_str(), r#"{"result":"disconnect","error_message":"no"}"#);
    let asked = format!(r#"{{"jsonrpc":"2.0","id":"cln:peer_connected#3","method":"peer_connected","params":{peer}}}"#);
    assert!(plugin.wait_until(|plugin| plugin.stderr() == format!("{asked}\n")), "{}", plugin.stderr());
    let not_asked = plugin.hook_raw("recover", &json("{}")).unwrap_err();
    assert_eq!((not_asked.rule, &*not_asked.reason), (Rule::NotAsked, "it has not registered the hook 'recover'"));
}

#[test]
fn a_task_waits_as_a_thread_does() {
    let stage = Stage::new();
    let hold = r#"peer_connected) held=$id ;; x) release=$id; id=$held; answer '{"result":"continue"}'; id=$release; answer 1 ;;"#;
    let plugin = start(&stage, r#","hooks":["peer_connected"]"#, hold);
    let mut held = Box::pin(plugin.begin_hook_raw("peer_connected", &json("{}")));
    let mut context = Context::from_waker(Waker::noop());
    assert!(held.as_mut().poll(&mut context).is_pending());
    assert_eq!(plugin.call_raw("x", &json("{}")).unwrap().as_str(), "1");
    let Poll::Ready(answer) = held.as_mut().poll(&mut context) else { panic!("it was released") };
    assert_eq!(answer.unwrap().as_str(), r#"{"result":"continue"}"#);
}

#[test]
fn a_notification_is_wrapped_and_comes_as_often_as_it_was_asked_for() {
    let stage = Stage::new();
    let show = r#"connect|log|own) printf '%s\n' "$line" >&2 ;;"#;
    let plugin = start(&stage, r#","subscriptions":["connect","*"]"#, show);
    assert_eq!(plugin.notify_raw("connect", &json(r#"{"id":"02"}"#)), 2);
    assert_eq!(plugin.notify_raw("log", &json("{}")), 0, "that has to be named");
    assert_eq!(plugin.notify_from("py", "own", &json("[1]")), 1);
    let wrapped = r#"{"jsonrpc":"2.0","method":"connect","params":{"connect":{"id":"02"}}}"#;
    let own = r#"{"jsonrpc":"2.0","method":"own","origin":"py","params":[1]}"#;
    let expected = format!("{wrapped}\n{wrapped}\n{own}\n");
    assert!(plugin.wait_until(|plugin| plugin.stderr() == expected), "{}", plugin.stderr());
}

#[test]
fn a_dynamic_option_is_changed() {
    let stage = Stage::new();
    let options = manifest("").replace(
        r#""options":[]"#,
        r#""options":[{"name":"o","type":"int","default":1,"description":"","dynamic":true},
            {"name":"fixed","type":"string","description":""}]"#,
    );
    let set = r#"setconfig) printf '%s\n' "$line" >&2; case $params in *5*) answer '{}' ;; *6*) refuse '{"code":-1,"message":"no"}' ;; *) answer '{}' ;; esac ;;"#;
    let plugin = PluginUnderTest::start(stage.plugin("px", &options, set)).unwrap();
    plugin.set_config("o", Some(&json("5"))).unwrap();
    let asked =
        r#"{"jsonrpc":"2.0","id":"test/cln:setconfig#3","method":"setconfig","params":{"config":"o","val":"5"}}"#;
    assert!(plugin.wait_until(|plugin| plugin.stderr() == format!("{asked}\n")), "{}", plugin.stderr());
    let refused = plugin.set_config("o", Some(&json("6"))).unwrap_err();
    assert!(matches!(refused, PluginCallError::Refused(error) if error.message == "no"));
    let fixed = plugin.set_config("fixed", Some(&json("\"x\""))).unwrap_err();
    assert!(matches!(fixed, PluginCallError::Refused(error) if error.message.contains("Not a dynamic config option")));
    // Nobody but the plugin could have found this.
    let Err(PluginCallError::Fault(fault)) = plugin.set_config("o", Some(&json("\"zz\""))) else { panic!("it exits") };
    assert_eq!((fault.rule, &*fault.reason), (Rule::SetconfigBadInt, "Bad literal for --o: zz"));
    assert!(plugin.node().unwrap().is_stopped());
}

#[test]
fn what_is_not_answered_hangs() {
    let stage = Stage::new();
    let plugin = start(&stage, r#","hooks":["recover"]"#, "x) say 'half of {' ;;");
    let patience = Duration::from_millis(20);
    let unanswered = plugin.begin_hook_raw("recover", &json(r#"{"codex32":""}"#)).wait_for(patience).unwrap_err();
    assert_eq!(unanswered.rule, Rule::HookUnanswered);
    let request = DelpayRequest::new(HASH.parse().unwrap(), DelpayStatus::Complete);
    let Err(PluginCallError::Fault(fault)) = plugin.begin_call(&request).wait_for(patience) else { panic!("silence") };
    assert_eq!(fault.rule, Rule::CallUnanswered);
    plugin.notify_raw("none", &json("{}"));
    let _asked = plugin.begin_call_raw("x", &json("{}"));
    assert!(plugin.wait_until(|plugin| {
        let unfinished = plugin.begin_call_raw("none", &json("{}")).wait_for(Duration::from_millis(1));
        matches!(unfinished, Err(PluginCallError::Fault(fault)) if fault.rule == Rule::Unfinished)
    }));
}
