//! A plugin that runs, and what a node writes to it.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Failure;

/// How Linux counts the time that a process has used: in ticks of 10 ms.
const TICK: Duration = Duration::from_millis(10);

/// A plugin, killed when it is dropped.
pub struct Plugin {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    read: Vec<u8>,
}

impl Plugin {
    /// Starts a program, and asks it for its manifest.
    ///
    /// # Errors
    /// It does not run, or does not answer.
    pub fn start(program: &Path) -> Result<Self, Failure> {
        let mut command = Command::new(program);
        let child = command.env("LIGHTNINGD_PLUGIN", "1").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("{}: {error}", program.display()))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("the plugin has no pipes".into());
        };
        let mut plugin = Self { child, input, output, read: vec![0; 1 << 16] };
        plugin.ask([request("getmanifest", 1, r#"{"allow-deprecated-apis":false}"#)].iter(), 1)?;
        Ok(plugin)
    }

    /// Tells it where the node is.
    ///
    /// # Errors
    /// It does not answer.
    pub fn init(&mut self) -> Result<(), Failure> {
        let params = r#"{"options":{"least-msat":1},"configuration":{"lightning-dir":"/nowhere/regtest","rpc-file":"lightning-rpc","startup":true,"network":"regtest","feature_set":{"init":"","node":"","channel":"","invoice":""}}}"#;
        self.ask([request("init", 2, params)].iter(), 1)
    }

    /// Asks it all of this, so much at once: as soon as one is answered, the next is written.
    ///
    /// # Errors
    /// It ends before all is answered.
    pub fn ask<'r>(&mut self, mut requests: impl Iterator<Item = &'r Vec<u8>>, at_once: usize) -> Result<(), Failure> {
        let mut pending = 0;
        let mut is_in_newline = false;
        loop {
            while pending < at_once
                && let Some(request) = requests.next()
            {
                self.input.write_all(request)?;
                pending += 1;
            }
            if pending == 0 {
                return Ok(());
            }
            let count = self.output.read(&mut self.read)?;
            if count == 0 {
                return Err(format!("the plugin has ended: {:?}", self.child.wait()?).into());
            }
            for byte in &self.read[..count] {
                let ends = *byte == b'\n';
                pending -= usize::from(ends && is_in_newline);
                is_in_newline = ends && !is_in_newline;
            }
        }
    }

    /// The time that its process has used so far.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn cpu_time(&self) -> Result<Duration, Failure> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, fields) = stat.rsplit_once(')').ok_or("the system tells no time")?;
        // The 14th and 15th, of which two come before the parenthesis.
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u32>).sum::<Result<u32, _>>()?;
        Ok(TICK * ticks)
    }
}

impl Drop for Plugin {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// So many events at the hook `htlc_accepted`, as long as a node's.
#[must_use]
pub fn htlcs(count: usize) -> Vec<Vec<u8>> {
    let (digits, onion) = ("5a".repeat(32), "c3".repeat(1366));
    let htlc = |id: usize| {
        let params = format!(
            r#"{{"peer_id":"02{digits}","onion":{{"payload":"2b0202138804018b08221bd51385","type":"tlv","forward_msat":5000,"outgoing_cltv_value":139,"total_msat":5000,"payment_secret":"{digits}","next_onion":"{onion}","shared_secret":"{digits}"}},"htlc":{{"short_channel_id":"103x1x0","id":{id},"amount_msat":5000,"cltv_expiry":139,"cltv_expiry_relative":10,"payment_hash":"{digits}"}}}}"#
        );
        request("htlc_accepted", id + 3, &params)
    };
    (0..count).map(htlc).collect()
}

fn request(method: &str, number: usize, params: &str) -> Vec<u8> {
    format!("{{\"jsonrpc\":\"2.0\",\"id\":\"cln:{method}#{number}\",\"method\":\"{method}\",\"params\":{params}}}\n\n")
        .into()
}
