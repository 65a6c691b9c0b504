//! Findings for machines.

use serde::{Serialize, Serializer};

use super::{Finding, Instance, MethodDiff, Place, Report, Severity};
use crate::findings::to_json;

/// The whole report. All objects of a kind have the same keys, in the same order.
#[derive(Serialize)]
struct Whole<'r> {
    version: u8,
    compared: Compared,
    #[serde(serialize_with = "counts")]
    summary: &'r Report,
    semver: Option<&'static str>,
    methods: Vec<Method<'r>>,
}

#[derive(Serialize)]
struct Compared {
    old: usize,
    new: usize,
}

#[derive(Serialize)]
struct Method<'r> {
    kind: &'static str,
    name: &'r str,
    old_name: Option<&'r str>,
    findings: Vec<Details<'r>>,
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Details<'r> {
    code: &'static str,
    severity: &'static str,
    semver: &'static str,
    guess: bool,
    change: &'r str,
    consequence: &'r str,
    old: Option<PlaceDetails<'r>>,
    new: Option<PlaceDetails<'r>>,
    instance: Option<InstanceDetails<'r>>,
}

#[derive(Serialize)]
struct PlaceDetails<'r> {
    file: &'r str,
    pointer: &'r str,
    line: usize,
}

/// The instance itself is a text: its numbers keep their digits, whatever reads this.
#[derive(Serialize)]
struct InstanceDetails<'r> {
    json: &'r str,
    accepted_by: &'static str,
    refused_by: &'static str,
    pointer: &'r str,
    rule: &'static str,
    message: &'r str,
}

impl Report {
    /// One object; a finding on a line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let [old, new] = self.counts;
        to_json(&Whole {
            version: 1,
            compared: Compared { old, new },
            summary: self,
            semver: self.semver().map(super::Semver::name),
            methods: self.shown_methods().map(|shown| method(self, shown)).collect(),
        })
    }
}

fn counts<S: Serializer>(report: &Report, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Severity::ALL.map(|severity| (severity.name(), report.count(severity))))
}

fn method<'r>(report: &'r Report, method: &'r MethodDiff) -> Method<'r> {
    Method {
        kind: method.target.key(),
        name: &method.name,
        old_name: method.old_name.as_deref(),
        findings: report.shown_of(method).map(Details::from).collect(),
    }
}

impl<'r> From<&'r Finding> for Details<'r> {
    fn from(finding: &'r Finding) -> Self {
        Self {
            code: finding.code.as_str(),
            severity: finding.severity.name(),
            semver: finding.semver.name(),
            guess: finding.guess,
            change: &finding.change,
            consequence: &finding.consequence,
            old: finding.old.as_ref().map(PlaceDetails::from),
            new: finding.new.as_ref().map(PlaceDetails::from),
            instance: finding.instance.as_ref().map(InstanceDetails::from),
        }
    }
}

impl<'r> From<&'r Place> for PlaceDetails<'r> {
    fn from(place: &'r Place) -> Self {
        Self { file: &place.file, pointer: &place.pointer, line: place.line }
    }
}

impl<'r> From<&'r Instance> for InstanceDetails<'r> {
    fn from(instance: &'r Instance) -> Self {
        Self {
            json: &instance.json,
            accepted_by: instance.accepted_by.name(),
            refused_by: instance.accepted_by.other().name(),
            pointer: &instance.pointer,
            rule: instance.rule.code(),
            message: &instance.message,
        }
    }
}
