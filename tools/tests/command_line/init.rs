//! `init`: crates that build, and why none is made.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fetch::node;
use crate::repository::git;
use crate::workshop::{Outcome, WAIT, Workshop, command};

/// The clone that these tests are of.
fn clone() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

const GETINFO: &str = r#"{
  "rpc": "getinfo",
  "request": {"properties": {"verbose": {"type": "boolean"}}},
  "response": {"required": ["alias"], "properties": {"alias": {"type": "string"}}},
  "examples": [{"request": {"id": 1, "method": "getinfo", "params": {}}, "response": {"alias": "SILENTARTIST"}}]
}"#;

/// A folder with schemas, of which one can be called without parameters.
fn user() -> Workshop {
    Workshop::with(&[
        ("doc/wait.json", WAIT),
        ("doc/getinfo.json", GETINFO),
        ("doc/hook/a.json", &command("a")),
        ("doc/getchaininfo.json", &command("getchaininfo")),
    ])
}

fn init(user: &Workshop, arguments: &[&str]) -> Outcome {
    let clone = clone().into_os_string().into_string().unwrap();
    user.run(&[&["init", "--runtime", &clone], arguments].concat())
}

#[test]
fn a_crate_has_all_it_needs() {
    let user = user();
    init(&user, &["my-node", "--schemas", "doc"])
        .done("my-node: the crate my-node with 4 methods of some release\nnext: cd my-node && cargo test\n");
    let expected = [
        ".ci/bindings",
        ".gitignore",
        "Cargo.toml",
        "README.md",
        "build.rs",
        "cln-codegen.json",
        "schemas/cln-codegen.lock",
        "schemas/getchaininfo.json",
        "schemas/getinfo.json",
        "schemas/hook/a.json",
        "schemas/wait.json",
        "src/lib.rs",
        "tests/node.rs",
    ];
    assert_eq!(user.names("my-node"), expected);
    for (path, text) in user.files("my-node").iter().filter(|(path, _)| !path.starts_with("schemas/")) {
        assert!(!text.contains("committed:") && !text.contains("built:"), "{path}:\n{text}");
        assert!(
            path.as_str() == "cln-codegen.json"
                || !text.contains(['{', '}'])
                || path.ends_with("rs")
                || path.ends_with("toml")
                || path.starts_with(".ci"),
            "{path}:\n{text}"
        );
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{path}:\n{text}");
    }
    assert!(user.read("my-node/tests/node.rs").contains("use my_node::GetinfoRequest;\n"));
    user.run(&["fetch", "--check", "--out", "my-node/schemas"]).done("my-node/schemas is as some release has it\n");
    // Without a command that can be called, there is another test.
    init(&user, &["hooks", "--schemas", "doc/hook"]);
    assert!(user.read("hooks/tests/node.rs").contains("hooks::METHODS.len()"));
}

