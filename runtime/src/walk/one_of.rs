//! Alternatives: the first that fits is taken, and if none does, each says why.

use super::{Mode, Place, Report, Stop, Walker, duplicates, found};
use crate::json::{SliceSource, Source};
use crate::rules::{Kind, Rule};
use crate::value::{Slot, Token};

impl<S: Source> Walker<'_, S> {
    pub(super) fn one_of(
        &mut self,
        rule: Rule,
        arms: &[Kind<'_>],
        slot: Option<&mut dyn Slot>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        self.peek()?;
        let json = self.source.raw().map_err(|error| self.report.syntax(&error))?;
        let fitting = arms.iter().enumerate().find(|(_, arm)| why_not(arm, json, self.mode, place).is_none());
        let Some((index, arm)) = fitting else {
            if self.mode == Mode::Node && slot.is_some_and(|slot| slot.put(Token::Json(json)).is_ok()) {
                return Ok(());
            }
            let message = no_arm(arms, json, self.mode, place);
            self.report.add(rule, place, message)?;
            return if self.mode == Mode::Strict { duplicates::check(json, place, self.report) } else { Ok(()) };
        };
        let mut walker = Walker::new(SliceSource::new(json.as_bytes()), self.mode, &mut *self.report);
        match slot {
            Some(slot) => walker.value(arm, slot.arm(index), place),
            None => Ok(()),
        }
    }
}

/// Why a value does not fit an alternative; `None` if it does.
fn why_not(arm: &Kind<'_>, json: &str, mode: Mode, place: &Place<'_>) -> Option<String> {
    let mut quiet = Report::first_only();
    let mut walker = Walker::new(SliceSource::new(json.as_bytes()), mode, &mut quiet);
    // A stop has left its reason in the report.
    let _ = walker.value(arm, None, place);
    quiet.first_message()
}

#[cold]
fn no_arm(arms: &[Kind<'_>], json: &str, mode: Mode, place: &Place<'_>) -> String {
    let expected: Vec<String> = arms.iter().map(Kind::expected).collect();
    let found = found(Token::Json(json), place.secret());
    let containers =
        arms.iter().filter(|arm| matches!(arm, Kind::Array(_) | Kind::Object(_)) && json.starts_with(['[', '{']));
    let reasons: Vec<String> = containers.filter_map(|arm| why_not(arm, json, mode, place)).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) };
    format!("expected {}; found {found}{reasons}", expected.join(", or "))
}
