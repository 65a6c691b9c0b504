//! What a run of tests says of each, read from what cargo prints.

use std::collections::BTreeMap;

use crate::scratch::Outcome;

/// The tests by name: `None` for one that passes, what it printed for one that fails.
pub type Verdicts = BTreeMap<String, Option<String>>;

/// Reads the output of `cargo test` for one target.
#[must_use]
pub fn read(outcome: &Outcome) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for line in outcome.stdout.lines() {
        let Some((name, verdict)) = line.strip_prefix("test ").and_then(|line| line.split_once(" ... ")) else {
            continue;
        };
        let printed = (verdict != "ok").then(|| printed(&outcome.stdout, name));
        verdicts.insert(name.replace("r#", ""), printed);
    }
    verdicts
}

/// What a failing test printed: the section that bears its name.
fn printed(stdout: &str, name: &str) -> String {
    let section = stdout.split_once(&format!("---- {name} stdout ----\n")).map(|(_, rest)| rest).unwrap_or_default();
    section.split("\n\n----").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_comes_with_what_it_printed() {
        let stdout = "running 3 tests\ntest a::b ... ok\ntest a::c ... FAILED\ntest d ... FAILED\n\nfailures:\n\n\
            ---- a::c stdout ----\nno c\nreally\n\n---- d stdout ----\nno d\n\nfailures:\n    a::c\n";
        let outcome = Outcome { success: false, stdout: stdout.to_owned(), stderr: String::new() };
        let verdicts = read(&outcome);
        assert_eq!(verdicts.len(), 3);
        assert_eq!(verdicts["a::b"], None);
        assert_eq!(verdicts["a::c"].as_deref(), Some("no c\nreally"));
        assert!(verdicts["d"].as_ref().is_some_and(|printed| printed.starts_with("no d\n")));
    }
}
