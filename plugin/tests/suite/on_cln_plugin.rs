//! Typed handlers on a builder of the crate cln-plugin: what they are given, and what the node is told.

use std::fmt::Debug;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cln_bindings::{DelpayRequest, DelpayResponse};
use cln_plugin::{Builder, Plugin};
use cln_plugin_kit::{HandlerError, HookOptions, TypedHandlers};
use cln_runtime::RpcError;
use serde_json::{Value, json};
use tokio::io::{DuplexStream, ReadHalf, WriteHalf};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::node::{Node, init};
use super::one_text::of_one_text;

type Pipes<S> = Builder<S, ReadHalf<DuplexStream>, WriteHalf<DuplexStream>>;

// What a peer that connects is called says what the handler does about it.
of_one_text!(PeerHookRequest peer);
of_one_text!(PeerHookResponse result);
cln_runtime::hook!(PeerHookRequest of "peer_connected" is answered by PeerHookResponse);

of_one_text!(ChangedHookRequest channel_id);
cln_runtime::hook!(ChangedHookRequest of "openchannel2_changed" is answered by PeerHookResponse);

of_one_text!(DbWriteHookRequest writes);
cln_runtime::hook!(DbWriteHookRequest of "db_write" is answered by PeerHookResponse);

of_one_text!(PaymentHookRequest payment);
cln_runtime::hook!(PaymentHookRequest of "invoice_payment" is answered by PeerHookResponse);

of_one_text!(CommandHookRequest rpc_command);
cln_runtime::hook!(CommandHookRequest of "rpc_command" is answered by PeerHookResponse);

of_one_text!(Connected id);
cln_runtime::notification!(Connected is told by "connect");

/// What is traced, with its level.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<String>>>);

impl Traced {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Subscriber for Traced {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("cln_plugin_kit")
    }

