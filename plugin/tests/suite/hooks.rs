//! What a handler does at a hook, and what the node is told.

use std::time::Duration;

use cln_plugin_kit::{HandlerError, HookOptions, Plugin};
use cln_runtime::Json;

use super::node::{Node, run};
use super::one_text::of_one_text;

/// A plugin with one hook, whose handler does this.
fn hooked(name: &str, options: HookOptions, does: fn() -> Result<Json, HandlerError>) -> Plugin<()> {
    Plugin::new(()).hook_raw(name, options, move |_, _| async move { does() })
}

/// A plugin with one hook, which answers this.
fn answers(name: &str, options: HookOptions, result: &'static str) -> Plugin<()> {
    Plugin::new(()).hook_raw(name, options, move |_, _| async move { Ok(result.parse()?) })
}

/// What the log says, and the answer behind it.
async fn fault(node: &mut Node, hook: &str, params: &str) -> (String, String) {
    let log: serde_json::Value = serde_json::from_str(&node.ask("cln:h#1", hook, params).await).unwrap();
    assert_eq!((&log["method"], &log["params"]["level"]), (&"log".into(), &"broken".into()), "{log}");
    (log["params"]["message"].as_str().unwrap().to_owned(), node.line().await)
}

fn answer(result: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":"cln:h#1","result":{result}}}"#)
}

const CONTINUE: &str = r#"{"result":"continue"}"#;

