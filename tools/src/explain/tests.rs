//! Each code has its text, and each text its code.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::collections::BTreeSet;

use super::*;

/// All codes of both catalogues.
fn codes() -> BTreeSet<&'static str> {
    let of_diagnostics = cln_codegen::Code::ALL.iter().map(|code| code.as_str());
    of_diagnostics.chain(diff::Code::ALL.iter().map(|code| code.as_str())).collect()
}

#[test]
fn every_code_is_explained_in_its_place() {
    let explained: Vec<&str> =
        families().iter().flat_map(|family| family.explanations.iter().map(|known| known.code)).collect();
    let missing: Vec<_> = codes().into_iter().filter(|code| !explained.contains(code)).collect();
    assert_eq!(missing, [""; 0], "these have no section in src/explain/texts");
    assert_eq!(explained.len(), codes().len(), "a code is explained twice");
    for family in families() {
        let hundred = &family.title[..3];
        let codes: Vec<&str> = family.explanations.iter().map(|known| known.code).collect();
        assert!(codes.is_sorted() && codes.iter().all(|code| code.starts_with(hundred)), "{}: {codes:?}", family.title);
    }
}

#[test]
fn every_section_is_about_a_code() {
    for text in families::TEXTS {
        for line in text.lines().filter_map(|line| line.strip_prefix("## ")) {
            assert!(codes().contains(line), "src/explain/texts has a section on {line:?}, which is no code");
        }
    }
}

#[test]
fn every_explanation_has_prose_and_both_examples_and_ends_with_what_to_do() {
    for family in families() {
        for Explanation { code, parts, .. } in family.explanations {
            assert!(matches!(parts.first(), Some(Part::Prose(_))), "{code}: what does it mean?");
            assert!(matches!(parts.last(), Some(Part::Prose(_))), "{code}: what is to be done?");
            assert!(parts.len() >= 4 || code == "M0103", "{code}: an example before and after");
        }
    }
}

#[test]
fn a_text_comes_apart_into_prose_and_examples() {
    let text = "\nWhy.\n\n```json before b.json\n{}\n[]\n```\n\n```sh both\nls\n```\n\nWhat to do.\n";
    let example = |when, language, file, text| Part::Example(Example { when, language, file, text });
    let expected = [
        Part::Prose("Why."),
        example(When::Before, "json", Some("b.json"), "{}\n[]\n"),
        example(When::Both, "sh", None, "ls\n"),
        Part::Prose("What to do."),
    ];
    assert_eq!(part::parts(text), expected);
}

#[test]
fn a_code_is_found_in_any_case_and_an_unknown_one_has_neighbours() {
    assert_eq!(explain("l0101").unwrap().code, "L0101");
    assert_eq!(explain("L0191").unwrap_err(), ["L0101", "L0102", "L0103", "L0104"]);
    assert_eq!(explain("S030").unwrap_err().len(), 4);
    assert_eq!(explain("what is it?").unwrap_err(), [""; 0]);
    assert_eq!(explain("").unwrap_err(), [""; 0]);
}
