//! What recorded plugins have said, judged again: a real node has said what it made of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::super::init::{Configuration, Given, options, params};
use super::super::{
    Consequence, Framing, Hook, HookAnswer, Manifest, Modified, PluginFault, Registry, Rule, Said, Verdict, disabled,
    judge, told, with_features,
};
use cln_protocol::lax::{member, object};

/// A line of a recording.
struct Line {
    is_of_plugin: bool,
    raw: Vec<u8>,
    /// What was tried, which several lines share.
    what: String,
    plugin: String,
    /// What came of it: what the caller got, what the log said.
    outcome: String,
}

fn recording(name: &str) -> Option<Vec<Line>> {
    let text = fs::read_to_string(cln_tests::folders::shared(&format!("transcripts/{name}.jsonl"))?).unwrap();
    Some(text.lines().map(line).collect())
}

fn line(json: &str) -> Line {
    let line: serde_json::Value = serde_json::from_str(json).unwrap();
    let (raw, note) = (line["raw"].as_str().unwrap(), line["note"].as_str().unwrap());
    let (what, rest) = note.split_once(" [plugin ").unwrap_or((note, ""));
    let (plugin, outcome) = rest.split_once(']').unwrap_or(("", note));
    Line {
        is_of_plugin: line["dir"] == "plugin->node",
        raw: bytes(raw),
        what: what.to_owned(),
        plugin: plugin.to_owned(),
        // Another program has quoted it.
        outcome: outcome.replace("\\'", "'"),
    }
}

/// A byte that is not UTF-8 is written as `\xNN`.
fn bytes(raw: &str) -> Vec<u8> {
    let mut parts = raw.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    bytes
}

/// A node with the plugins of a recording.
#[derive(Default)]
struct Node {
    framings: BTreeMap<String, Framing>,
    /// The parameters of requests, by their ids.
    asked: BTreeMap<Vec<u8>, Vec<u8>>,
    has_db_write: bool,
    is_modified: bool,
    faults: Vec<PluginFault>,
    /// Errors that callers get in the place of what they asked for.
    errors: Vec<String>,
    /// Why a plugin has disabled itself.
    disabled: Option<String>,
    judged: usize,
}

impl Node {
    /// What the node wrote: the parameters of requests are kept, unless they were cut.
    fn ask(&mut self, raw: &[u8]) {
        let mut framing = Framing::new(1 << 24);
        framing.take_in(raw);
        while let Ok(Some(Said::Answer(request))) = framing.next() {
            if let Some(params) = member(object(request.text), "params") {
                self.asked.insert(request.id.token().to_vec(), params.json.to_vec());
            }
        }
    }

    fn hear(&mut self, plugin: &str, raw: &[u8]) {
        let mut framing = self.framings.remove(plugin).unwrap_or_else(|| Framing::new(1 << 24));
        framing.take_in(raw);
        loop {
            match framing.next() {
                Ok(Some(said)) => match self.judge(plugin, &said) {
                    Ok(()) => {}
                    Err(fault) if fault.consequence() == Consequence::Ignored => self.faults.push(fault),
                    Err(fault) => return self.faults.push(fault),
                },
                Ok(None) => break,
                // It is started anew.
                Err(fault) => return self.faults.push(fault),
            }
        }
        // What was cut in the recording never gets whole.
        let is_cut = raw.len() > 200 && !raw.ends_with(b"\n") && framing.unfinished().is_some();
        if !is_cut {
            self.framings.insert(plugin.to_owned(), framing);
        }
    }

