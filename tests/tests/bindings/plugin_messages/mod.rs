//! Every message that a node sent to its plugins, read by the bindings of a snapshot and of the node's own release. The
//! recordings and the schemas are in the folder that `CLN_SHARED` names; without it the tests say what they skip.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a failing test may panic")]

mod recorded;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use cln_codegen::Builder;
use cln_runtime::Hex;
use cln_runtime::json::Tree;
use cln_tests::folders::shared;
use cln_tests::scratch::Scratch;

use recorded::{Message, messages, reported, text, tried};

/// The bindings, and the schemas that they are made of.
const BINDINGS: [(&str, &str); 2] = [("snapshot", "corpus"), ("release", "releases/v26.06.6")];

/// A message, and what one of the bindings made of it.
struct Read {
    bindings: &'static str,
    message: Message,
    /// `typed`, `other`, `undecoded`, or why there is nothing.
    outcome: String,
    /// The JSON of the id of a hook's call, or who published a notification.
    from: String,
    /// Pointers and rules.
    violations: Vec<(String, String)>,
    /// Whether message and parameters are the same to the bindings.
    is_same: bool,
}

/// Builds the bindings and puts all messages to each of them.
fn read(messages: &[Message]) -> Option<Vec<Read>> {
    shared("corpus")?;
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugin_messages"), &["reader"]);
    let mut lib = "//! Bindings for plugins.\n#![deny(warnings)]\n".to_owned();
    for (name, folder) in BINDINGS {
        let folder = shared(folder)?;
        let builder = Builder::new().schemas(folder.join("notification")).schemas(folder.join("hook"));
        builder.tests(false).out_dir(scratch.path(name)).generate().unwrap();
        writeln!(lib, "#[path = \"../../{name}/mod.rs\"]\npub mod {name};").unwrap();
    }
    scratch.library("reader", "2024", &lib);
    scratch.write("reader/src/main.rs", include_str!("program.rs"));
    scratch.cargo("build", &["-p", "reader"]).assert_success();
    let asked: Vec<(&str, &Message)> =
        BINDINGS.iter().flat_map(|(name, _)| messages.iter().map(move |message| (*name, message))).collect();
    let line = |(name, message): &(&str, &Message)| format!("{name} {}\n", Hex::from(message.bytes.clone()));
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), asked.iter().map(line).collect::<String>()).unwrap();
    let output = Command::new(scratch.target().join("debug/reader")).arg(file.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let replies = String::from_utf8(output.stdout).unwrap();
    assert_eq!(replies.lines().count(), asked.len());
    Some(asked.iter().zip(replies.lines()).map(|((name, message), reply)| reply_of(name, message, reply)).collect())
}

fn reply_of(bindings: &'static str, message: &Message, reply: &str) -> Read {
    let reply = Tree::parse(reply).unwrap();
    let violation = |index| Some((text(&reply, &format!("2/{index}/0"))?, text(&reply, &format!("2/{index}/1"))?));
    Read {
        bindings,
        message: message.clone(),
        outcome: text(&reply, "0").unwrap(),
        from: text(&reply, "1").unwrap(),
        violations: (0..).map_while(violation).collect(),
        is_same: reply.at("/3") == Some(&Tree::Plain("true".to_owned())),
    }
}

/// Everything, in three groups: `plugin_messages.jsonl`, the other recordings, and the reports.
struct All {
    messages: Vec<Read>,
    tried: Vec<Read>,
    reported: Vec<Read>,
}

/// `None`, saying so, if there is no shared material.
static ALL: LazyLock<Option<All>> = LazyLock::new(|| {
    shared("transcripts")?;
    let groups = [messages(), tried(), reported()];
    let sizes = groups.each_ref().map(Vec::len);
    let mut read = read(&groups.concat())?.into_iter();
    let mut all = All { messages: Vec::new(), tried: Vec::new(), reported: Vec::new() };
    for _ in BINDINGS {
        for (group, size) in [&mut all.messages, &mut all.tried, &mut all.reported].into_iter().zip(sizes) {
            group.extend(read.by_ref().take(size));
        }
    }
    Some(all)
});

