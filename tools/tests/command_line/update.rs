//! `update`: what it writes, what stops it, and a run after one that was killed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::fetch::{copy, schema};
use crate::repository::{commit, repository};
use crate::workshop::{Outcome, WAIT, Workshop};

/// A repository of the node, in whose second release `wait` needs `mode`, `ping` is gone and `stop` is new.
fn node() -> Option<Workshop> {
    let workshop = repository(&[
        ("doc/rpc-schema-draft.json", "{}"),
        ("doc/schemas/wait.json", WAIT),
        ("doc/schemas/ping.json", &schema("ping", "../rpc-schema-draft.json")),
        ("doc/schemas/hook/paid.json", &schema("paid", "../../rpc-schema-draft.json")),
    ])?;
    commit(&workshop, "v24.11");
    workshop.write(
        "doc/schemas/wait.json",
        &WAIT.replace(r#""required": ["index"],"#, r#""required": ["index", "mode"],"#),
    );
    workshop.write("doc/schemas/stop.json", &schema("stop", "../rpc-schema-draft.json"));
    fs::remove_file(workshop.path("doc/schemas/ping.json")).unwrap();
    fs::remove_dir_all(workshop.path("doc/schemas/hook")).unwrap();
    commit(&workshop, "v25.02");
    Some(workshop)
}

/// A user's folder, in which `node` is a crate of the release.
fn user(node: &Workshop, release: &str, more: &[&str]) -> Workshop {
    let user = Workshop::with(&[]);
    let from = from(node);
    let arguments = ["init", "node", "--git", "https://example.com", "--release", release, "--from", &from];
    let outcome = user.run(&[&arguments[..], more].concat());
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    user
}

fn from(node: &Workshop) -> String {
    node.path(".").canonicalize().unwrap().into_os_string().into_string().unwrap()
}

fn run(user: &Workshop, arguments: &[&str]) -> Outcome {
    user.program(arguments).current_dir(user.path("node")).output().unwrap().into()
}

fn update(user: &Workshop, node: &Workshop, arguments: &[&str]) -> Outcome {
    run(user, &[&["update", "--from", &from(node)], arguments].concat())
}

/// The files that are generated or fetched.
fn made(user: &Workshop) -> BTreeMap<String, String> {
    let is_made = |path: &String| {
        path.starts_with("schemas/") || path.starts_with("src/bindings/") || path.ends_with("draft.json")
    };
    user.files("node").into_iter().filter(|(path, _)| is_made(path)).collect()
}

#[test]
fn the_crate_is_as_one_of_the_new_release() {
    let Some(node) = node() else { return };
    for kind in [&[][..], &["--committed"]] {
        let (old, new) = (user(&node, "v24.11", kind), user(&node, "v25.02", kind));
        let outcome = update(&old, &node, &[]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{outcome:?}");
        let said = [
            "  breaking[D0206] `mode` was optional and is required (crate: major)",
            "old v24.11:wait.json:",
            "new v25.02:wait.json:",
            "\n3 methods against 2: 4 methods differ: ",
            "; generated crate: major\nnode 0.1.0: what changes is major, so the next version is 0.2.0.\n",
            "\nv25.02, commit ",
            ": files 2 written, 1 unchanged, 2 removed\n",
        ];
        said.iter().for_each(|said| assert!(outcome.stdout.contains(said), "{said} is not in\n{}", outcome.stdout));
        assert_eq!(old.files("node"), new.files("node"), "no file says that it was another release");
        // It is there now.
        for asked in [&[][..], &["v25.02"]] {
            let before = old.files(".");
            let nothing = [&["--out", "review.txt"], asked].concat();
            update(&old, &node, &nothing).done("this release is there already\n");
            assert_eq!(old.files("."), before);
        }
        // And back.
        let outcome = update(&old, &node, &["v24.11"]);
        assert_eq!(outcome.status, Some(0), "{outcome:?}");
        assert_eq!(made(&old), made(&user(&node, "v24.11", kind)));
    }
}

#[test]
fn a_dry_run_writes_the_review_alone() {
    let Some(node) = node() else { return };
    let user = user(&node, "v24.11", &["--committed"]);
    let before = user.files(".");
    let review = update(&user, &node, &["--dry-run"]);
    assert_eq!(review.status, Some(0));
    assert!(review.stdout.ends_with("so the next version is 0.2.0.\n"), "{}", review.stdout);
    assert_eq!(user.files("."), before);
    let begins = [("text", &review.stdout[..40]), ("markdown", "**"), ("html", "<!DOCTYPE html>")];
    for (format, begin) in begins {
        let outcome = update(&user, &node, &["--dry-run", "--format", format, "--out", "review"]);
        outcome.done("review: the review is written\n");
        let text = user.read("node/review");
        assert!(text.starts_with(begin), "{text}");
        assert_eq!(
            text.matches("node 0.1.0: what changes is major, so the next version is 0.2.0").count(),
            1,
            "{text}"
        );
        fs::remove_file(user.path("node/review")).unwrap();
        assert_eq!(user.files("."), before);
    }
}

/// The user's configuration counts for the review and for the bindings.
#[test]
fn corrections_of_the_user_count() {
    let Some(node) = node() else { return };
    let user = user(&node, "v24.11", &["--committed"]);
    let correction =
        r#"{"method": "wait", "optional": ["mode"], "was": {"required": ["index", "mode"]}, "reason": "tried"}"#;
    user.write("node/cln-codegen.json", &format!(r#"{{"only": ["wait"], "overrides": [{correction}]}}"#));
    let outcome = update(&user, &node, &[]);
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    assert!(!outcome.stdout.contains("D0206"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("1 method against 1: "), "{}", outcome.stdout);
    assert!(user.read("node/src/bindings/wait.rs").contains("pub mode: Option<WaitMode>"));
    assert!(!user.path("node/src/bindings/stop.rs").exists());
    let arguments = ["generate", "schemas", "--out", "src/bindings", "--config", "cln-codegen.json", "--check"];
    run(&user, &arguments).done("src/bindings is up to date\n");
}

#[test]
fn nothing_is_touched_if_something_is_wrong() {
    let Some(node) = node() else { return };
    let user = user(&node, "v24.11", &["--committed"]);
    node.write("doc/schemas/wait.json", r#"{"rpc": "wait"}"#);
    commit(&node, "v25.05");
    let refused = |arguments: &[&str], parts: &[&str]| {
        let before = user.files(".");
        update(&user, &node, &[arguments, &["--out", "review"]].concat()).refused(parts);
        assert_eq!(user.files("."), before);
    };
    refused(&[], &["error[S0", "schemas/wait.json"]);
    refused(&["v25.01"], &["has no tag or branch `v25.01`; the nearest are `v25.0"]);
    let outcome = run(&user, &["update", "--from", "nowhere"]);
    assert_eq!(outcome.status, Some(3), "{outcome:?}");
    user.write("node/schemas/wait.json", "edited");
    refused(&["v25.02"], &["error: `schemas` is not as `fetch` has written it:\n  edited: wait.json\n"]);
    fs::remove_file(user.path("node/schemas/wait.json")).unwrap();
    refused(&["v25.02"], &["  missing: wait.json\n"]);
    fs::remove_file(user.path("node/schemas/cln-codegen.lock")).unwrap();
    refused(&["v25.02"], &["error: `schemas` has no file cln-codegen.lock"]);
}

/// Something that a run does to the disk.
type Step = Box<dyn Fn(&Workshop)>;

/// All states on the disk that a killed run can leave, one after the other.
#[test]
fn the_next_run_finishes_what_was_killed() {
    let Some(node) = node() else { return };
    let kind = ["--committed"];
    let (start, end) = (user(&node, "v24.11", &kind), user(&node, "v25.02", &kind));
    let whole = user(&node, "v24.11", &kind);
    let review = update(&whole, &node, &["--out", "review"]);
    assert_eq!(review.status, Some(0), "{review:?}");
    let review = whole.read("node/review");
    let copied = |path: &'static str| {
        let text = end.read(path);
        move |user: &Workshop| user.write(path, &text)
    };
    let removed = |path: &'static str| move |user: &Workshop| fs::remove_file(user.path(path)).unwrap();
    let lock = end.read("node/schemas/cln-codegen.lock");
    let steps: [Step; 10] = [
        Box::new(|user| user.write("node/review", "half")),
        Box::new(|user| user.write("node/schemas/.cln-codegen-0123456789abcdef-0.tmp", "half")),
        Box::new(move |user| user.write("node/schemas/cln-codegen.lock.pending", &lock)),
        Box::new(copied("node/schemas/wait.json")),
        Box::new(copied("node/schemas/stop.json")),
        Box::new(removed("node/schemas/ping.json")),
        Box::new(|user| fs::remove_dir_all(user.path("node/schemas/hook")).unwrap()),
        Box::new(copied("node/src/bindings/wait.rs")),
        Box::new(copied("node/src/bindings/stop.rs")),
        Box::new(copied("node/src/bindings/mod.rs")),
    ];
    let killed = |killed_after: usize| {
        let user = Workshop::with(&[]);
        start.files(".").iter().for_each(|(path, text)| user.write(path, text));
        steps[..killed_after].iter().for_each(|step| step(&user));
        user
    };
    for killed_after in 1..=steps.len() {
        let user = killed(killed_after);
        // A review in text needs no file of its own.
        let shown = Workshop::with(&[]);
        user.files(".").iter().for_each(|(path, text)| shown.write(path, text));
        let outcome = update(&shown, &node, &[]);
        assert!(outcome.stdout.starts_with(&review), "{killed_after}: {outcome:?}");
        let outcome = update(&user, &node, &["--out", "review"]);
        assert_eq!(outcome.status, Some(0), "{killed_after}: {outcome:?}");
        assert_eq!(made(&user), made(&end), "{killed_after}");
        assert_eq!(user.read("node/review"), review, "{killed_after}");
    }
    // What was begun is finished before a newer release is taken.
    commit(&node, "v25.05");
    let user = killed(steps.len() / 2);
    assert_eq!(update(&user, &node, &[]).status, Some(0));
    assert_eq!(made(&user), made(&end));
}

/// Schemas that were copied have no commit, of which the repository could tell what they were.
#[test]
fn half_an_update_of_copies_is_not_compared() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[("doc/wait.json", WAIT)]);
    let outcome = user.run(&["init", "node", "--git", "https://example.com", "--schemas", "doc"]);
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    let lock = user.read("node/schemas/cln-codegen.lock");
    user.write("node/schemas/cln-codegen.lock.pending", &lock);
    update(&user, &node, &["v25.02"])
        .refused(&["error: `schemas` is half updated, and its lock file does not name the commit"]);
    assert_eq!(run(&user, &["fetch", "v25.02", "--from", &from(&node)]).status, Some(0));
    update(&user, &node, &["v25.02"]).done("this release is there already\n");
}

#[test]
fn releases_as_they_were_shipped_follow_each_other() {
    let Some(shared) = std::env::var_os("CLN_SHARED") else {
        return println!("skipped: CLN_SHARED is not set, so there are no releases to update to");
    };
    let Some(node) = repository(&[]) else { return };
    for release in ["v24.11", "v26.06.6"] {
        let _ = fs::remove_dir_all(node.path("doc"));
        copy(&Path::new(&shared).join("releases").join(release), &node.path("doc/schemas"));
        commit(&node, release);
    }
    let user = user(&node, "v24.11", &["--committed"]);
    let outcome = update(&user, &node, &["--format", "markdown", "--out", "REVIEW.md"]);
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    assert!(outcome.stdout.contains("\nv26.06.6, commit "), "{}", outcome.stdout);
    let review = user.read("node/REVIEW.md");
    assert!(review.len() <= 65_536 && review.contains("so the next version is 0.2.0.\n"), "{review}");
    run(&user, &["fetch", "--check", "v26.06.6"]).done("schemas is as v26.06.6 has it\n");
    let arguments = ["generate", "schemas", "--out", "src/bindings", "--config", "cln-codegen.json", "--check"];
    assert_eq!(run(&user, &arguments).status, Some(0));
    assert_eq!(made(&user), made(&crate::update::user(&node, "v26.06.6", &["--committed"])));
}
