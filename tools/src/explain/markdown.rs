//! The page of all codes.

use std::fmt::Write as _;

use super::part::{Example, Part, is_alone};
use super::{Explanation, Family, families};

const TOP: &str = "\
# Codes

<!-- Made from tools/src/explain/texts. Regenerate with: cargo codegen explain --format markdown > docs/CODES.md -->

What each code of a finding means, how it comes about, and what to do about it. `cln-codegen explain CODE` shows one of
them. A code never changes its meaning. Each example is tested: what stands under *before* gives the code, and what stands
under *after* does not; for a difference, `diff` of *old* and *new* gives it.

A finding that cannot be corrected at once can be accepted:

- from `lint`, all current findings with `--baseline FILE`, and single ones, with a reason, with `suppress` in a
  configuration;
- from `generate`, where a schema is wrong and the node is right, with a correction under `overrides` in a configuration;
- from `diff`, all findings below a level with `--deny LEVEL`.
";

/// All codes, as Markdown.
#[must_use]
pub fn page() -> String {
    let mut text = TOP.to_owned();
    for Family { title, about, explanations } in families() {
        // Writing into a `String` cannot fail, here and below.
        let _ = write!(text, "\n## {title}\n");
        write_parts(&mut text, &about, false);
        for explanation in &explanations {
            let _ = write!(text, "\n### {}\n\n{}\n", explanation.code, explanation.summary());
            for consequence in &explanation.consequences {
                let _ = write!(text, "\n- {consequence}");
            }
            text.push_str(if explanation.consequences.is_empty() { "" } else { "\n" });
            write_parts(&mut text, &explanation.parts, explanation.is_difference());
        }
    }
    text
}

fn write_parts(text: &mut String, parts: &[Part], is_difference: bool) {
    let is_alone = is_alone(parts);
    for part in parts {
        let _ = match part {
            Part::Prose(prose) => write!(text, "\n{prose}\n"),
            Part::Example(example) => {
                let Example { language, text: shown, .. } = example;
                let caption = example.caption(is_difference, is_alone);
                write!(text, "\n{caption}\n\n```{language}\n{shown}```\n")
            }
        };
    }
}

impl Explanation {
    /// Whether it is a code of `diff`.
    pub(super) const fn is_difference(&self) -> bool {
        self.severity.is_none()
    }

    /// How bad it is and what it stands for, as a sentence.
    fn summary(&self) -> String {
        match self.severity {
            Some(severity) => format!("**{severity}**: {}.", self.meaning),
            None => format!("**difference**: {}.", self.meaning),
        }
    }
}
