//! `diff` between revisions of a git repository, and with what is on the disk.

use std::os::unix::fs::symlink;
use std::path::Path;

use crate::repository::{commit, git, repository};
use crate::workshop::{Outcome, WAIT, Workshop, command};

/// Two commits, `v1` and `v2`, between which a parameter has become required, and an edit that drops
/// another.
fn history() -> Option<Workshop> {
    let workshop = repository(&[("doc/schemas/wait.json", WAIT), ("doc/schemas/ping.json", &command("ping"))])?;
    let required = WAIT.replace(r#""required": ["index"],"#, r#""required": ["index", "mode"],"#);
    workshop.write("doc/schemas/wait.json", &required);
    commit(&workshop, "v2");
    workshop.write("doc/schemas/wait.json", &required.replace(r#"["index", "mode"]"#, r#"["mode"]"#));
    Some(workshop)
}

/// The places of what was found, breaking or not, each `old PLACE` or `new PLACE`.
#[track_caller]
fn places(outcome: &Outcome) -> Vec<&str> {
    assert!(outcome.status < Some(2) && outcome.stderr.is_empty(), "{outcome:?}");
    let lines = outcome.stdout.lines().map(str::trim_start);
    lines
        .filter(|line| line.starts_with("old ") || line.starts_with("new "))
        .filter(|line| line.contains(".json:"))
        .collect()
}

#[test]
fn two_revisions_are_compared() {
    let Some(workshop) = history() else { return };
    let expected = [
        "old v1:doc/schemas/wait.json:7 /request/properties/mode",
        "new v2:doc/schemas/wait.json:7 /request/properties/mode",
    ];
    let outcome = workshop.run(&["diff", "v1:doc/schemas", "v2:doc/schemas"]);
    assert_eq!(places(&outcome), expected);
    assert!(
        outcome.stdout.contains("\n2 methods against 2: 1 method differs: 1 breaking; generated crate: major\n"),
        "{}",
        outcome.stdout
    );
    assert_eq!(places(&workshop.run(&["diff", "v1:doc/schemas/wait.json", "v2:doc/schemas/wait.json"])), expected);
    assert_eq!(places(&workshop.run(&["diff", "HEAD~1:doc/schemas/", "HEAD:./doc//schemas"])).len(), 2);
    // Whoever shows it beside the new file knows the file by its path.
    for (format, expected) in
        [("github", "::error file=doc/schemas/wait.json,line=7,"), ("sarif", "{\"uri\": \"doc/schemas/wait.json\"}")]
    {
        let outcome = workshop.run(&["diff", "v1:doc/schemas", "v2:doc/schemas", "--format", format]);
        assert_eq!(outcome.stdout.matches(expected).count(), 1, "{}", outcome.stdout);
    }
    workshop.run(&["diff", "v2:", "HEAD:"]).done("2 methods against 2: no differences\n");
}

#[test]
fn a_revision_is_compared_with_the_disk() {
    let Some(workshop) = history() else { return };
    for path in ["doc/schemas", "doc/schemas/wait.json", "./doc/../doc/schemas"] {
        let outcome = workshop.run(&["diff", "--against", "HEAD", path]);
        let places = places(&outcome);
        assert!(places.contains(&"old HEAD:doc/schemas/wait.json:6 /request/properties/index"), "{places:?}");
        assert!(places.iter().any(|place| place.starts_with(&format!("new {path}"))), "{places:?}");
    }
    let elsewhere = Workshop::with(&[]);
    let path = workshop.path("doc/schemas");
    let outcome = elsewhere.run(&["diff", "--against", "v2", path.to_str().unwrap()]);
    assert!(places(&outcome).contains(&"old v2:doc/schemas/wait.json:6 /request/properties/index"));
    let outcome = workshop.run(&["diff", "--against", "v1", "doc/schemas", "--format", "sarif"]);
    assert!(outcome.stdout.contains("\"uri\": \"doc/schemas/wait.json\""), "{}", outcome.stdout);
}

/// In hooks, the environment may name the repository. Its files are then those of the folder that the program runs in.
#[test]
fn a_repository_that_the_environment_names_is_read() {
    let Some(workshop) = history() else { return };
    workshop.write("other.json", &command("other"));
    commit(&workshop, "v3");
    let absolute = workshop.path(".git").canonicalize().unwrap();
    for folder in [absolute.as_path(), Path::new(".git")] {
        for path in [workshop.path("doc/schemas").canonicalize().unwrap(), "doc/schemas".into()] {
            let mut program = workshop.program(&["diff", "--against", "v3"]);
            let outcome: Outcome = program.arg(&path).env("GIT_DIR", folder).output().unwrap().into();
            outcome.done("2 methods against 2: no differences\n");
        }
    }
}

/// From a folder inside the repository, paths start at its root, and with `./` at the folder.
#[test]
fn paths_start_where_git_lets_them_start() {
    let Some(workshop) = history() else { return };
    for (old, new) in [("v1:doc/schemas", "v2:./schemas"), ("v1:./schemas/wait.json", "v2:../doc/schemas/wait.json")] {
        let mut program = workshop.program(&["diff", old, new]);
        let outcome = program.current_dir(workshop.path("doc")).output().unwrap().into();
        assert_eq!(places(&outcome)[0], "old v1:doc/schemas/wait.json:7 /request/properties/mode");
    }
}

#[test]
fn what_is_on_the_disk_comes_before_a_revision() {
    let Some(workshop) = history() else { return };
    workshop.write("v1:doc/schemas/wait.json", WAIT);
    workshop.run(&["diff", "v1:doc", "v1:doc/schemas"]).done("1 method against 1: no differences\n");
    workshop
        .run(&["diff", "v1:doc/schemas/wait.json", "HEAD~1:doc/schemas/wait.json"])
        .done("1 method against 1: no differences\n");
}

/// A removal is announced if it comes with the release that the lock file of the revision names.
#[test]
fn a_revision_has_its_own_lock_file() {
    let deprecated = WAIT.replace(r#""mode": {"#, r#""mode": {"deprecated": ["v24.08", "v25.05"], "#);
    let gone = WAIT.replace(",\n      \"mode\": {\"type\": \"string\", \"enum\": [\"all\", \"one\"]}", "");
    for (release, level) in [("v25.05", "announced"), ("v25.02", "breaking")] {
        let lock = format!("release = \"{release}\"\n");
        let Some(workshop) = repository(&[("s/wait.json", &deprecated)]) else { return };
        workshop.write("s/wait.json", &gone);
        workshop.write("s/cln-codegen.lock", &lock);
        commit(&workshop, "v2");
        for (old, new) in [("v1:s", "v2:s"), ("v1:s/wait.json", "v2:s/wait.json")] {
            let outcome = workshop.run(&["diff", old, new]);
            assert!(
                outcome.stdout.contains(&format!("  {level}[D0203] `mode` was optional and is gone")),
                "{outcome:?}"
            );
        }
        workshop.write("s/cln-codegen.lock", "release");
        commit(&workshop, "v3");
        workshop.run(&["diff", "v1:s", "v3:s"]).refused(&["S0308", "v3:s/cln-codegen.lock:1:"]);
    }
}

#[test]
fn what_is_not_there_is_told() {
    let Some(workshop) = history() else { return };
    let refused = |old: &str, parts: &[&str]| workshop.run(&["diff", "--", old, "v2:doc/schemas"]).refused(parts);
    refused("v11:doc/schemas", &["error: the repository has no revision `v11`; did you mean `v1`?"]);
    refused("quite-another:doc/schemas", &["no revision `quite-another`; `git log` and `git tag` show"]);
    refused("v1:doc/schema", &["error: `doc/schema` is not in `v1`; ", "git ls-tree -r --name-only v1"]);
    refused("v1:doc/schemas/wait.json/x", &["`doc/schemas/wait.json/x` is not in `v1`"]);
    refused("v1:doc/schemas/wait.json", &["`v1:doc/schemas/wait.json` is a file, and `v2:doc/schemas` a folder"]);
    refused(":doc/schemas", &["`:doc/schemas` does not exist"]);
    refused("v1:*", &["`*` is not in `v1`"]);
    workshop.run(&["diff", "--against", "v3", "doc"]).refused(&["no revision `v3`; did you mean `v1`?"]);
    workshop
        .run(&["diff", "--against", "v1", "nowhere"])
        .refused(&["`nowhere` does not exist; name what is on the disk"]);
    workshop.run(&["diff", "--against", "v1", "-"]).refused(&["standard input"]);
    workshop.write("empty/readme.md", "");
    commit(&workshop, "v3");
    refused("v3:empty", &["`v3:empty` holds no `*.json` file"]);
}

#[test]
fn no_revision_is_an_option_or_runs_anything() {
    let Some(workshop) = history() else { return };
    for name in ["--output=harm", "-h", "--end-of-options", "$(touch harm)", "`touch harm`", ";touch harm"] {
        let outcome = workshop.run(&["diff", "--", &format!("{name}:doc/schemas"), "v2:doc/schemas"]);
        outcome.refused(&["error: the repository has no revision "]);
        workshop.run(&["diff", &format!("--against={name}"), "doc/schemas"]).refused(&["no revision "]);
    }
    for path in ["--output=harm", ":(glob)**", "$(touch harm)", "a\nv1:doc/schemas/wait.json", "\u{1b}[31m"] {
        let outcome = workshop.run(&["diff", &format!("v1:{path}"), "v2:doc/schemas"]);
        outcome.refused(&["is not in `v1`"]);
        assert!(!outcome.stderr.contains('\u{1b}'));
    }
    assert!(!workshop.path("harm").exists());
}

#[test]
fn without_git_or_a_repository_it_is_said() {
    let workshop = Workshop::with(&[("wait.json", WAIT)]);
    for arguments in [&["diff", "v1:a", "v2:a"][..], &["diff", "--against", "HEAD", "wait.json"]] {
        let run = |key: &str, value: &Path| -> Outcome {
            workshop.program(arguments).env(key, value).output().unwrap().into()
        };
        run("PATH", Path::new("/nowhere"))
            .refused(&["error: there is no program `git`, which reads revisions; install it"]);
        if git(&workshop.path("."), &["--version"]) {
            let above = workshop.path("..").canonicalize().unwrap();
            run("GIT_CEILING_DIRECTORIES", &above)
                .refused(&["error: a revision needs a git repository: fatal: not a git repository"]);
        }
    }
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let Some(workshop) = history() else { return };
    let (clones, url) = (Workshop::with(&[]), format!("file://{}", workshop.path(".").display()));
    assert!(git(&clones.path("."), &["clone", "--quiet", "--depth=1", "--no-tags", &url, "clone"]));
    let mut program = clones.program(&["diff", "--against", "v1", "doc/schemas"]);
    let outcome: Outcome = program.current_dir(clones.path("clone")).output().unwrap().into();
    outcome.refused(&["no revision `v1`", "this clone is shallow: `git fetch --unshallow --tags`"]);
}

/// A clone that lacks files names them. It fetches none: that writes, waits for a network, and runs what a configuration
/// says.
#[test]
fn a_partial_clone_says_what_it_lacks() {
    let Some(workshop) = history() else { return };
    assert!(git(&workshop.path("."), &["config", "uploadpack.allowFilter", "true"]));
    let (clones, url) = (Workshop::with(&[]), format!("file://{}", workshop.path(".").display()));
    let hint = "if it is a partial clone, `git fetch --refetch --no-filter` gets all files";
    for (filter, lacking) in [("blob:none", "v1:doc/schemas/wait.json"), ("tree:0", "v1")] {
        let filter = format!("--filter={filter}");
        assert!(git(&clones.path("."), &["clone", "--quiet", &filter, &url, lacking]), "{filter}");
        let clone = clones.path(lacking);
        assert!(git(&clone, &["config", "remote.origin.uploadpack", "touch harm; git-upload-pack"]));
        let run =
            |arguments: &[&str]| -> Outcome { clones.program(arguments).current_dir(&clone).output().unwrap().into() };
        run(&["diff", "v1:doc/schemas", "doc/schemas"]).refused(&[lacking, hint]);
        run(&["diff", "--against", "v1", "doc/schemas/wait.json"]).refused(&[lacking, hint]);
        run(&["diff", "v1:nowhere", "doc/schemas"]).refused(&["`v1"]);
        assert!(!clone.join("harm").exists());
        assert!(git(&clone, &["fetch", "--quiet", "--refetch", "--no-filter", "--upload-pack=git-upload-pack"]));
        assert_eq!(places(&run(&["diff", "v1:doc/schemas", "v2:doc/schemas"])).len(), 2);
    }
}

/// As on the disk: what is hidden is no schema, a link to a file is followed, and a file is there once.
#[test]
fn links_are_followed_inside_the_revision_alone() {
    let workshop = Workshop::with(&[
        ("s/wait.json", WAIT),
        ("s/.hidden/ping.json", &command("ping")),
        ("s/.not/linked.json", &command("not-linked")),
        ("s/.draft.json", "{"),
        ("outside.json", &command("outside")),
        ("s/readme.md", ""),
    ]);
    for (target, link) in [
        ("wait.json", "s/again.json"),
        ("../outside.json", "s/linked.json"),
        (".hidden", "s/folder"),
        ("..", "s/up"),
        ("s", "all"),
        ("all", "more"),
    ] {
        symlink(target, workshop.path(link)).unwrap();
    }
    if !git(&workshop.path("."), &["init", "--quiet"]) {
        return;
    }
    commit(&workshop, "v1");
    for name in ["s", "all", "more"] {
        workshop.run(&["diff", &format!("v1:{name}"), "v1:s"]).done("3 methods against 3: no differences\n");
        workshop.run(&["diff", &format!("v1:{name}"), "s"]).done("3 methods against 3: no differences\n");
    }
    workshop.run(&["diff", "v1:s/linked.json", "outside.json"]).done("1 method against 1: no differences\n");
    workshop.write("elsewhere/secret", "top secret");
    for (target, link) in [(workshop.path("elsewhere/secret"), "s/out.json"), ("loop.json".into(), "s/loop.json")] {
        symlink(target, workshop.path(link)).unwrap();
        commit(&workshop, link.split(['/', '.']).nth(1).unwrap());
    }
    let outcome = workshop.run(&["diff", "HEAD:s", "v1:s"]);
    outcome.refused(&["S0001", "HEAD:s/loop.json", "S0001", "HEAD:s/out.json"]);
    assert!(!outcome.stderr.contains("top secret"));
    workshop
        .run(&["diff", "HEAD:s/out.json", "v1:s"])
        .refused(&["`s/out.json` is a link in `HEAD` that leads to nothing there"]);
}

#[test]
fn a_submodule_is_named() {
    let (Some(inner), Some(workshop)) = (history(), history()) else { return };
    let url = inner.path(".").canonicalize().unwrap();
    assert!(git(&workshop.path("."), &["submodule", "--quiet", "add", url.to_str().unwrap(), "sub/module"]));
    commit(&workshop, "v3");
    for path in ["sub/module", "sub/module/doc/schemas"] {
        let outcome = workshop.run(&["diff", &format!("v3:{path}"), "v2:doc/schemas"]);
        outcome.refused(&["is not in `v3`: `sub/module` is a submodule, a repository of its own; run this there"]);
    }
    workshop.run(&["diff", "v3:", "v3:doc/schemas"]).done("2 methods against 2: no differences\n");
    assert_eq!(places(&workshop.run(&["diff", "--against", "v1", "sub/module/doc/schemas"])).len(), 2);
}

#[test]
fn a_blob_is_bounded_as_a_file_is() {
    let large = format!("{}{}", " ".repeat(16 << 20), command("large"));
    let files = [("s/large.json", large.as_str()), ("s/wait.json", WAIT), ("s/odd.json", "\u{feff}x")];
    let Some(workshop) = repository(&files) else { return };
    for path in ["v1:s", "v1:s/large.json"] {
        workshop.run(&["diff", path, path]).refused(&["error[S0003]: `v1:s/large.json` is larger than 16 MiB"]);
    }
}
