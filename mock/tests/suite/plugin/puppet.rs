//! A plugin that is the test itself, for what matters byte by byte.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use cln_mock::PluginProgram;

use super::Stage;

/// The plugin's side.
pub(super) struct Puppet {
    says: File,
    hears: File,
    read: Vec<u8>,
}

impl Puppet {
    /// Has it started. `shake_hands` answers what a plugin is asked before it is ready.
    pub(super) fn start<T: Send>(
        stage: &Stage,
        name: &str,
        start: impl FnOnce(PluginProgram) -> T + Send,
        shake_hands: impl FnOnce(&mut Self),
    ) -> (Self, T) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/plugin/puppet.sh");
        let path = stage.0.path().join(name);
        symlink(script, &path).unwrap();
        let [says, hears] = ["says", "hears"].map(|pipe| stage.0.path().join(format!("{name}-{pipe}")));
        assert!(Command::new("mkfifo").args([&says, &hears]).status().unwrap().success());
        let program = PluginProgram::new(path).env("PUPPET_SAYS", &says).env("PUPPET_HEARS", &hears);
        thread::scope(|scope| {
            let starting = scope.spawn(|| start(program));
            let mut puppet = Self::open(&says, &hears);
            shake_hands(&mut puppet);
            (puppet, starting.join().unwrap())
        })
    }

    fn open(says: &PathBuf, hears: &PathBuf) -> Self {
        let hears = File::open(hears).unwrap();
        Self { says: OpenOptions::new().write(true).open(says).unwrap(), hears, read: Vec::new() }
    }

    /// Says this.
    pub(super) fn say(&mut self, bytes: &[u8]) {
        self.says.write_all(bytes).unwrap();
    }

    /// Answers what it was asked.
    pub(super) fn answer(&mut self, id: &str, result: &str) {
        self.say(format!("{{\"jsonrpc\":\"2.0\",\"id\":\"{id}\",\"result\":{result}}}\n\n").as_bytes());
    }

    /// What it hears up to the next empty line, which may be much.
    pub(super) fn hear_line(&mut self) -> String {
        while self.read.trim_ascii().is_empty() || !self.read.ends_with(b"\n\n") {
            self.read_more();
        }
        String::from_utf8(std::mem::take(&mut self.read)).unwrap().trim().to_owned()
    }

    /// The next object that it hears, without the empty line behind it.
    pub(super) fn hear(&mut self) -> String {
        loop {
            if let Some(end) = end_of_object(&self.read) {
                let rest = self.read.split_off(end);
                let text = String::from_utf8(std::mem::replace(&mut self.read, rest)).unwrap();
                return text.trim_start().to_owned();
            }
            self.read_more();
        }
    }

    fn read_more(&mut self) {
        let mut chunk = vec![0; 1 << 16];
        let count = self.hears.read(&mut chunk).unwrap();
        assert_ne!(count, 0, "the node has closed the pipe: {}", String::from_utf8_lossy(&self.read));
        self.read.extend_from_slice(&chunk[..count]);
    }
}

/// Where the first object ends, if it is whole.
fn end_of_object(text: &[u8]) -> Option<usize> {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (index, byte) in text.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    return Some(index + 1);
                }
            }
            _ => {}
        }
    }
    None
}
