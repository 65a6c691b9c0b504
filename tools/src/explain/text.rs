//! Explanations for a terminal.

use std::fmt::Write as _;

use super::part::{Part, is_alone};
use super::{Explanation, Family, families};

impl Explanation {
    /// Code and meaning, then everything else; examples are indented.
    #[must_use]
    pub fn to_text(&self) -> String {
        let kind = self.severity.map_or_else(|| "difference".to_owned(), |severity| severity.to_string());
        let mut text = format!("{} ({kind}): {}\n", self.code, self.meaning);
        // Writing into a `String` cannot fail, here and below.
        for consequence in &self.consequences {
            let _ = write!(text, "\n- {consequence}");
        }
        text.push_str(if self.consequences.is_empty() { "" } else { "\n" });
        let is_alone = is_alone(&self.parts);
        for part in &self.parts {
            let _ = match part {
                Part::Prose(prose) => write!(text, "\n{prose}\n"),
                Part::Example(example) => {
                    let lines: String = example.text.lines().map(|line| format!("    {line}\n")).collect();
                    write!(text, "\n{}\n{lines}", example.caption(self.is_difference(), is_alone))
                }
            };
        }
        text
    }
}

/// A line for each code, below what its family is about.
#[must_use]
pub fn list() -> String {
    let mut text = String::new();
    for Family { title, explanations, .. } in families() {
        let _ = writeln!(text, "{title}");
        for Explanation { code, severity, meaning, .. } in explanations {
            let severity = severity.map(|severity| format!("{:<8} ", severity.name())).unwrap_or_default();
            let _ = writeln!(text, "  {code}  {severity}{meaning}");
        }
    }
    text
}