/// That it compiles, without warnings, and that its tests pass, is for `.ci/run`.
#[test]
fn a_plugin_has_all_it_needs() {
    let user = user();
    init(&user, &["--plugin", "Greeter-2"]).done("Greeter-2: the plugin Greeter-2\nnext: cd Greeter-2 && cargo test\n");
    let expected = [
        ".ci/plugin",
        ".gitignore",
        "Cargo.toml",
        "README.md",
        "build.rs",
        "cln-codegen.json",
        "doc/greet.md",
        "node/connect.json",
        "schemas/greet.json",
        "src/lib.rs",
        "src/main.rs",
        "tests/plugin.rs",
    ];
    assert_eq!(user.names("Greeter-2"), expected);
    for (path, text) in user.files("Greeter-2") {
        for place in
            ["{package}", "{crate}", "{option}", "{plugin}", "{runtime}", "{install}", "{install_mock}", "{rust}"]
        {
            assert!(!text.contains(place), "{path}:\n{text}");
        }
    }
    let manifest = user.read("Greeter-2/Cargo.toml");
    let kit = clone().join("plugin");
    assert!(manifest.contains(&format!("path = \"{}\"", kit.display())), "{manifest}");
    // A node takes no capitals in the name of an option, and rustc no hyphens in that of a crate.
    assert!(user.read("Greeter-2/src/lib.rs").contains("\"greeter-2-greeting\""));
    assert!(user.read("Greeter-2/tests/plugin.rs").contains("use Greeter_2::GREETING;"));
    assert!(user.read("Greeter-2/tests/plugin.rs").contains("\"CARGO_BIN_EXE_Greeter-2\""));
    let mode = fs::metadata(user.path("Greeter-2/.ci/plugin")).unwrap().permissions().mode();
    assert_eq!(mode & 0o100, 0o100);
    // As the script for CI has it: the page is the one of the schema, and what is read of the node is right, too.
    user.run(&["man", "Greeter-2/schemas", "--out", "Greeter-2/doc", "--check"]).done("Greeter-2/doc is up to date\n");
    user.run(&["lint", "Greeter-2/schemas", "Greeter-2/node"]).done("2 files: no findings\n");
    assert!(user.read("Greeter-2/.ci/plugin").contains("\ncln-codegen man schemas --out doc --check\n"));
    // A finding that is right can be accepted there.
    assert!(user.read("Greeter-2/.ci/plugin").contains("\ncln-codegen lint schemas --config cln-codegen.json\n"));
    let by_hand = "cln-mock --socket ./rpc --plugin target/debug/Greeter-2,greeter-2-greeting=welcome\n";
    assert!(user.read("Greeter-2/README.md").contains(by_hand));
    let refused = |arguments: &[&str], parts: &[&str]| init(&user, arguments).refused(parts);
    refused(&["--plugin", "tokio"], &["error: no crate can be called `tokio`"]);
    refused(&["--plugin", "new", "--schemas", "doc"], &["'--plugin' cannot be used with '--schemas <DIR>'"]);
    refused(&["--plugin", "new", "--committed"], &["'--plugin' cannot be used with '--committed'"]);
    refused(&["--plugin", "Greeter-2"], &["/Greeter-2` is not empty", "nothing was written"]);
    assert!(!user.path("new").exists());
}

#[test]
fn a_crate_can_have_its_bindings_committed() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[]);
    fs::create_dir(user.path("node")).unwrap();
    let from = node.path(".").canonicalize().unwrap();
    init(&user, &["node", "--committed", "--from", from.to_str().unwrap()])
        .done("node: the crate node with 3 methods of v25.02\nnext: cd node && cargo test\n");
    assert!(user.read("node/src/bindings/ping.rs").starts_with("// @generated by cln-codegen from schemas/ping.json."));
    assert!(!user.path("node/build.rs").exists());
    assert!(user.path("node/rpc-schema-draft.json").exists());
    let run = |arguments: &[&str]| -> Outcome {
        user.program(arguments).current_dir(user.path("node")).output().unwrap().into()
    };
    // As the script for CI has it.
    let script = user.read("node/.ci/bindings");
    for line in script.lines().filter(|line| line.starts_with("cln-codegen ") && !line.contains("diff")) {
        let outcome = run(&line.split(' ').skip(1).collect::<Vec<_>>());
        assert_eq!(outcome.status, Some(0), "{line}: {outcome:?}");
    }
    assert!(script.contains("\ncln-codegen generate schemas --out src/bindings"));
}

/// A shell may be in the folder, so it is not replaced.
#[test]
fn an_empty_folder_is_filled() {
    let user = user();
    fs::create_dir(user.path("here")).unwrap();
    let here = fs::File::open(user.path("here")).unwrap();
    let schemas = user.path("doc").canonicalize().unwrap();
    let mut program =
        user.program(&["init", ".", "--git", "https://example.com", "--schemas", schemas.to_str().unwrap()]);
    let outcome = Outcome::from(program.current_dir(user.path("here")).output().unwrap());
    outcome.done(".: the crate here with 4 methods of some release\nnext: cd . && cargo test\n");
    assert!(here.metadata().unwrap().nlink() > 1, "it is still the folder that it was");
    let files = user.names("here");
    let elsewhere = init(&user, &["there", "--schemas", "doc"]);
    assert_eq!((elsewhere.status, files), (Some(0), user.names("there")));
    let left = fs::read_dir(user.path(".")).unwrap().count();
    assert_eq!(left, 3, "the schemas and two crates");
}

