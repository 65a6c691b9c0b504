//! `fetch` where something is wrong, or meant to do harm: nothing is touched, and nothing is run.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::fetch::{fetch, node, schema};
use crate::repository::{commit, git, repository};
use crate::workshop::{Outcome, WAIT, Workshop, command};

#[test]
fn an_unknown_release_is_told_with_its_neighbours() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[]);
    let refused = |asked: &str, parts: &[&str]| fetch(&user, &node, &["--", asked]).refused(parts);
    refused(
        "v24.12",
        &[
            "error: the repository `",
            "has no tag or branch `v24.12`; the nearest are `v24.11`",
            "\nnothing was written\n",
        ],
    );
    refused("25.02", &["the nearest are `v25.02`"]);
    refused("quite-another", &["has no tag or branch `quite-another`; a commit is named by its whole id\n"]);
    refused("0123456789", &["a commit is named by its whole id\n"]);
    refused(&"0".repeat(40), &["does not give the commit `000000", "not our ref"]);
    refused("HEAD", &["no tag or branch `HEAD`"]);
    assert!(!user.path("schemas").exists());
    let Some(other) = repository(&[("readme.md", "")]) else { return };
    fetch(&user, &other, &["v1"])
        .refused(&["`v1` has no schemas in doc/schemas; releases of the node have them since v24.08"]);
}

#[test]
fn without_git_or_a_repository_nothing_is_touched() {
    let user = Workshop::with(&[("schemas/wait.json", WAIT)]);
    let without: Outcome = user.program(&["fetch", "v25.02"]).env("PATH", "/nowhere").output().unwrap().into();
    without.refused(&["error: there is no program `git`, which fetches schemas; install it"]);
    if !git(&user.path("."), &["--version"]) {
        return;
    }
    for from in ["nowhere", ".", "https://alice:hunter2@127.0.0.1:1/lightning", "http://127.0.0.1:1/"] {
        let outcome = user.run(&["fetch", "v25.02", "--from", from]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(3), ""), "{outcome:?}");
        assert!(outcome.stderr.starts_with("error: cannot reach the repository `"), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("; `--from` names another path or URL\n"), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("hunter2") && !outcome.stderr.contains("alice"), "{}", outcome.stderr);
    }
    assert_eq!(user.names("."), ["schemas/wait.json"]);
}

