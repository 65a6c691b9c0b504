//! Where there is no Unix, all of the runtime is there but the transport over Unix sockets.
//!
//! No other system's standard library is at hand. So a copy of the crate is checked in which every `cfg(unix)` is false,
//! and nothing by a name of Unix exists. `.ci/windows` checks the crate itself, with what Debian has.

use std::path::Path;

use cln_tests::folders::workspace;
use cln_tests::scratch::{Outcome, Scratch};
use cln_tests::sizes::is_long;

use crate::snapshots::below;

/// What stands for this system, and what stands there in the copy.
const WORDS: &[(&str, &str)] = &[
    ("cfg(not(unix))", "cfg(all())"),
    ("cfg(unix)", "cfg(any())"),
    ("os::unix", "os::no_unix"),
    ("UnixStream", "NoUnixStream"),
];

const OVER: &str = "pub fn client() -> std::io::Result<cln_runtime::client::blocking::Client> {
    cln_runtime::client::blocking::Client::over(std::io::empty(), std::io::sink(), cln_runtime::client::Settings::new())
}
";

const CONNECT: &str = "pub fn client() -> bool {
    cln_runtime::client::blocking::Client::connect(\"lightning-rpc\").is_ok()
}
";

/// A workspace with the copy of the runtime, and a crate that uses it.
fn copy() -> Scratch {
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("elsewhere"), &[]);
    let manifest = std::fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let sections = manifest.split("\n[").filter(|section| section.starts_with("workspace."));
    let shared: String = sections.map(|section| format!("\n[{section}\n")).collect();
    scratch.write(
        "Cargo.toml",
        &format!("[workspace]\nresolver = \"3\"\nmembers = [\"runtime\", \"elsewhere\"]\n\n{shared}"),
    );
    let runtime = workspace().join("runtime");
    scratch.write("runtime/Cargo.toml", &std::fs::read_to_string(runtime.join("Cargo.toml")).unwrap());
    scratch.write("runtime/README.md", "");
    for file in ["rs", "md"].iter().flat_map(|extension| below(&runtime.join("src"), extension)) {
        let mut text = std::fs::read_to_string(&file).unwrap();
        for (word, instead) in WORDS {
            text = text.replace(word, instead);
        }
        scratch.write(file.strip_prefix(workspace()).unwrap().to_str().unwrap(), &text);
    }
    let package = "[package]\nname = \"elsewhere\"\nedition = \"2024\"\n\n[dependencies]\n";
    let runtime = "cln-runtime = { path = \"../runtime\", features = [\"client\"] }\n";
    scratch.write("elsewhere/Cargo.toml", &format!("{package}{runtime}"));
    scratch.write("elsewhere/src/lib.rs", OVER);
    scratch
}

fn checked(scratch: &Scratch, lib: &str) -> Outcome {
    scratch.write("elsewhere/src/lib.rs", lib);
    scratch.cargo("check", &["-p", "elsewhere"])
}

#[test]
fn only_unix_sockets_need_unix() {
    if !is_long() {
        println!("skipped: it compiles the runtime once more; CLN_LONG=1 runs it");
        return;
    }
    let scratch = copy();
    let check = scratch.cargo("check", &["-p", "cln-runtime", "--features", "client,narrow,tokio,tracing"]);
    assert!(check.success && !check.stderr.contains("warning:"), "{}", check.stderr);
    let over = checked(&scratch, OVER);
    assert!(over.success, "{}", over.stderr);
    let connect = checked(&scratch, CONNECT);
    assert!(!connect.success);
    let place = "--> elsewhere/src/lib.rs:2:";
    for told in
        ["a node's socket is a Unix socket, and this target has none", "make the client with `Client::over`", place]
    {
        assert!(connect.stderr.contains(told), "{}", connect.stderr);
    }
}
