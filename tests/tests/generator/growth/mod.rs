//! What is twice as large takes about twice as many steps, in every stage.
//!
//! Steps are counted, not timed: the compiler has each block of code count itself. The numbers are the same in every run and
//! on every machine, whatever else it does. What is not counted is the inside of the standard library's compiled part: to
//! copy, compare and search bytes.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

mod families;
// A program of its own, which is not built with the tests.
#[cfg(any())]
mod program;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cln_tests::scratch::Scratch;

use families::{FAMILIES, Family, Grown};

/// What makes the compiler count, and where: a target is named so that build scripts and macros are left alone.
const COUNTING: &[&str] = &[
    "--target=host-tuple",
    "--config",
    r#"build.rustflags = ["-Cpasses=sancov-module", "-Cllvm-args=-sanitizer-coverage-level=2", "-Cllvm-args=-sanitizer-coverage-trace-pc-guard"]"#,
    // The function that counts must be all there is of it: what it called would be counted, and count.
    "--config",
    "profile.dev.opt-level = 1",
];

const MANIFEST: &str = r#"[package]
name = "steps"
edition = "2024"
publish = false

[dependencies]
cln-codegen = { path = "CODEGEN" }
cln-runtime = { path = "RUNTIME" }
cln-tools = { path = "TOOLS", default-features = false }
"#;

/// The program that counts.
fn program() -> PathBuf {
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("growth"), &["steps"]);
    let path = |name: &str| cln_tests::folders::workspace().join(name).to_str().unwrap().to_owned();
    let manifest = MANIFEST.replace("CODEGEN", &path("codegen")).replace("RUNTIME", &path("runtime"));
    let manifest = manifest.replace("TOOLS", &path("tools"));
    scratch.write("steps/Cargo.toml", &manifest);
    scratch.write("steps/src/main.rs", include_str!("program.rs"));
    scratch.cargo("build", COUNTING).assert_success();
    let target = fs::read_dir(scratch.path("target")).unwrap().map(|entry| entry.unwrap().path());
    let mut programs = target.map(|folder| folder.join("debug/steps")).filter(|program| program.is_file());
    programs.next().unwrap()
}

/// The sizes that are compared: from one to the next there is twice as much more.
const SIZES: [usize; 3] = [1, 2, 4];

/// How many times as many steps twice as much more may take: there is sorting, which takes a little more than twice.
const LINEAR: f64 = 2.6;

/// As much, where one thing is told of each pair, of which there is a limit: of the fields of one object, or of levels.
const SQUARE: f64 = 4.6;

fn write(folder: &Path, family: &Family, size: usize) {
    let grown = |is_new| (family.make)(size * family.size, is_new);
    for (release, grown) in [("old", grown(false)), ("new", grown(true))] {
        let release = folder.join(release);
        fs::create_dir_all(&release).unwrap();
        for (number, schema) in grown.schemas.iter().enumerate() {
            fs::write(release.join(format!("{number:05}.json")), schema).unwrap();
        }
    }
    let Grown { config, instance, .. } = grown(false);
    for (name, text) in [("config.json", config), ("instance.json", instance)] {
        if let Some(text) = text {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// How many steps each of these jobs takes.
fn steps(jobs: &[String]) -> Vec<f64> {
    let mut program = Command::new(program()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    program.stdin.take().unwrap().write_all(jobs.concat().as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn twice_as_much_takes_about_twice_as_many_steps() {
    let scratch = tempfile::tempdir().unwrap();
    let mut jobs = Vec::new();
    for family in FAMILIES {
        for size in SIZES {
            write(&scratch.path().join(format!("{}{size}", family.name)), family, size);
        }
        for stage in family.stages {
            jobs.extend(SIZES.map(|size| format!("{stage} {}/{}{size}\n", scratch.path().display(), family.name)));
        }
    }
    let steps = steps(&jobs);
    assert_eq!(steps.len(), jobs.len());
    let mut counted = steps.chunks(SIZES.len());
    let mut too_many = Vec::new();
    for family in FAMILIES {
        for stage in family.stages {
            let [one, two, four] = *counted.next().unwrap() else { unreachable!("a chunk is as long as the sizes") };
            // What does not grow is on both sides of the differences.
            let growth = (four - two) / (two - one);
            let row = format!("{stage:12} {:24} {one:11} {two:11} {four:11} {growth:5.2}", family.name);
            println!("{row}");
            let most = if family.squares.contains(stage) { SQUARE } else { LINEAR };
            too_many.extend((two <= one || growth > most).then_some(row));
        }
    }
    assert!(too_many.is_empty(), "not about twice as many steps:\n{}", too_many.join("\n"));
}
