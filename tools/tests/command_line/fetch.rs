//! `fetch`: what it writes, when it is run again, and what `--check` tells.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::repository::{commit, git, repository};
use crate::workshop::{Outcome, Workshop, command};

/// A command whose file says where its dialect is described.
pub(crate) fn schema(name: &str, dialect: &str) -> String {
    format!(r#"{{"$schema": "{dialect}", "rpc": "{name}", "request": {{}}, "response": {{}}}}"#)
}

/// A repository as the node's: `v24.11` has `ping`, `stop` and a hook, `v25.02` another `ping`, `wait` and no hook. The
/// branch `next` has more.
pub(crate) fn node() -> Option<Workshop> {
    let workshop = repository(&[
        ("doc/rpc-schema-draft.json", "{}"),
        ("doc/other-schema.json", "{}"),
        ("doc/schemas/ping.json", &schema("ping", "../rpc-schema-draft.json")),
        ("doc/schemas/stop.json", &command("stop")),
        ("doc/schemas/hook/paid.json", &schema("paid", "../../rpc-schema-draft.json")),
        ("doc/schemas/.draft.json", "{"),
        ("doc/schemas/readme.md", "read me"),
        ("lightningd.c", "int main() {}"),
    ])?;
    commit(&workshop, "v24.11");
    workshop.write("doc/schemas/ping.json", &schema("ping", "../rpc-schema-draft.json").replace("{}", "{ }"));
    workshop.write("doc/schemas/wait.json", &command("wait"));
    fs::remove_dir_all(workshop.path("doc/schemas/hook")).unwrap();
    commit(&workshop, "v25.02");
    commit_branch(&workshop, "next");
    Some(workshop)
}

fn commit_branch(workshop: &Workshop, name: &str) {
    let folder = workshop.path(".");
    assert!(git(&folder, &["checkout", "--quiet", "-b", name]));
    workshop.write("doc/schemas/more.json", &command("more"));
    commit(workshop, "v25.05rc1");
    assert!(git(&folder, &["tag", "--annotate", "--message", "x", "annotated"]));
}

/// `fetch` of a release from this repository, in another folder.
pub(crate) fn fetch(user: &Workshop, node: &Workshop, arguments: &[&str]) -> Outcome {
    let from = node.path(".").canonicalize().unwrap();
    user.run(&[&["fetch", "--from", from.to_str().unwrap()], arguments].concat())
}

fn commit_of(node: &Workshop, revision: &str) -> String {
    said(node, &["rev-parse", &format!("{revision}^{{commit}}")])
}

/// What git says in a repository.
fn said(node: &Workshop, arguments: &[&str]) -> String {
    let output = Command::new("git").args(arguments).current_dir(node.path(".")).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

const V24: [&str; 4] = ["cln-codegen.lock", "hook/paid.json", "ping.json", "stop.json"];

#[test]
fn a_release_is_written_with_its_lock_file() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[]);
    let commit = commit_of(&node, "v24.11");
    fetch(&user, &node, &["v24.11"])
        .done(&format!("v24.11, commit {commit}: files 4 written, 0 unchanged, 0 removed\n"));
    assert_eq!(user.names("schemas"), V24);
    let all = V24.map(|name| format!("schemas/{name}"));
    assert_eq!(user.names("."), [&["rpc-schema-draft.json".to_owned()], &all[..]].concat());
    for name in &V24[1..] {
        assert_eq!(user.read(&format!("schemas/{name}")), node_at(&node, "v24.11", name));
    }
    let hash = |name: &str| sha256(&user.read(&format!("schemas/{name}")));
    let expected = format!(
        "# Written by `cln-codegen fetch`. `cln-codegen fetch --check` compares the files with it.\n\
         release = \"v24.11\"\ncommit = \"{commit}\"\n\n[files]\n\
         \"../rpc-schema-draft.json\" = \"{}\"\n\"hook/paid.json\" = \"{}\"\n\"ping.json\" = \"{}\"\n\"stop.json\" = \"{}\"\n",
        hash("../rpc-schema-draft.json"),
        hash("hook/paid.json"),
        hash("ping.json"),
        hash("stop.json")
    );
    assert_eq!(user.read("schemas/cln-codegen.lock"), expected);
    fetch(&user, &node, &["v24.11"])
        .done(&format!("v24.11, commit {commit}: files 0 written, 4 unchanged, 0 removed\n"));
}

fn node_at(node: &Workshop, revision: &str, name: &str) -> String {
    said(node, &["show", &format!("{revision}:doc/schemas/{name}")])
}

