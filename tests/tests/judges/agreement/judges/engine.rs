//! The engine of the command `validate`: rules built at run time, from a slice and from a stream.

use std::io::{self, Read};

use cln_codegen::model::with_rules;
use cln_runtime::{Validation, Violations};

use super::{Case, Findings, sorted};
use crate::agreement::subjects::schema_side;

/// What the engine finds in each case, first in memory, then read in small pieces.
pub(crate) fn engine(cases: &[Case<'_>]) -> Vec<[Findings; 2]> {
    let is_same =
        |case: &Case<'_>, other: &Case<'_>| std::ptr::eq(case.subject, other.subject) && case.side == other.side;
    cases.chunk_by(is_same).flat_map(of_one_side).collect()
}

fn of_one_side(cases: &[Case<'_>]) -> Vec<[Findings; 2]> {
    let Some(Case { subject, side, .. }) = cases.first() else { return Vec::new() };
    let found = with_rules(&subject.model, schema_side(*side), |shape| {
        let judged = cases.iter().map(|case| {
            let json = case.instance.as_bytes();
            let verdicts =
                [Validation::new().validate_json(json, shape), Validation::new().validate_reader(Pieces(json), shape)];
            verdicts.map(findings)
        });
        judged.collect()
    });
    found.unwrap()
}

fn findings(verdict: Result<(), Violations>) -> Findings {
    let found = verdict.err();
    let pairs = found.iter().flat_map(Violations::iter);
    sorted(pairs.map(|violation| (violation.pointer().to_owned(), violation.rule().to_string())).collect())
}

/// Hands out few bytes at a time.
struct Pieces<'j>(&'j [u8]);

/// So many.
const PIECE: usize = 7;

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let room = buffer.len().min(PIECE);
        self.0.read(&mut buffer[..room])
    }
}
