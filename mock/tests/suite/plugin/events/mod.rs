//! What happens on the stand-in node reaches its plugins.

mod calls;
mod described;
mod life;
mod made;
mod money;
mod peers;
mod stop;

use cln_mock::{Builder, MockNode, PluginUnderTest};
use cln_runtime::client::CallError;
use cln_runtime::client::blocking::Client;
use cln_runtime::{Json, RpcError};

use super::{Stage, manifest};

/// Writes what it hears to standard error, and answers what it is asked with this.
fn witness(stage: &Stage, name: &str, members: &str, answer: &str) -> cln_mock::PluginProgram {
    let reactions = format!(
        r#"getmanifest) answer "$STUB_MANIFEST" ;; init) answer '{{}}' ;;
        *) printf '%s\n' "$line" >&2; case $line in *'"id":"'*'"method"'*) answer '{answer}' ;; esac ;;"#
    );
    stage.plugin(name, &manifest(members), &reactions)
}

const CONTINUE: &str = r#"{"result":"continue"}"#;

/// A node with one plugin, which has these members in its manifest, and answers so.
fn node(stage: &Stage, builder: Builder, members: &str, answer: &str) -> (MockNode, PluginUnderTest) {
    let node = builder.plugin(witness(stage, "px", members, answer)).start().unwrap();
    let plugin = node.plugin("px").unwrap();
    (node, plugin)
}

/// What the plugin has heard, once that is so many lines.
fn heard(plugin: &PluginUnderTest, lines: usize) -> Vec<String> {
    assert!(plugin.wait_until(|plugin| plugin.stderr().lines().count() >= lines), "{}", plugin.stderr());
    plugin.stderr().lines().map(str::to_owned).collect()
}

/// What is heard of the node's own, about this.
fn told(topic: &str, payload: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","method":"{topic}","params":{{"{topic}":{payload}}}}}"#)
}

fn call(node: &MockNode, method: &str, params: &str) -> Result<Json, RpcError> {
    match Client::connect(node.socket()).unwrap().call_raw(method, &params.parse().unwrap()) {
        Ok(result) => Ok(result),
        Err(CallError::Node(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}