    fn judge(&mut self, plugin: &str, said: &Said<'_>) -> Result<(), PluginFault> {
        self.judged += 1;
        let answer = match said {
            Said::Notification(notification) => return told(notification, &["my-topic".to_owned()]).map(drop),
            Said::Answer(answer) => answer,
        };
        let id = String::from_utf8_lossy(answer.id.token()).into_owned();
        let Some((_, asked)) = id.rsplit_once("cln:") else { return Ok(()) };
        let method = asked.split('#').next().unwrap_or_default();
        let params = self.asked.remove(id.as_bytes()).unwrap_or_default();
        if method == "getmanifest" {
            let registry = Registry { methods: &BTreeMap::new(), options: &BTreeSet::new(), is_starting: true };
            return Manifest::read(answer.text, &registry).map(drop);
        }
        if method == "init" {
            self.disabled = disabled(answer.text);
        }
        let Some(hook) = Hook::named(method) else { return Ok(()) };
        let judgement = judge(&HookAnswer {
            hook,
            plugin,
            text: answer.text,
            params: &params,
            has_db_write: self.has_db_write,
            is_modified: self.is_modified,
            knows_method: &|method| method == "listpeers",
        })?;
        if let Verdict::Modifies(modified) = judgement.verdict {
            self.is_modified = true;
            self.errors.extend(match modified {
                Modified::Error(error) => Some(error),
                Modified::Replace(_) | Modified::Result(_) => None,
            });
        }
        self.faults.extend(judgement.noted);
        Ok(())
    }
}

/// What came of a line; a warning tells what the log said, too.
fn outcome(line: &Line) -> String {
    let told: serde_json::Value = serde_json::from_slice(&line.raw).unwrap_or_default();
    let warning = told.pointer("/params/warning/log").and_then(serde_json::Value::as_str).unwrap_or_default();
    format!("{warning}; {}", line.outcome)
}

/// The fatal faults that the log of the real node tells of, and how their reasons begin.
fn logged(outcome: &str) -> Option<(Consequence, &str)> {
    let after = |mark: &str| outcome.split_once(mark).map(|(_, reason)| reason);
    let killed =
        after("Killing plugin: ").filter(|reason| !reason.starts_with("exited") && !reason.starts_with("disabled"));
    let killed = killed.map(|reason| (Consequence::Killed, reason));
    let signal = |number, consequence| outcome.contains(number).then_some((consequence, ""));
    let exited = after("returned ").map(|reason| (Consequence::Exited, reason));
    killed
        .or_else(|| signal("FATAL SIGNAL 6 ", Consequence::Aborted))
        .or_else(|| signal("FATAL SIGNAL 11 ", Consequence::Crashed))
        .or_else(|| exited.filter(|_| outcome.contains("db_write")))
}

/// Everything that is tried in a recording is judged as the real node has judged it; returns how many messages that is, and
/// which of them leave somebody hanging.
fn replay(name: &str) -> Option<(usize, Vec<Rule>)> {
    let lines = recording(name)?;
    let mut node = Node { has_db_write: name == "plugin_db_write", ..Node::default() };
    let mut hangs = Vec::new();
    for tried in lines.chunk_by(|one, other| one.what == other.what) {
        let what = &tried[0].what;
        (node.is_modified, node.faults, node.errors) = (false, Vec::new(), Vec::new());
        for line in tried {
            if line.is_of_plugin { node.hear(&line.plugin, &line.raw) } else { node.ask(&line.raw) }
        }
        let outcome = tried.iter().map(outcome).collect::<Vec<_>>().concat();
        let fatal = |fault: &&PluginFault| !matches!(fault.consequence(), Consequence::Ignored | Consequence::Refused);
        let fault = node.faults.iter().find(fatal);
        let is_silent = !tried.iter().any(|line| line.is_of_plugin) || what.starts_with("db_write dies");
        if is_silent {
            continue;
        }
        match (logged(&outcome), fault) {
            (None, None) => {}
            // Of this one the log was not kept.
            (None, Some(fault)) if what.starts_with("unimportant plugin with bad manifest") => {
                assert_eq!(fault.consequence(), Consequence::Killed);
            }
            // That nothing comes any more is what the log cannot tell.
            (None, Some(fault)) => {
                let is_stuck = outcome.contains("<timeout>") || outcome.contains("hung for good");
                assert_eq!((fault.consequence(), is_stuck), (Consequence::Hangs, true), "{what}: {fault}");
                hangs.push(fault.rule);
            }
            (Some((consequence, reason)), Some(fault)) => {
                assert_eq!(fault.consequence(), consequence, "{what}: {fault}");
                let told = fault.reason.split_once("returned ").map_or(&*fault.reason, |(_, told)| told);
                let is_same = reason.is_empty() || reason.starts_with(told);
                assert!(is_same, "{what}: {fault}\n{reason}");
            }
            (Some(logged), None) => panic!("{what}: {logged:?} is no fault here"),
        }
        let is_disabled = outcome.contains("disabled itself at init: at init");
        assert_eq!(node.disabled.take().as_deref(), is_disabled.then_some("at init"), "{what}");
        for fault in node.faults.iter().filter(|fault| fault.consequence() == Consequence::Ignored) {
            // A real node may tell less of a bad answer than we do, and more of an earlier one.
            let words = fault.reason.split_once("hook. ").map_or(&*fault.reason, |(before, _)| before);
            assert!(outcome.contains(words), "{what}: {fault}\n{outcome}");
        }
        for error in &node.errors {
            let got = outcome.replace("\\\\", "\\");
            assert!(got.is_empty() || !got.contains("caller got") || got.contains(error), "{what}: {error}\n{got}");
        }
    }
    Some((node.judged, hangs))
}