    fn event(&self, event: &Event<'_>) {
        let level = *event.metadata().level();
        event.record(&mut |_: &tracing::field::Field, value: &dyn Debug| {
            self.0.lock().unwrap().push(format!("{level} {value:?}"));
        });
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Runs a test on this thread, whose traces it is given.
fn run<Fut: Future<Output = ()>>(test: impl FnOnce(Traced) -> Fut) {
    let traced = Traced::default();
    let _guard = tracing::subscriber::set_default(traced.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(test(traced));
}

/// A node whose plugin, made with cln-plugin, is ready; and the manifest.
async fn ready<S>(state: S, built: impl FnOnce(Pipes<S>) -> Pipes<S>) -> (Node, Value)
where
    S: Clone + Send + Sync + 'static,
{
    let mut node = Node::over(|reader, writer| {
        let builder = built(Builder::new(reader, writer).with_logging(false));
        async move {
            builder.start(state).await.unwrap().unwrap().join().await.unwrap();
            Ok(())
        }
    });
    let manifest = ask(&mut node, "getmanifest", "{}").await;
    node.write(&init("{}")).await;
    node.line().await;
    (node, manifest["result"].clone())
}

async fn ask(node: &mut Node, method: &str, params: &str) -> Value {
    let answer: Value = serde_json::from_str(&node.ask("cln:h#1", method, params).await).unwrap();
    assert_eq!(answer["id"], "cln:h#1");
    answer
}

async fn peer(_: Plugin<()>, event: PeerHookRequest) -> Result<PeerHookResponse, HandlerError> {
    match &*event.peer {
        "fails" => return Err(HandlerError::new("no database")),
        "panics" => panic!("a mistake"),
        "late" => tokio::time::sleep(Duration::from_secs(2)).await,
        _ => {}
    }
    Ok(PeerHookResponse { result: event.peer })
}

#[test]
fn whatever_a_handler_does_at_a_hook_the_node_gets_an_answer_that_it_survives() {
    run(|traced| async move {
        let options = HookOptions::closed().deadline(Duration::from_millis(200));
        let (mut node, _) = ready((), |builder| builder.typed_hook(options, peer).unwrap()).await;
        let told = ask(&mut node, "peer_connected", r#"{"peer":"continue"}"#).await;
        assert_eq!((&told["result"], traced.take()), (&json!({"result": "continue"}), vec![]));
        let safe = json!({"result": "disconnect", "error_message": "temporarily not possible"});
        for (params, why) in [
            (r#"{"peer":"fails"}"#, "the handler has failed: no database; "),
            (r#"{"peer":"panics"}"#, "the handler has panicked: a mistake; "),
            (r#"{"peer":"disconnect"}"#, "the handler's answer was not written, because "),
            (r#"{"peer":"late"}"#, "the handler has not answered within 200ms; "),
            (r#"{"peer":7}"#, "the payload cannot be read: "),
            ("[]", "the payload cannot be read: "),
        ] {
            let told = ask(&mut node, "peer_connected", params).await;
            assert_eq!(told["result"], safe, "{params}");
            let [fault] = &traced.take()[..] else { panic!("{params}: not one fault") };
            assert!(fault.starts_with(&format!("ERROR hook peer_connected: {why}")), "{fault}");
            assert!(fault.contains("; answered {\"result\":\"disconnect\""), "{fault}");
        }
        drop(node);
    });
}

#[test]
fn a_handler_that_panics_before_its_future_is_there_leaves_the_plugin_alive() {
    #[allow(unreachable_code, reason = "the handler panics before it has a future")]
    fn built(builder: Pipes<()>) -> Pipes<()> {
        builder
            .typed_hook(HookOptions::new(), |_, _: PeerHookRequest| {
                panic!("at once");
                async { Err(HandlerError::new("never")) }
            })
            .unwrap()
    }
    run(|_| async {
        let (mut node, _) = ready((), built).await;
        for _ in 0..2 {
            let told = ask(&mut node, "peer_connected", r#"{"peer":"x"}"#).await;
            assert_eq!(told["result"], json!({"result": "continue"}));
        }
    });
}

#[test]
fn a_psbt_is_echoed_and_without_one_nothing_is_written() {
    async fn fails(_: Plugin<()>, _: ChangedHookRequest) -> Result<PeerHookResponse, HandlerError> {
        Err(HandlerError::new("no"))
    }
    run(|traced| async move {
        let (mut node, _) = ready((), |builder| {
            builder.typed_hook(HookOptions::new(), fails).unwrap().typed_hook(HookOptions::new(), peer).unwrap()
        })
        .await;
        let asked = r#"{"openchannel2_changed":{"psbt":"cHNidP8BAAoCAAAAAAAAAAAAAA=="}}"#;
        let told = ask(&mut node, "openchannel2_changed", asked).await;
        assert_eq!(told["result"], json!({"result": "continue", "psbt": "cHNidP8BAAoCAAAAAAAAAAAAAA=="}));
        traced.take();
        node.write(r#"{"jsonrpc":"2.0","id":"waits","method":"openchannel2_changed","params":{}}"#).await;
        node.write("\n\n").await;
        // This is asked later, and answered as the next.
        let told = ask(&mut node, "peer_connected", r#"{"peer":"continue"}"#).await;
        assert_eq!(told["result"], json!({"result": "continue"}));
        let [fault] = &traced.take()[..] else { panic!("not one fault") };
        assert!(fault.contains("answered nothing, so that the event waits"), "{fault}");
    });
}

#[test]
fn a_hook_says_where_and_of_what_it_is_asked() {
    async fn go_on(_: Plugin<()>, _: CommandHookRequest) -> Result<PeerHookResponse, HandlerError> {
        Err(HandlerError::new("no"))
    }
    run(|_| async {
        let options = HookOptions::open().before("a").after("b").for_methods(["pay", "\"x\""]);
        let (_node, manifest) = ready((), |builder| builder.typed_hook(options, go_on).unwrap()).await;
        let hook = json!({"name": "rpc_command", "before": ["a"], "after": ["b"], "filters": ["pay", "\"x\""]});
        assert_eq!(manifest["hooks"], json!([hook]));
    });
}

#[test]
fn a_hook_that_cannot_be_is_refused_before_the_node_sees_it() {
    let builder = || Builder::<(), _, _>::new(tokio::io::empty(), tokio::io::sink());
    async fn write(_: Plugin<()>, event: DbWriteHookRequest) -> Result<PeerHookResponse, HandlerError> {
        Ok(PeerHookResponse { result: event.writes })
    }
    async fn pay(_: Plugin<()>, event: PaymentHookRequest) -> Result<PeerHookResponse, HandlerError> {
        Ok(PeerHookResponse { result: event.payment })
    }
    async fn change(_: Plugin<()>, event: ChangedHookRequest) -> Result<PeerHookResponse, HandlerError> {
        Ok(PeerHookResponse { result: event.channel_id })
    }
    for (refused, why) in [
        (builder().typed_hook(HookOptions::open(), write).err(), "the hook 'db_write' comes before init"),
        (builder().typed_hook(HookOptions::new(), pay).err(), "the hook 'invoice_payment': choose what happens"),
        (builder().typed_hook(HookOptions::closed(), change).err(), "the hook 'openchannel2_changed' has no closed"),
    ] {
        let refused = refused.unwrap().to_string();
        assert!(refused.starts_with(why), "{refused}");
    }
    assert!(builder().typed_hook(HookOptions::closed(), pay).is_ok());
}

#[test]
fn a_method_is_read_and_answered_by_its_schema() {
    async fn delpay(plugin: Plugin<i64>, request: DelpayRequest) -> Result<DelpayResponse, HandlerError> {
        match request.partid {
            None => Ok(DelpayResponse::new(vec![])),
            Some(1) => Err(RpcError::new(208, "unknown").with_data("[true]".parse()?).into()),
            Some(2) => Err(RpcError::new(*plugin.state(), "large").into()),
            Some(_) => panic!("a mistake"),
        }
    }
    run(|traced| async move {
        let (mut node, manifest) = ready(1 << 40, |builder| builder.typed_method(delpay)).await;
        let usage = "payment_hash status [partid] [groupid]";
        assert_eq!(manifest["rpcmethods"], json!([{"name": "delpay", "usage": usage, "description": ""}]));
        let hash = "ab".repeat(32);
        for params in [format!(r#"["{hash}","failed"]"#), format!(r#"{{"status":"failed","payment_hash":"{hash}"}}"#)] {
            assert_eq!(ask(&mut node, "delpay", &params).await["result"], json!({"payments": []}));
        }
        for (params, code, why) in [
            ("[]".to_owned(), -32602, "missing required parameter: payment_hash"),
            (format!(r#"["{hash}","failed",2,0]"#), -32603, "large (code 1099511627776)"),
            (format!(r#"["{hash}","failed",3,0]"#), -32603, "the handler has panicked: a mistake"),
        ] {
            let told = ask(&mut node, "delpay", &params).await;
            assert_eq!((&told["error"]["code"], &told["error"]["message"]), (&code.into(), &why.into()));
        }
        let told = ask(&mut node, "delpay", &format!(r#"["{hash}","failed",1,0]"#)).await;
        assert_eq!(told["error"], json!({"code": 208, "message": "unknown", "data": [true]}));
        assert_eq!(traced.take(), ["ERROR method delpay: the handler has panicked: a mistake"]);
    });
}

type Heard = Arc<Mutex<Vec<String>>>;

async fn hear(plugin: Plugin<Heard>, told: Connected) -> Result<(), HandlerError> {
    match &*told.id {
        "fails" => return Err(HandlerError::new("no database")),
        "panics" => panic!("a mistake"),
        "0" => tokio::time::sleep(Duration::from_millis(20)).await,
        _ => {}
    }
    plugin.state().lock().unwrap().push(told.id);
    Ok(())
}

#[test]
fn notifications_are_unwrapped_and_heard_in_their_order() {
    run(|traced| async move {
        let heard = Heard::default();
        let (mut node, manifest) = ready(Arc::clone(&heard), |builder| builder.typed_subscription(hear)).await;
        assert_eq!(manifest["subscriptions"], json!(["connect"]));
        for number in 0..50 {
            let flat = if number % 2 == 0 { "" } else { r#""id":"not this","# };
            let params = format!(r#"{{{flat}"connect":{{"id":"{number}"}}}}"#);
            node.write(&format!(r#"{{"jsonrpc":"2.0","method":"connect","params":{params}}}"#)).await;
            node.write("\n\n").await;
        }
        for params in [r#"{"connect":{"id":"fails"}}"#, r#"{"connect":{"id":"panics"}}"#, "[]", r#"{"id":"last"}"#] {
            node.write(&format!(r#"{{"jsonrpc":"2.0","method":"connect","params":{params}}}"#)).await;
            node.write("\n\n").await;
        }
        while heard.lock().unwrap().last().is_none_or(|last| last != "last") {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let expected: Vec<String> = (0..50).map(|number| number.to_string()).chain(["last".to_owned()]).collect();
        assert_eq!(*heard.lock().unwrap(), expected);
        let faults = traced.take();
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert_eq!(faults[0], "ERROR notification connect: the handler has failed: no database");
        assert_eq!(faults[1], "ERROR notification connect: the handler has panicked: a mistake");
        assert!(
            faults[2].starts_with("ERROR notification connect: the handler has failed: the payload cannot be read")
        );
    });
}