#[test]
fn an_answer_that_the_node_survives_is_written_as_it_is() {
    run(async {
        for (hook, result) in [
            ("rpc_command", r#"{"return":{"result":{"a":1}}}"#),
            ("rpc_command", r#"{"return":{"error":{"code":-4,"message":"no"}}}"#),
            ("rpc_command", r#"{"replace":{"jsonrpc":"2.0","id":1,"method":"m","params":{}}}"#),
            ("peer_connected", r#"{"result":"disconnect","error_message":""}"#),
            ("openchannel", r#"{"result":"continue","close_to":"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}"#),
            ("openchannel2_sign", r#"{"result":"continue","psbt":"cHNidP8BAAoCAAAAAAAAAAAAAA=="}"#),
            ("commitment_revocation", r#"{"result":"anything"}"#),
        ] {
            let mut node = Node::ready(answers(hook, HookOptions::new(), result)).await;
            assert_eq!(node.ask("cln:h#1", hook, "{}").await, answer(result));
            node.end().await.unwrap();
        }
    });
}

#[test]
fn a_failing_handler_gets_the_safe_answer_out_and_the_fault_into_the_log() {
    run(async {
        let plugin = hooked("htlc_accepted", HookOptions::closed(), || Err(HandlerError::new("no database")));
        let mut node = Node::ready(plugin).await;
        let (log, told) = fault(&mut node, "htlc_accepted", "{}").await;
        let safe = r#"{"result":"fail","failure_message":"2002"}"#;
        assert_eq!(log, format!("hook htlc_accepted: the handler has failed: no database; answered {safe}"));
        assert_eq!(told, answer(safe));
    });
}

#[test]
#[allow(unreachable_code, reason = "the handler panics before it has a future")]
fn a_panic_before_the_future_and_in_it_gets_the_safe_answer_out() {
    run(async {
        let plugin = Plugin::new(())
            .hook_raw("invoice_payment", HookOptions::open(), |_, _| {
                panic!("at once");
                async { Ok(Json::from(true)) }
            })
            .hook_raw("rpc_command", HookOptions::new(), |_, _| async {
                tokio::task::yield_now().await;
                panic!("later {}", 7)
            });
        let mut node = Node::ready(plugin).await;
        let (log, told) = fault(&mut node, "invoice_payment", "{}").await;
        assert_eq!(log, format!("hook invoice_payment: the handler has panicked: at once; answered {CONTINUE}"));
        assert_eq!(told, answer(CONTINUE));
        let (log, told) = fault(&mut node, "rpc_command", "{}").await;
        assert_eq!(log, format!("hook rpc_command: the handler has panicked: later 7; answered {CONTINUE}"));
        assert_eq!(told, answer(CONTINUE));
        assert!(node.ask("x", "zork", "{}").await.contains("Unknown command 'zork'"), "it goes on");
    });
}

#[test]
fn a_panic_while_the_future_is_dropped_gets_the_safe_answer_out() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(std::thread::panicking(), "dropped");
        }
    }
    run(async {
        let plugin = Plugin::new(()).hook_raw("custommsg", HookOptions::new(), |_, _| {
            let bomb = Bomb;
            let mut is_over = false;
            std::future::poll_fn(move |_| {
                let _held = &bomb;
                assert!(!std::mem::replace(&mut is_over, true));
                std::task::Poll::Ready(Ok(CONTINUE.parse().unwrap()))
            })
        });
        let mut node = Node::ready(plugin).await;
        let (log, told) = fault(&mut node, "custommsg", "{}").await;
        assert!(log.contains("the handler has panicked: dropped"), "{log}");
        assert_eq!(told, answer(CONTINUE));
    });
}

/// Each rule that answers to hooks can break: what would break it is not written.
#[test]
fn an_answer_that_the_node_does_not_survive_is_never_written() {
    let hash = "00".repeat(32);
    let wrong_key = format!(r#"{{"result":"resolve","payment_key":"{}"}}"#, "01".repeat(32));
    let accepted = format!(r#"{{"htlc":{{"payment_hash":"{hash}"}}}}"#);
    let cases: [(&str, &str, &str, &str); 21] = [
        ("htlc_accepted", "{}", r#"{}"#, "the node aborts"),
        ("htlc_accepted", "{}", r#"{"result":"zork"}"#, "the node aborts"),
        ("htlc_accepted", "{}", r#"{"result":"fail"}"#, "the node aborts"),
        ("htlc_accepted", "{}", r#"{"result":"continue","payload":"0"}"#, "the node aborts"),
        ("htlc_accepted", "{}", r#"{"result":"resolve"}"#, "the node aborts"),
        ("htlc_accepted", &accepted, &wrong_key, "the node refuses it"),
        ("invoice_payment", "{}", "{}", "the node aborts"),
        ("invoice_payment", "{}", r#"{"failure_message":"x"}"#, "the node aborts"),
        ("peer_connected", "{}", r#"{"result":"disconnect"}"#, "the node aborts"),
        ("custommsg", "{}", r#"{"result":"reject"}"#, "the node aborts"),
        ("recover", "{}", "7", "the node aborts"),
        ("rpc_command", "{}", r#"{"return":{"error":{"message":"no"}}}"#, "the node crashes"),
        ("rpc_command", "{}", r#"{"replace":{"method":"m"}}"#, "the node refuses it"),
        ("rpc_command", "{}", r#"{"result":"zork"}"#, "the node ignores it"),
        ("db_write", "{}", r#"{"result":"fail"}"#, "the node exits"),
        ("openchannel", "{}", r#"{"result":"reject","close_to":"x"}"#, "the node aborts"),
        ("openchannel", "{}", r#"{"result":"continue","close_to":"x"}"#, "the node aborts"),
        ("openchannel2", "{}", r#"{"result":"continue","psbt":"cHNidP8BAAo="}"#, "the node aborts"),
        ("openchannel2", "{}", r#"{"result":"continue","our_funding_msat":5}"#, "the node refuses it"),
        ("rbf_channel", "{}", r#"{"result":"reject","psbt":"x"}"#, "the node aborts"),
        ("openchannel", "{}", "null", "the node aborts"),
    ];
    run(async move {
        for (hook, params, result, does) in cases {
            let result = result.to_owned();
            let wrong = result.clone();
            let plugin = Plugin::new(()).hook_raw(hook, HookOptions::open(), move |_, _| {
                let result = result.parse::<Json>();
                async move { Ok(result?) }
            });
            let mut node = Node::ready(plugin).await;
            let (log, told) = fault(&mut node, hook, params).await;
            assert!(
                log.starts_with(&format!("hook {hook}: the handler's answer was not written, because {does}: ")),
                "{wrong}: {log}"
            );
            assert_eq!(told, answer(CONTINUE), "{wrong}");
            node.end().await.unwrap();
        }
    });
}

#[test]
fn a_psbt_that_must_be_echoed_is_taken_from_the_question_and_without_one_nothing_is_written() {
    let psbt = "cHNidP8BAAoCAAAAAAAAAAAAAA==";
    run(async move {
        for hook in ["openchannel2_changed", "openchannel2_sign"] {
            let mut node = Node::ready(answers(hook, HookOptions::new(), CONTINUE)).await;
            let (_, told) =
                fault(&mut node, hook, &format!(r#"{{"{hook}":{{"channel_id":"00","psbt":"{psbt}"}}}}"#)).await;
            assert_eq!(told, answer(&format!(r#"{{"result":"continue","psbt":"{psbt}"}}"#)));
            for nothing in ["{}", r#"{"x":{"psbt":"cHNidP8BAAo="}}"#, &format!(r#"{{"{hook}":{{"psbt":"zork"}}}}"#)] {
                let log = node.ask("cln:h#1", hook, nothing).await;
                assert!(log.contains("answered nothing, so that the event waits"), "{log}");
            }
            // No answer stands between the faults and this.
            assert!(node.ask("x", "zork", "{}").await.contains("Unknown command 'zork'"));
        }
    });
}

#[test]
fn a_closed_hook_refuses_what_it_is_asked_about() {
    let disconnect = r#"{"result":"disconnect","error_message":"temporarily not possible"}"#;
    let reject = r#"{"result":"reject","error_message":"temporarily not possible"}"#;
    run(async move {
        for (hook, safe) in [
            ("htlc_accepted", r#"{"result":"fail","failure_message":"2002"}"#),
            ("invoice_payment", r#"{"result":"reject"}"#),
            ("peer_connected", disconnect),
            ("openchannel", reject),
            ("openchannel2", reject),
            ("rbf_channel", reject),
            ("db_write", r#"{"result":"fail"}"#),
        ] {
            let plugin = hooked(hook, HookOptions::closed(), || Err(HandlerError::new("no disk")));
            let mut node = Node::ready(plugin).await;
            assert_eq!(fault(&mut node, hook, "{}").await.1, answer(safe));
        }
    });
}

#[test]
fn after_its_deadline_an_answer_is_dropped_and_logged() {
    run(async {
        let options = HookOptions::closed().deadline(Duration::from_millis(1));
        let plugin = Plugin::new(()).hook_raw("invoice_payment", options, |_, _| async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(CONTINUE.parse()?)
        });
        let mut node = Node::ready(plugin).await;
        let (log, told) = fault(&mut node, "invoice_payment", "{}").await;
        assert!(log.contains("the handler has not answered within 1ms; answered"), "{log}");
        assert_eq!(told, answer(r#"{"result":"reject"}"#));
        let late = node.line().await;
        assert!(
            late.contains(r#""level":"unusual","message":"hook invoice_payment: a late answer was dropped""#),
            "{late}"
        );
    });
}

of_one_text!(RecoverHookRequest codex32);
of_one_text!(RecoverHookResponse result);

cln_runtime::hook!(RecoverHookRequest of "recover" is answered by RecoverHookResponse);

#[test]
fn a_typed_hook_reads_its_payload_or_gives_the_safe_answer() {
    run(async {
        let plugin = Plugin::new(())
            .hook(|_, event: RecoverHookRequest| async move { Ok(RecoverHookResponse { result: event.codex32 }) });
        let mut node = Node::ready(plugin).await;
        assert_eq!(node.ask("cln:h#1", "recover", r#"{"codex32":"continue"}"#).await, answer(CONTINUE));
        for payload in [r#"{"codex32":7}"#, "[]", r#"{"codex32":"a","codex32":01}"#] {
            let (log, told) = fault(&mut node, "recover", payload).await;
            assert!(log.starts_with("hook recover: the payload cannot be read: "), "{log}");
            assert_eq!(told, answer(CONTINUE));
        }
    });
}

#[test]
fn a_hook_that_was_never_declared_is_continued() {
    run(async {
        let mut node = Node::ready(Plugin::new(())).await;
        assert_eq!(node.ask("cln:h#1", "rpc_command", "{}").await, answer(CONTINUE));
    });
}

#[test]
fn a_hook_that_was_never_declared_and_has_no_safe_answer_gets_none() {
    run(async {
        let mut node = Node::ready(Plugin::new(())).await;
        let psbt = "cHNidP8BAAoCAAAAAAAAAAAAAA==";
        let hook = "openchannel2_sign";
        for nothing in ["{}", r#"{"openchannel2_sign":{"psbt":"zork"}}"#] {
            node.write(&format!(r#"{{"id":"cln:h#0","method":"{hook}","params":{nothing}}}"#)).await;
        }
        let told = node.ask("cln:h#1", hook, &format!(r#"{{"{hook}":{{"psbt":"{psbt}"}}}}"#)).await;
        assert_eq!(told, answer(&format!(r#"{{"result":"continue","psbt":"{psbt}"}}"#)));
    });
}

#[test]
fn a_panic_whose_own_text_panics_gets_the_safe_answer_out() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    run(async {
        let plugin =
            Plugin::new(()).hook_raw("custommsg", HookOptions::new(), |_, _| async { std::panic::panic_any(Bomb) });
        let mut node = Node::ready(plugin).await;
        let (log, told) = fault(&mut node, "custommsg", "{}").await;
        assert!(log.contains("the handler has panicked: without a text"), "{log}");
        assert_eq!(told, answer(CONTINUE));
    });
}

/// Also for those that wait for their turn behind others, which never end.
#[test]
fn a_deadline_is_counted_from_the_question() {
    run(async {
        let options = HookOptions::closed().deadline(Duration::from_millis(1));
        let plugin = Plugin::new(()).max_hooks(1).patience(Duration::from_millis(1)).hook_raw(
            "invoice_payment",
            options,
            |_, _| std::future::pending(),
        );
        let mut node = Node::ready(plugin).await;
        for _ in 0..3 {
            let (log, told) = fault(&mut node, "invoice_payment", "{}").await;
            assert!(log.contains("the handler has not answered within 1ms"), "{log}");
            assert_eq!(told, answer(r#"{"result":"reject"}"#));
        }
        node.end().await.unwrap();
    });
}
