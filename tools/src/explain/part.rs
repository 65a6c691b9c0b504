//! The parts of a text: prose, and examples that a test runs.

/// A part of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Markdown, without an empty line at either end.
    Prose(&'static str),
    /// What shows the code.
    Example(Example),
}

/// A file of an example, or the commands that are run on its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// In which of the two it is.
    pub when: When,
    /// What it is written in, such as `json`; commands are `sh`.
    pub language: &'static str,
    /// The name of the file; `None` for commands.
    pub file: Option<&'static str>,
    /// The file, or the commands, a line each.
    pub text: &'static str,
}

/// In which of two examples a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In what has the code; for a difference in the old release.
    Before,
    /// In what does not have it; for a difference in the new release.
    After,
    /// In both.
    Both,
}

/// What a file is called whose name does not matter.
pub(super) const A_FILE: &str = "a.json";

/// The language of commands.
const COMMANDS: &str = "sh";

/// What encloses an example.
const FENCE: &str = "```";

/// The parts of a text. A fence that opens an example says after the language when the example holds, and which file it
/// is.
pub(super) fn parts(text: &'static str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((prose, fenced)) = rest.split_once(FENCE) {
        parts.extend(prose_of(prose));
        let (example, after) = fenced.split_once(FENCE).unwrap_or((fenced, ""));
        parts.push(Part::Example(example_of(example)));
        rest = after;
    }
    parts.extend(prose_of(rest));
    parts
}

fn prose_of(text: &'static str) -> Option<Part> {
    let text = text.trim();
    (!text.is_empty()).then_some(Part::Prose(text))
}

fn example_of(fenced: &'static str) -> Example {
    let (info, text) = fenced.split_once('\n').unwrap_or((fenced, ""));
    let mut words = info.split(' ');
    let language = words.next().unwrap_or_default();
    let when = match words.next() {
        Some("before") => When::Before,
        Some("after") => When::After,
        _ => When::Both,
    };
    let file = (language != COMMANDS).then(|| words.next().unwrap_or(A_FILE));
    Example { when, language, file, text }
}

/// Whether no more than one file stands before and after.
pub(super) fn is_alone(parts: &[Part]) -> bool {
    let file = |part: &Part| match part {
        Part::Example(Example { file, .. }) => *file,
        Part::Prose(_) => None,
    };
    let mut files: Vec<&str> = parts.iter().filter_map(file).collect();
    files.dedup();
    files.len() < 2
}

impl Example {
    /// The words above it. Of a difference, the sides are releases; a file's name is told if it is not the only one.
    pub(super) fn caption(&self, is_difference: bool, is_alone: bool) -> String {
        let when = match (self.when, is_difference) {
            (When::Before, false) => "Before",
            (When::After, false) => "After",
            (When::Before, true) => "Old",
            (When::After, true) => "New",
            (When::Both, _) => "Both",
        };
        match (self.file, self.when) {
            (Some(file), When::Both) => format!("`{file}`:"),
            (None, When::Both) => "Command:".to_owned(),
            (Some(file), _) if !is_alone => format!("{when}, `{file}`:"),
            _ => format!("{when}:"),
        }
    }
}
