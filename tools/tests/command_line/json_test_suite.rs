//! `validate` against the JSON parsing test suite: what is JSON is so for the command, too.

use std::fs;
use std::path::PathBuf;

use crate::workshop::{WAIT, Workshop};

/// Whether a verdict says that the bytes are JSON, whatever else is wrong with them.
fn is_json(verdict: &str) -> bool {
    ![r#""rule":"json""#, r#""rule":"depth""#].iter().any(|rule| verdict.contains(rule))
}

#[test]
fn every_file_gets_its_verdict() {
    let Some(shared) = std::env::var_os("CLN_SHARED") else {
        println!("skipped: CLN_SHARED is not set, so there is no json-test-suite to read");
        return;
    };
    let folder = PathBuf::from(shared).join("json-test-suite/test_parsing");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .filter(|(name, _)| !name.starts_with("i_"))
        .collect();
    files.sort();
    let (lines, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, bytes)| !bytes.contains(&b'\n'));
    assert!(lines.len() > 250 && !others.is_empty(), "{} and {}", lines.len(), others.len());

    let workshop = Workshop::with(&[("wait.json", WAIT)]);
    let texts: Vec<&[u8]> = lines.iter().map(|(_, bytes)| bytes.as_slice()).collect();
    fs::write(workshop.path("lines"), texts.join(&b'\n')).unwrap();
    let outcome =
        workshop.run(&["validate", "wait.json", "--side", "response", "--jsonl", "--format", "json", "lines"]);
    let verdicts: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(verdicts.len(), lines.len());
    for ((name, _), verdict) in lines.iter().zip(verdicts) {
        assert_eq!(is_json(verdict), name.starts_with("y_"), "{name}: {verdict}");
    }
    for (name, bytes) in others {
        fs::write(workshop.path("file"), bytes).unwrap();
        let outcome = workshop.run(&["validate", "wait.json", "--side", "response", "--format", "json", "file"]);
        assert_eq!(is_json(&outcome.stdout), name.starts_with("y_"), "{name}: {}", outcome.stdout);
        assert_eq!(outcome.status, Some(1), "{name}: {}", outcome.stderr);
    }
}
