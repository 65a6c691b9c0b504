//! How a plugin starts and ends.

use std::sync::Arc;
use std::time::Duration;

use cln_plugin_kit::{HandlerError, HookOptions, IfItFails, Level, Opt, Plugin, PluginError};
use cln_runtime::Json;

use super::node::{Node, init, run};

const CONTINUE: &str = r#"{"result":"continue"}"#;
const DAYS: Opt<i64> = Opt::int("days", "how long").default(30);

fn hook() -> Plugin<()> {
    Plugin::new(()).option(DAYS).hook_raw("rpc_command", HookOptions::new(), |context, _| async move {
        assert_eq!(context.option(&DAYS), 7);
        Ok(CONTINUE.parse()?)
    })
}

#[test]
fn the_manifest_says_all_that_a_node_wants_to_know() {
    let plugin = Plugin::new(())
        .method_raw("m", "a [b]", |_, _| async { Ok(Json::null()) })
        .hook_raw("rpc_command", HookOptions::new().before("a").after("b").for_methods(["pay"]), |_, _| async {
            Ok(Json::null())
        })
        .hook_raw("custommsg", HookOptions::new().for_types([7, 9]), |_, _| async { Ok(Json::null()) })
        .custom_messages([7])
        .features("node", "80")
        .fixed()
        .disabled("no \"disk\"");
    let manifest = r#"{"options":[],"rpcmethods":[{"name":"m","usage":"a [b]","description":""}],"subscriptions":["shutdown","deprecated_oneshot"],"hooks":[{"name":"rpc_command","before":["a"],"after":["b"],"filters":["pay"]},{"name":"custommsg","filters":[7,9]}],"dynamic":false,"cancheck":true,"nonnumericids":true,"custommessages":[7],"featurebits":{"node":"80"},"disable":"no \"disk\""}"#;
    assert_eq!(plugin.describe(), manifest);
    run(async move {
        let mut node = Node::new(plugin);
        let answer = node.ask("cln:getmanifest#1", "getmanifest", r#"{"allow-deprecated-apis":false}"#).await;
        assert_eq!(answer, format!(r#"{{"jsonrpc":"2.0","id":"cln:getmanifest#1","result":{manifest}}}"#));
    });
}

#[test]
fn what_comes_before_init_is_done_once_the_options_are_known() {
    run(async {
        let mut node = Node::new(hook());
        node.write(r#"{"id":"h","method":"rpc_command","params":{}}"#).await;
        node.write(&init(r#"{"days":7}"#)).await;
        let mut lines = [node.line().await, node.line().await];
        lines.sort();
        assert_eq!(lines[0], r#"{"jsonrpc":"2.0","id":"cln:init#2","result":{}}"#);
        assert_eq!(lines[1], format!(r#"{{"jsonrpc":"2.0","id":"h","result":{CONTINUE}}}"#));
    });
}

#[test]
fn what_the_node_stands_still_for_is_done_before_init() {
    run(async {
        let plugin = Plugin::new(()).hook_raw("db_write", HookOptions::new(), |context, _| async move {
            assert!(context.configuration().is_none());
            assert!(context.node().await.unwrap_err().to_string().contains("has not said yet"));
            Ok(CONTINUE.parse()?)
        });
        let mut node = Node::new(plugin);
        let told = node.ask("w", "db_write", r#"{"data_version":1,"writes":[]}"#).await;
        assert_eq!(told, format!(r#"{{"jsonrpc":"2.0","id":"w","result":{CONTINUE}}}"#));
    });
}

#[test]
fn what_is_too_much_before_init_is_answered_safely() {
    run(async {
        let plugin = hook().method_raw("m", "", |_, _| async { Ok(Json::null()) });
        let mut node = Node::new(plugin);
        let long = "x".repeat(17 << 20);
        let params = format!(r#"{{"a":"{long}"}}"#);
        let log = node.ask("h", "rpc_command", &params).await;
        assert!(log.contains("the plugin is starting, and too much has come before it is ready"), "{log}");
        assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","id":"h","result":{CONTINUE}}}"#));
        let refused = node.ask("c", "m", &params).await;
        assert!(refused.contains("the plugin is starting, and too much has come"), "{refused}");
    });
}

#[test]
fn a_plugin_that_cannot_start_says_why() {
    run(async {
        for (plugin, why) in [
            (Plugin::new(()).on_start(|_| async { Err(HandlerError::new("no disk")) }), "no disk"),
            (Plugin::new(()).on_start(|_| async { panic!("oh") }), "the handler has panicked: oh"),
        ] {
            let mut node = Node::new(plugin);
            node.write(&init("{}")).await;
            let answer = format!(r#"{{"jsonrpc":"2.0","id":"cln:init#2","result":{{"disable":"{why}"}}}}"#);
            assert_eq!(node.line().await, answer);
        }
    });
}

#[test]
fn a_plugin_that_does_not_get_ready_is_disabled_in_time() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let plugin = Plugin::new(()).on_start(|_| async {
            std::future::pending::<()>().await;
            Ok(())
        });
        let started = tokio::time::Instant::now();
        let mut node = Node::new(plugin);
        node.write(&init("{}")).await;
        assert!(node.line().await.ends_with(r#""result":{"disable":"it was not ready within 100 seconds"}}"#));
        assert_eq!(started.elapsed().as_secs(), 100);
    });
}

#[test]
fn who_panics_when_it_is_given_up_is_disabled_all_the_same() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("given up");
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let mut node = Node::new(Plugin::new(()).on_start(|_| async {
            let _panics = Panics;
            std::future::pending::<()>().await;
            Ok(())
        }));
        node.write(&init("{}")).await;
        let line = tokio::time::timeout(Duration::from_secs(200), node.line()).await.unwrap();
        assert!(line.ends_with(r#""result":{"disable":"it was not ready within 100 seconds"}}"#), "{line}");
    });
}

#[test]
fn at_the_start_the_plugin_knows_where_the_node_is_and_hooks_do_not_wait() {
    run(async {
        let gate = Arc::new(tokio::sync::Semaphore::new(0));
        let plugin = Plugin::new(Arc::clone(&gate))
            .on_start(|context| async move {
                let configuration = context.configuration().unwrap().clone();
                assert_eq!(configuration.socket.to_str(), Some("/nowhere/regtest/lightning-rpc"));
                assert_eq!((&*configuration.network, configuration.is_startup), ("regtest", false));
                context.state().acquire().await?.forget();
                Ok(())
            })
            .hook_raw("rpc_command", HookOptions::new(), |_, _| async { Ok(CONTINUE.parse()?) });
        let mut node = Node::new(plugin);
        node.write(&init("{}")).await;
        assert!(
            node.ask("h", "rpc_command", "{}").await.contains("continue"),
            "a call of the start comes back as a hook"
        );
        gate.add_permits(1);
        assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"cln:init#2","result":{}}"#);
    });
}

fn held() -> Plugin<()> {
    Plugin::new(()).patience(Duration::from_millis(100)).hook_raw(
        "htlc_accepted",
        HookOptions::closed(),
        |context, asked| async move {
            if asked.as_bytes() == b"{}" {
                context.stopping().await;
            } else {
                std::future::pending::<()>().await;
            }
            assert!(context.is_stopping());
            Ok(CONTINUE.parse()?)
        },
    )
}

#[test]
fn at_the_shutdown_handlers_let_go_and_are_answered() {
    run(async {
        let mut node = Node::ready(held()).await;
        node.write(r#"{"id":"h","method":"htlc_accepted","params":{}}"#).await;
        node.write(r#"{"jsonrpc":"2.0","method":"shutdown","params":{"shutdown":{}}}"#).await;
        assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","id":"h","result":{CONTINUE}}}"#));
        node.ended().await.unwrap();
    });
}

#[test]
fn who_has_subscribed_to_the_shutdown_is_told_of_it_and_waited_for() {
    run(async {
        for topic in ["shutdown", "*"] {
            let plugin = Plugin::new(()).subscribe_raw(topic, |context, told| async move {
                context.stopping().await;
                tokio::task::yield_now().await;
                context.log(Level::Info, &format!("{} {}", told.topic(), std::str::from_utf8(told.payload())?));
                Ok(())
            });
            let mut node = Node::ready(plugin).await;
            node.write(r#"{"jsonrpc":"2.0","method":"shutdown","params":{"shutdown":{}}}"#).await;
            assert!(node.line().await.contains(r#""message":"shutdown {}""#));
            node.ended().await.unwrap();
        }
    });
}

#[test]
fn who_does_not_let_go_is_answered_for_and_left_behind() {
    run(async {
        let mut node = Node::ready(held()).await;
        node.write(r#"{"id":"h","method":"htlc_accepted","params":{"for":"ever"}}"#).await;
        node.write(r#"{"jsonrpc":"2.0","method":"shutdown","params":{"shutdown":{}}}"#).await;
        // Without an answer, the node would go on as if it were open.
        let log = node.line().await;
        assert!(log.contains("hook htlc_accepted: the handler has not answered, and the plugin ends"), "{log}");
        let answer = r#"{"jsonrpc":"2.0","id":"h","result":{"result":"fail","failure_message":"2002"}}"#;
        assert_eq!(node.line().await, answer);
        node.ended().await.unwrap();
    });
}

#[test]
fn the_end_of_the_input_is_the_end_of_the_plugin() {
    run(async {
        Node::ready(held()).await.end().await.unwrap();
        let mut node = Node::ready(held()).await;
        node.write(r#"{"id":"h","method":"htlc_accepted","params":{}}"#).await;
        node.end().await.unwrap();
    });
}

#[test]
fn what_is_no_message_ends_the_plugin_with_an_error() {
    run(async {
        for (text, why) in [("NaN}", "it is not JSON"), ("{\"a\":\0}", "there is a zero byte in it")] {
            let mut node = Node::ready(hook()).await;
            node.write(text).await;
            let error = node.ended().await.unwrap_err();
            assert_eq!(error.to_string(), format!("the node has written what is no message: {why}"));
        }
    });
}

#[test]
fn what_no_node_would_have_is_refused_before_it_is_declared() {
    let hook = |name: &str, options| Plugin::new(()).hook_raw(name, options, |_, _| async { Ok(Json::null()) });
    let method = |name: &str| Plugin::new(()).method_raw(name, "", |_, _| async { Ok(Json::null()) });
    let with =
        |plugin: Plugin<()>, name: &str| plugin.hook_raw(name, HookOptions::new(), |_, _| async { Ok(Json::null()) });
    let cases = [
        (hook("zork", HookOptions::new()), "there is no hook 'zork'"),
        (
            hook("htlc_accepted", HookOptions::new()),
            "the hook 'htlc_accepted': choose what happens if its handler fails",
        ),
        (hook("invoice_payment", HookOptions::new()), "the hook 'invoice_payment': choose what happens"),
        (hook("recover", HookOptions::closed()), "the hook 'recover' has no closed answer"),
        (hook("rpc_command", HookOptions::closed()), "the hook 'rpc_command' has no closed answer"),
        (hook("recover", HookOptions::new().for_types([1])), "only rpc_command has a filter by method"),
        (hook("custommsg", HookOptions::new().for_methods(["pay"])), "only custommsg one by type"),
        (hook("recover", HookOptions::new().before("a").after("a")), "is to be before 'a' and after it"),
        (with(hook("recover", HookOptions::new()), "recover"), "the hook 'recover' is declared twice"),
        (with(hook("db_write", HookOptions::new()), "commitment_revocation"), "hang the node for good"),
        (method("init"), "the method 'init': a node sends requests of this name of its own"),
        (method("recover"), "the method 'recover': a node sends"),
        (method("m").method_raw("m", "", |_, _| async { Ok(Json::null()) }), "the method 'm' is declared twice"),
        (Plugin::new(()).option(DAYS).option(DAYS), "the option 'days' is declared twice"),
        (Plugin::new(()).option(Opt::flag("Days", "")), "the option \"Days\": a node takes only a-z"),
        (Plugin::new(()).notification_raw("connect"), "the notification 'connect': only a node sends it"),
        (Plugin::new(()).features("node", "80"), "features: a node takes them only of a plugin that it starts with"),
        (Plugin::new(()).features("node", "8").fixed(), "the features for 'node': expected hexadecimal digits"),
    ];
    run(async move {
        for (plugin, why) in cases {
            let error = Node::new(plugin).ended().await.unwrap_err();
            assert!(matches!(&error, PluginError::Declared(text) if text.contains(why)), "{why}: {error}");
            assert_eq!(format!("{error:?}"), error.to_string(), "what `main` prints");
        }
    });
    assert_ne!(IfItFails::Open, IfItFails::Closed);
}

#[test]
fn who_takes_its_time_to_let_go_is_waited_for() {
    run(async {
        let plugin = Plugin::new(()).hook_raw("rpc_command", HookOptions::new(), |context, _| async move {
            context.stopping().await;
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(r#"{"return":{"result":7}}"#.parse()?)
        });
        let mut node = Node::ready(plugin).await;
        node.write(r#"{"id":"h","method":"rpc_command","params":{}}"#).await;
        node.write(r#"{"jsonrpc":"2.0","method":"shutdown","params":{"shutdown":{}}}"#).await;
        assert!(node.line().await.contains(r#"{"return":{"result":7}}"#));
        node.ended().await.unwrap();
    });
}

#[test]
fn an_id_that_is_no_json_ends_the_plugin_since_it_would_be_repeated() {
    run(async {
        let mut node = Node::ready(hook()).await;
        node.write("{\"id\":\"\u{1}\",\"method\":\"rpc_command\",\"params\":{}}").await;
        let ended = node.ended().await.unwrap_err();
        assert!(matches!(&ended, PluginError::Unreadable(why) if why == "its id is not JSON"), "{ended}");
    });
}

#[test]
fn what_has_come_before_an_init_that_cannot_be_read_is_not_done() {
    run(async {
        let plugin = hook().method_raw("m", "", |_, _| async { panic!("it is not called") });
        let mut node = Node::new(plugin);
        node.write(r#"{"id":"h","method":"rpc_command","params":{}}{"id":"c","method":"m","params":{}}"#).await;
        node.write(&init(r#"{"days":"many"}"#)).await;
        assert!(node.line().await.contains(r#""result":{"disable":"option days"#));
        assert!(node.line().await.contains("hook rpc_command: the plugin ends before it was ready; answered"));
        assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","id":"h","result":{CONTINUE}}}"#));
        let why = r#"{"code":-32603,"message":"the plugin ends before it was ready"}"#;
        assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","id":"c","error":{why}}}"#));
    });
}

#[test]
fn what_has_come_before_a_shutdown_without_init_is_answered() {
    run(async {
        let never = |_, _| async { panic!("it is not called") };
        let plugin = Plugin::new(()).hook_raw("invoice_payment", HookOptions::closed(), never);
        let mut node = Node::new(plugin);
        node.write(r#"{"id":"h","method":"invoice_payment","params":{}}{"method":"shutdown","params":{}}"#).await;
        assert!(node.line().await.contains("the plugin ends before it was ready; answered"));
        assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"h","result":{"result":"reject"}}"#);
        node.ended().await.unwrap();
    });
}

#[test]
fn a_plugin_ends_as_soon_as_its_handlers_have() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let plugin = Plugin::new(()).method_raw("m", "", |context, _| async move {
            context.stopping().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok(Json::null())
        });
        let mut node = Node::ready(plugin).await;
        node.write(r#"{"id":"c","method":"m","params":[]}{"method":"shutdown","params":{}}"#).await;
        let told = tokio::time::Instant::now();
        assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"c","result":null}"#);
        node.ended().await.unwrap();
        assert_eq!(told.elapsed(), Duration::from_secs(1));
    });
}
