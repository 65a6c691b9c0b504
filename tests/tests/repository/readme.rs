//! The README files keep their promises: what they show is what there is, and what they say to run is run.
//!
//! Their Rust programs are documentation tests of this package; here is the rest.
#![allow(clippy::expect_used, clippy::panic, reason = "a README that cannot be read has to fail the test")]

use std::fs;
use std::path::PathBuf;

use cln_codegen::schema::Type;
use cln_tests::folders;
use serde_json::Value;

const MAIN: &str = "README.md";

const PLUGIN: &str = "plugin/README.md";

/// Its lists of floors are read by `architecture`.
const ARCHITECTURE: &str = "docs/ARCHITECTURE.md";

const ALL: [&str; 21] = [
    MAIN,
    "CONTRIBUTING.md",
    "SECURITY.md",
    "benches/README.md",
    "codegen/README.md",
    ARCHITECTURE,
    "examples/cleaner_plugin/README.md",
    "examples/downstream/README.md",
    "examples/htlc_interceptor/README.md",
    "examples/invoice_watcher/README.md",
    "examples/migrating_from_cln_rpc/README.md",
    "examples/mocked/README.md",
    "examples/notification_forwarder/README.md",
    "examples/payment_cleaner/README.md",
    "generated/README.md",
    "mock/README.md",
    PLUGIN,
    "protocol/README.md",
    "runtime/README.md",
    "tests/foreign/README.md",
    "tools/README.md",
];

/// What the Rust and TOML that no compiler sees on its own is taken from.
const SOURCES: [&str; 4] = [
    "generated/src/bindings/delpay.rs",
    "examples/downstream/src/main.rs",
    "examples/downstream/Cargo.toml",
    "examples/mocked/Cargo.toml",
];

/// A fenced block.
struct Block {
    /// What stands after the fence: the language.
    info: String,
    text: String,
}