/// The methods that a folder of schemas describes.
fn described(bindings: &str) -> Vec<String> {
    let (_, folder) = BINDINGS.iter().find(|(name, _)| *name == bindings).unwrap();
    let mut described = Vec::new();
    for kind in ["notification", "hook"] {
        for entry in fs::read_dir(shared(folder).unwrap().join(kind)).unwrap() {
            let schema = Tree::parse(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
            described.push(format!("{kind} {}", text(&schema, kind).unwrap()));
        }
    }
    described
}

#[test]
fn every_message_is_read_as_what_it_is() {
    let Some(All { messages: read, .. }) = &*ALL else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (bindings, _) in BINDINGS {
        let described = described(bindings);
        for Read { message, outcome, from, is_same, .. } in read.iter().filter(|read| read.bindings == bindings) {
            let Message { kind, method, bytes } = message;
            let shown = String::from_utf8_lossy(bytes);
            let expected = if described.contains(&format!("{kind} {method}")) { "typed" } else { "other" };
            assert_eq!(outcome, expected, "{shown}");
            assert!(*is_same, "{shown}");
            let expected = match *kind {
                "hook" => shown[r#"{"jsonrpc":"2.0","id":"#.len()..].split_once(",\"method\"").unwrap().0,
                _ if method.starts_with("pay_part_") => "cln-xpay",
                _ => "",
            };
            assert_eq!(from, expected, "{shown}");
            *counts.entry(format!("{bindings} {kind} {outcome}")).or_default() += 1;
        }
    }
    println!("{counts:#?}");
    for kind in ["notification", "hook"] {
        for (bindings, _) in BINDINGS {
            assert!(counts[&format!("{bindings} {kind} typed")] > 0, "{counts:?}");
        }
    }
    // The node's own release describes all that the node sent.
    assert!(!counts.keys().any(|key| key.starts_with("release") && key.ends_with("other")), "{counts:?}");
}

#[test]
fn what_strict_validation_finds_is_as_reviewed() {
    let Some(All { messages: read, .. }) = &*ALL else { return };
    let mut text = String::new();
    for (bindings, folder) in BINDINGS {
        writeln!(text, "{folder}").unwrap();
        for (method, (count, found)) in found(read.iter().filter(|read| read.bindings == bindings)) {
            writeln!(text, "  {count} {method}").unwrap();
            found.iter().for_each(|(what, count)| writeln!(text, "    {count} {what}").unwrap());
        }
    }
    insta::with_settings!({ omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("strict", text);
    });
}

/// By method, how many messages there are, and how often what is found in them. Places in arrays are not told apart.
fn found<'r>(read: impl Iterator<Item = &'r Read>) -> BTreeMap<String, (usize, BTreeMap<String, usize>)> {
    let mut all: BTreeMap<String, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
    for Read { message, violations, .. } in read {
        let (count, found) = all.entry(format!("{} {}", message.kind, message.method)).or_default();
        *count += 1;
        for (pointer, rule) in violations {
            let any = |step: &str| if step.parse::<usize>().is_ok() { "*".to_owned() } else { step.to_owned() };
            let pointer = pointer.split('/').map(any).collect::<Vec<_>>().join("/");
            *found.entry(format!("{pointer} {rule}")).or_default() += 1;
        }
    }
    all
}

#[test]
fn the_reported_messages_are_read() {
    let Some(All { reported, .. }) = &*ALL else { return };
    let release: Vec<&Read> = reported.iter().filter(|read| read.bindings == "release").collect();
    let outcomes: Vec<(&str, &str, &str)> = release
        .iter()
        .map(|read| {
            let first = read.violations.first().map_or("", |(pointer, _)| pointer);
            (read.message.method.as_str(), read.outcome.as_str(), first)
        })
        .collect();
    let expected = [
        ("block_added", "typed", ""),
        ("block_added", "typed", ""),
        ("invoice_payment", "typed", ""),
        // A null that a correction allows.
        ("channel_state_changed", "typed", ""),
        ("rpc_command", "typed", "/rpc_command/id"),
        ("rpc_command", "typed", "/rpc_command/params"),
        ("rpc_command", "typed", "/rpc_command/params"),
        ("rpc_command", "undecoded", "/rpc_command/id"),
        ("rpc_command", "typed", "/rpc_command/params"),
    ];
    assert_eq!(outcomes, expected);
    assert!(release.iter().all(|read| read.is_same && (read.message.kind != "hook" || read.from.starts_with('"'))));
}

/// Calls of a plugin's own methods are calls, too, and hold whatever their caller wrote.
#[test]
fn whatever_else_a_node_sent_has_an_envelope() {
    let Some(All { tried: read, .. }) = &*ALL else { return };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for Read { bindings, message, outcome, from, is_same, .. } in read {
        let Message { kind, bytes, .. } = message;
        let shown = String::from_utf8_lossy(bytes);
        assert!(["typed", "other", "undecoded"].contains(&outcome.as_str()), "{outcome}: {shown}");
        assert!(*is_same && (*kind != "hook" || from.starts_with('"')), "{from}: {shown}");
        *counts.entry(format!("{bindings} {kind} {outcome}")).or_default() += 1;
    }
    println!("{counts:#?}");
    for outcome in ["typed", "other", "undecoded"] {
        assert!(counts[&format!("release hook {outcome}")] > 0, "{counts:?}");
    }
    assert!(counts["release notification typed"] > 0 && counts["release notification other"] > 0, "{counts:?}");
}
