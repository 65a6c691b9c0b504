//! Plugins that are programs: this very one, which runs one test alone.

use std::env;
use std::io::{Read, Seek, Write};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::time::Duration;

use cln_plugin_kit::Plugin;
use cln_runtime::Json;
use tokio::runtime::{Builder, Runtime};

use super::node::init;

/// What the program is told to be.
const CASE: &str = "CLN_PLUGIN_KIT_CASE";

const CALL: &str = r#"{"id":"c","method":"m","params":[]}"#;

const INIT_ANSWER: &str = r#"{"jsonrpc":"2.0","id":"cln:init#2","result":{}}"#;

/// No test of its own: the program of the others.
#[test]
fn plugin() {
    let Ok(case) = env::var(CASE) else { return };
    let plugin = Plugin::new(()).patience(Duration::from_millis(10));
    let (runtime, plugin) = match &*case {
        "prints" => {
            let prints = |_, _| async {
                println!("{{ this is no message");
                Ok(Json::null())
            };
            (Builder::new_current_thread().enable_all().build(), plugin.method_raw("m", "", prints))
        }
        _ => {
            let blocks = |context: cln_plugin_kit::Context<()>, _| async move {
                context.message(cln_plugin_kit::Level::Info, "blocks").await;
                tokio::task::yield_now().await;
                std::thread::sleep(Duration::from_secs(3600));
                Ok(Json::null())
            };
            let runtime = if case == "blocks one thread" {
                Runtime::new()
            } else {
                Builder::new_current_thread().enable_all().build()
            };
            (runtime, plugin.method_raw("m", "", blocks))
        }
    };
    runtime.unwrap().block_on(plugin.run()).unwrap();
}

fn program(case: &str) -> Command {
    let mut program = Command::new(env::current_exe().unwrap());
    program.args(["--exact", "process::plugin", "--nocapture"]).env(CASE, case);
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

/// What it has written, without what the harness of tests had said before.
fn messages(output: &Output) -> Vec<String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let begin = text.find('{').unwrap_or(text.len());
    text[begin..].split_terminator("\n\n").map(str::to_owned).collect()
}

#[test]
fn what_is_printed_is_no_message() {
    let mut plugin = program("prints").stdin(Stdio::piped()).spawn().unwrap();
    plugin.stdin.take().unwrap().write_all((init("{}") + CALL).as_bytes()).unwrap();
    let output = plugin.wait_with_output().unwrap();
    let mut messages = messages(&output);
    messages.sort();
    assert_eq!(messages, [r#"{"jsonrpc":"2.0","id":"c","result":null}"#, INIT_ANSWER]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("{ this is no message\n"));
    assert!(output.status.success());
}

#[test]
fn a_file_is_read_to_its_end() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all((init("{}") + CALL).as_bytes()).unwrap();
    file.rewind().unwrap();
    let output = program("prints").stdin(file).output().unwrap();
    assert_eq!(messages(&output).len(), 2, "{output:?}");
    assert!(output.status.success());
}

/// A program whose handler has blocked a thread, and its input.
fn blocking(case: &str) -> (Child, ChildStdin) {
    let mut plugin = program(case).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = plugin.stdin.take().unwrap();
    input.write_all((init("{}") + CALL).as_bytes()).unwrap();
    let output = plugin.stdout.as_mut().unwrap();
    let mut heard = Vec::new();
    while !heard.ends_with(b"blocks\"}}\n\n") {
        let mut byte = [0];
        output.read_exact(&mut byte).unwrap();
        heard.push(byte[0]);
    }
    (plugin, input)
}

#[test]
fn a_handler_that_blocks_its_thread_does_not_outlive_the_plugin() {
    let (told, mut input) = blocking("blocks one thread");
    input.write_all(br#"{"method":"shutdown","params":{}}"#).unwrap();
    let (left, _) = blocking("blocks all threads");
    for plugin in [told, left] {
        let output = plugin.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.ends_with("its process is ended, and handlers with it\n"), "{said}");
    }
    drop(input);
}
