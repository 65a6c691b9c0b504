//! That the table of answers is whole: it has every row of the shared table, and names every built-in correction.

use std::collections::BTreeSet;
use std::fs;

use cln_tests::folders::shared;

use crate::documentation_bugs::corrections::{Correction, corrections};
use crate::documentation_bugs::table::{Answer, Row, rows};

/// Corrections that answer no row of the table: what else is known of nodes, and of the files of releases.
const BESIDES: &[(&str, &str)] = &[
    ("channel_state_changed", "nullable at /response/properties/short_channel_id"),
    ("disableoffer", "set rpc=enableoffer at the file"),
    ("getlog", "set oneOf type=null at /response/properties/created_at"),
    ("injectpaymentonion", "add payment_preimage at /response"),
    ("listsendpays", "note at /request/properties/status"),
    ("parsefeerate", "set type=feerate at /request/properties/feerate"),
];

#[test]
fn every_row_has_an_answer() {
    let Some(path) = shared("documentation-bugs.tsv") else { return };
    let text = fs::read_to_string(path).unwrap();
    let wanted: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let wanted: Vec<[&str; 4]> = wanted.iter().map(|cells| [cells[0], cells[1], cells[2], cells[5]]).collect();
    let answered: Vec<[&str; 4]> = rows().iter().map(Row::key).collect();
    assert_eq!(answered, wanted);
}

#[test]
fn every_answer_names_corrections_or_a_reason() {
    let corrections = corrections();
    for row in rows() {
        let named: Vec<&str> = row.named().collect();
        match row.answer {
            Answer::Left => assert!(row.how.ends_with('.'), "{row:?}: the reason is a sentence"),
            Answer::Noted => assert!(named.iter().all(|name| name.starts_with("note ")), "{row:?}"),
            Answer::Corrected => assert!(named.iter().any(|name| !name.starts_with("note ")), "{row:?}"),
        }
        for name in named {
            let is_it = |known: &Correction| known.method == row.method && known.name() == name;
            assert!(corrections.iter().any(is_it), "{row:?}: there is no correction `{name}`");
        }
    }
}

#[test]
fn every_correction_is_an_answer() {
    let rows = rows();
    let answers = rows.iter().flat_map(|row| row.named().map(|name| (row.method, name)));
    let known: BTreeSet<(&str, &str)> = answers.chain(BESIDES.iter().copied()).collect();
    for correction in corrections() {
        let name = correction.name();
        assert!(known.contains(&(correction.method.as_str(), name.as_str())), "{}: `{name}`", correction.method);
    }
}

/// They become documentation: one sentence, in plain text.
#[test]
fn reasons_are_sentences() {
    for correction in corrections() {
        let reason = &correction.reason;
        let first = reason.chars().next().is_some_and(|letter| letter.is_uppercase() || letter == '`');
        assert!(first && reason.ends_with('.') && !reason.contains('\n'), "{}: {reason}", correction.method);
        assert_eq!(reason.matches(". ").count(), 0, "{}: {reason}", correction.method);
    }
}
