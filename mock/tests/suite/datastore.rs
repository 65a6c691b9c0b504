//! `datastore`, `listdatastore`, `deldatastore`, `datastoreusage`.

use cln_mock::MockNode;
use cln_tests::folders::shared;
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::valid::{Checked, RELEASES};

fn node() -> (MockNode, Peer) {
    let node = MockNode::builder().start().unwrap();
    let peer = Peer::connect(node.socket());
    (node, peer)
}

/// An entry whose data is text.
fn entry(key: &[&str], generation: u64, text: &str) -> Value {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    json!({"key": key, "generation": generation, "hex": hex, "string": text})
}

#[test]
fn modes_say_what_has_to_be_there() {
    let (_node, mut peer) = node();
    let exists = (1202, "Key already exists".to_owned());
    let missing = (1203, "Key does not exist".to_owned());
    for mode in ["must-replace", "must-append"] {
        assert_eq!(peer.error("datastore", &format!(r#"{{"key":"a","string":"x","mode":"{mode}"}}"#)), missing);
    }
    for (params, generation, text) in [
        (r#"{"key":"a","string":"one"}"#, 0, "one"),
        (r#"{"key":["a"],"string":"two","mode":"must-replace"}"#, 1, "two"),
        (r#"{"key":"a","hex":"2B2b","mode":"must-append"}"#, 2, "two++"),
        (r#"{"key":"a","string":"!","mode":"create-or-append","generation":null}"#, 3, "two++!"),
        (r#"{"key":"a","string":"","mode":"create-or-replace"}"#, 4, ""),
        (r#"["a","x",null,"must-append",4]"#, 5, "x"),
    ] {
        let params = params.replace(r#","generation":null"#, "");
        assert_eq!(peer.result("datastore", &params), entry(&["a"], generation, text), "{params}");
    }
    assert_eq!(peer.error("datastore", r#"{"key":"a","string":"x"}"#), exists);
    assert_eq!(peer.error("datastore", r#"{"key":"a","string":"x","mode":"must-create"}"#), exists);
    for mode in ["create-or-replace", "create-or-append"] {
        let params = format!(r#"{{"key":"{mode}","string":"new","mode":"{mode}"}}"#);
        assert_eq!(peer.result("datastore", &params), entry(&[mode], 0, "new"));
    }
    assert_eq!(peer.result("listdatastore", r#"["a"]"#), json!({"datastore": [entry(&["a"], 5, "x")]}));
}

#[test]
fn an_entry_is_changed_and_deleted_only_in_its_generation() {
    let (_node, mut peer) = node();
    peer.result("datastore", r#"{"key":"a","string":"x"}"#);
    let different = |code: i64| (code, "generation is different".to_owned());
    let replace =
        |generation: u64| format!(r#"{{"key":"a","string":"y","mode":"must-replace","generation":{generation}}}"#);
    assert_eq!(peer.error("datastore", &replace(1)), different(1204));
    assert_eq!(peer.result("datastore", &replace(0)), entry(&["a"], 1, "y"));
    for mode in ["must-create", "create-or-replace", "create-or-append"] {
        let params = format!(r#"{{"key":"a","string":"x","mode":"{mode}","generation":1}}"#);
        let only = "generation only valid with must-replace or must-append";
        assert_eq!(peer.error("datastore", &params), (-32602, only.to_owned()), "{mode}");
    }
    assert_eq!(peer.error("deldatastore", r#"["a",0]"#), different(1201));
    assert_eq!(peer.result("deldatastore", r#"["a","1"]"#), entry(&["a"], 1, "y"));
    assert_eq!(peer.error("deldatastore", r#"["a",1]"#), (1200, "Key does not exist".to_owned()));
    // It begins anew.
    assert_eq!(peer.result("datastore", r#"{"key":"a","string":"z"}"#), entry(&["a"], 0, "z"));
}

#[test]
fn a_key_has_data_or_keys_below_it() {
    let (_node, mut peer) = node();
    peer.result("datastore", r#"{"key":["a","b","c"],"string":"x"}"#);
    for key in [r#""a""#, r#"["a","b"]"#] {
        for mode in ["must-create", "must-replace", "create-or-append"] {
            let params = format!(r#"{{"key":{key},"string":"x","mode":"{mode}"}}"#);
            assert_eq!(peer.error("datastore", &params), (1205, "Key has children already".to_owned()), "{params}");
        }
        assert_eq!(peer.error("deldatastore", &format!("[{key}]")).0, 1200);
    }
    let below = r#"{"key":["a","b","c","d"],"string":"x"}"#;
    assert_eq!(peer.error("datastore", below), (1206, "Parent key [a,b,c] exists".to_owned()));
    // What only begins with the same letters is another key.
    peer.result("datastore", r#"{"key":["a","bb"],"string":"x"}"#);
    peer.result("datastore", r#"{"key":["a","b","cc"],"string":"x"}"#);
    peer.result("deldatastore", r#"[["a","b","c"]]"#);
    assert_eq!(peer.result("datastore", below), entry(&["a", "b", "c", "d"], 0, "x"));
}

#[test]
fn a_list_shows_what_is_right_below_a_key() {
    let (_node, mut peer) = node();
    assert_eq!(peer.result("listdatastore", "{}"), json!({"datastore": []}));
    for key in [r#"["b","c","e"]"#, r#"["b","c","d"]"#, r#"["b","a"]"#, r#""bb""#, r#""a""#, r#"["b","f","g","h"]"#] {
        peer.result("datastore", &format!(r#"{{"key":{key},"string":"x"}}"#));
    }
    let mut list = |params: &str| peer.result("listdatastore", params)["datastore"].take();
    assert_eq!(list("{}"), json!([entry(&["a"], 0, "x"), {"key": ["b"]}, entry(&["bb"], 0, "x")]));
    let below = json!([entry(&["b", "a"], 0, "x"), {"key": ["b", "c"]}, {"key": ["b", "f"]}]);
    assert_eq!(list(r#"["b"]"#), below);
    let deeper = json!([entry(&["b", "c", "d"], 0, "x"), entry(&["b", "c", "e"], 0, "x")]);
    assert_eq!(list(r#"{"key":["b","c"]}"#), deeper);
    assert_eq!(list(r#"{"key":["b","c","d"]}"#), json!([entry(&["b", "c", "d"], 0, "x")]));
    assert_eq!(list(r#"{"key":5}"#), json!([]));
}

/// A node shows as a string what is UTF-8 without zero bytes.
#[test]
fn what_is_no_text_has_no_string() {
    let (_node, mut peer) = node();
    for (hex, string) in [
        ("ff", None),
        ("c3", None),
        ("6100", None),
        ("eda080", None),
        ("", Some("")),
        ("c3a9", Some("\u{e9}")),
        ("0a22", Some("\n\"")),
    ] {
        let params = format!(r#"{{"key":"k","hex":"{hex}","mode":"create-or-replace"}}"#);
        let entry = peer.result("datastore", &params);
        assert_eq!((&entry["hex"], entry["string"].as_str()), (&json!(hex), string), "{hex}");
        assert_eq!(peer.result("listdatastore", "[\"k\"]")["datastore"][0], entry);
    }
    let escaped = peer.result("datastore", r#"{"key":"k","string":"a\n\"b\"","mode":"must-replace"}"#);
    assert_eq!(escaped["string"], "a\n\"b\"");
}

#[test]
fn usage_counts_keys_and_data() {
    let (_node, mut peer) = node();
    let usage = |key: &str, bytes: u64| json!({"datastoreusage": {"key": key, "total_bytes": bytes}});
    assert_eq!(peer.result("datastoreusage", "{}"), usage("[]", 0));
    peer.result("datastore", r#"{"key":["test","name"],"string":"saving data to the store"}"#);
    peer.result("datastore", r#"{"key":"otherkey","string":"other key: text to be appended to the otherkey"}"#);
    // As documented.
    assert_eq!(peer.result("datastoreusage", r#"[["test","name"]]"#), usage("[test,name]", 33));
    assert_eq!(peer.result("datastoreusage", r#"["otherkey"]"#), usage("[otherkey]", 54));
    assert_eq!(peer.result("datastoreusage", r#"{"key":""}"#), usage("[]", 87));
}

#[test]
fn parameters_are_refused_as_a_node_does() {
    let (_node, mut peer) = node();
    for (params, message) in [
        (r#"{"key":"a"}"#, "Must have either hex or string"),
        (r#"{"key":"a","string":"x","hex":"00"}"#, "Cannot have both hex and string"),
        (r#"{"string":"x"}"#, "missing required parameter: key"),
        (r#"{"key":[]}"#, "key: should not be empty"),
        (r#"{"key":[[]]}"#, "key: should be string"),
        (r#"{"key":{}}"#, "key: should be string or array"),
        (r#"{"key":"a","string":5}"#, "string: should be a string (without \\u)"),
        (r#"{"key":"a","generation":"x"}"#, "generation: should be an unsigned 64 bit integer"),
        (
            r#"{"key":"a","mode":"x"}"#,
            "mode: should be 'must-create', 'must-replace', 'create-or-replace', 'must-append', or 'create-or-append'",
        ),
    ] {
        let (code, said) = peer.error("datastore", params);
        assert_eq!((code, said.split(": invalid token").next()), (-32602, Some(message)), "{params}");
    }
}

#[test]
fn a_check_changes_nothing() {
    let (_node, mut peer) = node();
    let check = r#"{"command_to_check":"datastore","key":"a","string":"x"}"#;
    assert_eq!(peer.result("check", check), json!({"command_to_check": "datastore"}));
    assert_eq!(peer.result("listdatastore", "{}"), json!({"datastore": []}));
    peer.result("datastore", r#"["a","x"]"#);
    assert_eq!(peer.error("check", check).0, 1202);
    assert_eq!(peer.result("check", r#"["deldatastore","a"]"#), json!({"command_to_check": "deldatastore"}));
    assert_eq!(peer.error("check", r#"["deldatastore","b"]"#).0, 1200);
    assert_eq!(peer.result("listdatastore", "{}"), json!({"datastore": [entry(&["a"], 0, "x")]}));
}

#[test]
fn entries_that_a_node_lists_are_there_from_the_start_and_stay() {
    let folder = tempfile::tempdir().unwrap();
    let rows = json!({"datastore": [entry(&["t", "x"], 7, "v"), {"key": ["u"], "generation": 0, "hex": "ff"}, {"key": ["w"]}]});
    let file = folder.path().join("db");
    let node = MockNode::builder().database(&file).listings_json(rows.to_string()).start().unwrap();
    // As recorded.
    let listed = Peer::connect(node.socket()).result("listdatastore", r#"{"key":["t"]}"#);
    assert_eq!(listed, json!({"datastore": [entry(&["t", "x"], 7, "v")]}));
    let twice = node.add_listings(&rows.to_string()).unwrap_err().to_string();
    assert!(twice.contains("datastore: [0]: this \"key\" is there already"), "{twice}");
    for (row, said) in [
        (r#"{"generation":0}"#, "expected a \"key\""),
        (r#"{"key":[5]}"#, "key: expected texts"),
        (r#"{"key":"a","hex":"0"}"#, "expected \"hex\" to be hex digits"),
        (r#"{"key":"a","string":"","generation":"x"}"#, "generation: expected a number"),
    ] {
        let error = node.add_listings(&format!(r#"{{"datastore":[{row}]}}"#)).unwrap_err().to_string();
        assert!(error.contains(said), "{row}: {error}");
    }
    Peer::connect(node.socket()).result("datastore", r#"{"key":"u","hex":"00","mode":"must-append"}"#);
    drop(node);
    let node = MockNode::builder().database(&file).start().unwrap();
    let listed = Peer::connect(node.socket()).result("listdatastore", r#"["u"]"#);
    assert_eq!(listed, json!({"datastore": [{"key": ["u"], "generation": 1, "hex": "ff00"}]}));
}

/// As long as nothing like it was ever there, a request that is documented, and would fail, is answered as documented.
#[test]
fn a_fresh_node_answers_documented_requests() {
    let folder = tempfile::tempdir().unwrap();
    let schema = r#"{"rpc": "deldatastore", "request": {"required": ["key"], "properties": {"key": {}, "generation": {"type": "u64"}}},
        "response": {"additionalProperties": false, "properties": {"key": {"type": "array", "items": {"type": "string"}}, "generation": {"type": "u64"}}},
        "examples": [{"request": {"params": {"key": ["test", "name"]}}, "response": {"key": ["test", "name"], "generation": 3}}]}"#;
    std::fs::write(folder.path().join("deldatastore.json"), schema).unwrap();
    let node = MockNode::builder().schemas(folder.path()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let documented = r#"[["test","name"]]"#;
    peer.result("datastore", r#"["other","x"]"#);
    assert_eq!(peer.result("deldatastore", documented)["generation"], 3);
    assert_eq!(peer.error("deldatastore", r#"["test"]"#).0, 1200);
    peer.result("datastore", r#"[["test","name"],"x"]"#);
    // Without what the schema does not list.
    assert_eq!(peer.result("deldatastore", documented), json!({"key": ["test", "name"], "generation": 0}));
    for _ in 0..2 {
        assert_eq!(peer.error("deldatastore", documented).0, 1200);
    }
}

#[test]
fn each_release_takes_the_answers() {
    for release in RELEASES {
        let Some(folder) = shared(release) else { return };
        let mut node = Checked::start(MockNode::builder(), &folder);
        for params in [r#"{"key":["a","b"],"string":"x"}"#, r#"{"key":"c","hex":"ff"}"#] {
            node.result("datastore", params);
        }
        assert_eq!(node.result("listdatastore", "{}")["datastore"].as_array().unwrap().len(), 2, "{release}");
        node.result("listdatastore", r#"["a"]"#);
        node.result("deldatastore", r#"["c"]"#);
        node.result("datastoreusage", "{}");
    }
}