/// The script for CI, with everything but cargo.
#[test]
fn the_script_for_ci_compares_what_is_committed() {
    let Some(node) = node() else { return };
    let user = Workshop::with(&[("bin/cargo", "#!/bin/sh\necho cargo $*\n")]);
    fs::set_permissions(user.path("bin/cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    let from = node.path(".").canonicalize().unwrap();
    for kind in [&["built"][..], &["committed", "--committed"]] {
        let outcome = init(&user, &[kind, &["--release", "v24.11", "--from", from.to_str().unwrap()]].concat());
        assert_eq!(outcome.status, Some(0), "{outcome:?}");
        let folder = user.path(kind[0]);
        assert!(git(&folder, &["init", "--quiet"]) && git(&folder, &["add", "--all"]));
        assert!(git(&folder, &["commit", "--quiet", "--message", "x"]) && git(&folder, &["tag", "v1"]));
        let program = Path::new(env!("CARGO_BIN_EXE_cln-codegen")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = [user.path("bin").canonicalize().unwrap(), program.to_owned()];
        let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&path))).unwrap();
        let run = || -> Outcome {
            let mut script = Command::new(folder.join(".ci/bindings"));
            script.arg("v1").current_dir(user.path(".")).env("PATH", &path).output().unwrap().into()
        };
        let outcome = run();
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{outcome:?}");
        assert!(outcome.stdout.ends_with("3 methods against 3: no differences\ncargo test\n"), "{outcome:?}");
        user.write(&format!("{}/schemas/stop.json", kind[0]), "edited");
        let outcome = run();
        assert_eq!(outcome.status, Some(1));
        assert!(outcome.stdout.starts_with("edited: stop.json\n"), "{outcome:?}");
    }
}

#[test]
fn dependencies_are_found_from_the_crate() {
    let user = user();
    let manifest = |arguments: &[&str]| {
        let outcome = user.run(&[&["init", "a/b/node", "--schemas", "doc"], arguments].concat());
        assert_eq!(outcome.status, Some(0), "{outcome:?}");
        let manifest = user.read("a/b/node/Cargo.toml");
        fs::remove_dir_all(user.path("a")).unwrap();
        manifest
    };
    user.write("clone/runtime/Cargo.toml", "[package]\nname = \"cln-runtime\"\n");
    let version = env!("CARGO_PKG_VERSION");
    for path in ["clone", "clone/runtime", "./clone/", "clone/runtime/"] {
        let text = manifest(&["--runtime", path]);
        for folder in ["runtime", "codegen", "mock"] {
            let expected = format!("cln-{folder} = {{ version = \"{version}\", path = \"../../../clone/{folder}\"");
            assert!(text.contains(&expected), "{path}: {expected} is not in\n{text}");
        }
    }
    let absolute = user.path("clone").canonicalize().unwrap();
    let text = manifest(&["--runtime", absolute.join("runtime").to_str().unwrap()]);
    assert!(text.contains(&format!("path = \"{}\"", absolute.join("codegen").display())), "{text}");
    let text = manifest(&["--git", "https://example.com/a.git"]);
    assert!(
        text.contains(&format!("cln-mock = {{ version = \"{version}\", git = \"https://example.com/a.git\", default"))
    );
}

#[test]
fn nothing_is_touched_if_no_crate_can_be_made() {
    let user = user();
    user.write("node/keep.md", "keep");
    user.write("wrong/a.json", r#"{"rpc": "a"}"#);
    let before = user.files(".");
    let refused = |arguments: &[&str], parts: &[&str]| init(&user, arguments).refused(parts);
    refused(
        &["node", "--schemas", "doc"],
        &["/node` is not empty; name a folder that is not there yet", "nothing was written"],
    );
    refused(&["26", "--schemas", "doc"], &["error: no crate can be called `26`, as the folder is"]);
    refused(&["new", "--schemas", "nowhere"], &["`nowhere` does not exist"]);
    refused(&["new", "--schemas", "wrong"], &["error[S0"]);
    refused(&["a/b/new", "--schemas", "wrong"], &["error[S0"]);
    refused(&["doc/wait.json", "--schemas", "doc"], &["doc/wait.json"]);
    user.run(&["init", "new", "--schemas", "doc"])
        .refused(&["error: the crates that bindings need are not published yet: `--runtime PATH` names a clone"]);
    user.run(&["init", "new", "--schemas", "doc", "--runtime", "doc"])
        .refused(&["error: `doc` is neither the folder of the crate `cln-runtime` nor"]);
    let outcome = init(&user, &["new", "--from", "nowhere"]);
    assert_eq!(outcome.status, Some(3), "{outcome:?}");
    assert_eq!(user.files("."), before);
    assert!(!user.path("new").exists() && !user.path("a").exists());
}