fn read(path: &str) -> String {
    fs::read_to_string(folders::workspace().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn blocks(path: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = false;
    for line in read(path).lines() {
        match line.strip_prefix("```") {
            Some(_) if inside => inside = false,
            Some(info) => {
                inside = true;
                blocks.push(Block { info: info.to_owned(), text: String::new() });
            }
            None if inside => blocks.last_mut().expect("a block is open").text.extend([line, "\n"]),
            None => {}
        }
    }
    assert!(!inside, "{path}: a block does not end");
    blocks
}

/// The blocks of the main README in one of these languages.
fn main_blocks(infos: &[&str]) -> Vec<Block> {
    let found: Vec<Block> = blocks(MAIN).into_iter().filter(|block| infos.contains(&block.info.as_str())).collect();
    assert!(!found.is_empty(), "{MAIN} has no block of {infos:?}");
    found
}

#[test]
fn every_block_is_of_a_kind_that_is_checked() {
    for path in ALL {
        for block in blocks(path) {
            let known: &[&str] = match path {
                MAIN => &["rust", "rust,no_run", "rust,ignore", "sh", "console", "json", "toml"],
                ARCHITECTURE => &[
                    "text",
                    "floors codegen",
                    "floors mock",
                    "floors plugin",
                    "floors protocol",
                    "floors runtime",
                    "floors tools",
                    "recursion tools",
                ],
                // A test of `cln-mock` does what its session shows.
                "mock/README.md" => &["rust", "rust,no_run", "sh", "console"],
                PLUGIN => &["rust", "rust,ignore"],
                _ => &["rust", "rust,no_run"],
            };
            assert!(known.contains(&block.info.as_str()), "{path}: a block of {:?}:\n{}", block.info, block.text);
        }
    }
}

/// `.ci/run` takes each command out of the README by its first words.
#[test]
fn every_command_is_run() {
    let ci = read(".ci/run");
    for block in main_blocks(&["sh"]) {
        for command in block.text.lines() {
            let words: Vec<&str> = command.split(' ').take(2).collect();
            let taken = format!("from_readme '{}'", words.join(" "));
            assert!(ci.contains(&taken), "{command}: .ci/run has no {taken}");
        }
    }
}

/// `.ci/run` takes each session out of the README by a command in it. A newcomer is patient for five.
#[test]
fn every_session_is_short_and_run() {
    let ci = read(".ci/run");
    let runs: Vec<&str> = ci.lines().filter_map(|line| line.trim().strip_prefix(r#"session "$readme" '"#)).collect();
    for block in main_blocks(&["console"]) {
        assert!(block.text.lines().count() <= 5, "longer than five commands:\n{}", block.text);
        let is_run = runs.iter().any(|run| run.split('\'').next().is_some_and(|words| block.text.contains(words)));
        assert!(is_run, ".ci/run has no session of this:\n{}", block.text);
    }
}

#[test]
fn the_schema_is_part_of_the_committed_one() {
    let schema: Value = serde_json::from_str(&read("schemas/delpay.json")).expect("the schema is JSON");
    for block in main_blocks(&["json"]) {
        let part: Value = serde_json::from_str(&block.text).expect("the block is JSON");
        assert!(is_part(&part, &schema), "not in the schema:\n{}", block.text);
    }
}

/// Whether a document says nothing but what another says, too.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(key, value)| whole.get(key).is_some_and(|whole| is_part(value, whole)))
        }
        _ => part == whole,
    }
}

#[test]
fn excerpts_are_true() {
    for block in main_blocks(&["rust,ignore", "toml"]) {
        let is_excerpt = SOURCES.iter().any(|source| is_excerpt(&block.text, &read(source)));
        assert!(is_excerpt, "in none of {SOURCES:?}:\n{}", block.text);
    }
}

/// Whether a text is another with gaps where it says `// ...`, apart from spacing.
fn is_excerpt(excerpt: &str, whole: &str) -> bool {
    let whole = compact(whole);
    let mut rest = whole.as_str();
    excerpt.split("// ...\n").map(compact).all(|part| match rest.split_once(&part) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// A text without what excerpts leave out: spacing, comments, the trace of an item.
fn compact(text: &str) -> String {
    let kept = text
        .lines()
        .map(str::trim)
        .filter(|line| *line != "///" && !["/// Schema:", "//!", "# "].iter().any(|comment| line.starts_with(comment)));
    kept.flat_map(str::split_whitespace).collect()
}

#[test]
fn every_type_is_in_the_table() {
    let readme = read(MAIN);
    for ty in Type::all() {
        assert!(readme.contains(&format!("`{ty}`")), "nothing is said of the type {ty}");
    }
}

#[test]
fn links_lead_somewhere() {
    for path in ALL {
        let folder = folders::workspace().join(path).parent().expect("a file lies in a folder").to_owned();
        let text = read(path);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.starts_with("https://") && !link.starts_with('#') {
                let file = link.split('#').next().expect("a text has a first part");
                assert!(folder.join(file).exists(), "{path}: {link} leads nowhere");
            }
        }
    }
}

/// The folder of a package of ours.
fn folder(package: &str) -> Option<&'static str> {
    match package {
        "cln-codegen" => Some("codegen"),
        "cln-fuzz" => Some("fuzz"),
        "cln-mock" => Some("mock"),
        "cln-runtime" => Some("runtime"),
        "cln-tests" => Some("tests"),
        "cln-tools" => Some("tools"),
        _ => None,
    }
}

#[test]
fn each_test_that_holds_a_promise_is_there() {
    let text = read("SECURITY.md");
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains("`: `"));
    let mut found = 0;
    for row in rows {
        let mut package = None;
        for name in row.split('`').skip(1).step_by(2) {
            if let Some(folder) = folder(name) {
                package = Some(folders::workspace().join(folder));
                continue;
            }
            let package = package.as_ref().expect("the name of a package comes first");
            let path = name.replace("::", "/");
            let places = ["tests", "tests/client", "src"].map(|place| package.join(place).join(&path));
            let is_there = |place: &PathBuf| place.is_dir() || place.with_extension("rs").is_file();
            assert!(places.iter().any(is_there), "SECURITY.md: there is no test {name}");
            found += 1;
        }
    }
    assert!(found > 30, "{found} tests are named");
}

/// It is compiled, and measured, among the benchmarks.
#[test]
fn a_plugin_with_one_of_each_is_short() {
    let source = read("benches/plugin-kit-user/src/main.rs");
    let (_, program) = source.split_once("\n\n").expect("the file says what it is");
    let all = blocks(PLUGIN);
    let shown = all.iter().find(|block| block.info == "rust,ignore").expect("plugin/README.md shows the plugin");
    assert_eq!(shown.text, program);
    for one in ["option", "method", "hook_with", "subscribe"] {
        assert_eq!(program.matches(&format!("\n        .{one}(")).count(), 1, "{one}");
    }
    assert!(program.lines().count() <= 25, "{} lines", program.lines().count());
}
