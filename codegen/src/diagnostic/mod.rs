//! What is wrong with an input: found where, and what to do about it.

mod accumulator;
mod catalogue;
mod codes;
mod excerpt;
mod plain;
#[cfg(feature = "pretty")]
mod pretty;
mod quote;
mod render;

use std::error::Error;
use std::fmt;
use std::path::MAIN_SEPARATOR;
use std::sync::Arc;

use crate::text::{Position, Source, Span};

pub use accumulator::Diagnostics;
pub use catalogue::Code;
pub(crate) use quote::is_unsafe;
pub use quote::quoted;
pub(crate) use quote::visible;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something looks wrong, but its meaning is clear.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of mistake.
    pub code: Code,
    /// How bad it is; the code's own severity unless said otherwise.
    pub severity: Severity,
    /// What was found, in one sentence.
    pub message: String,
    /// What is wrong at the place, in a few words. May be empty.
    pub label: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The file, if its text is known.
    pub source: Option<Arc<Source>>,
    /// The place in the file.
    pub span: Option<Span>,
    /// Another place in the same file that has to do with it.
    pub related: Option<Related>,
    /// The JSON Pointer of the place.
    pub pointer: Option<String>,
    /// The file's path, or the path that could not be read. Empty if there is none.
    pub path: String,
}

/// Another place that has to do with a mistake.
#[derive(Clone, Debug)]
pub struct Related {
    /// The place, in the file of the diagnostic.
    pub span: Span,
    /// What is there, in a few words.
    pub label: String,
}

impl Diagnostic {
    /// A mistake without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            label: String::new(),
            hint: None,
            source: None,
            span: None,
            related: None,
            pointer: None,
            path: String::new(),
        }
    }

    /// Sets the place, and the path with it.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Span) -> Self {
        self.path.clone_from(&source.path);
        self.source = Some(Arc::clone(source));
        self.span = Some(span);
        self
    }

    /// Sets the path of a file whose text is not known.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into().replace(MAIN_SEPARATOR, "/");
        self
    }

    /// Sets the words shown at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets another place that has to do with it.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related = Some(Related { span, label: label.into() });
        self
    }

    /// Sets the JSON Pointer of the place.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Sets how bad it is.
    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Line and column of the place.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        let source = self.source.as_ref()?;
        Some(source.position(self.span?.start))
    }
}

impl Error for Diagnostic {}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
