//! The one walker: bytes and rules in, a filled value and violations out.
//!
//! Without a slot it only validates. It is generic over its source and instantiated in this crate alone.

mod clauses;
mod decimal;
mod duplicates;
mod groups;
mod key_order;
mod map;
mod mode;
mod notification;
mod object;
mod one_of;
mod place;
mod report;
mod scalar;
mod token;
mod validation;
mod violation;
mod violation_serde;
mod wording;

pub use mode::Mode;
pub use validation::Validation;
pub use violation::{Violation, Violations};

pub(crate) use duplicates::TWICE;
pub(crate) use key_order::KeyOrder;
pub(crate) use map::first_refused;
pub(crate) use mode::Stop;
pub(crate) use notification::{Topic, decode_notification};
pub(crate) use object::member_place;
pub(crate) use place::Place;
pub(crate) use scalar::is_listed;
pub(crate) use wording::{
    NULL_GIVEN, any_of, found, missing_message, one_of, one_of_json, surplus_message, unknown_message,
};

use std::io::Read;

use self::report::Report;
use crate::json::{Next, SliceSource, Source, StreamSource, SyntaxError};
use crate::rules::{Array, Kind, Rule, Shape};
use crate::value::{Reflect, Token};

/// Walks one JSON document.
///
/// # Errors
/// What was wrong: what the report wants of it in [`Mode::Strict`], else the first thing.
fn walk<S: Source>(
    source: S,
    kind: &Kind<'_>,
    slot: Option<&mut dyn Reflect>,
    mode: Mode,
    mut report: Report,
) -> Result<(), Violations> {
    let mut walker = Walker::new(source, mode, &mut report);
    let outcome = walker.value(kind, slot, &Place::ROOT);
    walker.finish(outcome);
    report.finish()
}

/// Checks a document that lies in memory against every rule of a shape.
///
/// # Errors
/// Every violation, in document order.
pub fn validate(json: &[u8], shape: &Shape<'_>) -> Result<(), Violations> {
    walk_slice(json, &Kind::Object(shape), None, Mode::Strict)
}

/// Walks a document that lies in memory.
///
/// # Errors
/// As [`walk`].
pub(crate) fn walk_slice(
    json: &[u8],
    kind: &Kind<'_>,
    slot: Option<&mut dyn Reflect>,
    mode: Mode,
) -> Result<(), Violations> {
    walk(SliceSource::new(json), kind, slot, mode, Report::new(mode))
}

/// Walks a document that arrives in pieces, of which no more than `limit` bytes are held at a time. Neither this crate's
/// users nor generated code instantiate the walker: each kind of reader is one more call, not one more walker.
///
/// # Errors
/// As [`walk`].
pub(crate) fn walk_reader(
    reader: &mut dyn Read,
    limit: usize,
    kind: &Kind<'_>,
    slot: Option<&mut dyn Reflect>,
    mode: Mode,
) -> Result<(), Violations> {
    walk(StreamSource::with_token_limit(reader, limit), kind, slot, mode, Report::new(mode).with_names(limit))
}

/// How many elements an array has when the number of those to come is estimated.
const FEW: usize = 32;

struct Walker<'r, S> {
    source: S,
    mode: Mode,
    report: &'r mut Report,
    order: KeyOrder,
    /// How much memory all lists together may get for elements that are only expected: twice the input, so that lists
    /// which begin with short elements cannot ask for much.
    room: usize,
}

impl<'r, S: Source> Walker<'r, S> {
    fn new(source: S, mode: Mode, report: &'r mut Report) -> Self {
        let room = source.ahead().saturating_mul(2);
        Self { source, mode, report, order: KeyOrder::new(), room }
    }

    /// The document must be over. A stop has left its reason in the report.
    fn finish(&mut self, outcome: Result<(), Stop>) {
        if outcome.is_ok()
            && let Err(error) = self.source.finish()
        {
            let _ = self.syntax(&error);
        }
    }

    /// Inlined, and what it calls is not: most values are scalars, which should not pay for the frame of an object.
    #[inline]
    fn value(&mut self, kind: &Kind<'_>, slot: Option<&mut dyn Reflect>, place: &Place<'_>) -> Result<(), Stop> {
        match *kind {
            Kind::Scalar(scalar) => self.scalar(scalar, None, slot, place),
            Kind::Bounded(scalar, bounds) => self.scalar(scalar, Some(bounds), slot, place),
            Kind::Enum(values) => self.enumeration(values, slot, place),
            Kind::Array(array) => self.array(array, slot, place),
            Kind::Object(shape) => self.object(shape, slot, place),
            Kind::IfObject(shape) => self.if_object(shape, slot, place),
            Kind::OneOf(arms) => self.one_of(Rule::OneOf, arms, slot, place),
            Kind::AnyOf(arms) => self.one_of(Rule::AnyOf, arms, slot, place),
            Kind::Any => self.any(slot, place),
        }
    }