#[test]
fn the_next_release_replaces_the_last() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[]);
    assert_eq!(fetch(&user, &node, &["v24.11"]).status, Some(0));
    let outcome = fetch(&user, &node, &["v25.02"]);
    assert!(outcome.stdout.ends_with(": files 2 written, 2 unchanged, 1 removed\n"), "{outcome:?}");
    assert_eq!(user.names("schemas"), ["cln-codegen.lock", "ping.json", "stop.json", "wait.json"]);
    assert!(!user.path("schemas/hook").exists(), "nothing is left in it");
    assert_eq!(user.read("schemas/ping.json"), node_at(&node, "v25.02", "ping.json"));
    assert!(user.read("schemas/cln-codegen.lock").contains("release = \"v25.02\"\n"));
    // A release says so to `diff`, and what is none does not.
    for (name, line) in [("next", "revision = \"next\"\n"), ("annotated", "revision = \"annotated\"\n")] {
        assert_eq!(fetch(&user, &node, &[name]).status, Some(0));
        let lock = user.read("schemas/cln-codegen.lock");
        assert!(lock.contains(line) && !lock.contains("release ="), "{lock}");
        assert!(lock.contains(&commit_of(&node, name)), "{lock}");
        user.run(&["diff", "schemas", "schemas"]).done("4 methods against 4: no differences\n");
    }
    let commit = commit_of(&node, "v24.11");
    assert_eq!(fetch(&user, &node, &[&commit]).status, Some(0));
    assert_eq!(user.names("schemas"), V24);
}

/// Only what is needed comes: neither other files of the commit, nor other commits.
#[test]
fn a_repository_that_gives_parts_is_asked_for_parts() {
    let Some(node) = node() else { return };
    assert!(git(&node.path("."), &["config", "uploadpack.allowFilter", "true"]));
    // Without this file, the repository has everything that is needed, and cannot give all.
    let blob = said(&node, &["rev-parse", "v24.11:lightningd.c"]);
    fs::remove_file(node.path(&format!(".git/objects/{}/{}", &blob[..2], &blob[2..]))).unwrap();
    let user = Workshop::with(&[]);
    let outcome = fetch(&user, &node, &["v24.11"]);
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    assert_eq!(user.names("schemas"), V24);
}

#[test]
fn what_is_not_known_stops_it() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[]);
    assert_eq!(fetch(&user, &node, &["v24.11"]).status, Some(0));
    user.write("schemas/ping.json", "edited");
    user.write("schemas/mine.json", "mine");
    user.write("schemas/.hidden.json", "hidden");
    user.write("schemas/wait.json", "mine, too");
    let before = user.files(".");
    let listed =
        ["edited: ping.json\n  not listed: mine.json\n  not listed: wait.json\n", "--force", "nothing was written"];
    fetch(&user, &node, &["v25.02"])
        .refused(&[&["error: `schemas` is not as `fetch` has written it:\n  "], &listed[..]].concat());
    assert_eq!(user.files("."), before);
    let outcome = fetch(&user, &node, &["v25.02", "--force"]);
    assert!(
        outcome.stdout.ends_with("removed\n  edited: ping.json\n  not listed: mine.json\n  not listed: wait.json\n")
    );
    let names = [".hidden.json", "cln-codegen.lock", "mine.json", "ping.json", "stop.json", "wait.json"];
    assert_eq!(user.names("schemas"), names, "what is in nobody's way is left");
    assert_eq!(user.read("schemas/wait.json"), command("wait"));
    assert_eq!(user.read("schemas/mine.json"), "mine");
    // An edited file that goes is lost as well.
    let user = Workshop::with(&[]);
    assert_eq!(fetch(&user, &node, &["v24.11"]).status, Some(0));
    user.write("schemas/hook/paid.json", "edited");
    fetch(&user, &node, &["v25.02"]).refused(&["  edited: hook/paid.json\n"]);
    assert_eq!(fetch(&user, &node, &["v25.02", "--force"]).status, Some(0));
    assert!(!user.path("schemas/hook").exists());
}

/// Files that are as the release has them, such as copies by hand, are taken over.
#[test]
fn a_folder_without_a_lock_file_may_be_the_release_already() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[("schemas/stop.json", &command("stop"))]);
    let outcome = fetch(&user, &node, &["v24.11"]);
    assert!(outcome.stdout.ends_with(": files 3 written, 1 unchanged, 0 removed\n"), "{outcome:?}");
}

/// Two folders beside each other need the same place for the schema of the dialect; the first has it.
#[test]
fn the_dialect_of_another_folder_is_left_alone() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[("rpc-schema-draft.json", "mine")]);
    for _ in 0..2 {
        assert_eq!(fetch(&user, &node, &["v24.11", "--out", "old"]).status, Some(0));
        assert_eq!(fetch(&user, &node, &["v24.11", "--out", "old", "--check"]).status, Some(0));
        assert_eq!(fetch(&user, &node, &["v24.11", "--out", "old", "--force"]).status, Some(0));
        assert_eq!(user.read("rpc-schema-draft.json"), "mine");
        assert!(!user.read("old/cln-codegen.lock").contains("draft"));
    }
}

