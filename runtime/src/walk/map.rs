//! Objects with keys that no schema lists: which of their members is wrong.

use super::duplicates::{self, Failure, Names, TWICE};
use super::report::Report;
use super::token::read_token;
use super::{Mode, Place, Stop};
use crate::json::{SliceSource, Source};
use crate::rules::{Rule, ScalarKind};
use crate::value::{Token, TokenError, is_secret_name};

/// Reports why a scalar was refused: of an object, each member that is wrong, where it is.
#[cold]
pub(super) fn refused(
    kind: ScalarKind,
    refused: TokenError,
    token: Token<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Result<(), Stop> {
    match (kind.facts().members, token) {
        (Some(values), Token::Json(json)) if json.starts_with('{') => {
            members(json, values, place, report).map_err(|failure| failure.stop(report))
        }
        (_, Token::Json(json)) => {
            report.refused(refused, token, place)?;
            duplicates::check(json, place, report)
        }
        _ => report.refused(refused, token, place),
    }
}

/// The first thing that [`refused`] would report, as an error to show.
#[cold]
pub(crate) fn first_refused(kind: ScalarKind, why: TokenError, token: Token<'_>, place: &Place<'_>) -> String {
    let mut report = Report::new(Mode::Lenient);
    // The stop has left its reason in the report.
    let _ = refused(kind, why, token, place, &mut report);
    report.finish().err().map(|violations| violations.to_string()).unwrap_or_default()
}

fn members(json: &str, values: ScalarKind, place: &Place<'_>, report: &mut Report) -> Result<(), Failure> {
    let mut source = SliceSource::new(json.as_bytes());
    source.enter_object()?;
    let mut names = Names::new();
    while let Some(name) = source.next_key(names.is_empty())? {
        let name = String::from_utf8_lossy(name).into_owned();
        let here = place.name(&name, is_secret_name(&name));
        if names.is_known(&name, report)? {
            report.add(Rule::Duplicate, &here, TWICE.to_owned())?;
        }
        let next = source.peek()?;
        let token = read_token(&mut source, next, false)?;
        if let Err(refused) = values.check(token) {
            report.refused(refused, token, &here)?;
            if let Token::Json(json) = token {
                duplicates::check(json, &here, report)?;
            }
        }
        names.insert(name);
    }
    names.release(report);
    Ok(())
}
