//! Commands with a schema: what callers may give them, and what `check` and the manifest say of them.

use cln_bindings::{DelpayRequest, DelpayResponse};
use cln_plugin_kit::Plugin;
use cln_runtime::RpcError;
use cln_runtime::rules::{Field, KeyIndex, Kind, ScalarKind, Shape, key_index};

use super::node::{Node, run};

/// The parameters of a command with a deprecated one, which is deprecated itself.
#[derive(Clone, Debug, PartialEq)]
struct Frob {
    age: u64,
    old: Option<String>,
}

static FIELDS: &[Field<'static>] = &[
    Field::required("age", Kind::Scalar(ScalarKind::U64)),
    Field::optional("old", Kind::Scalar(ScalarKind::String)).deprecated(),
];
static FROB: Shape<'static> = Shape {
    fields: FIELDS,
    index: KeyIndex::new(&key_index::<4>(FIELDS), FIELDS),
    closed: true,
    params: true,
    groups: &[],
    clauses: &[],
};

cln_runtime::record!(Frob from Client by FROB { age, old });
cln_runtime::request!(Frob calls "frob": DelpayResponse or RpcError deprecated(Some("v26.06"), None));

/// A plugin with a command of a schema, which answers its parameters, and one whose parameters are deprecated in part.
fn plugin() -> Plugin<()> {
    Plugin::new(())
        .method(|_, request: DelpayRequest| async move {
            assert!(request.partid.is_none(), "part {:?}", request.partid);
            Ok(DelpayResponse::new(vec![]))
        })
        .method(|context, request: Frob| async move {
            let told = format!("{} {:?} {}", request.age, request.old, context.takes_deprecated());
            Err(RpcError::new(7, told).into())
        })
}

async fn started(allowed: bool) -> Node {
    let mut node = Node::new(plugin());
    let asked = format!(r#"{{"allow-deprecated-apis":{allowed}}}"#);
    let manifest = node.ask("cln:getmanifest#1", "getmanifest", &asked).await;
    for part in [
        r#"{"name":"delpay","usage":"payment_hash status [partid] [groupid]","description":""}"#,
        r#"{"name":"frob","usage":"age [old]","description":"","deprecated":["v26.06"]}"#,
        r#""subscriptions":["shutdown","deprecated_oneshot"]"#,
    ] {
        assert!(manifest.contains(part), "{manifest}");
    }
    node.write(&super::node::init("{}")).await;
    node.line().await;
    node
}

/// The error that a request gets: its code and message.
async fn refused(node: &mut Node, method: &str, params: &str) -> (i64, String) {
    let answer = node.ask("a/cln:x#1", method, params).await;
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let error = &answer["error"];
    (error["code"].as_i64().unwrap(), error["message"].as_str().unwrap().to_owned())
}

fn result(result: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":"a/cln:x#1","result":{result}}}"#)
}

#[test]
fn parameters_are_read_and_refused_as_by_a_node() {
    run(async {
        let mut node = started(true).await;
        let hash = "ab".repeat(32);
        for params in
            [format!(r#"["{hash}","failed"]"#), format!("{{\"status\":\"failed\",\n\n\"payment_hash\":\"{hash}\",}}")]
        {
            assert_eq!(node.ask("a/cln:x#1", "delpay", &params).await, result(r#"{"payments":[]}"#));
        }
        for (params, why) in [
            ("{}", "missing required parameter: payment_hash"),
            (r#"[1,"failed",1,1,1]"#, "payment_hash: should be a 32 byte hex value: invalid token '1'"),
            ("\"x\"", "Expected array or object for params"),
        ] {
            assert_eq!(refused(&mut node, "delpay", params).await, (-32602, why.to_owned()));
        }
        assert_eq!(refused(&mut node, "frob", r#"{"age":"0x10"}"#).await, (7, "16 None true".to_owned()));
        node.end().await.unwrap();
    });
}

#[test]
fn check_is_answered_without_the_handler() {
    run(async {
        let mut node = started(true).await;
        let hash = "ab".repeat(32);
        // With a part the handler would panic.
        let checked = format!(
            r#"{{"command_to_check":"delpay","payment_hash":"{hash}","status":"failed","partid":1,"groupid":2}}"#
        );
        assert_eq!(node.ask("a/cln:x#1", "check", &checked).await, result(r#"{"command_to_check":"delpay"}"#));
        for (params, code, why) in [
            (r#"["delpay"]"#, -32602, "missing required parameter: payment_hash"),
            (r#"{"age":1}"#, -32602, "missing required parameter: command_to_check"),
            (r#"["nope"]"#, -32601, "Unknown command 'nope'"),
            (r#"["frob",1,2,3]"#, -32602, "too many parameters: got 3, expected 2"),
        ] {
            assert_eq!(refused(&mut node, "check", params).await, (code, why.to_owned()), "{params}");
        }
        node.end().await.unwrap();
    });
}

/// By the node, and by a caller for its next call alone.
#[test]
fn deprecated_parameters_are_taken_where_they_are_allowed() {
    const ONESHOT: &str =
        r#"{"jsonrpc":"2.0","method":"deprecated_oneshot","params":{"deprecated_oneshot":{"deprecated_ok":"#;
    const UNKNOWN: &str =
        "unknown parameter: old, this may be caused by a failure to autodetect key=value-style parameters.";
    let given = r#"{"age":1,"old":"x"}"#;
    run(async move {
        for allowed in [true, false] {
            let mut node = started(allowed).await;
            for is_allowed in [allowed, !allowed, allowed] {
                if is_allowed != allowed {
                    node.write(&format!("{ONESHOT}{is_allowed}}}}}}}\n\n")).await;
                }
                let (code, why) = refused(&mut node, "frob", given).await;
                let taken = format!(r#"1 Some("x") {is_allowed}"#);
                match is_allowed {
                    true => assert_eq!((code, why), (7, taken)),
                    false => assert!(code == -32602 && why.starts_with(UNKNOWN), "{code} {why}"),
                }
                let checked = r#"{"command_to_check":"frob","age":1,"old":"x"}"#;
                let checked = node.ask("a/cln:x#1", "check", checked).await;
                assert_eq!(checked.contains("error"), !allowed, "the word of a caller is of one call: {checked}");
            }
            node.end().await.unwrap();
        }
    });
}
