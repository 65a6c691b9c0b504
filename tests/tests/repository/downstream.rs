//! The example crate in a folder of its own, as a user has it: what reaches `cargo build`, and what cargo says.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use cln_tests::folders::workspace;
use cln_tests::scratch::{self, Outcome};

/// Says what it was generated from.
const TELLING_MAIN: &str = r#"
    mod node { cln_runtime::include_bindings!(); }
    fn main() {
        for method in node::METHODS { println!("method {}", method.name); }
        println!("statuses {}", node::DelpayStatus::VALUES.join(" "));
    }
"#;

const PING: &str = r#"{"rpc": "ping", "request": {}, "response": {}}"#;

/// A copy of the example and of the schemas beside it.
///
/// All copies share a target folder, so that dependencies are compiled once. Cargo tells them apart by their names.
struct Project {
    name: &'static str,
    root: PathBuf,
}

impl Project {
    fn new(name: &'static str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("downstream").join(name);
        if root.exists() {
            fs::remove_dir_all(&root).unwrap();
        }
        let project = Self { name, root };
        fs::create_dir_all(project.root.join("schemas")).unwrap();
        fs::create_dir_all(project.package().join("src")).unwrap();
        fs::copy(workspace().join("schemas/delpay.json"), project.schema("delpay.json")).unwrap();
        fs::copy(workspace().join("Cargo.lock"), project.package().join("Cargo.lock")).unwrap();
        for file in ["build.rs", "src/main.rs"] {
            fs::copy(example().join(file), project.package().join(file)).unwrap();
        }
        let manifest = fs::read_to_string(example().join("Cargo.toml")).unwrap();
        let manifest = manifest
            .replace("name = \"downstream\"", &format!("name = \"{name}\""))
            .replace("path = \"../../", &format!("path = \"{}/", workspace().display()));
        fs::write(project.package().join("Cargo.toml"), manifest).unwrap();
        project
    }

    /// A project whose program says what it was generated from.
    fn telling(name: &'static str) -> Self {
        let project = Self::new(name);
        fs::write(project.package().join("src/main.rs"), TELLING_MAIN).unwrap();
        project
    }

    fn package(&self) -> PathBuf {
        self.root.join("examples/downstream")
    }

    fn schema(&self, name: &str) -> PathBuf {
        self.root.join("schemas").join(name)
    }

    fn edit_delpay(&self, old: &str, new: &str) {
        let text = fs::read_to_string(self.schema("delpay.json")).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(self.schema("delpay.json"), text.replacen(old, new, 1)).unwrap();
    }

    fn cargo(&self, command: &str, arguments: &[&str]) -> Outcome {
        scratch::cargo(&self.package(), &self.root.with_file_name("target"), command, arguments)
    }

    /// What the program prints after a build without warnings.
    #[track_caller]
    fn prints(&self, expected: &[&str]) {
        let outcome = self.cargo("run", &[]);
        outcome.assert_success();
        for warning in [self.warning(), format!("warning: `{}` ", self.name)] {
            assert!(!outcome.stderr.contains(&warning), "{}", outcome.stderr);
        }
        assert_eq!(outcome.stdout.lines().collect::<Vec<_>>(), expected);
    }

    /// How cargo begins to say that the build script warns.
    fn warning(&self) -> String {
        format!("warning: {}@0.1.0: ", self.name)
    }

    /// What cargo prints when the build fails.
    #[track_caller]
    fn fails(&self) -> String {
        let outcome = self.cargo("build", &[]);
        assert!(!outcome.success, "{}", outcome.stderr);
        outcome.stderr
    }

    /// Whether a build finds nothing to do for the package, its build script included.
    fn is_fresh(&self) -> bool {
        let outcome = self.cargo("build", &["--verbose"]);
        outcome.assert_success();
        let ran = outcome.stderr.contains("/build-script-build`");
        let fresh = outcome.stderr.contains(&format!("Fresh {} v0.1.0", self.name));
        assert_ne!(ran, fresh, "{}", outcome.stderr);
        fresh
    }
}

fn example() -> PathBuf {
    workspace().join("examples/downstream")
}