/// A program `git` that does this.
fn pretend(workshop: &Workshop, script: &str) -> std::ffi::OsString {
    workshop.write("bin/git", &format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(workshop.path("bin/git"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [workshop.path("bin").canonicalize().unwrap()].into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap()
}

#[test]
fn git_is_not_waited_for_for_ever() {
    let Some(node) = repository(&[("doc/schemas/wait.json", WAIT)]) else { return };
    let from = node.path(".").canonicalize().unwrap();
    let fetch = ["fetch", "v1", "--from", from.to_str().unwrap()];
    let late =
        "error: cannot run `git`: it has not answered within 1 s; if it only needs longer, set CLN_GIT_TIMEOUT to more";
    let hang = "exec sleep 1000";
    let on = |word: &str| {
        format!("case \" $* \" in *\" {word} \"*) {hang};; *) PATH=\"${{PATH#*:}}\" exec git \"$@\";; esac")
    };
    let run_within = |seconds: &str, script: &str, arguments: &[&str]| -> Outcome {
        let path = pretend(&node, script);
        node.program(arguments).env("PATH", path).env("CLN_GIT_TIMEOUT", seconds).output().unwrap().into()
    };
    let run = |script: &str, arguments: &[&str]| run_within("1", script, arguments);
    for script in [hang.to_owned(), on("ls-remote"), on("fetch"), on("cat-file")] {
        let outcome = run(&script, &fetch);
        assert_eq!(outcome.status, Some(3), "{script}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(late), "{script}: {}", outcome.stderr);
    }
    run_within("300", "exec yes", &fetch).refused(&["error: cannot run `git`: it says more than 64 MiB\n"]);
    // It is the same program that compares revisions.
    for word in ["rev-parse", "cat-file"] {
        run(&on(word), &["diff", "v1:doc/schemas", "v1:doc/schemas"]).refused(&[late]);
    }
    let outcome = run(&on("--batch"), &["diff", "v1:doc/schemas", "v1:doc/schemas"]);
    outcome.refused(&["S0001", "cannot read `v1:doc/schemas/wait.json`: it has not answered within 1 s"]);
    let unclear = node.program(&fetch).env("CLN_GIT_TIMEOUT", "soon").output().unwrap();
    Outcome::from(unclear).refused(&["cannot run `git`: CLN_GIT_TIMEOUT is not a number of seconds"]);
    assert!(!node.path("schemas").exists());
}

#[test]
fn odd_files_of_a_release_are_refused() {
    let large = format!("{}{}", " ".repeat(16 << 20), command("large"));
    let cases: [(&str, &str, &str); 6] = [
        ("a b.json", "{}", "`a b.json` of `v1` has a name that is not plain letters"),
        ("a\nb.json", "{}", "`a\\u{a}b.json` of `v1` has a name"),
        ("bell\u{7}/x.json", "{}", "/x.json` of `v1` has a name"),
        ("Wait.json", "{}", "has the name of another one but for capitals, so nothing of that release is taken"),
        ("large.json", &large, "error[S0003]: `large.json` is larger than 16 MiB"),
        ("c:aux.json", "{}", "of `v1` has a name"),
    ];
    for (name, text, said) in cases {
        let path = format!("doc/schemas/{name}");
        let Some(node) = repository(&[("doc/schemas/wait.json", WAIT), (&path, text)]) else { return };
        let user = Workshop::with(&[]);
        fetch(&user, &node, &["v1"]).refused(&[said, "nothing was written"]);
        assert!(user.names(".").is_empty(), "{name}");
    }
    let Some(node) = repository(&[("doc/schemas/wait.json", WAIT)]) else { return };
    fs::write(node.path("doc/schemas/bytes.json"), b"\xff").unwrap();
    commit(&node, "bytes");
    fs::remove_file(node.path("doc/schemas/bytes.json")).unwrap();
    symlink("/etc/passwd", node.path("doc/schemas/link.json")).unwrap();
    commit(&node, "link");
    let user = Workshop::with(&[]);
    fetch(&user, &node, &["bytes"]).refused(&["the file is not UTF-8"]);
    fetch(&user, &node, &["link"]).refused(&["`link.json` of `link` is a symbolic link"]);
    assert!(user.names(".").is_empty());
}

/// Where `$schema` points is the repository's word, too.
#[test]
fn only_a_schema_is_written_beside_the_folder() {
    let Some(node) = repository(&[
        ("doc/schemas/a.json", &schema("a", "../package.json")),
        ("doc/schemas/b.json", &schema("b", "../../schema.json")),
        ("doc/schemas/c.json", &schema("c", "../.schema.json")),
        ("doc/schemas/d.json", &schema("d", "../link-schema.json")),
        ("doc/schemas/e.json", "no JSON"),
        ("doc/package.json", "{}"),
        ("doc/.schema.json", "{}"),
        ("schema.json", "{}"),
    ]) else {
        return;
    };
    symlink("/etc/passwd", node.path("doc/link-schema.json")).unwrap();
    commit(&node, "v2");
    let user = Workshop::with(&[]);
    assert_eq!(fetch(&user, &node, &["v2"]).status, Some(0));
    assert!(user.names(".").iter().all(|name| name.starts_with("schemas/")), "{:?}", user.names("."));
}

/// What a lock file lists may be removed, so it may not list everything.
#[test]
fn a_lock_file_speaks_of_schemas_alone() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[("src/main.rs", "fn main() {}"), ("schemas/notes.txt", "notes")]);
    let hash = |text: &str| {
        use sha2::{Digest, Sha256};
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let (main, notes) = (hash("fn main() {}"), hash("notes"));
    let lock = format!("release = \"v24.11\"\n[files]\n\"../src/main.rs\" = \"{main}\"\n\"notes.txt\" = \"{notes}\"\n");
    user.write("schemas/cln-codegen.lock", &lock);
    fetch(&user, &node, &["v25.02"]).refused(&["  not listed: notes.txt\n"]);
    assert_eq!(fetch(&user, &node, &["v25.02", "--force"]).status, Some(0));
    assert_eq!((user.read("src/main.rs").as_str(), user.read("schemas/notes.txt").as_str()), ("fn main() {}", "notes"));
}

/// A link in the folder leads to where nothing of it belongs.
#[test]
fn links_in_the_folder_are_not_followed() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[("elsewhere/keep.md", "")]);
    fs::create_dir(user.path("schemas")).unwrap();
    symlink(user.path("elsewhere").canonicalize().unwrap(), user.path("schemas/hook")).unwrap();
    fetch(&user, &node, &["v24.11"]).refused(&["  not listed: hook\n"]);
    fetch(&user, &node, &["v24.11", "--force"]).refused(&["`schemas/hook`", "nothing was written"]);
    assert_eq!(user.names("elsewhere"), ["keep.md"]);
    assert_eq!(user.names("schemas").len(), 1, "the folder that the link leads to");
}

#[test]
fn no_name_is_an_option_or_a_program() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[]);
    for name in
        ["--upload-pack=touch harm", "-h", "+refs/heads/*:refs/heads/*", ":", "v24.11:refs/x", "^next", "$(touch harm)"]
    {
        fetch(&user, &node, &["--", name]).refused(&["has no tag or branch "]);
    }
    for from in
        ["--upload-pack=touch harm", "ext::touch harm", "ext::sh -c touch% harm", "ssh://-oProxyCommand=touch%20harm/x"]
    {
        let outcome = user.run(&["fetch", "v24.11", &format!("--from={from}")]);
        assert_eq!(outcome.status, Some(3), "{from}: {outcome:?}");
    }
    assert!(user.names(".").is_empty());
}

