//! One difference, and what it means.

use std::fmt;

use cln_runtime::Rule;

use super::Code;

/// How much a difference matters to those who use what was generated from the old schema with a node of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Words for people.
    Docs,
    /// Nobody who uses the old bindings notices.
    Compatible,
    /// It may be noticed, or will be in a later release: somebody should look at it.
    Risky,
    /// It breaks as the next level does, but in the release that the old one had announced it for.
    Announced,
    /// Programs that worked with the old release do not with the new one.
    Breaking,
}

/// What a difference means for the next version of a crate that publishes the generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Semver {
    /// No item of the crate changes but in its documentation and in what its validators say.
    Patch,
    /// Items are added.
    Minor,
    /// Items are gone, or have another type.
    Major,
}

/// One of the two that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Release {
    /// The first.
    Old,
    /// The second.
    New,
}

/// One difference.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which kind of difference.
    pub code: Code,
    /// How much it matters on the wire.
    pub severity: Severity,
    /// What it means for the generated crate.
    pub semver: Semver,
    /// Whether it is a guess: a new name cannot be told from something that went and something that came.
    pub guess: bool,
    /// What changed, in a few words.
    pub change: String,
    /// What follows, in one sentence.
    pub consequence: String,
    /// The place in the old file; of something new, the nearest thing around it. `None` if there is no old file.
    pub old: Option<Place>,
    /// The place in the new file; of something that is gone, the nearest thing around it.
    pub new: Option<Place>,
    /// The smallest instance found that shows it; both validators have been asked.
    pub instance: Option<Instance>,
}

/// A place in a schema file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's path, as it was given.
    pub file: String,
    /// The JSON Pointer.
    pub pointer: String,
    /// The line, from 1.
    pub line: usize,
}

/// What one release accepts and the other refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// The parameters, result, payload or answer, as compact JSON.
    pub json: String,
    /// Whose strict validator accepts it. The other's refuses it,
    pub accepted_by: Release,
    /// at this JSON Pointer in it,
    pub pointer: String,
    /// by this rule,
    pub rule: Rule,
    /// in these words.
    pub message: String,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 5] = [Self::Breaking, Self::Announced, Self::Risky, Self::Compatible, Self::Docs];

    /// `breaking`, `announced`, `risky`, `compatible` or `docs`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Risky => "risky",
            Self::Announced => "announced",
            Self::Breaking => "breaking",
        }
    }
}

impl Severity {
    /// The severity of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

impl Semver {
    /// `patch`, `minor` or `major`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Release {
    /// `old` or `new`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }

    /// The other of the two.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
