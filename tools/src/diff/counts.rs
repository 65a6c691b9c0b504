//! How many findings of each level each method has.

use std::cmp::Reverse;

use super::{MethodDiff, Report, Severity};

/// A table: a column for each level that occurs, a row for each method that is shown, the worst first, and one for all
/// that differ.
pub(super) struct Counts {
    pub(super) levels: Vec<Severity>,
    /// What the method is called, and its numbers.
    pub(super) rows: Vec<(String, Vec<usize>)>,
    pub(super) total: Vec<usize>,
}

impl Report {
    /// The table; `None` if it would have one row, which the summary has.
    pub(super) fn by_method(&self) -> Option<Counts> {
        let levels: Vec<Severity> = Severity::ALL.into_iter().filter(|severity| self.count(*severity) > 0).collect();
        let numbers = |method: &MethodDiff| levels.iter().map(|severity| method.count(*severity)).collect();
        let mut rows: Vec<(String, Vec<usize>)> =
            self.shown_methods().map(|method| (method.title(), numbers(method))).collect();
        // By name they are already.
        rows.sort_by_key(|(_, numbers)| Reverse(numbers.clone()));
        let total = levels.iter().map(|severity| self.count(*severity)).collect();
        (self.methods.len() > 1 && !rows.is_empty()).then_some(Counts { levels, rows, total })
    }
}

/// A number in a table, in which most are none.
pub(super) fn cell(number: usize) -> String {
    if number == 0 { "-".to_owned() } else { number.to_string() }
}
