//! The same key twice, in JSON that no shape describes.

use std::collections::BTreeSet;

use super::report::Report;
use super::{Place, Stop};
use crate::json::{Next, SliceSource, Source, SyntaxError};
use crate::rules::Rule;

/// What is wrong with a key that stands in an object twice.
pub(crate) const TWICE: &str = "expected each name once, found this one again";

/// Reports each name that stands twice in an object anywhere in `json`, which has been read once already.
pub(super) fn check(json: &str, place: &Place<'_>, report: &mut Report) -> Result<(), Stop> {
    if !json.contains('{') {
        return Ok(());
    }
    let mut source = SliceSource::new(json.as_bytes());
    visit(&mut source, place, report).map_err(|failure| failure.stop(report))
}

/// Why text that has been read once already is not read to its end.
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

// Recursion is safe: the source bounds it.
fn visit(source: &mut SliceSource<'_>, place: &Place<'_>, report: &mut Report) -> Result<(), Failure> {
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

fn object(source: &mut SliceSource<'_>, place: &Place<'_>, report: &mut Report) -> Result<(), Failure> {
    source.enter_object()?;
    let mut seen = BTreeSet::new();
    while let Some(name) = source.next_key(seen.is_empty())? {
        let name = String::from_utf8_lossy(name).into_owned();
        let here = place.name(&name, false);
        if seen.contains(&name) {
            report.add(Rule::Duplicate, &here, TWICE.to_owned())?;
        }
        visit(source, &here, report)?;
        seen.insert(name);
    }
    Ok(())
}
