//! Calls: as nodes forward them, and what callers get.

use std::sync::Arc;

use cln_bindings::{DelpayError, DelpayRequest, DelpayResponse};
use cln_plugin_kit::{HandlerError, Level, Plugin};
use cln_runtime::{Json, RpcError};
use tokio::sync::Semaphore;

use super::node::{Node, run};

fn echo() -> Plugin<()> {
    Plugin::new(()).method_raw("echo", "[a]", |context, params| async move {
        let id = context.id().unwrap_or_default();
        Ok(format!(r#"[{},{params}]"#, Json::from(id)).parse()?)
    })
}

#[test]
fn a_request_is_read_however_it_comes() {
    let requests = [
        // A blank line inside, and members in another order.
        "{\"params\":{\"a\":\n\n1},\n\n\"method\":\"echo\",\"id\":\"i\",\"jsonrpc\":\"2.0\"}",
        // Two of a name: the first counts.
        "{\"method\":\"echo\",\"method\":\"zork\",\"id\":\"i\",\"params\":{\"a\":1}}",
        "  {\"jsonrpc\":\"2.0\",\"id\":\"i\",\"method\":\"echo\",\"params\":{\"a\":1},\"filter\":{\"x\":[]},}",
    ];
    run(async move {
        let mut node = Node::ready(echo()).await;
        let told = r#"{"jsonrpc":"2.0","id":"i","result":["i",{"a":1}]}"#;
        for request in requests {
            node.write(request).await;
            assert_eq!(node.line().await, told, "{request}");
            for byte in request.bytes() {
                node.write(std::str::from_utf8(&[byte]).unwrap()).await;
                tokio::task::yield_now().await;
            }
            assert_eq!(node.line().await, told, "{request} byte by byte");
        }
        node.write(&requests.concat()).await;
        for _ in requests {
            assert_eq!(node.line().await, told, "several at once");
        }
    });
}

#[test]
fn an_answer_has_the_id_as_it_was_written() {
    run(async {
        let mut node = Node::ready(echo()).await;
        for id in [r#""alice:echo#7/cln:echo#3""#, r#""\u00e9""#, "7", "null", "[1]"] {
            node.write(&format!(r#"{{"id":{id},"method":"echo","params":[]}}"#)).await;
            let answer = node.line().await;
            assert!(answer.starts_with(&format!(r#"{{"jsonrpc":"2.0","id":{id},"result":["#)), "{answer}");
        }
    });
}

#[test]
fn what_the_caller_has_written_is_no_json_is_told_the_caller() {
    run(async {
        let mut node = Node::ready(echo()).await;
        for params in ["{\"a\":01}", "[1,]", "{\"a\":\"\n\"}", "\"text", "{\"a\":nope}"] {
            let params = if params == "\"text" { "{\"a\":\"\u{1}\"}" } else { params };
            let refused = node.ask("i", "echo", params).await;
            assert!(
                refused.starts_with(r#"{"jsonrpc":"2.0","id":"i","error":{"code":-32602,"#),
                "{params:?}: {refused}"
            );
        }
        assert!(node.ask("i", "echo", "[1]").await.ends_with(r#""result":["i",[1]]}"#), "it goes on");
    });
}

#[test]
fn an_error_reaches_the_caller_with_its_code() {
    run(async {
        let plugin = Plugin::new(())
            .method(|_, request: DelpayRequest| async move {
                match request.partid {
                    Some(1) => Err(RpcError::new(5, "a code of its own").with_data(Json::from(true)).into()),
                    Some(2) => Err("x".parse::<u64>().map(|_| ()).unwrap_err().into()),
                    Some(3) => Err(HandlerError::documented(DelpayError::from(RpcError::new(208, "unknown")))),
                    Some(4) => panic!("a mistake"),
                    _ => Ok(DelpayResponse::new(vec![])),
                }
            })
            .method_raw("zork", "", |_, _| async { Ok(Json::null()) });
        let mut node = Node::ready(plugin).await;
        let hash = "00".repeat(32);
        for (part, error) in [
            (1, r#"{"code":5,"message":"a code of its own","data":true}"#),
            (2, r#"{"code":-32603,"message":"invalid digit found in string"}"#),
            (3, r#"{"code":208,"message":"unknown"}"#),
        ] {
            let params = format!(r#"{{"payment_hash":"{hash}","status":"failed","partid":{part},"groupid":1}}"#);
            let told = node.ask("i", "delpay", &params).await;
            assert_eq!(told, format!(r#"{{"jsonrpc":"2.0","id":"i","error":{error}}}"#));
        }
        let params = format!(r#"["{hash}","failed",4,1]"#);
        let log = node.ask("i", "delpay", &params).await;
        assert!(log.contains(r#""level":"broken","message":"i: the handler has panicked: a mistake""#), "{log}");
        let told = node.line().await;
        assert!(told.contains(r#""code":-32603,"message":"the handler has panicked: a mistake""#), "{told}");
        let unknown = node.ask("i", "zorks", "{}").await;
        assert_eq!(
            unknown,
            r#"{"jsonrpc":"2.0","id":"i","error":{"code":-32601,"message":"Unknown command 'zorks'"}}"#
        );
    });
}

#[test]
fn methods_run_beside_each_other_as_many_as_are_allowed() {
    run(async {
        let gate = Arc::new(Semaphore::new(0));
        let plugin = Plugin::new(Arc::clone(&gate))
            .max_methods(2)
            .method_raw("hold", "", |context, _| async move {
                context.message(Level::Info, "held").await;
                context.state().acquire().await?.forget();
                Ok(Json::null())
            })
            .hook_raw("rpc_command", cln_plugin_kit::HookOptions::new(), |_, _| async {
                Ok(r#"{"result":"continue"}"#.parse()?)
            });
        let mut node = Node::ready(plugin).await;
        for id in ["a", "b", "c"] {
            node.write(&format!(r#"{{"id":"{id}","method":"hold","params":[]}}"#)).await;
        }
        let held = |id| {
            format!(
                r#"{{"jsonrpc":"2.0","method":"message","params":{{"id":"{id}","level":"info","message":"held"}}}}"#
            )
        };
        let mut first = [node.line().await, node.line().await];
        first.sort();
        assert_eq!(first, [held("a"), held("b")]);
        // A hook does not wait for methods.
        assert!(node.ask("h", "rpc_command", "{}").await.contains("continue"));
        gate.add_permits(1);
        let told = node.line().await;
        assert!(told.ends_with(r#""result":null}"#), "{told}");
        assert_eq!(node.line().await, held("c"));
        gate.add_permits(2);
        let mut last = [node.line().await, node.line().await];
        last.sort();
        assert!(last.iter().all(|line| line.ends_with(r#""result":null}"#)), "{last:?}");
    });
}

#[test]
fn progress_is_told_under_the_id_of_the_call() {
    run(async {
        let plugin = Plugin::new(()).method_raw("long", "", |context, _| async move {
            context.progress(3, 10).await;
            Ok(Json::null())
        });
        let mut node = Node::ready(plugin).await;
        let told = node.ask("i", "long", "[]").await;
        assert_eq!(told, r#"{"jsonrpc":"2.0","method":"progress","params":{"id":"i","num":3,"total":10}}"#);
        assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"i","result":null}"#);
    });
}