/// The configuration and hooks of a repository, here or there, are its owner's.
#[test]
fn no_repository_has_anything_run() {
    let Some(node) = node() else { return };
    let harm = node.path("harm");
    let touch = format!("touch {}", harm.display());
    let hostile = |folder: &Path| {
        for key in ["uploadpack.packObjectsHook", "core.fsmonitor", "core.sshCommand", "core.askPass", "core.pager"] {
            assert!(git(folder, &["config", key, &touch]), "{key}");
        }
        let hooks = folder.join(".git/hooks");
        for hook in ["post-checkout", "reference-transaction", "pre-auto-gc", "post-update", "post-index-change"] {
            fs::create_dir_all(&hooks).unwrap();
            fs::write(hooks.join(hook), format!("#!/bin/sh\n{touch}\n")).unwrap();
            fs::set_permissions(hooks.join(hook), fs::Permissions::from_mode(0o755)).unwrap();
        }
    };
    hostile(&node.path("."));
    let user = Workshop::with(&[]);
    assert!(git(&user.path("."), &["init", "--quiet"]));
    hostile(&user.path("."));
    let outcome = fetch(&user, &node, &["v24.11"]);
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
    assert!(!harm.exists());
    // In hooks, the environment may name another repository.
    let from = node.path(".").canonicalize().unwrap();
    let mut program = user.program(&["fetch", "v25.02", "--from", from.to_str().unwrap()]);
    for (name, path) in [("GIT_DIR", ".git"), ("GIT_WORK_TREE", "."), ("GIT_OBJECT_DIRECTORY", ".git/objects")] {
        program.env(name, user.path(path).canonicalize().unwrap());
    }
    let before = user.files(".git");
    assert_eq!(Outcome::from(program.output().unwrap()).status, Some(0));
    assert_eq!(user.files(".git"), before);
    assert!(!harm.exists());
}

/// One that lacks files itself would fetch them by a program that its configuration names.
#[test]
fn a_partial_clone_fetches_nothing_for_us() {
    let Some(node) = node() else { return };
    assert!(git(&node.path("."), &["config", "uploadpack.allowFilter", "true"]));
    let (clones, url) = (Workshop::with(&[]), format!("file://{}", node.path(".").canonicalize().unwrap().display()));
    assert!(git(&clones.path("."), &["clone", "--quiet", "--bare", "--filter=blob:none", &url, "clone"]));
    let harm = clones.path("harm");
    let program = format!("touch {}; git-upload-pack", harm.display());
    assert!(git(&clones.path("clone"), &["config", "remote.origin.uploadpack", &program]));
    assert!(git(&clones.path("clone"), &["config", "uploadpack.allowFilter", "true"]));
    let user = Workshop::with(&[]);
    let outcome = user.run(&["fetch", "v24.11", "--from", clones.path("clone").to_str().unwrap()]);
    outcome.refused(&["error: the repository `", "does not give files of the commit: "]);
    assert!(!harm.exists());
    assert!(user.names(".").is_empty());
}
