//! More than a plugin can bear: it ends when it has to, and forgets nobody.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cln_plugin_kit::{HookOptions, Level, Plugin, PluginError};
use cln_runtime::Json;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufWriter, duplex, split};
use tokio::time::{Instant, timeout};

use super::node::{Node, init, run};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(20);

/// A plugin whose hook holds everything for ever, and which bears no more than this.
fn holding(bytes: usize) -> Plugin<()> {
    let hold = |_, _| std::future::pending();
    Plugin::new(()).max_bytes(bytes).patience(Duration::from_millis(10)).hook_raw(
        "rpc_command",
        HookOptions::new(),
        hold,
    )
}

fn held(id: usize) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":"h{id}","method":"rpc_command","params":{{}}}}"#) + "\n\n"
}

/// The time of these waits is not waited for.
fn run_fast(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(test);
}

#[test]
fn a_plugin_that_takes_no_more_says_so_and_sees_that_the_node_is_gone() {
    run_fast(async {
        let mut node = Node::ready(holding(4096)).await;
        for id in 0..20 {
            node.write(&held(id)).await;
        }
        let log = node.line().await;
        assert!(log.contains(r#""level":"unusual","message":"no more is read until handlers end"#), "{log}");
        timeout(10 * LONG, node.end()).await.unwrap().unwrap();
    });
}

#[test]
fn what_waits_for_room_when_the_plugin_ends_is_answered() {
    run_fast(async {
        let mut node = Node::ready(holding(2048).method_raw("m", "", |_, _| std::future::pending())).await;
        // There is room for one more.
        node.write(r#"{"id":"m","method":"m","params":[]}"#).await;
        node.write(r#"{"jsonrpc":"2.0","method":"shutdown","params":{"shutdown":{}}}"#).await;
        node.write(&(held(0) + &held(1))).await;
        for id in 0..2 {
            let log = node.line().await;
            assert!(log.contains("hook rpc_command: the handler has not answered, and the plugin ends"), "{log}");
            let answer = format!(r#"{{"jsonrpc":"2.0","id":"h{id}","result":{{"result":"continue"}}}}"#);
            assert_eq!(node.line().await, answer);
        }
        node.ended().await.unwrap();
    });
}

#[test]
fn a_node_that_hears_nothing_any_more_ends_the_plugin() {
    run(async {
        let plugin = Plugin::new(()).method_raw("m", "", |_, _| async { Ok(Json::null()) });
        let (reader, mut says) = tokio::io::simplex(1 << 16);
        let (hears, writer) = duplex(1 << 16);
        drop(hears);
        says.write_all(init("{}").as_bytes()).await.unwrap();
        timeout(LONG, plugin.run_over(reader, writer)).await.unwrap().unwrap();
        drop(says);
    });
}

#[test]
fn a_writer_that_gathers_is_flushed() {
    run(async {
        let plugin = Plugin::new(());
        let (pipe, other) = duplex(1 << 16);
        let (reader, writer) = split(other);
        let running = tokio::spawn(plugin.run_over(reader, BufWriter::with_capacity(1 << 16, writer)));
        let (mut hears, mut says) = split(pipe);
        says.write_all(init("{}").as_bytes()).await.unwrap();
        let mut answer = [0; 17];
        timeout(LONG, hears.read_exact(&mut answer)).await.unwrap().unwrap();
        assert_eq!(&answer, br#"{"jsonrpc":"2.0","#);
        drop((hears, says));
        let _: Result<(), PluginError> = running.await.unwrap();
    });
}

#[test]
fn one_long_call_before_init_is_all_that_is_refused() {
    run(async {
        let plugin = Plugin::new(()).method_raw("m", "", |_, _| async { Ok(Json::null()) });
        let mut node = Node::new(plugin);
        let refused = node.ask("long", "m", &format!(r#"["{}"]"#, "x".repeat(17 << 20))).await;
        assert!(refused.contains("the plugin is starting"), "{refused}");
        node.write(r#"{"id":"short","method":"m","params":[]}"#).await;
        node.write(&init("{}")).await;
        let mut lines = [node.line().await, node.line().await];
        lines.sort();
        assert_eq!(lines[1], r#"{"jsonrpc":"2.0","id":"short","result":null}"#);
    });
}

#[test]
fn what_is_nested_without_end_is_answered() {
    run(async {
        let plugin = Plugin::new(())
            .method_raw("m", "", |_, _| async { Ok(Json::null()) })
            .method(|_, _: cln_bindings::DelpayRequest| async { Ok(cln_bindings::DelpayResponse::new(vec![])) })
            .hook_raw("rpc_command", HookOptions::new(), |_, asked| async move {
                asked.json()?;
                Ok(r#"{"result":"continue"}"#.parse()?)
            });
        let mut node = Node::ready(plugin).await;
        let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let deep = format!(r#"{{"a":{deep}}}"#);
        let answer = timeout(LONG, node.ask("i", "m", &deep)).await.unwrap();
        assert!(answer.starts_with(r#"{"jsonrpc":"2.0","id":"i","#), "{answer}");
        let answer = node.ask("i", "delpay", &deep).await;
        assert!(answer.contains(r#""id":"i","error""#), "{answer}");
        let mut answer = node.ask("i", "rpc_command", &deep).await;
        if answer.contains("\"log\"") {
            answer = node.line().await;
        }
        assert!(answer.contains("continue"), "{answer}");
    });
}

#[test]
fn lines_that_were_dropped_are_counted_once_there_is_room() {
    run(async {
        let plugin = Plugin::new(()).method_raw("flood", "", |context, _| async move {
            for _ in 0..40 {
                context.log(Level::Info, &"x".repeat(1 << 20));
            }
            Ok(Json::null())
        });
        let mut node = Node::ready(plugin).await;
        let mut line = node.ask("i", "flood", "[]").await;
        let mut logs = 0;
        while !line.contains("were dropped") {
            logs += usize::from(line.contains("xxx"));
            line = timeout(LONG, node.line()).await.unwrap();
        }
        let dropped = format!("{} lines for the log were dropped", 40 - logs);
        assert!(line.contains(&dropped), "{line}");
    });
}

#[test]
fn who_writes_more_than_the_node_reads_has_to_wait() {
    run_fast(async {
        let sent = Arc::new(AtomicU64::new(0));
        let plugin =
            Plugin::new(Arc::clone(&sent)).notification_raw("n").method_raw("flood", "", |context, _| async move {
                let long = Json::from("x".repeat(1 << 20).as_str());
                for _ in 0..40 {
                    context.notify_raw("n", &long).await?;
                    context.state().fetch_add(1, Ordering::SeqCst);
                }
                Ok(Json::null())
            });
        let mut node = Node::ready(plugin).await;
        node.write(r#"{"id":"i","method":"flood","params":[]}"#).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        // One is being written, and sixteen wait.
        assert_eq!(sent.load(Ordering::SeqCst), 17);
        for _ in 0..40 {
            assert!(node.line().await.contains(r#""method":"n""#));
        }
        assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"i","result":null}"#);
    });
}

#[test]
fn who_waits_for_the_node_to_read_when_the_plugin_ends_is_written() {
    run_fast(async {
        let plugin = Plugin::new(())
            .patience(Duration::from_millis(10))
            .notification_raw("n")
            .method_raw("flood", "", |context, _| async move {
                let long = Json::from("x".repeat(1 << 20).as_str());
                for _ in 0..40 {
                    context.notify_raw("n", &long).await?;
                }
                Ok(Json::null())
            })
            .hook_raw("htlc_accepted", HookOptions::closed(), |_, _| async {
                Ok(r#"{"result":"fail","failure_message":"4017"}"#.parse()?)
            });
        let mut node = Node::ready(plugin).await;
        node.write(r#"{"id":"i","method":"flood","params":[]}"#).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        node.write(r#"{"id":"h","method":"htlc_accepted","params":{}}"#).await;
        node.write(r#"{"jsonrpc":"2.0","method":"shutdown","params":{"shutdown":{}}}"#).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let mut line = node.line().await;
        while line.contains(r#""method":"n""#) {
            line = node.line().await;
        }
        let answer = r#"{"jsonrpc":"2.0","id":"h","result":{"result":"fail","failure_message":"4017"}}"#;
        assert_eq!(line, answer);
        node.ended().await.unwrap();
    });
}

#[test]
fn a_handler_whose_deadline_has_passed_before_its_turn_is_not_called() {
    run_fast(async {
        let called = Arc::new(AtomicU64::new(0));
        let deadline = Duration::from_secs(1);
        let plugin = Plugin::new(Arc::clone(&called)).max_hooks(1).hook_raw(
            "rpc_command",
            HookOptions::new().deadline(deadline),
            |context, _| async move {
                context.state().fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_secs(5)).await;
                Ok(r#"{"result":"continue"}"#.parse()?)
            },
        );
        let mut node = Node::ready(plugin).await;
        for id in 0..2 {
            node.write(&held(id)).await;
        }
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(called.load(Ordering::SeqCst), 1);
        node.end().await.unwrap();
    });
}

#[test]
fn a_deadline_counts_while_there_is_no_room_for_the_question() {
    run_fast(async {
        let plugin =
            holding(1024).hook_raw("custommsg", HookOptions::new().deadline(Duration::from_secs(1)), |_, _| async {
                panic!("it is not called")
            });
        let mut node = Node::ready(plugin).await;
        node.write(&held(0)).await;
        let asked = Instant::now();
        let log = node.ask("c", "custommsg", "{}").await;
        assert!(log.contains("hook custommsg: the handler has not answered within 1s; answered"), "{log}");
        assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"c","result":{"result":"continue"}}"#);
        assert_eq!(asked.elapsed(), Duration::from_secs(1));
        node.end().await.unwrap();
    });
}
