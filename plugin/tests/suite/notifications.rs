//! Notifications: those that come, and those that are sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cln_plugin_kit::{HandlerError, HookOptions, Level, Plugin};
use cln_runtime::Json;

use super::node::{Node, run};

type Heard = Arc<Mutex<Vec<String>>>;

/// A plugin that keeps what it hears of a topic.
fn hearing(topic: &str) -> (Plugin<Heard>, Heard) {
    let heard = Heard::default();
    let plugin =
        Plugin::new(Arc::clone(&heard))
            .subscribe_raw(topic, |context, told| async move {
                let payload = std::str::from_utf8(told.payload())?;
                let text = format!("{} {:?} {payload}", told.topic(), context.origin());
                if text.contains("\"slow\"") {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                context.state().lock().unwrap().push(text);
                Ok(())
            })
            .method_raw("heard", "", |context, _| async move {
                Ok(Json::from(&*context.state().lock().unwrap().join("\n")))
            });
    (plugin, heard)
}

async fn all(node: &mut Node, heard: &Heard, count: usize) -> Vec<String> {
    while heard.lock().unwrap().len() < count {
        node.ask("i", "heard", "[]").await;
    }
    heard.lock().unwrap().clone()
}

#[test]
fn those_of_a_topic_are_handled_in_their_order() {
    run(async {
        let (plugin, heard) = hearing("connect");
        let mut node = Node::ready(plugin).await;
        let lines: String = (0..50)
            .map(|number| {
                let slow = if number % 10 == 0 { r#","slow":true"# } else { "" };
                format!(r#"{{"jsonrpc":"2.0","method":"connect","params":{{"connect":{{"n":{number}{slow}}}}}}}"#)
            })
            .collect();
        node.write(&lines).await;
        for (number, text) in all(&mut node, &heard, 50).await.iter().enumerate() {
            assert!(text.starts_with(&format!(r#"connect None {{"n":{number}"#)), "{number}: {text}");
        }
    });
}

#[test]
fn one_of_another_plugin_has_its_origin() {
    run(async {
        let (plugin, heard) = hearing("*");
        assert!(plugin.describe().contains(r#""subscriptions":["*"]"#), "{}", plugin.describe());
        let mut node = Node::ready(plugin).await;
        node.write(r#"{"jsonrpc":"2.0","method":"topic","origin":"px","params":[1]}"#).await;
        node.write(r#"{"jsonrpc":"2.0","method":"log","params":{}}{"jsonrpc":"2.0","method":"b","params":{}}"#).await;
        assert_eq!(all(&mut node, &heard, 2).await, [r#"topic Some("px") [1]"#, "b None {}"]);
    });
}

#[test]
fn a_handler_that_fails_or_panics_is_logged_and_the_next_is_handled() {
    run(async {
        let plugin = Plugin::new(()).subscribe_raw("connect", |_, told| async move {
            match told.as_bytes() {
                b"[1]" => panic!("one"),
                b"[2]" => Err(HandlerError::new("two")),
                _ => Err(HandlerError::new("three")),
            }
        });
        let mut node = Node::ready(plugin).await;
        for (params, why) in [
            ("[1]", "the handler has panicked: one"),
            ("[2]", "the handler has failed: two"),
            ("3", "the handler has failed: three"),
        ] {
            node.write(&format!(r#"{{"jsonrpc":"2.0","method":"connect","params":{params}}}"#)).await;
            let message = format!(r#"{{"level":"broken","message":"notification connect: {why}"}}"#);
            assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","method":"log","params":{message}}}"#));
        }
    });
}

#[test]
fn a_handler_of_the_log_that_fails_is_not_told_so() {
    run(async {
        let plugin = ["log", "warning"]
            .into_iter()
            .fold(Plugin::new(()), |plugin, topic| {
                plugin.subscribe_raw(topic, |_, _| async { Err(HandlerError::new("no disk")) })
            })
            .method_raw("m", "", |_, _| async { Ok(Json::null()) });
        let mut node = Node::ready(plugin).await;
        // What is logged as broken or unusual is a warning, and whatever is logged comes by `log`.
        node.write(r#"{"jsonrpc":"2.0","method":"warning","params":{"warning":{}}}"#).await;
        let message = r#"{"level":"info","message":"notification warning: the handler has failed: no disk"}"#;
        assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","method":"log","params":{message}}}"#));
        node.write(r#"{"jsonrpc":"2.0","method":"log","params":{"log":{}}}"#).await;
        assert_eq!(node.ask("i", "m", "[]").await, r#"{"jsonrpc":"2.0","id":"i","result":null}"#);
        node.end().await.unwrap();
    });
}

#[test]
fn a_plugin_sends_what_it_declares_and_nothing_else() {
    run(async {
        let plugin = Plugin::new(()).notification_raw("swept").method_raw("send", "", |context, params| async move {
            context.notify_raw("swept", &params).await?;
            context.notify_raw("zork", &params).await?;
            Ok(Json::null())
        });
        assert!(plugin.describe().contains(r#""notifications":[{"method":"swept"}]"#));
        let mut node = Node::ready(plugin).await;
        let sent = node.ask("i", "send", "[ 1 ]").await;
        assert_eq!(sent, r#"{"jsonrpc":"2.0","method":"swept","params":[1]}"#);
        let refused = node.line().await;
        assert!(refused.contains("the plugin does not declare the notification 'zork'"), "{refused}");
    });
}

#[test]
fn a_line_for_the_log_can_be_read_whatever_is_in_it() {
    run(async {
        let plugin = Plugin::new(()).hook_raw("recover", HookOptions::new(), |context, _| async move {
            context.log(Level::Unusual, "a\u{1}b\u{0}c\n\"d\" é");
            Ok(r#"{"result":"continue"}"#.parse()?)
        });
        let mut node = Node::ready(plugin).await;
        let log = node.ask("h", "recover", "{}").await;
        // A node shows a text as it is written if there is a `\u` in it.
        let message = "a\u{fffd}b\u{fffd}c\\n\\\"d\\\" é";
        assert_eq!(
            log,
            format!(r#"{{"jsonrpc":"2.0","method":"log","params":{{"level":"unusual","message":"{message}"}}}}"#)
        );
    });
}

#[cfg(feature = "tracing")]
#[test]
fn what_is_traced_is_in_the_log_of_the_node_with_its_level() {
    use tracing_subscriber::layer::SubscriberExt;
    run(async {
        let plugin = Plugin::new(());
        let subscriber = tracing_subscriber::registry().with(plugin.node_log());
        tracing::subscriber::with_default(subscriber, || {
            tracing::error!(code = 7, name = "x", "it {}", "broke");
            tracing::warn!("odd");
            tracing::info!("so");
            tracing::debug!("deep");
            tracing::trace!("deeper");
        });
        let mut node = Node::new(plugin);
        for (level, message) in [
            ("broken", r#"it broke code=7 name=\"x\""#),
            ("unusual", "odd"),
            ("info", "so"),
            ("debug", "deep"),
            ("trace", "deeper"),
        ] {
            let params = format!(r#"{{"level":"{level}","message":"{message}"}}"#);
            assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","method":"log","params":{params}}}"#));
        }
    });
}
