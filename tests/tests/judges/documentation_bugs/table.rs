//! The tables: tab-separated, with a line of headings.

/// A row of `answers.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) kind: &'static str,
    /// The JSON Pointer of what is wrong, with `target/subcommand` as it is spelt on the wire.
    pub(crate) place: &'static str,
    pub(crate) schema_says: &'static str,
    pub(crate) answer: Answer,
    /// The corrections, or why there is none.
    pub(crate) how: &'static str,
}

/// What became of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Corrections say it.
    Corrected,
    /// No correction can say it; the documentation of the item does.
    Noted,
    /// The schema stays as it is, for a reason.
    Left,
}

impl Row {
    /// What tells the rows apart.
    pub(crate) fn key(&self) -> [&'static str; 4] {
        [self.method, self.kind, self.place, self.schema_says]
    }

    /// The corrections it names, such as `set /request/properties/minconf`.
    pub(crate) fn named(&self) -> impl Iterator<Item = &'static str> {
        let how = if self.answer == Answer::Left { "" } else { self.how };
        how.split("; ").filter(|name| !name.is_empty())
    }
}

/// All rows.
pub(crate) fn rows() -> Vec<Row> {
    let row = |[method, kind, place, schema_says, answer, how]: [&'static str; 6]| {
        let answer = match answer {
            "corrected" => Answer::Corrected,
            "noted" => Answer::Noted,
            "left" => Answer::Left,
            other => panic!("{method} {place}: `{other}` is no answer"),
        };
        Row { method, kind, place, schema_says, answer, how }
    };
    cells(include_str!("answers.tsv")).map(row).collect()
}

/// The cells of a table, without its headings.
pub(crate) fn cells<const N: usize>(text: &str) -> impl Iterator<Item = [&str; N]> {
    text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        cells.try_into().unwrap_or_else(|_| panic!("not {N} cells: {line}"))
    })
}
