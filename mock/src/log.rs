//! One line for each call, without secrets.

mod redaction;

use std::fmt;
use std::time::Duration;

use cln_runtime::visible;

pub(crate) use self::redaction::Redaction;

use crate::documented::Documented;
use crate::envelope::Call;
use crate::outcome::Outcome;
use crate::wire::{Failure, unescaped};

/// The longest that is shown of parameters, in characters.
const SHOWN: usize = 400;

type Write = Box<dyn Fn(&str) + Send + Sync>;

/// Where the lines go.
#[derive(Default)]
pub(crate) struct Log(pub(crate) Option<Write>);

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({})", self.0.is_some())
    }
}

impl Log {
    /// Whether anybody reads it.
    pub(crate) const fn is_read(&self) -> bool {
        self.0.is_some()
    }

    /// A request was done. What it was answered stays out: only its size, or the code of its error.
    pub(crate) fn called(&self, documented: &Documented, call: &Call<'_>, outcome: &Outcome, time: Duration) {
        let Some(write) = &self.0 else { return };
        let came = match outcome {
            Ok(done) => format!("{} bytes", done.result.len()),
            Err(failure) => format!("error {}", failure.code),
        };
        let call = shown(documented, call.method, call.params.json);
        write(&format!("{call} -> {came}, {:.1} ms", time.as_secs_f64() * 1e3));
    }

    /// Something that concerns no single call.
    pub(crate) fn note(&self, line: &str) {
        if let Some(write) = &self.0 {
            write(&visible(line).to_string());
        }
    }

    /// A request was none. Its text stays out, since nobody knows what it holds.
    pub(crate) fn refused(&self, failure: &Failure) {
        if let Some(write) = &self.0 {
            write(&format!("a request that is none -> error {}", failure.code));
        }
    }
}

/// A call on one line, without what is secret in its parameters.
pub(crate) fn shown(documented: &Documented, method: &[u8], params: &[u8]) -> String {
    let params = Redaction(documented).parameters(&unescaped(method), params);
    format!("{} {}", shown_name(method), shortened(&params))
}

/// The name of a command, which may be anything.
pub(crate) fn shown_name(method: &[u8]) -> String {
    shortened(&unescaped(method))
}

/// A text on one line of bearable length, nothing in it that a terminal would obey.
fn shortened(text: &str) -> String {
    let rest = if text.chars().nth(SHOWN).is_some() { "..." } else { "" };
    format!("{}{rest}", visible(text.chars().take(SHOWN).collect::<String>()))
}
