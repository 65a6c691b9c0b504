//! The same key twice, in JSON that no shape describes.

use std::collections::BTreeSet;

use super::report::Report;
use super::{Place, Stop};
use crate::json::{Next, SliceSource, Source, SyntaxError};
use crate::rules::Rule;

/// What a name takes beside its text.
const NAME_OVERHEAD: usize = 64;

/// What is wrong with a key that stands in an object twice.
pub(crate) const TWICE: &str = "expected each name once, found this one again";

/// Why a value is not read to its end.
pub(super) enum Failure {
    Stop(Stop),
    Syntax(SyntaxError),
}

impl Failure {
    pub(super) fn stop(self, report: &mut Report) -> Stop {
        match self {
            Self::Stop(stop) => stop,
            Self::Syntax(error) => report.syntax(&error),
        }
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<SyntaxError> for Failure {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

/// The names of one object so far, where no shape knows them. What they take counts as long as the object goes on.
pub(super) struct Names {
    seen: BTreeSet<String>,
    bytes: usize,
}

impl Names {
    pub(super) const fn new() -> Self {
        Self { seen: BTreeSet::new(), bytes: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Whether the name stands there for the second time. Of one that does not, the memory is reserved.
    pub(super) fn is_known(&mut self, name: &str, report: &mut Report) -> Result<bool, Stop> {
        let is_known = self.seen.contains(name);
        if !is_known {
            let bytes = name.len() + NAME_OVERHEAD;
            report.reserve(bytes)?;
            self.bytes += bytes;
        }
        Ok(is_known)
    }

    pub(super) fn insert(&mut self, name: String) {
        self.seen.insert(name);
    }

    /// The object is over.
    pub(super) fn release(self, report: &mut Report) {
        report.release(self.bytes);
    }
}

/// Reports each name that stands twice in an object anywhere in JSON that has been read once already.
#[cold]
pub(super) fn check(json: &str, place: &Place<'_>, report: &mut Report) -> Result<(), Stop> {
    if !json.contains('{') {
        return Ok(());
    }
    visit(&mut SliceSource::new(json.as_bytes()), place, report).map_err(|failure| failure.stop(report))
}

/// Passes over a value of any kind and reports each name that stands twice in an object anywhere in it.
// Recursion is safe: the source bounds it.
pub(super) fn visit<S: Source>(source: &mut S, place: &Place<'_>, report: &mut Report) -> Result<(), Failure> {
    match source.peek()? {
        Next::Object => object(source, place, report),
        Next::Array => {
            source.enter_array()?;
            let mut index = 0;
            while source.next_element(index == 0)? {
                visit(source, &place.index(index), report)?;
                index += 1;
            }
            Ok(())
        }
        _ => Ok(source.skip()?),
    }
}

fn object<S: Source>(source: &mut S, place: &Place<'_>, report: &mut Report) -> Result<(), Failure> {
    source.enter_object()?;
    let mut names = Names::new();
    while let Some(name) = source.next_key(names.is_empty())? {
        let name = String::from_utf8_lossy(name).into_owned();
        let here = place.name(&name, false);
        if names.is_known(&name, report)? {
            report.add(Rule::Duplicate, &here, TWICE.to_owned())?;
        }
        visit(source, &here, report)?;
        names.insert(name);
    }
    names.release(report);
    Ok(())
}