#[track_caller]
fn assert_contains(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

#[test]
fn the_example_shows_a_request_a_violation_an_answer_and_an_error() {
    Project::new("example").prints(&[
        r#"to the node: {"jsonrpc":"2.0","id":1,"method":"delpay","params":{"payment_hash":"647252f7e45fce7bb964523206874f40f58fbb7b208bc08967caa0e2404990c9","status":"failed","partid":2,"groupid":1}}"#,
        r#"not sent: /groupid: expected "groupid", which goes together with "partid"; found only the latter [paired]"#,
        "deleted: 1000000msat (failed)",
        "there is no such payment",
    ]);
}

#[test]
fn the_documented_examples_are_tests_of_the_crate() {
    let outcome = Project::new("tests").cargo("test", &[]);
    outcome.assert_success();
    for example in 1..=3 {
        assert_contains(&outcome.stdout, &format!("delpay::conformance::example_{example} ... ok"));
        assert_contains(&outcome.stdout, &format!("delpay::conformance::example_{example}_broken ... ok"));
    }
}

#[test]
fn editing_adding_and_deleting_a_schema_reach_the_next_build() {
    let project = Project::telling("changes");
    project.prints(&["method delpay", "statuses complete failed"]);

    project.edit_delpay("\"failed\"\n", "\"failed\", \"stuck\"\n");
    project.prints(&["method delpay", "statuses complete failed stuck"]);

    fs::write(project.schema("ping.json"), PING).unwrap();
    project.prints(&["method delpay", "method ping", "statuses complete failed stuck"]);

    fs::create_dir(project.schema("more")).unwrap();
    fs::write(project.schema("more/pong.json"), PING.replace("ping", "pong")).unwrap();
    project.prints(&["method delpay", "method ping", "method pong", "statuses complete failed stuck"]);

    fs::remove_file(project.schema("ping.json")).unwrap();
    project.prints(&["method delpay", "method pong", "statuses complete failed stuck"]);

    fs::remove_dir_all(project.schema("more")).unwrap();
    project.prints(&["method delpay", "statuses complete failed stuck"]);
}

#[test]
fn a_schema_renamed_but_not_edited_reaches_the_next_build() {
    let project = Project::telling("renamed");
    fs::write(project.schema("ping.json"), PING).unwrap();
    project.prints(&["method delpay", "method ping", "statuses complete failed"]);
    fs::rename(project.schema("ping.json"), project.schema("ping.txt")).unwrap();
    project.prints(&["method delpay", "statuses complete failed"]);
}

#[test]
fn a_build_with_nothing_changed_does_not_run_the_generator() {
    let project = Project::telling("unchanged");
    assert!(!project.is_fresh());
    assert!(project.is_fresh());
    fs::write(project.package().join("README.md"), "not an input").unwrap();
    assert!(project.is_fresh());
    project.edit_delpay("matchin status", "matching status");
    assert!(!project.is_fresh());
    assert!(project.is_fresh());
}

#[test]
fn a_broken_schema_fails_the_build_with_its_place_and_mending_it_heals() {
    let project = Project::telling("broken");
    project.prints(&["method delpay", "statuses complete failed"]);

    project.edit_delpay("\"type\": \"hash\"", "\"type\": \"hsah\"");
    project.edit_delpay("\"partid\",\n", "\"part\",\n");
    for _ in 0..2 {
        let said = project.fails();
        assert_contains(&said, "Error: found 2 mistakes, so nothing was generated\n");
        assert_contains(&said, "\n  ../../schemas/delpay.json:17:17: error[S0302]: ");
        assert_contains(&said, "\n    |         \"type\": \"hsah\",\n    |                 ^^^^^^");
        assert_contains(&said, "\n  hint: did you mean `hash`?\n");
        assert_contains(&said, "\n  ../../schemas/delpay.json:47:9: error[S0401]: ");
    }

    project.edit_delpay("hsah", "hash");
    project.edit_delpay("\"part\",\n", "\"partid\",\n");
    project.prints(&["method delpay", "statuses complete failed"]);
}

#[test]
fn a_folder_that_does_not_exist_is_named_until_it_does() {
    let project = Project::telling("no_folder");
    fs::rename(project.root.join("schemas"), project.root.join("elsewhere")).unwrap();
    let said = project.fails();
    assert_contains(&said, "\n  ../../schemas: error[S0004]: `../../schemas` does not exist\n");

    fs::create_dir(project.root.join("schemas")).unwrap();
    assert_contains(&project.fails(), "\n  ../../schemas: error[S0005]: `../../schemas` holds no `*.json` file\n");

    fs::rename(project.root.join("elsewhere/delpay.json"), project.schema("delpay.json")).unwrap();
    project.prints(&["method delpay", "statuses complete failed"]);
}

#[test]
fn a_warning_is_shown_with_its_place_and_does_not_fail_the_build() {
    let project = Project::telling("warning");
    project.edit_delpay("\"title\"", "\"titel\"");
    let outcome = project.cargo("build", &[]);
    outcome.assert_success();
    let expected = format!("{}../../schemas/delpay.json:6:3: warning[S0206]: ", project.warning());
    assert_contains(&outcome.stderr, &expected);
}
