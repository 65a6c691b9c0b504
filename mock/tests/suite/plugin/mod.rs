//! Plugins hosted by the stand-in node.

mod asked;
mod calls;
mod chain;
mod control;
mod deprecated;
mod ending;
mod events;
mod hands_on;
mod puppet;
mod recorded;
mod setting;
mod starting;
mod trouble;
mod typed;

use std::os::unix::fs::symlink;
use std::path::Path;

use cln_mock::PluginProgram;
use cln_runtime::Json;
use tempfile::TempDir;

/// Where plugins of a test have their names.
struct Stage(TempDir);

impl Stage {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A plugin of this name. `reactions` are what the script does by method; without one for it, a message is not answered.
    fn plugin(&self, name: &str, manifest: &str, reactions: &str) -> PluginProgram {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/plugin/stub.sh");
        let path = self.0.path().join(name);
        symlink(script, &path).unwrap();
        PluginProgram::new(path).env("STUB_MANIFEST", manifest).env("STUB_REACTIONS", reactions)
    }
}

/// A manifest with these members besides what it needs, each behind a comma.
fn manifest(members: &str) -> String {
    format!(r#"{{"options":[],"rpcmethods":[{{"name":"x","usage":"[a]"}}],"dynamic":true{members}}}"#)
}

fn json(text: &str) -> Json {
    text.parse().unwrap()
}
