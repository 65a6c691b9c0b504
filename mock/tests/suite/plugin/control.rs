//! The command `plugin`, over the socket.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use cln_mock::MockNode;
use serde_json::{Value, json};

use super::{Stage, manifest};
use crate::peer::Peer;

impl Stage {
    /// A plugin that can be started by its path alone: what the stub does stands in a file beside it, as shell script.
    pub(super) fn file(&self, name: &str, manifest: &str, reactions: &str) -> PathBuf {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/plugin/stub.sh");
        let path = self.0.path().join(name);
        symlink(script, &path).unwrap();
        let does = format!("STUB_MANIFEST='{manifest}'\nSTUB_REACTIONS='{reactions}'\n");
        fs::write(self.0.path().join(format!("{name}.stub")), does).unwrap();
        path
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }
}

/// A manifest of a dynamic plugin with this method and these options.
pub(super) fn dynamic(method: &str, options: &str) -> String {
    format!(r#"{{"options":[{options}],"rpcmethods":[{{"name":"{method}","usage":""}}],"dynamic":true}}"#)
}

/// Parameters of the subcommand about a plugin, and options.
fn about(subcommand: &str, path: &Path, options: Value) -> String {
    let mut params = json!({"subcommand": subcommand, "plugin": path});
    params.as_object_mut().unwrap().extend(options.as_object().cloned().unwrap_or_default());
    params.to_string()
}

fn row(path: &Path, active: bool) -> Value {
    json!({"name": path, "active": active, "dynamic": true})
}

#[test]
fn plugins_are_started_listed_and_stopped() {
    let stage = Stage::new();
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.result("plugin", r#"["list"]"#), json!({"command": "list", "plugins": []}));
    let (first, second) =
        (stage.file("px", &dynamic("x", ""), "x) answer 1 ;;"), stage.file("py", &dynamic("y", ""), ""));
    let started = json!({"command": "start", "plugins": [row(&first, true)]});
    assert_eq!(peer.result("plugin", &about("start", &first, json!({}))), started);
    assert_eq!(peer.result("x", "{}"), 1);
    let both = json!([row(&first, true), row(&second, true)]);
    assert_eq!(peer.result("plugin", &json!(["start", second]).to_string())["plugins"], both);
    assert_eq!(peer.result("plugin", r#"{"subcommand":"list"}"#), json!({"command": "list", "plugins": both}));

    // By its name, or by its path.
    let stopped = |name: &str| json!({"command": "stop", "result": format!("Successfully stopped {name}.")});
    assert_eq!(peer.result("plugin", r#"["stop","px"]"#), stopped("px"));
    assert_eq!(peer.error("x", "{}"), (-32601, "Unknown command 'x'".to_owned()));
    assert_eq!(peer.result("plugin", r#"["list"]"#)["plugins"], json!([row(&second, true)]));
    assert_eq!(peer.result("plugin", &about("stop", &second, json!({}))), stopped("py"));
    assert!(node.plugins().iter().all(cln_mock::PluginUnderTest::is_gone));
}

#[test]
fn what_is_asked_wrongly_is_refused_in_the_words_of_a_node() {
    let stage = Stage::new();
    let fixed = stage.plugin("fixed", &manifest("").replace(r#","dynamic":true"#, ""), "");
    let node = MockNode::builder().plugin(fixed).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let nowhere = stage.path("nowhere");
    for (params, why) in [
        ("[]".to_owned(), "missing required parameter: subcommand".to_owned()),
        (r#"["restart"]"#.to_owned(), "Unknown subcommand 'restart'".to_owned()),
        (r#"["start"]"#.to_owned(), "missing required parameter: plugin".to_owned()),
        (r#"{"subcommand":"start","a":1}"#.to_owned(), "missing required parameter: plugin".to_owned()),
        (r#"["start","a","b"]"#.to_owned(), "Extra parameters must be in object".to_owned()),
        (r#"["list","a"]"#.to_owned(), "too many parameters: got 2, expected 1".to_owned()),
        (
            about("start", &nowhere, json!({})),
            format!("{} is not executable: No such file or directory", nowhere.display()),
        ),
        (r#"["stop","px"]"#.to_owned(), "Could not find plugin px".to_owned()),
        (r#"["stop","fixed"]"#.to_owned(), "fixed cannot be managed when lightningd is up".to_owned()),
        (r#"["startdir","/nowhere"]"#.to_owned(), "Could not open /nowhere".to_owned()),
    ] {
        assert_eq!(peer.error("plugin", &params), (-32602, why.clone()), "{params}");
        let check = json!({"command_to_check": "plugin"});
        let named: Value = serde_json::from_str(&params).unwrap();
        if let Value::Object(members) = named {
            let check: serde_json::Map<_, _> = check.as_object().unwrap().clone().into_iter().chain(members).collect();
            assert_eq!(peer.error("check", &Value::Object(check).to_string()), (-32602, why), "{params}");
        }
    }
    let (code, message) = peer.error("plugin", r#"["rescan"]"#);
    assert!(code == -32603 && message.contains("startdir"), "{message}");
}

#[test]
fn what_does_not_start_is_an_error_that_says_why() {
    let stage = Stage::new();
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let option = r#"{"name":"o","type":"int","description":""},{"name":"b","type":"bool","description":""}"#;
    let fixed = manifest("").replace(r#","dynamic":true"#, "");
    for (name, manifest, reactions, options, why) in [
        ("a", &fixed, "", json!({}), "Not a dynamic plugin"),
        (
            "b",
            &dynamic("delpay", ""),
            "",
            json!({}),
            "Could not register method \"delpay\", a method with that name is already registered by plugin the node",
        ),
        ("c", &dynamic("x", ""), "getmanifest) exit 1 ;;", json!({}), "exited before replying to getmanifest"),
        ("d", &dynamic("x", ""), "init) exit 1 ;;", json!({}), "exited before replying to init"),
        ("e", &dynamic("x", option), "", json!({"p": 1}), "unknown parameter p"),
        ("f", &dynamic("x", option), "", json!({"options": ["o=1"]}), "unknown parameter options"),
        ("g", &dynamic("x", option), "", json!({"o": "1k"}), "'1k' is not a number"),
        ("h", &dynamic("x", option), "", json!({"b": "on"}), "Invalid argument 'on'"),
        ("i", &manifest(r#","disable":"no chain""#), "", json!({}), "disabled itself: no chain"),
        (
            "j",
            &dynamic("x", ""),
            r#"init) answer "{\"disable\":\"no wallet\"}" ;;"#,
            json!({}),
            "disabled itself at init: no wallet",
        ),
    ] {
        let path = stage.file(name, manifest, reactions);
        let refused = (-3, format!("{}: {why}", path.display()));
        assert_eq!(peer.error("plugin", &about("start", &path, options)), refused);
    }
    assert_eq!(peer.result("plugin", r#"["list"]"#)["plugins"], json!([]));
}

#[test]
fn options_are_named_beside_the_path() {
    let stage = Stage::new();
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    // As recorded.
    let option = |name: &str, kind: &str| format!(r#"{{"name":"{name}","type":"{kind}","description":""}}"#);
    let options = [option("y1", "string"), option("y2", "flag"), option("y3", "int"), option("y4", "bool")].join(",");
    let keep = r#"getmanifest) asked=$id; answer "$STUB_MANIFEST" ;; init) told=$params; answer "{}" ;;
        x) told=${told#*"options\":"}; answer "[\"${asked%%#*}\",${told%%,\"configuration*}]" ;;"#;
    let path = stage.file("px", &dynamic("x", &options), keep);
    peer.result("plugin", &about("start", &path, json!({"y1": "val", "y2": true, "y3": 5, "y4": false})));
    let told = json!(["1/cln:getmanifest", {"y1": "val", "y2": true, "y3": 5, "y4": false}]);
    assert_eq!(peer.result("x", "{}"), told);

    // They are gone with it, but for those of the node's own command line.
    peer.result("plugin", r#"["stop","px"]"#);
    peer.result("plugin", &about("start", &path, json!({})));
    assert_eq!(peer.result("x", "{}")[1], json!({}));
    let node = MockNode::builder().plugin(cln_mock::PluginProgram::new(&path).option("y1", "a").option("y3", 1));
    let node = node.start().unwrap();
    let mut peer = Peer::connect(node.socket());
    peer.result("plugin", r#"["stop","px"]"#);
    peer.result("plugin", &about("start", &path, json!({"y3": 2})));
    assert_eq!(peer.result("x", "{}")[1], json!({"y1": "a", "y3": 2}));
}

#[test]
fn one_that_has_changed_is_started_again() {
    let stage = Stage::new();
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let path = stage.file("px", &dynamic("x", ""), r#"x) answer "$VERSION" ;;"#);
    let start = about("start", &path, json!({}));
    peer.result("plugin", &start);
    assert_eq!(peer.error("plugin", &start), (-32602, format!("{}: already registered", path.display())));
    // Written by another process: what this one writes cannot be run while a third one is forked.
    let copied = Command::new("cp").arg("--remove-destination").arg(path.canonicalize().unwrap()).arg(&path).status();
    assert!(copied.unwrap().success());
    fs::write(stage.path("px.stub"), format!("STUB_MANIFEST='{}'\nSTUB_REACTIONS='z) answer 2 ;;'", dynamic("z", "")))
        .unwrap();
    assert_eq!(peer.result("plugin", &start)["plugins"], json!([row(&path, true)]));
    assert_eq!(peer.result("z", "{}"), 2);
    assert_eq!(peer.error("x", "{}").0, -32601);
}

#[test]
fn others_are_answered_while_a_plugin_starts_or_stops() {
    let stage = Stage::new();
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let wait = |file: &str| format!("while test ! -e {}; do sleep 0.01; done", stage.path(file).display());
    let manifest = manifest(r#","subscriptions":["shutdown"]"#);
    let does = format!("init) {}; answer \"{{}}\" ;; shutdown) {}; exit 0 ;;", wait("go"), wait("gone"));
    let path = stage.file("px", &manifest, &does);
    let listed = |peer: &mut Peer| peer.result("plugin", r#"["list"]"#)["plugins"].clone();
    let request = |params: &str| format!(r#"{{"jsonrpc":"2.0","id":2,"method":"plugin","params":{params}}}"#);

    peer.send(request(&about("start", &path, json!({}))));
    while listed(&mut peer) != json!([row(&path, false)]) {
        std::thread::sleep(Duration::from_millis(1));
    }
    fs::write(stage.path("go"), "").unwrap();
    assert!(peer.line().contains(r#""id":2,"result":{"command":"start""#));
    peer.send(request(r#"["stop","px"]"#));
    assert_eq!(listed(&mut peer), json!([row(&path, true)]), "it ends when it wants to");
    fs::write(stage.path("gone"), "").unwrap();
    assert!(peer.line().contains(r#""result":"Successfully stopped px.""#));
    assert_eq!(listed(&mut peer), json!([]));
}

#[test]
fn a_folder_of_plugins_is_started() {
    let stage = Stage::new();
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for (name, method) in [("b", "x"), ("a", "y"), ("README.md", "z"), ("c,d", "z"), ("e", "delpay")] {
        stage.file(name, &dynamic(method, ""), "");
    }
    fs::create_dir(stage.path("folder")).unwrap();
    let params = json!(["startdir", stage.path("")]).to_string();
    let started = json!({"command": "startdir", "plugins": [row(&stage.path("a"), true), row(&stage.path("b"), true)]});
    assert_eq!(peer.result("plugin", &params), started);
    assert_eq!(peer.result("plugin", &params), started, "they run already");
}

#[test]
fn a_node_that_ends_starts_nothing() {
    let stage = Stage::new();
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let path = stage.file("px", &dynamic("x", ""), "getmanifest) : ;;");
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":2,"method":"plugin","params":{}}}"#, about("start", &path, json!({}))));
    while node.plugins().is_empty() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let plugin = node.plugin("px").unwrap();
    drop(node);
    assert!(plugin.is_gone());
    assert_eq!(peer.try_line(), None);
}
