//! What `diff` says of real pairs of releases: each finding that is risky or worse was read against both files, and
//! stands in a file of `reviewed/` with a word on why it is right.
//!
//! A line is a finding: method, code, level, pointer and why, with a tab between. Where many are of one kind, why is the
//! name of a kind that a line at the top explains, such as `[gone]`.

use std::collections::{BTreeMap, BTreeSet};

use cln_codegen::Builder;
use cln_tests::folders::shared;
use cln_tools::diff::{Finding, MethodDiff, Report, Severity, Versions, diff_versions};

use super::assert_confirmed;

/// Two paths, their releases as far as these are known, and the record.
type Reviewed = ([&'static str; 2], [Option<&'static str>; 2], &'static str);

const PAIRS: &[Reviewed] = &[
    (
        ["releases/v24.11", "releases/v26.06.6"],
        [Some("v24.11"), Some("v26.06.6")],
        include_str!("reviewed/v24.11-v26.06.6.tsv"),
    ),
    (["releases/v26.06.6", "corpus"], [Some("v26.06.6"), None], include_str!("reviewed/v26.06.6-corpus.tsv")),
    (["releases/v24.11", "corpus"], [Some("v24.11"), None], include_str!("reviewed/v24.11-corpus.tsv")),
];

#[test]
fn every_bad_finding_of_real_releases_was_read() {
    for (paths, versions, record) in PAIRS {
        let [Some(old), Some(new)] = paths.map(shared) else { return };
        let version = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let versions = Versions { old: version(versions[0]), new: version(versions[1]) };
        let report = diff_versions(&Builder::new(), old, new, &versions).unwrap();
        let differences = differences(record, &lines(&report));
        assert!(differences.is_empty(), "{}:\n{}", paths.join(" and "), differences.join("\n"));
        report.findings().filter(|finding| finding.severity >= Severity::Announced).for_each(assert_confirmed);
    }
}

/// The findings that have to be read, in the form of the record, without why.
fn lines(report: &Report) -> Vec<String> {
    let of_method = |method: &MethodDiff| {
        let bad = method.findings.iter().filter(|finding| finding.severity >= Severity::Risky);
        let name = format!("{} {}", method.target.key(), method.name);
        bad.map(|finding| format!("{name}\t{}\t{}\t{}", finding.code, finding.severity, pointer(finding))).collect()
    };
    let mut lines: Vec<String> =
        report.methods.iter().flat_map(|method| -> Vec<String> { of_method(method) }).collect();
    lines.sort();
    lines
}

/// The more particular of a finding's two places.
fn pointer(finding: &Finding) -> &str {
    let places = [&finding.old, &finding.new].into_iter().flatten().map(|place| place.pointer.as_str());
    places.max_by_key(|pointer| pointer.len()).unwrap_or_default()
}

/// What is wrong with a record: findings that are new or gone, and lines that do not say why, or are out of order.
fn differences(record: &str, found: &[String]) -> Vec<String> {
    let kinds: BTreeSet<&str> = record
        .lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once(": "))
        .map(|(kind, _)| kind.trim())
        .collect();
    let entries: Vec<(&str, &str)> =
        record.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.rsplit_once('\t')).collect();
    let mut wrong = Vec::new();
    for (line, why) in &entries {
        let kind = why.strip_prefix('[').and_then(|why| why.strip_suffix(']'));
        if why.is_empty() || kind.is_some_and(|kind| !kinds.contains(kind)) {
            wrong.push(format!("does not say why: {line}"));
        }
    }
    if !entries.is_sorted() {
        wrong.push("the lines are not sorted".to_owned());
    }
    let count = |lines: &mut dyn Iterator<Item = &str>| {
        let mut counts = BTreeMap::<String, i64>::new();
        lines.for_each(|line| *counts.entry(line.to_owned()).or_default() += 1);
        counts
    };
    let reviewed = count(&mut entries.iter().map(|(line, _)| *line));
    let told = count(&mut found.iter().map(String::as_str));
    let of = |counts: &BTreeMap<String, i64>, line: &String| counts.get(line).copied().unwrap_or_default();
    wrong.extend(told.keys().filter(|line| of(&told, line) > of(&reviewed, line)).map(|line| format!("new: {line}")));
    wrong.extend(
        reviewed.keys().filter(|line| of(&reviewed, line) > of(&told, line)).map(|line| format!("gone: {line}")),
    );
    wrong
}

#[test]
fn what_is_new_or_gone_is_told_by_its_line() {
    let record = "# gone: The new file lists it nowhere.\nrpc a\tD0203\tbreaking\t/request/properties/x\t[gone]\n\
                  rpc b\tD0501\trisky\t/deprecated\tThe new file says so.\n";
    let found =
        ["rpc a\tD0203\tbreaking\t/request/properties/x", "rpc b\tD0501\trisky\t/deprecated"].map(str::to_owned);
    assert_eq!(differences(record, &found), [""; 0]);
    assert_eq!(differences(record, &found[..1]), ["gone: rpc b\tD0501\trisky\t/deprecated"]);
    let unread = "rpc c\tD0102\tbreaking\t/rpc".to_owned();
    let more = [found.as_slice(), &[unread]].concat();
    assert_eq!(differences(record, &more), ["new: rpc c\tD0102\tbreaking\t/rpc"]);
    let unsaid = record.replace("[gone]", "[went]");
    assert_eq!(differences(&unsaid, &found), ["does not say why: rpc a\tD0203\tbreaking\t/request/properties/x"]);
}
