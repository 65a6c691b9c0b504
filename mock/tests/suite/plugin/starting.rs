//! A plugin is started, says what it is, and is told where it is.

use std::thread;
use std::time::Duration;

use cln_mock::{Error, MockNode, PluginFault, PluginUnderTest, Rule};

use super::{Stage, json, manifest};

/// Why a plugin is not taken.
fn fault(started: Result<PluginUnderTest, Error>) -> PluginFault {
    match started {
        Err(Error::Plugin(_, fault)) => fault,
        other => panic!("expected a fault, found {other:?}"),
    }
}

#[test]
fn it_runs_where_a_node_has_it_run() {
    let stage = Stage::new();
    let reaction = r#"x) answer "[\"$(pwd -P)\",\"$LIGHTNINGD_PLUGIN\",\"$LIGHTNINGD_VERSION\",\"$OWN\",\"$*\"]" ;;"#;
    let program = stage.plugin("px", &manifest(""), reaction).env("OWN", "1 2").arg("one");
    let node = MockNode::builder().developer(true).plugin(program).start().unwrap();
    let folder = node.socket().parent().unwrap().canonicalize().unwrap();
    let expected = format!(r#"["{}","1","v26.06.6","1 2",""]"#, folder.display());
    let plugin = node.plugin("px").unwrap();
    assert_eq!(plugin.call_raw("x", &json("{}")).unwrap().as_str(), expected);
    assert_eq!((plugin.name(), &*plugin.socket()), ("px", node.socket()));
}

#[test]
fn it_is_asked_and_told_as_by_a_node() {
    let stage = Stage::new();
    let keep = r#"getmanifest) manifest_asked=$line; answer "$STUB_MANIFEST" ;; init) init_told=$line; answer '{}' ;;
        x) printf '%s\n%s\n' "$manifest_asked" "$init_told" >&2; answer '{}' ;;"#;
    let node = MockNode::builder().plugin(stage.plugin("px", &manifest(""), keep)).start().unwrap();
    let late =
        node.start_plugin(stage.plugin("py", &manifest("").replace("\"x\"", "\"y\""), &keep.replace("x)", "y)")));
    let folder = node.socket().parent().unwrap().display().to_string();
    let manifest_asked = |id: &str| {
        format!(r#"{{"jsonrpc":"2.0","id":"{id}","method":"getmanifest","params":{{"allow-deprecated-apis":true}}}}"#)
    };
    let init_told = |number: u8, startup: bool| {
        format!(
            r#"{{"jsonrpc":"2.0","id":"cln:init#{number}","method":"init","params":{{"options":{{}},"configuration":{{"lightning-dir":"{folder}","rpc-file":"lightning-rpc","startup":{startup},"network":"regtest","feature_set":{{"init":"800898880a8a59a1","node":"808898880a8a59a1","channel":"","invoice":"02000002024100","bolt12_offer":"","bolt12_invreq":"","bolt12_invoice":"020000","channel_type":"08800000800000"}}}}}}}}"#
        )
    };
    let told = |plugin: &PluginUnderTest, method: &str| {
        plugin.call_raw(method, &json("{}")).unwrap();
        assert!(plugin.wait_until(|plugin| plugin.stderr().lines().count() == 2));
        plugin.stderr()
    };
    assert_eq!(
        told(&node.plugin("px").unwrap(), "x"),
        format!("{}\n{}\n", manifest_asked("cln:getmanifest#1"), init_told(2, true))
    );
    assert_eq!(
        told(&late.unwrap(), "y"),
        format!("{}\n{}\n", manifest_asked("test/cln:getmanifest#3"), init_told(4, false))
    );
}

#[test]
fn none_is_told_where_it_is_before_all_have_said_what_they_are() {
    let stage = Stage::new();
    // The second says what it is once the first is told where it is, which must not be before: it waits in vain.
    let slow = format!("getmanifest) while test ! -e go; do sleep 0.01; done; answer '{}' ;;", manifest(""));
    let quick = stage.plugin("quick", &manifest("").replace("\"x\"", "\"y\""), "init) touch told; answer '{}' ;;");
    let folder = tempfile::tempdir().unwrap();
    let (socket, go, told) = (folder.path().join("rpc"), folder.path().join("go"), folder.path().join("told"));
    let starting = thread::spawn({
        let slow = stage.plugin("slow", "", &slow);
        move || MockNode::builder().socket(socket).plugin(quick).plugin(slow).start().map(|node| node.plugins().len())
    });
    thread::sleep(Duration::from_millis(50));
    assert!(!told.exists());
    std::fs::write(go, "").unwrap();
    assert_eq!(starting.join().unwrap().unwrap(), 2);
    assert!(told.exists());
}

#[test]
fn what_says_nothing_is_killed_by_the_clock_of_the_node() {
    let stage = Stage::new();
    let node = MockNode::builder().clock(Duration::from_secs(1_700_000_000)).start().unwrap();
    for (reactions, rule, method) in [
        ("getmanifest) tell log '{\"message\":\"hm\"}' ;;", Rule::ManifestTimeout, "getmanifest"),
        ("init) tell log '{\"message\":\"hm\"}' ;;", Rule::InitTimeout, "init"),
    ] {
        let program = stage.plugin(method, &manifest(""), reactions);
        let late = thread::scope(|scope| {
            let starting = scope.spawn(|| node.start_plugin(program));
            let plugin = loop {
                match node.plugin(method) {
                    Some(plugin) if !plugin.log().is_empty() => break plugin,
                    _ => thread::yield_now(),
                }
            };
            node.clock().advance(Duration::from_millis(119_999));
            assert!(!plugin.wait_until_for(Duration::from_millis(20), |plugin| plugin.is_gone()));
            node.clock().advance(Duration::from_millis(1));
            fault(starting.join().unwrap())
        });
        assert_eq!((late.rule, late.reason), (rule, format!("failed to respond to '{method}' in time, terminating.")));
    }
}

#[test]
fn what_ends_before_it_is_ready_has_said_why_on_standard_error() {
    let stage = Stage::new();
    let why = r"getmanifest) printf 'Error: an option\n\n  is declared twice\n' >&2; exit 1 ;;";
    let error = PluginUnderTest::start(stage.plugin("a", "{}", why)).unwrap_err();
    let shown = "the plugin a does not start: the node kills the plugin: exited before replying to getmanifest: \
        Error: an option | is declared twice";
    assert_eq!(error.to_string(), shown);
    assert_eq!(fault(Err(error)).offending, "Error: an option | is declared twice");
    let late = "init) echo 'there is no database' >&2; exit 1 ;;";
    let fault = fault(PluginUnderTest::start(stage.plugin("b", &manifest(""), late)));
    assert_eq!(fault.offending, "there is no database");
}

#[test]
fn what_ends_or_says_something_else_does_not_start() {
    let stage = Stage::new();
    let refused = |name, manifest: &str, reactions| {
        let fault = fault(PluginUnderTest::start(stage.plugin(name, manifest, reactions)));
        (fault.rule, fault.reason)
    };
    assert_eq!(
        refused("a", "{}", "getmanifest) exit 3 ;;"),
        (Rule::Ended, "exited before replying to getmanifest".to_owned())
    );
    assert_eq!(
        refused("b", &manifest(""), "init) exit 3 ;;"),
        (Rule::Ended, "exited before replying to init".to_owned())
    );
    assert_eq!(refused("c", "{}", "").0, Rule::BadManifest);
    assert_eq!(refused("d", r#"{"options":[],"rpcmethods":[{"name":"delpay","usage":""}]}"#, "").0, Rule::MethodTaken);
    assert_eq!(refused("e", &manifest(""), "init) say hello} ;;").0, Rule::NotJson);
    let none = PluginUnderTest::start("/nowhere/plugin").unwrap_err();
    assert_eq!(none.to_string(), "the plugin /nowhere/plugin cannot be run");
    let node = MockNode::builder().start().unwrap();
    let fixed = manifest("").replace(r#""dynamic":true"#, r#""dynamic":false"#);
    assert_eq!(fault(node.start_plugin(stage.plugin("f", &fixed, ""))).rule, Rule::NotDynamic);
}

#[test]
fn what_disables_itself_does_nothing_wrong() {
    let stage = Stage::new();
    let in_manifest = PluginUnderTest::start(stage.plugin("a", &manifest(r#","disable":"no chain""#), "")).unwrap();
    assert_eq!(in_manifest.disabled().as_deref(), Some("no chain"));
    let at_init = stage.plugin("b", &manifest(""), r#"init) answer '{"disable":"no wallet"}' ;;"#);
    assert_eq!(PluginUnderTest::start(at_init).unwrap().disabled().as_deref(), Some("no wallet"));
}
