//! What each code means, with an example before and after: for `cln-codegen explain`, and for the page of all codes.
//!
//! The folder `texts` holds a text for each hundred of codes. It is the only source of both.

mod families;
mod markdown;
mod part;
mod text;

#[cfg(test)]
mod tests;

use cln_codegen::diagnostic::Severity;

use crate::diff::{self, Consequence};

pub use families::{Family, families};
pub use markdown::page;
pub use part::{Example, Part, When};
pub use text::list;

/// A code, and everything that is said about it.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The stable code, such as `L0101`.
    pub code: &'static str,
    /// What it stands for, in one line.
    pub meaning: &'static str,
    /// How bad it is; `None` for those of `diff`, which depend on who writes the value.
    pub severity: Option<Severity>,
    /// What a difference means, by who writes the value; empty for all that are none.
    pub consequences: Vec<Consequence>,
    /// What it means at length, how it comes about, and what to do about it.
    pub parts: Vec<Part>,
}

/// The explanation of a code in any case.
///
/// # Errors
/// There is no such code; here are those that are most like it.
pub fn explain(code: &str) -> Result<Explanation, Vec<&'static str>> {
    let all = || families().into_iter().flat_map(|family| family.explanations);
    let known: Vec<&str> = all().map(|known| known.code).collect();
    all().find(|found| found.code.eq_ignore_ascii_case(code)).ok_or_else(|| most_like(code, known))
}

/// The codes of the same letter in which the fewest other characters differ, and at most two.
fn most_like(wrong: &str, known: Vec<&'static str>) -> Vec<&'static str> {
    const SHOWN: usize = 4;
    let wrong = wrong.to_ascii_uppercase();
    let differ = |code: &str| {
        let others = wrong.chars().zip(code.chars()).filter(|(a, b)| a != b).count();
        others + wrong.chars().count().abs_diff(code.len())
    };
    let is_near = |code: &&str| code.chars().next() == wrong.chars().next() && differ(code) <= 2;
    let mut near: Vec<&str> = known.into_iter().filter(is_near).collect();
    near.sort_by_key(|code| differ(code));
    near.truncate(SHOWN);
    near
}

/// Severity and meaning of a code, from the catalogue that has it.
fn catalogued(text: &str) -> Option<(&'static str, &'static str, Option<Severity>, Vec<Consequence>)> {
    let of_diagnostic = cln_codegen::Code::ALL.iter().find(|code| code.as_str() == text);
    if let Some(code) = of_diagnostic {
        return Some((code.as_str(), code.meaning(), Some(code.severity()), Vec::new()));
    }
    let code = diff::Code::ALL.iter().find(|code| code.as_str() == text)?;
    Some((code.as_str(), code.meaning(), None, code.consequences().collect()))
}