#[test]
fn a_check_tells_what_differs() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[("schemas/ping.json", "")]);
    let check = |more: &[&str]| fetch(&user, &node, &[&["--check"], more].concat());
    // Nothing but the lock file is needed.
    let alone = |more: &[&str]| -> Outcome {
        let mut program = user.program(&[&["fetch", "--check"], more].concat());
        program.env("PATH", "/nowhere").output().unwrap().into()
    };
    alone(&[]).refused(&["error: `schemas` has no file cln-codegen.lock, so nothing is known"]);
    fs::remove_dir_all(user.path("schemas")).unwrap();
    assert_eq!(fetch(&user, &node, &["v24.11"]).status, Some(0));
    alone(&[]).done("schemas is as v24.11 has it\n");
    alone(&["v24.11"]).done("schemas is as v24.11 has it\n");
    alone(&[&commit_of(&node, "v24.11")]).done("schemas is as v24.11 has it\n");
    alone(&["v25.02"]).refused(&["error: there is no program `git`, which fetches schemas"]);
    let differs = |outcome: Outcome| {
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
        outcome.stdout
    };
    let changes = "changed: ping.json\nnew: wait.json\ngone: hook/paid.json\nschemas is not as v25.02 has it\n";
    let mut lines: Vec<&str> = changes.lines().collect();
    let told = differs(check(&["v25.02"]));
    let mut found: Vec<&str> = told.lines().collect();
    lines.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, lines);
    user.write("schemas/ping.json", "edited");
    user.write("schemas/mine.md", "mine");
    fs::remove_file(user.path("schemas/stop.json")).unwrap();
    fs::remove_file(user.path("rpc-schema-draft.json")).unwrap();
    let before = user.files(".");
    let expected = "edited: ping.json\nmissing: ../rpc-schema-draft.json\nmissing: stop.json\nnot listed: mine.md\n\
                    schemas is not as v24.11 has it\n";
    assert_eq!(differs(alone(&[])), expected);
    assert_eq!(differs(check(&["v24.11"])), expected);
    assert_eq!(user.files("."), before);
}

/// All states on the disk that a killed run can leave, one after the other.
#[test]
fn the_next_run_finishes_what_was_killed() {
    let Some(node) = node() else { return };
    let (old, new) = (Workshop::with(&[]), Workshop::with(&[]));
    assert_eq!(fetch(&old, &node, &["v24.11"]).status, Some(0));
    assert_eq!(fetch(&new, &node, &["v25.02"]).status, Some(0));
    let new_lock = new.read("schemas/cln-codegen.lock");
    let steps: [&dyn Fn(&Workshop); 5] = [
        &|user| user.write("schemas/.cln-codegen-0123456789abcdef-0.tmp", "half a file"),
        &|user| user.write("schemas/cln-codegen.lock.pending", &new_lock),
        &|user| user.write("schemas/ping.json", &new.read("schemas/ping.json")),
        &|user| user.write("schemas/wait.json", &new.read("schemas/wait.json")),
        &|user| fs::remove_dir_all(user.path("schemas/hook")).unwrap(),
    ];
    for killed_after in 1..=steps.len() {
        // The next run may be of the same release, of the old one, or of another.
        for next in ["v25.02", "v24.11", "next"] {
            let user = Workshop::with(&[]);
            old.files(".").iter().for_each(|(path, text)| user.write(path, text));
            steps[..killed_after].iter().for_each(|step| step(&user));
            if killed_after > 1 {
                let told = user.run(&["fetch", "--check"]);
                assert_eq!(told.status, Some(1));
                assert!(told.stdout.contains("half done: v25.02\n"), "{}", told.stdout);
            }
            let outcome = fetch(&user, &node, &[next]);
            assert_eq!(outcome.status, Some(0), "{killed_after} {next}: {outcome:?}");
            let expected = Workshop::with(&[]);
            assert_eq!(fetch(&expected, &node, &[next]).status, Some(0));
            assert_eq!(user.files("."), expected.files("."), "{killed_after} {next}");
        }
    }
}

#[test]
fn releases_as_they_were_shipped_come_through_a_repository() {
    let Some(shared) = std::env::var_os("CLN_SHARED").map(PathBuf::from) else {
        return println!("skipped: CLN_SHARED is not set, so there are no releases to fetch");
    };
    let Some(node) = repository(&[]) else { return };
    for release in ["v24.11", "v26.06.6"] {
        let from = shared.join("releases").join(release);
        let _ = fs::remove_dir_all(node.path("doc"));
        copy(&from, &node.path("doc/schemas"));
        commit(&node, release);
        let user = Workshop::with(&[]);
        let outcome = fetch(&user, &node, &[release, "--out", "a/b"]);
        assert_eq!(outcome.status, Some(0), "{outcome:?}");
        let mut written = user.files("a/b");
        assert!(written.remove("cln-codegen.lock").unwrap().contains(&format!("release = \"{release}\"\n")));
        assert_eq!(written, node.files("doc/schemas"));
        user.run(&["diff", "a/b", from.to_str().unwrap()]);
        user.run(&["fetch", "--check", "--out", "a/b", release]).done(&format!("a/b is as {release} has it\n"));
    }
}

pub(crate) fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to.join(entry.file_name())),
            false => fs::write(to.join(entry.file_name()), fs::read(entry.path()).unwrap()).unwrap(),
        }
    }
}