    #[inline(never)]
    fn array(&mut self, array: &Array<'_>, mut slot: Option<&mut dyn Reflect>, place: &Place<'_>) -> Result<(), Stop> {
        if self.peek()? != Next::Array {
            return self.wrong_kind("an array", place);
        }
        if let Some(slot) = slot.as_deref_mut() {
            slot.start();
        }
        self.source.enter_array().map_err(|error| self.report.syntax(&error))?;
        let start = self.source.offset();
        let mut length = 0;
        while self.source.next_element(length == 0).map_err(|error| self.report.syntax(&error))? {
            if length == FEW
                && let Some(slot) = slot.as_deref_mut()
            {
                self.expect_elements(length, start, slot, place);
            }
            let element = slot.as_deref_mut().and_then(Reflect::element);
            self.value(&array.items, element, &place.index(length))?;
            length += 1;
        }
        self.array_length(array, length, place)
    }

    /// Elements are mostly as long as those before them, which tells how many are to come: room for all of them at once
    /// saves moving them whenever there is no more. A list inside another does not get it, since nothing tells how much
    /// of the input is its own.
    #[cold]
    fn expect_elements(&mut self, length: usize, start: u64, slot: &mut dyn Reflect, place: &Place<'_>) {
        if place.is_in_list() {
            return;
        }
        let each = self.source.offset().saturating_sub(start) as usize / length;
        let elements = self.source.ahead() / each.max(1);
        slot.expect(elements + elements / 16, &mut self.room);
    }

    fn array_length(&mut self, array: &Array<'_>, length: usize, place: &Place<'_>) -> Result<(), Stop> {
        if self.mode != Mode::Strict {
            return Ok(());
        }
        let length = length as u64;
        if let Some(least) = array.min_items.filter(|&least| length < least) {
            let message = format!("expected at least {least} elements, found {length}");
            self.report.add(Rule::MinItems, place, message)?;
        }
        if let Some(most) = array.max_items.filter(|&most| length > most) {
            let message = format!("expected at most {most} elements, found {length}");
            self.report.add(Rule::MaxItems, place, message)?;
        }
        Ok(())
    }

    /// Any JSON: kept as it is. Even there, the same key twice has no meaning.
    #[inline(never)]
    fn any(&mut self, slot: Option<&mut dyn Reflect>, place: &Place<'_>) -> Result<(), Stop> {
        let next = self.peek()?;
        let is_checked = self.mode == Mode::Strict && matches!(next, Next::Object | Next::Array);
        let mut pass = |source: &mut S| match is_checked {
            true => duplicates::visit(source, place, self.report),
            false => Ok(source.skip()?),
        };
        let Some(slot) = slot else {
            return pass(&mut self.source).map_err(|failure| failure.stop(self.report));
        };
        let text = self.source.raw_by(pass).map_err(|failure| failure.stop(self.report))?;
        match slot.put(Token::Json(text)) {
            Err(refused) => self.report.refused(refused, Token::Json(text), place),
            Ok(()) => Ok(()),
        }
    }

    /// An object by its rules; of any other value nothing is said.
    #[cold]
    fn if_object(&mut self, shape: &Shape<'_>, slot: Option<&mut dyn Reflect>, place: &Place<'_>) -> Result<(), Stop> {
        match self.peek()? {
            Next::Object => self.object(shape, slot, place),
            _ => self.any(slot, place),
        }
    }

    /// The value is of another JSON kind than it must be: reports that and passes over it.
    #[cold]
    fn wrong_kind(&mut self, expected: &str, place: &Place<'_>) -> Result<(), Stop> {
        if let next @ (Next::Object | Next::Array) = self.peek()? {
            // Not held as a whole: it may be as long as the input.
            let found = found(Token::Json(if next == Next::Object { "{}" } else { "[]" }), place.secret());
            self.report.add(Rule::Type, place, format!("expected {expected}, found {found}"))?;
            return self.pass_over(place);
        }
        let text = self.source.raw().map_err(|error| self.report.syntax(&error))?;
        let message = format!("expected {expected}, found {}", found(Token::Json(text), place.secret()));
        self.report.add(Rule::Type, place, message)
    }

    /// Skips a value that is wrong as a whole; strict validation still reports names that stand in it twice.
    #[cold]
    fn pass_over(&mut self, place: &Place<'_>) -> Result<(), Stop> {
        let passed = match self.mode {
            Mode::Strict => duplicates::visit(&mut self.source, place, self.report),
            Mode::Lenient | Mode::Closed => self.source.skip().map_err(duplicates::Failure::from),
        };
        passed.map_err(|failure| failure.stop(self.report))
    }

    #[inline]
    fn peek(&mut self) -> Result<Next, Stop> {
        self.source.peek().map_err(|error| self.report.syntax(&error))
    }

    #[cold]
    fn syntax(&mut self, error: &SyntaxError) -> Stop {
        self.report.syntax(error)
    }
}
