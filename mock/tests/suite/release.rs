//! A crate with all commands of a release calls each of them, and decodes what this node answers.

use std::fs;
use std::path::{Path, PathBuf};

use cln_codegen::instances::exchanges;
use cln_codegen::model::Target;
use cln_mock::MockNode;
use cln_runtime::client::blocking::Client;
use cln_tests::folders::{shared, workspace};
use cln_tests::scratch::Scratch;
use cln_tests::sizes::is_long;

/// Calls commands with parameters, a line each, and decodes the answers strictly and into their types.
const CALLER: &str = r#"//! Calls commands.
#[allow(dead_code, unused_imports, reason = "commands are called by name")]
mod bindings;

use cln_runtime::client::blocking::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let client = Client::connect(arguments.next().ok_or("no socket")?)?;
    let calls = std::fs::read_to_string(arguments.next().ok_or("no calls")?)?;
    for call in calls.lines() {
        let (name, params) = call.split_once(' ').ok_or("no parameters")?;
        let method = bindings::method(name).ok_or_else(|| format!("no bindings of {name}"))?;
        let wrong = |side: &str, why: &dyn std::fmt::Display| format!("{name}, its {side}: {why}");
        method.validate_request(params.as_bytes()).map_err(|why| wrong("request", &why))?;
        let sent = String::from_utf8(method.reencode_request(params.as_bytes())?)?;
        let result = client.call_raw(name, &sent.parse()?).map_err(|why| wrong("call", &why))?;
        method.validate_response(result.as_str().as_bytes()).map_err(|why| wrong("answer", &why))?;
        method.reencode_response(result.as_str().as_bytes()).map_err(|why| wrong("answer", &why))?;
    }
    Ok(())
}
"#;

/// Commands after which a node goes by what it has, and no longer by the documentation.
const MAKE_ROWS: [&str; 1] = ["invoice"];

/// A request of each command, as documented, or made where there is none. Those that make rows come late, since what the
/// documentation shows is not among these; what ends the node comes last.
fn calls(schemas: &Path) -> Vec<(String, String)> {
    let builder = cln_codegen::Builder::new().schemas(schemas).unknown(cln_codegen::Unknown::AnyJson);
    let (mut api, _) = builder.model().unwrap();
    api.methods.retain(|method| method.target == Target::Rpc);
    let call = |method: &cln_codegen::model::Method| {
        let exchange = exchanges(method, 0).into_iter().next();
        (method.name.clone(), exchange.unwrap_or_else(|| panic!("{} has no request", method.name)).request.to_string())
    };
    let mut calls: Vec<_> = api.methods.iter().map(call).collect();
    calls.sort_by_key(|(name, _)| (name == "stop", MAKE_ROWS.contains(&name.as_str())));
    calls
}

#[test]
fn each_command_of_the_bindings_is_called_and_decoded() {
    let schemas = workspace().join("schemas");
    let node = MockNode::builder().schemas(&schemas).example().start().unwrap();
    let client = Client::connect(node.socket()).unwrap();
    let calls = calls(&schemas);
    assert_eq!(calls.len(), cln_bindings::METHODS.len());
    for (name, params) in calls {
        let method = cln_bindings::method(&name).unwrap();
        let result = client.call_raw(&name, &params.parse().unwrap()).unwrap();
        method.validate_response(result.as_str().as_bytes()).unwrap();
        method.reencode_response(result.as_str().as_bytes()).unwrap();
    }
}

/// It takes long to compile, so only long runs do it.
#[test]
fn each_command_of_whole_releases_is_called_and_decoded() {
    if !is_long() {
        println!("skipped: CLN_LONG is not set, so no release is compiled");
        return;
    }
    let releases = [("release", "releases/v26.06.6"), ("corpus", "corpus")];
    let folders: Option<Vec<(&str, PathBuf)>> =
        releases.into_iter().map(|(name, path)| Some((name, shared(path)?))).collect();
    let Some(folders) = folders else { return };
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("callers"), &releases.map(|(name, _)| name));
    for (name, folder) in &folders {
        let out = scratch.path(name).join("src/bindings");
        let builder = cln_codegen::Builder::new().schemas(folder).unknown(cln_codegen::Unknown::AnyJson);
        builder.tests(false).out_dir(out).generate().unwrap();
        let runtime = workspace().join("runtime");
        let dependency = format!("cln-runtime = {{ path = {runtime:?}, features = [\"client\"] }}");
        let package = format!("[package]\nname = {name:?}\nedition = \"2024\"\npublish = false\n");
        scratch.write(&format!("{name}/Cargo.toml"), &format!("{package}\n[dependencies]\n{dependency}\n"));
        scratch.write(&format!("{name}/src/main.rs"), CALLER);
    }
    scratch.cargo("build", &["--workspace"]).assert_success();
    for (name, folder) in &folders {
        let calls = calls(folder);
        let lines: Vec<String> = calls.iter().map(|(name, params)| format!("{name} {params}\n")).collect();
        fs::write(scratch.path("calls"), lines.concat()).unwrap();
        let node = MockNode::builder().schemas(folder).example().start().unwrap();
        let (socket, file) = (node.socket().to_str().unwrap(), scratch.path("calls"));
        let arguments = ["--package", name, "--", socket, file.to_str().unwrap()];
        scratch.cargo("run", &arguments).assert_success();
        assert_eq!(node.received().len(), calls.len(), "{name}");
        println!("{name}: all {} commands were called, and their answers decoded", calls.len());
        assert!(calls.len() > 120, "{name}");
    }
}

/// The same without what bindings see of it: it takes no compiling, so each run does it.
#[test]
fn each_command_of_whole_releases_is_answered() {
    for release in crate::valid::RELEASES {
        let Some(folder) = shared(release) else { return };
        let mut node = crate::valid::Checked::start(MockNode::builder().example(), &folder);
        let mut calls = calls(&folder);
        // Whoever has asked for notifications gets some before the answers to others.
        calls.sort_by_key(|(name, _)| ["notifications", "stop"].iter().position(|last| name == last));
        for (name, params) in calls {
            node.result(&name, &params);
        }
    }
}
