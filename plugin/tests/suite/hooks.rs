//! What a handler does at a hook, and what the node is told.

use cln_plugin_kit::{HandlerError, HookOptions, Plugin};
use cln_runtime::Json;

use super::node::{Node, run};

/// A plugin with one hook, whose handler does this.
fn hooked(name: &str, options: HookOptions, does: fn() -> Result<Json, HandlerError>) -> Plugin<()> {
    Plugin::new(()).hook_raw(name, options, move |_, _| async move { does() })
}

fn json(text: &str) -> Result<Json, HandlerError> {
    Ok(text.parse()?)
}

/// The line for the log, and the answer behind it.
async fn fault(node: &mut Node, hook: &str, params: &str) -> (String, String) {
    let log: serde_json::Value = serde_json::from_str(&node.ask("cln:h#1", hook, params).await).unwrap();
    assert_eq!((&log["method"], &log["params"]["level"]), (&"log".into(), &"broken".into()), "{log}");
    (log["params"]["message"].as_str().unwrap().to_owned(), node.line().await)
}

fn answer(result: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":"cln:h#1","result":{result}}}"#)
}

#[test]
fn an_answer_that_the_node_survives_is_written_as_it_is() {
    run(async {
        let plugin = hooked("rpc_command", HookOptions::new(), || json(r#"{"return":{"result":{"a":1}}}"#));
        let mut node = Node::ready(plugin).await;
        let told = node.ask("cln:h#1", "rpc_command", r#"{"rpc_command":{"method":"pay"}}"#).await;
        assert_eq!(told, answer(r#"{"return":{"result":{"a":1}}}"#));
        node.end().await.unwrap();
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
