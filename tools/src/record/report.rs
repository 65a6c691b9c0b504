//! What a recording has come to, for people.

use std::fmt::Write as _;
use std::io;

use cln_codegen::internals::{Traced, count};
use cln_codegen::schema::Target;
use cln_runtime::visible;

use super::correction::corrections;
use super::drift::{Place, Seen};
use super::journal::{Counts, Tally};
use super::lines::Lines;

/// What was written, what was not, and where the node and the schemas differ.
#[derive(Debug)]
#[must_use]
pub struct Report {
    /// How many exchanges were written.
    pub written: u64,
    /// Why there are no more of them, if the file could not be written to its end.
    pub failed: Option<io::Error>,
    /// At how many places what came differs from what schemas describe.
    pub drift: usize,
    text: String,
}

impl Report {
    pub(super) fn new(lines: Lines, tally: &Tally, documents: &[Traced]) -> Self {
        let (written, failed) = lines.into_outcome();
        let mut text = written_words(written, tally);
        drift_words(&mut text, tally, documents);
        Self { written, failed, drift: tally.drift.places.len(), text }
    }

    /// The report in words: counts, a line for each place that differs, and the corrections, ready to be put into a
    /// configuration.
    #[must_use]
    pub fn to_text(&self) -> &str {
        &self.text
    }
}

/// Writing to a string cannot fail.
macro_rules! say {
    ($text:expr, $($words:tt)*) => {
        _ = writeln!($text, $($words)*)
    };
}

fn written_words(written: u64, tally: &Tally) -> String {
    let mut text = String::new();
    let many = |number: u64, what| count(usize::try_from(number).unwrap_or(usize::MAX), what);
    say!(text, "{} written, {} replaced", many(written, "exchange"), many(tally.secrets, "secret"));
    if tally.undescribed.total() > 0 {
        let methods = names(&tally.undescribed);
        say!(text, "not written, for want of a schema (--unchecked writes them): {methods}");
    }
    if tally.notifications.total() > 0 {
        say!(text, "notifications passed on: {}", names(&tally.notifications));
    }
    for (number, what) in [
        (tally.long, "too long to be written; checked all the same"),
        (tally.unreadable, "passed on and not recorded: no JSON-RPC, too long, or no answer to what was asked"),
    ] {
        if number > 0 {
            say!(text, "{} {what}", many(number, "message"));
        }
    }
    for (number, what) in [
        (tally.unfollowed, "only passed on from some moment, because what came was no JSON"),
        (tally.refused, "closed, because the node could not be reached"),
    ] {
        if number > 0 {
            say!(text, "{} {what}", many(number, "connection"));
        }
    }
    text
}

fn names(counts: &Counts) -> String {
    let words = counts.iter().map(|(name, count)| {
        let name = if name.is_empty() { "others" } else { name };
        format!("{} x{count}", visible(name))
    });
    words.collect::<Vec<_>>().join(", ")
}

fn drift_words(text: &mut String, tally: &Tally, documents: &[Traced]) {
    let places = &tally.drift.places;
    let checked = tally.checked.total();
    if places.is_empty() {
        say!(text, "no drift: {checked} answers are as their schemas describe them");
        return;
    }
    say!(text, "\ndrift: {} that schemas do not describe, in {checked} answers", count(places.len(), "place"));
    let mut entries: Vec<String> = Vec::new();
    for (place, seen) in places {
        say!(text, "{}", place_words(place, seen, tally));
        let document = documents.iter().map(|(document, _)| document);
        let mut of_method =
            document.filter(|document| document.target == Target::Rpc && document.name.value == place.method);
        let found = of_method.next().map(|document| corrections(document, place, seen)).unwrap_or_default();
        if found.is_empty() {
            say!(text, "  no correction of a schema describes it");
        }
        entries.extend(found);
    }
    if tally.drift.more > 0 {
        say!(text, "and {} more", tally.drift.more);
    }
    if !entries.is_empty() {
        let entries = entries.join(",\n    ");
        say!(text, "\nThis configuration (--config FILE) has schemas describe what came:");
        say!(text, "{{\n  \"overrides\": [\n    {entries}\n  ]\n}}");
    }
}

fn place_words(place: &Place, seen: &Seen, tally: &Tally) -> String {
    let (side, of) = match place.is_request {
        true => ("request", String::new()),
        false => ("answer", format!(" of {}", tally.checked.of(&place.method))),
    };
    let method = visible(&place.method);
    format!("{method} {side}, {}{of} times at {}: {}", seen.messages, visible(&place.pointer), seen.first)
}
