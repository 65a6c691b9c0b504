//! Commands that are only documented.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cln_codegen::instances::exchanges;
use cln_codegen::model::{Method, Target, with_rules};
use cln_codegen::schema::Side;
use cln_mock::MockNode;
use cln_runtime::json::Tree;
use cln_runtime::walk::validate;
use serde_json::{Value, json};

use crate::peer::Peer;

pub(crate) fn schema(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite").join(name)
}

fn node(lenient: bool) -> (MockNode, Peer) {
    let builder = MockNode::builder().schemas(schema("frob.json")).schemas(schema("mute.json")).lenient(lenient);
    let node = builder.start().unwrap();
    let peer = Peer::connect(node.socket());
    (node, peer)
}

#[test]
fn a_lenient_node_answers_as_the_nearest_example() {
    let (_node, mut peer) = node(true);
    let (on, off) = (json!({"state": "on", "items": [{"n": 1}, {"n": 2}]}), json!({"state": "off", "items": []}));
    for (params, answer) in [
        (r#"{"flag":true,"amount_msat":"10sat"}"#, &on),
        // As it may be written, too.
        (r#"["10sat",true]"#, &on),
        (r#"{"amount_msat":"5msat","flag":false,"label":"x","count":"0x7"}"#, &off),
        // What has most in common.
        (r#"{"amount_msat":6,"flag":false,"label":"x","count":7}"#, &off),
        (r#"[10000,true,null,null]"#, &on),
        (r#"[1,false,"y",7]"#, &off),
    ] {
        assert_eq!(peer.result("frob", params), *answer, "{params}");
    }
    assert_eq!(peer.result("mute", "{}"), json!({}));
    assert_eq!(peer.error("frobb", "{}"), (-32601, "Unknown command 'frobb'".to_owned()));
}

#[test]
fn parameters_are_refused_in_a_nodes_words() {
    let (_node, mut peer) = node(false);
    let mut says = |params: &str| {
        let (code, message) = peer.error("frob", params);
        assert_eq!(code, -32602, "{params}");
        message.split(": invalid token").next().unwrap().to_owned()
    };
    for (params, message) in [
        ("{}", "missing required parameter: amount_msat"),
        (r#"{"amount_msat":1}"#, "missing required parameter: flag"),
        (r#"[1,true,"x",1,null,null,null,null,null,2]"#, "too many parameters: got 10, expected 9"),
        (r#"{"flag":true,"flag":true}"#, "duplicate json names: flag"),
        (r#""x""#, "Expected array or object for params"),
        (r#"{"flag":"yes"}"#, "flag: should be 'true' or 'false'"),
        (r#"{"flag":null}"#, "flag: should be 'true' or 'false'"),
        (r#"{"amount_msat":"1.5"}"#, "amount_msat: should be a millisatoshi amount"),
        (r#"{"count":256}"#, "count: should be an unsigned 8 bit integer"),
        (r#"{"count":1.0}"#, "count: should be an unsigned 8 bit integer"),
        (r#"{"count":null}"#, "count: should be an unsigned 8 bit integer"),
        (r#"{"peer":"02"}"#, "peer: should be a node id"),
        (r#"{"list":[65536]}"#, "list: should be an array"),
        (r#"{"list":{}}"#, "list: should be an array"),
        (r#"{"kind":"c"}"#, "kind: should be one of a, b"),
        (r#"{"hash":"00"}"#, "hash: should be a 32 byte hex value"),
        (r#"{"amount_msat":1,"flag":"true"}"#, "flag: should be 'true' or 'false'"),
        (r#"[1,true,"x"]"#, "Must set both count and label, or neither"),
        (r#"[1,true,null,null,null,null,"a"]"#, "Can only specify {kind} with {list}"),
        (
            r#"{"amount_msat":1,"flag":true,"list":[],"peer":"02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}"#,
            "Can only specify one of {peer} or {list}",
        ),
    ] {
        assert_eq!(says(params), message, "{params}");
    }
    assert!(says(r#"{"foo":1}"#).starts_with("unknown parameter: foo, this may be caused by"));
}

#[test]
fn check_holds_their_parameters_against_the_schema() {
    let (_node, mut peer) = node(false);
    let checked = peer.result("check", r#"{"command_to_check":"frob","amount_msat":1,"flag":true}"#);
    assert_eq!(checked, json!({"command_to_check": "frob"}));
    assert_eq!(peer.error("check", r#"["frob"]"#).1, "missing required parameter: amount_msat");
    assert_eq!(peer.result("check", r#"["mute"]"#), json!({"command_to_check": "mute"}));
}

#[test]
fn who_wants_notifications_gets_them_before_the_answer() {
    let (_node, mut peer) = node(false);
    let asked = r#"{"jsonrpc":"2.0","id":"a","method":"frob","params":[10000,true]}"#;
    assert_eq!(peer.error("notifications", "{}").1, "missing required parameter: enable");
    assert_eq!(peer.result("notifications", r#"{"enable":true}"#), json!({}));
    peer.send(asked);
    let message: Value = serde_json::from_str(&peer.line()).unwrap();
    assert_eq!(
        (&message["method"], &message["params"]["id"], message.get("id")),
        (&json!("message"), &json!("a"), None)
    );
    assert!(message["params"]["level"].is_string() && message["params"]["message"].is_string());
    assert!(peer.line().starts_with(r#"{"jsonrpc":"2.0","id":"a","result":"#));
    peer.result("notifications", "[false]");
    peer.send(asked);
    assert!(peer.line().contains("result"));
}

/// Each command of a release answers its documented requests, and those that were made, with the documented answers or
/// what they were mended to, all of them valid.
#[test]
fn whole_releases_are_answered_from_their_documentation() {
    for release in ["releases/v24.11", "releases/v26.06.6", "corpus"] {
        let Some(folder) = cln_tests::folders::shared(release) else { return };
        let node = MockNode::builder().schemas(&folder).start().unwrap();
        let mut peer = Peer::connect(node.socket());
        let (mut as_documented, mut mended) = (0, 0);
        for method in commands(&folder) {
            let exchanges = exchanges(&method, 0);
            assert!(!exchanges.is_empty(), "{}", method.name);
            for exchange in &exchanges {
                let answer = peer.result(&method.name, &exchange.request.to_string()).to_string();
                let checked = with_rules(&method, Side::Response, |rules| validate(answer.as_bytes(), rules));
                checked.unwrap().unwrap_or_else(|wrong| panic!("{}: {wrong}", method.name));
                // Two examples may have the same request.
                let same = exchanges.iter().find(|other| other.request == exchange.request).unwrap();
                assert_eq!(Tree::parse(&answer).unwrap(), same.answer, "{}", method.name);
                *(if exchange.changes.is_empty() { &mut as_documented } else { &mut mended }) += 1;
            }
            assert_eq!(peer.error(&method.name, r#"{"nobody_knows_this":1}"#).0, -32602, "{}", method.name);
        }
        println!("{release}: {as_documented} answers as documented, {mended} mended");
        assert!(as_documented + mended > 150, "{release}: {as_documented} {mended}");
    }
}

/// The commands of a release that are answered from their documentation.
fn commands(folder: &Path) -> Vec<Method> {
    let builder = cln_codegen::Builder::new().schemas(folder).unknown(cln_codegen::Unknown::AnyJson);
    let (mut api, _) = builder.model().unwrap();
    let node = MockNode::builder().schemas(folder);
    // `stop` is done, too, and would end the node.
    let is_documented = |name: &str| {
        name != "stop" && !node.explain(name).is_ok_and(|said| said.contains("is done by the node itself"))
    };
    api.methods.retain(|method| method.target == Target::Rpc && is_documented(&method.name));
    api.methods
}

/// A schema file of a command, with what its request and response say beside `properties`.
fn command(name: &str, request: &str, response: &str, examples: &[(&str, &str)]) -> (String, String) {
    let example =
        |(params, answer): &(&str, &str)| format!(r#"{{"request": {{"params": {params}}}, "response": {answer}}}"#);
    let examples: Vec<String> = examples.iter().map(example).collect();
    let text = format!(
        r#"{{"rpc": "{name}", "request": {{{request}}}, "response": {{{response}}}, "examples": [{}]}}"#,
        examples.join(",")
    );
    (name.to_owned(), text)
}

/// A node, not lenient, of these schema files, and the lines of its log.
fn node_of(files: &[(String, String)]) -> (MockNode, Peer, Arc<Mutex<Vec<String>>>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(format!("{name}.json")), text).unwrap();
    }
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let builder = MockNode::builder().schemas(folder.path());
    let node = builder.log(move |line| log.lock().unwrap().push(line.to_owned())).start().unwrap();
    let peer = Peer::connect(node.socket());
    (node, peer, lines)
}

const KEYED: &str = r#""properties": {"id": {"type": "pubkey"}, "level": {"type": "string"}}"#;
const LISTED: &str = r#""required": ["peers"], "properties": {"peers": {"type": "array", "items": {"type": "object",
    "required": ["id"], "properties": {"id": {"type": "pubkey"}, "note": {"type": "string"}}}}}"#;

#[test]
fn a_request_that_is_not_documented_is_not_answered_with_what_is() {
    let key = format!("02{}", "aa".repeat(32));
    let listed = format!(r#"{{"peers": [{{"id": "{key}"}}]}}"#);
    let info = r#""required": ["version"], "properties": {"version": {"type": "string"}}"#;
    let level = r#""properties": {"level": {"type": "string"}}"#;
    let hash = r#""required": ["payment_hash"], "properties": {"payment_hash": {"type": "hash"},
        "partid": {"type": "u64"}}"#;
    let (known, unknown) = ("c1".repeat(32), "c2".repeat(32));
    let waited = (&*format!(r#"{{"payment_hash": "{known}"}}"#), r#"{"version": "paid"}"#);
    let (_node, mut peer, _) = node_of(&[
        command("listnodes", KEYED, LISTED, &[(&format!(r#"{{"id": "{key}"}}"#), &listed)]),
        command("getlog", level, info, &[("{}", r#"{"version": "v1"}"#)]),
        command("setlog", level, info, &[("{}", r#"{"version": "v1"}"#)]),
        command("getone", hash, info, &[waited]),
    ]);
    // A list is empty.
    assert_eq!(peer.result("listnodes", &format!(r#"["{}"]"#, key.to_uppercase()))["peers"][0]["id"], key);
    for other in ["{}", r#"{"level":"debug"}"#, &format!(r#"["02{}"]"#, "bb".repeat(32))] {
        assert_eq!(peer.result("listnodes", other), json!({"peers": []}), "{other}");
    }
    // What only reads, and needs no parameters, gives the example.
    assert_eq!(peer.result("getlog", r#"{"level":"debug"}"#), json!({"version": "v1"}));
    // A node's own error, where it is known.
    assert_eq!(peer.result("getone", &format!(r#"["{known}"]"#)), json!({"version": "paid"}));
    // Anything else is an error that says what to do.
    let other = format!(r#"["{unknown}"]"#);
    let in_part = format!(r#"["{known}",1]"#);
    for (method, params) in [("setlog", r#"["x"]"#), ("getone", &other), ("getone", &in_part)] {
        let (code, message) = peer.error(method, params);
        assert_eq!(code, -32603, "{method}");
        for part in [&*format!("no state for {method}"), "::<", "lenient(true)", "--explain"] {
            assert!(message.contains(part), "{message}");
        }
    }
}

#[test]
fn what_a_node_says_of_unknown_keys_is_as_recorded() {
    let text = |key: &str| format!(r#""required": ["{key}"], "properties": {{"{key}": {{"type": "string"}}}}"#);
    let lookup = |name: &str, key: &str| {
        let example = format!(r#"{{"{key}": "known"}}"#);
        command(name, &text(key), r#""properties": {}"#, &[(&example, "{}")])
    };
    let lookups = [
        ("delinvoice", "label", 905, "Unknown invoice"),
        ("disableoffer", "offer_id", -1, "Unknown offer"),
        ("waitinvoice", "label", -1, "Label not found"),
    ];
    let (_node, mut peer, _) = node_of(&lookups.map(|(name, key, ..)| lookup(name, key)));
    for (name, _, code, message) in lookups {
        assert_eq!(peer.result(name, r#"["known"]"#), json!({}), "{name}");
        assert_eq!(peer.error(name, r#"["other"]"#), (code, message.to_owned()), "{name}");
    }
}

/// Examples have made-up invoices, which a node would refuse.
#[test]
fn a_documented_request_is_not_refused() {
    let offer = r#""required": ["offer"], "properties": {"offer": {"type": "string"}}"#;
    let invoice = r#""properties": {"invoice": {"type": "string"}}"#;
    let example = (r#"{"offer": "lno1bolt1210001000"}"#, r#"{"invoice": "lni1made1up"}"#);
    let (_node, mut peer, _) = node_of(&[command("fetchinvoice", offer, invoice, &[example])]);
    for documented in [r#"["lno1bolt1210001000"]"#, r#"{"offer":"lno1bolt1210001000"}"#] {
        assert_eq!(peer.result("fetchinvoice", documented), json!({"invoice": "lni1made1up"}), "{documented}");
    }
    for other in [r#"["lno1bolt1210001001"]"#, r#"["lno1bolt1210001000",1]"#] {
        assert_eq!(peer.error("fetchinvoice", other).0, -32602, "{other}");
    }
}

/// What a documented answer shows is there: neither an empty list nor an error denies it.
#[test]
fn nothing_that_is_shown_is_denied() {
    let (shown, unknown) = (format!("02{}", "aa".repeat(32)), format!("02{}", "bb".repeat(32)));
    let (_node, mut peer, _) =
        node_of(&[command("listnodes", KEYED, LISTED, &[("{}", &format!(r#"{{"peers": [{{"id": "{shown}"}}]}}"#))])]);
    assert_eq!(peer.result("listnodes", &format!(r#"["{unknown}"]"#)), json!({"peers": []}));
    assert_eq!(peer.result("listnodes", &format!(r#"["{unknown}","io"]"#)), json!({"peers": []}));
    let known = format!(r#"["{shown}"]"#);
    let (code, message) = peer.error("listnodes", &known);
    assert!(code == -32603 && message.contains("--explain"), "{message}");
}

/// What cannot be compared is not taken for the request without parameters.
#[test]
fn what_is_nested_too_deeply_to_be_compared_is_not_documented() {
    let (_node, mut peer, _) = node_of(&[command("make", r#""properties": {"any": {}}"#, "", &[("{}", "{}")])]);
    assert_eq!(peer.result("make", "{}"), json!({}));
    assert_eq!(peer.error("make", r#"{"any":[]}"#).0, -32603);
    assert_eq!(peer.error("make", &format!(r#"{{"any":{}{}}}"#, "[".repeat(80), "]".repeat(80))).0, -32603);
}

/// Commands that are only documented do not deny the payments that the node has.
#[test]
fn payments_that_the_node_has_are_not_denied() {
    let hash = r#""properties": {"payment_hash": {"type": "hash"}}"#;
    let pays = r#""required": ["pays"], "properties": {"pays": {"type": "array", "items": {"type": "object"}}}"#;
    let folder = tempfile::tempdir().unwrap();
    let (name, text) = command("listhtlcs", hash, pays, &[]);
    std::fs::write(folder.path().join(format!("{name}.json")), text).unwrap();
    let node = MockNode::builder().schemas(folder.path()).example().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let had = node.payments().unwrap()[0].payment_hash.to_string();
    let unknown = "c2".repeat(32);
    assert_eq!(peer.result("listhtlcs", &format!(r#"["{unknown}"]"#)), json!({"pays": []}));
    assert_eq!(peer.error("listhtlcs", &format!(r#"["{}"]"#, had.to_uppercase())).0, -32603);
}

#[test]
fn a_documented_answer_that_its_schema_refuses_is_mended_and_said_once() {
    let answer = r#"{"peers": [{"id": "nodeid020202", "note": "of nodeid020202"}, {"note": "x", "new": 1}]}"#;
    let files = [command("listnodes", KEYED, LISTED, &[(r#"{"id": "nodeid020202"}"#, answer)])];
    let mended = |seed: u64| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("listnodes.json"), &files[0].1).unwrap();
        let builder = cln_codegen::Builder::new().schemas(folder.path());
        exchanges(&builder.model().unwrap().0.methods[0], seed).remove(0)
    };
    let exchange = mended(0);
    assert_ne!(mended(1).request, exchange.request);
    let (_node, mut peer, lines) = node_of(&files);
    let asked = exchange.request.to_string();
    let answer = peer.result("listnodes", &asked);
    let id = answer["peers"][0]["id"].as_str().unwrap();
    assert!(id.starts_with("02") && id.len() == 66, "{id}");
    assert_eq!(asked, json!({"id": id}).to_string());
    assert_eq!(answer["peers"][0]["note"], format!("of {id}"));
    assert_eq!(answer["peers"][1]["id"].as_str().unwrap().len(), 66);
    assert_eq!(peer.result("listnodes", &asked), answer);
    let lines = lines.lock().unwrap();
    let noted: Vec<_> = lines.iter().filter(|line| line.contains("mended")).collect();
    let line = "listnodes: 1 documented example did not fit its schema and was mended in 4 places (see cln-mock \
                --explain listnodes)";
    assert_eq!(noted, [line]);
    assert_eq!(lines.len(), 3);
}

#[test]
fn without_an_example_an_answer_is_made_of_the_schema() {
    let hash = r#""required": ["payment_hash"], "properties": {"payment_hash": {"type": "hash"}}"#;
    let (_node, mut peer, lines) = node_of(&[command("find", hash, hash, &[])]);
    let (code, message) = peer.error("find", &format!(r#"["{}"]"#, "c1".repeat(32)));
    assert!(code == -32603 && message.contains("--explain find"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("find.json"), command("find", hash, hash, &[]).1).unwrap();
    let explained = MockNode::builder().schemas(folder.path()).explain("find").unwrap();
    let asked = explained.lines().find_map(|line| line.trim_start().strip_prefix("request ")).unwrap();
    // The same name is the same value on both sides.
    assert_eq!(peer.result("find", asked).to_string(), asked);
    assert!(lines.lock().unwrap().iter().any(|line| line.contains("is made of its schema")));
}

/// The others of a release can be used all the same.
#[test]
fn a_schema_that_is_wrong_beyond_its_form_is_told_when_it_is_called() {
    let twice = r#""properties": {"a-b": {"type": "u8"}, "a_b": {"type": "u8"}}"#;
    let (_node, mut peer, _) = node_of(&[command("odd", twice, "", &[]), command("pong", "", "", &[("{}", "{}")])]);
    assert_eq!(peer.result("pong", "{}"), json!({}));
    let (code, message) = peer.error("odd", "{}");
    assert!(code == -32603 && message.starts_with("its schema is wrong: "), "{message}");
    assert!(message.contains("would both be `a_b` in Rust"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("odd.json"), command("odd", twice, "", &[]).1).unwrap();
    let builder = MockNode::builder().schemas(folder.path());
    assert!(matches!(builder.explain("odd"), Err(cln_mock::Error::Schemas(_))));
    assert!(matches!(builder.explain("even"), Err(cln_mock::Error::NoSuchCommand(_))));
}

/// What the node does for real is not explained by what its documentation shows.
#[test]
fn explained_is_what_the_node_does() {
    let (status, never) = (r#""properties": {"status": {"type": "string"}}"#, r#""properties": {"n": {"type": "u8"}}"#);
    let contradiction = r#""required": ["n"], "properties": {"n": {"type": "u8", "minimum": 256}}"#;
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [command("listsendpays", status, never, &[("{}", "{}")]), command("odd", "", contradiction, &[])]
    {
        std::fs::write(folder.path().join(format!("{name}.json")), text).unwrap();
    }
    std::fs::write(folder.path().join("listnodes.json"), command("listnodes", KEYED, LISTED, &[]).1).unwrap();
    let totlen = r#""properties": {"totlen": {"type": "u16"}}"#;
    let ping = command("ping", "", totlen, &[("{}", r#"{"totlen": 5}"#)]).1;
    std::fs::write(folder.path().join("ping.json"), ping).unwrap();
    let builder = MockNode::builder().schemas(folder.path());
    let empty = "\nany other request: {\"peers\":[]}, or an error for what these answers show";
    assert!(builder.explain("listnodes").unwrap().ends_with(empty));
    let done = "notifications is done by the node itself: its documented answers are not given";
    assert_eq!(builder.explain("notifications").unwrap(), done);
    let said = builder.explain("ping").unwrap();
    let until = "ping is done by the node itself. Only as long as the node has had nothing that ping is about, ";
    assert!(said.starts_with(until) && said.ends_with("  answer {\"totlen\":5}"), "{said}");
    let none =
        "no answer was found that the schema accepts\nany other request: an error that says how to set up an answer";
    assert_eq!(builder.explain("odd").unwrap(), none);
}
