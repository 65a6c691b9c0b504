//! Alternatives: the first that fits is taken, and if none does, each says why.

use super::{Mode, Place, Report, Stop, Walker, any_of, duplicates, found};
use crate::json::{SliceSource, Source};
use crate::rules::{Kind, Rule};
use crate::value::{Reflect, Token};

impl<S: Source> Walker<'_, S> {
    pub(super) fn one_of(
        &mut self,
        rule: Rule,
        arms: &[Kind<'_>],
        slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        self.peek()?;
        let json = self.source.raw().map_err(|error| self.report.syntax(&error))?;
        // Why each does not fit is asked once: alternatives inside alternatives would ask twice as often on each level.
        let mut reasons = Vec::new();
        let fitting = arms.iter().enumerate().find(|(_, arm)| {
            let reason = why_not(arm, json, self.mode, place);
            let fits = reason.is_none();
            let is_container = matches!(arm, Kind::Array(_) | Kind::Object(_)) && json.starts_with(['[', '{']);
            reasons.extend(reason.filter(|_| is_container));
            fits
        });
        let Some((index, arm)) = fitting else {
            if self.mode == Mode::Lenient && slot.is_some_and(|slot| slot.put(Token::Json(json)).is_ok()) {
                return Ok(());
            }
            let message = no_arm(arms, json, reasons, self.mode, place);
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
fn no_arm(arms: &[Kind<'_>], json: &str, mut reasons: Vec<String>, mode: Mode, place: &Place<'_>) -> String {
    // Where only the bounds refuse the value, its type says nothing of why.
    let out_of_bounds = |arm: &&Kind<'_>| matches!(arm, Kind::Bounded(kind, _) if why_not(&Kind::Scalar(*kind), json, mode, place).is_none());
    reasons.extend(arms.iter().filter(out_of_bounds).filter_map(|arm| why_not(arm, json, mode, place)));
    let found = found(Token::Json(json), place.secret());
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) };
    format!("expected {}; found {found}{reasons}", any_of(arms))
}