#[test]
fn recorded_plugins_are_judged_as_a_real_node_did() {
    let recordings: [(&str, usize, &[Rule]); 8] = [
        ("plugin_answers", 50, &[Rule::ZeroByte]),
        ("plugin_calls", 31, &[]),
        ("plugin_db_write", 27, &[Rule::DbWriteInRevocation]),
        ("plugin_handshake", 10, &[]),
        ("plugin_hooks_chain_and_payment", 13, &[]),
        ("plugin_hooks_dualfund_recover_early", 23, &[]),
        ("plugin_hooks_rpc_peer_custommsg", 75, &[]),
        ("plugin_shutdown_important_cmdline", 7, &[]),
    ];
    for (name, least, hanging) in recordings {
        let Some((judged, hangs)) = replay(name) else { return };
        assert!(judged >= least, "{name}: only {judged} messages were judged");
        assert_eq!(hangs, hanging, "{name}");
    }
}

/// What was given on the command line or with `plugin start`, told by an option of the manifest.
fn given(manifest: &Manifest) -> Vec<Given> {
    let given = |pairs: &[(&str, Option<&str>)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), value.map(str::to_owned))).collect()
    };
    let of_node = [("o-str", Some("given")), ("o-strnodef", Some("zz")), ("o-flagset", None), ("o-dyn", Some("d1"))];
    let many = [("o-mstr", Some("a")), ("o-mstr", Some("b,c")), ("o-mint", Some("1")), ("o-mint", Some("2"))];
    match manifest.options.iter().map(|option| &*option.name).collect::<Vec<_>>()[..] {
        ["o-str", ..] => given(&[of_node, many].concat()),
        ["y1", _, "y3", _] => given(&[("y1", Some("val")), ("y2", None), ("y3", Some("5")), ("y4", Some("no"))]),
        _ => Vec::new(),
    }
}

#[test]
fn init_shows_options_as_a_real_node_did() {
    let Some(lines) = recording("plugin_handshake") else { return };
    let registry = Registry { methods: &BTreeMap::new(), options: &BTreeSet::new(), is_starting: true };
    let mut compared = 0;
    for pair in lines.windows(2) {
        let Ok(manifest) = Manifest::read(&pair[0].raw, &registry) else { continue };
        let shown = options(&manifest.options, &given(&manifest));
        let asked = String::from_utf8(pair[1].raw.clone()).unwrap();
        let node = if asked.contains("/.lightning/d/") { "d" } else { "a" };
        let directory = format!("/home/alice/.lightning/{node}/regtest");
        // The first plugin of this node has features, of which all later ones are told.
        let features = if node == "a" { "0200000000000000000000000000000000000000" } else { "" };
        let features = BTreeMap::from([("node", features.get(..38).unwrap_or_default().to_owned())]);
        let configuration = Configuration {
            lightning_dir: &directory,
            rpc_file: "lightning-rpc",
            startup: asked.contains(r#""startup":true"#),
            network: "regtest",
            features: &with_features([&features]),
        };
        let expected = format!(r#""method":"init","params":{}}}"#, params(&shown, &configuration));
        assert!(asked.trim_end().ends_with(&expected), "{asked}\n{expected}");
        compared += 1;
    }
    assert_eq!(compared, 6, "so many manifests are recorded with their `init`");
}
