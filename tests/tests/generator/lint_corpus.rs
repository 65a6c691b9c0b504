//! What `lint` finds in real schema files, and that the known mistakes of the documentation are corrected.
//!
//! They lie in the folder that `CLN_SHARED` names; without it the tests say what they skip.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read has to fail the test")]

use cln_codegen::Builder;
use std::collections::BTreeSet;

use cln_codegen::diagnostic::Code;
use cln_tests::folders::shared;
use cln_tools::lint::{Finding, lint};

/// The snapshot has places, codes and rules, not the words of the files.
#[test]
fn findings_are_those_that_were_reviewed() {
    let Some(corpus) = shared("corpus") else { return };
    let report = lint(&Builder::new().schemas(&corpus)).unwrap();
    assert_eq!((report.files, report.unreadable.len()), (158, 0));
    let prefix = format!("{}/", corpus.display());
    let lines: Vec<String> = report.findings.iter().map(|finding| line(finding, &prefix)).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("findings", lines.join("\n")) });
}

/// File, line, pointer, and the rule, or the code where no rule is broken.
fn line(finding: &Finding, prefix: &str) -> String {
    let found = &finding.diagnostic;
    let line = found.position().map_or(0, |place| place.line);
    let pointer = found.pointer.as_deref().unwrap_or_default();
    let file = found.path.strip_prefix(prefix).unwrap();
    format!("{file}:{line} {pointer} {}", finding.rule.map_or(found.code.as_str(), |rule| rule.code()))
}

/// Without the snapshot's file, too: that is what the figures in the documentation are about.
#[test]
fn three_requests_and_three_responses_break_their_schema() {
    let Some(corpus) = shared("corpus") else { return };
    let report = lint(&Builder::new().schemas(&corpus)).unwrap();
    let instance = |finding: &Finding| {
        let pointer = finding.diagnostic.pointer.as_deref()?;
        let part = if pointer.contains("/request/params") { "request" } else { "response" };
        let example = pointer.split('/').nth(2)?;
        (finding.diagnostic.code == Code::ExampleViolation)
            .then(|| (finding.diagnostic.path.clone(), example.to_owned(), part))
    };
    let broken: BTreeSet<_> = report.findings.iter().filter_map(instance).collect();
    let requests = broken.iter().filter(|(.., part)| *part == "request").count();
    assert_eq!((requests, broken.len() - requests), (3, 3));
}

#[test]
fn the_known_bugs_fit_the_files_and_are_corrected() {
    let Some(corpus) = shared("corpus") else { return };
    let files = Builder::new().schemas(&corpus).generate_to_memory().unwrap();
    // Apart from spacing, which depends on the length of lines.
    let compact = |text: &str| text.split_whitespace().collect::<String>();
    let has = |file: &str, part: &str| assert!(compact(&files[file]).contains(&compact(part)), "{file}: no `{part}`");
    has("parsefeerate.rs", "pub feerate: ");
    has("fundchannel_start.rs", "Corrected: Nodes accept each of these parameters without the others.");
    has("tests/splice_signed.rs", "positions: &[\"psbt\", \"channel_id\", \"sign_first\"]");
    has("tests/keysend.rs", "\"exemptfee\", \"extratlvs\", \"routehints\", \"maxfee\"");
    assert!(!files["fundchannel_start.rs"].contains("GroupKind::Paired"), "no parameters go together");
    let as_written = Builder::new().schemas(&corpus).corrections(false).generate_to_memory().unwrap();
    assert!(as_written["parsefeerate.rs"].contains("pub feerate_str: "));
}
