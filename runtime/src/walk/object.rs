//! Objects: each field once, nothing missing, nothing strange.

use super::duplicates::Names;
use super::wording::{NULL_GIVEN, missing_message, surplus_message, unknown_message};
use super::{KeyOrder, Mode, Place, Stop, TWICE, Walker};
use crate::json::{Next, Source};
use crate::rules::{Bits, Checks, Field, Kind, Rule, Shape};
use crate::value::{Additional, Json, Reflect};

/// The fields of one object that were given.
pub(super) struct Given {
    pub(super) fields: Bits,
    /// Whether by position, in a request, and not by name.
    pub(super) positional: bool,
}

/// Notes where the members of an object are, for its clauses.
pub(super) trait Observer {
    /// The value of the field at `index` stands between these offsets of the source.
    fn field(&mut self, index: usize, start: u64, end: u64);

    /// There is a member of a name that no field has.
    fn unknown_field(&mut self, name: &str);
}

/// Nobody wants to know.
impl Observer for () {
    fn field(&mut self, _: usize, _: u64, _: u64) {}

    fn unknown_field(&mut self, _: &str) {}
}

impl<S: Source> Walker<'_, S> {
    #[inline(never)]
    pub(super) fn object(
        &mut self,
        shape: &Shape<'_>,
        slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        if self.mode == Mode::Strict && !shape.clauses.is_empty() {
            return self.object_with_clauses(shape, slot, place);
        }
        self.plain_object(shape, slot, place, &mut ()).map(drop)
    }

    /// An object, its clauses left aside. `None` if the value is of another kind.
    pub(super) fn plain_object(
        &mut self,
        shape: &Shape<'_>,
        mut slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
        observer: &mut impl Observer,
    ) -> Result<Option<Given>, Stop> {
        let positional = match self.peek()? {
            Next::Object => false,
            Next::Array if shape.params => true,
            _ => return self.wrong_kind(shape.expected(), place).map(|()| None),
        };
        if let Some(slot) = slot.as_deref_mut() {
            slot.start();
        }
        let fields = if positional {
            self.positions(shape, slot, place, observer)?
        } else {
            self.members(shape, slot, place, observer)?
        };
        let given = Given { fields, positional };
        if !given.fields.contains_all(&shape.required()) {
            self.missing(shape, &given, place)?;
        }
        if self.mode == Mode::Strict && !shape.groups.is_empty() {
            self.groups(shape, &given, place)?;
        }
        Ok(Some(given))
    }

    fn members(
        &mut self,
        shape: &Shape<'_>,
        mut slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
        observer: &mut impl Observer,
    ) -> Result<Bits, Stop> {
        let mut given = Bits::EMPTY;
        let mut unknown_fields = Names::new();
        let mut first = true;
        self.source.enter_object().map_err(|error| self.report.syntax(&error))?;
        let mut last = KeyOrder::START;
        loop {
            let guesses = self.order.after(shape, last).into_iter();
            let mut guesses = guesses.filter_map(|index| Some((index, shape.fields.get(index)?)));
            let is_next = |(_, field): &(usize, &Field<'_>)| {
                self.source.expected_key(first, field.name.len(), |name| field.is_named(name))
            };
            let (index, field) = match guesses.find(is_next) {
                Some(guessed) => guessed,
                None => {
                    let Some(name) = self.source.next_key(first).map_err(|error| self.report.syntax(&error))? else {
                        unknown_fields.release(self.report);
                        return Ok(given);
                    };
                    let Some((index, field)) = shape.lookup(name) else {
                        first = false;
                        let kept = slot.as_deref_mut().and_then(Reflect::additional_mut);
                        if self.mode == Mode::Lenient && kept.is_none() {
                            self.source.skip().map_err(|error| self.report.syntax(&error))?;
                        } else {
                            let name = String::from_utf8_lossy(name).into_owned();
                            observer.unknown_field(&name);
                            self.unknown_field(shape, name, kept, &mut unknown_fields, place)?;
                        }
                        continue;
                    };
                    self.order.learn(shape, last, index);
                    (index, field)
                }
            };
            first = false;
            last = index;
            let here = place.name(field.name, field.secret);
            if !given.insert(index) {
                self.report.add(Rule::Duplicate, &here, TWICE.to_owned())?;
            }
            let start = self.source.offset();
            if self.takes_null(shape, field) && self.peek()? == Next::Null {
                self.null(shape, &here)?;
                observer.field(index, start, self.source.offset());
                continue;
            }
            self.field(shape, field, slot.as_deref_mut().and_then(|slot| slot.field(index)), &here)?;
            observer.field(index, start, self.source.offset());
        }
    }

    /// The value of a field: what decoding demands, or what strict validation does.
    #[inline]
    fn field(
        &mut self,
        shape: &Shape<'_>,
        field: &Field<'_>,
        slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        // By far the commonest fields get there by one call less.
        if let (Checks::Kind, &Kind::Scalar(kind)) = (&field.checks, &field.kind) {
            return self.scalar(kind, None, slot, place);
        }
        match field.checks {
            Checks::Other(kind) if self.mode == Mode::Strict => self.value(kind, None, place),
            Checks::Nothing if self.mode == Mode::Strict => {
                if shape.closed {
                    self.report.add(Rule::Unknown, place, unknown_message(shape, field.name))?;
                }
                self.any(slot.filter(|_| matches!(field.kind, Kind::Any)), place)
            }
            _ => self.value(&field.kind, slot, place),
        }
    }

    /// Whether `null` is not for the field's type to judge: it is an error as a named parameter, and on an optional
    /// field of what a node wrote, the same as leaving it out.
    #[inline]
    fn takes_null(&self, shape: &Shape<'_>, field: &Field<'_>) -> bool {
        shape.params || (self.mode == Mode::Lenient && !field.required && !field.kind.takes_null())
    }

    /// Consumes a `null` that is not a value.
    #[cold]
    fn null(&mut self, shape: &Shape<'_>, place: &Place<'_>) -> Result<(), Stop> {
        self.source.null().map_err(|error| self.report.syntax(&error))?;
        if shape.params {
            self.report.add(Rule::Null, place, NULL_GIVEN.to_owned())?;
        }
        Ok(())
    }

    /// A member that the shape does not know, where that matters.
    #[cold]
    fn unknown_field(
        &mut self,
        shape: &Shape<'_>,
        name: String,
        kept: Option<&mut Additional>,
        seen: &mut Names,
        place: &Place<'_>,
    ) -> Result<(), Stop> {
        let here = place.name(&name, false);
        if shape.closed {
            self.report.add(Rule::Unknown, &here, unknown_message(shape, &name))?;
        }
        // A type that keeps it has no place for a second value.
        let is_told = self.mode == Mode::Strict || kept.is_some();
        if is_told && seen.is_known(&name, self.report)? {
            self.report.add(Rule::Duplicate, &here, TWICE.to_owned())?;
        }
        match kept {
            Some(kept) => {
                let mut value = Json::null();
                self.any(Some(&mut value), &here)?;
                kept.insert(name.as_str(), value);
            }
            None => self.any(None, &here)?,
        }
        seen.insert(name);
        Ok(())
    }

    fn positions(
        &mut self,
        shape: &Shape<'_>,
        mut slot: Option<&mut dyn Reflect>,
        place: &Place<'_>,
        observer: &mut impl Observer,
    ) -> Result<Bits, Stop> {
        let mut given = Bits::EMPTY;
        let mut position = 0;
        self.source.enter_array().map_err(|error| self.report.syntax(&error))?;
        while self.source.next_element(position == 0).map_err(|error| self.report.syntax(&error))? {
            match shape.fields.get(position) {
                Some(_) if self.peek()? == Next::Null => {
                    self.source.null().map_err(|error| self.report.syntax(&error))?;
                }
                Some(field) => {
                    given.insert(position);
                    let here = place.positional(position, field.secret);
                    let start = self.source.offset();
                    self.field(shape, field, slot.as_deref_mut().and_then(|slot| slot.field(position)), &here)?;
                    observer.field(position, start, self.source.offset());
                }
                None => self.surplus(shape, position, place)?,
            }
            position += 1;
        }
        Ok(given)
    }

    /// Reports the first of the parameters that are too many, and passes over each.
    #[cold]
    fn surplus(&mut self, shape: &Shape<'_>, position: usize, place: &Place<'_>) -> Result<(), Stop> {
        if position == shape.fields.len() {
            self.report.add(Rule::Arity, &place.index(position), surplus_message(shape))?;
        }
        self.pass_over(&place.index(position))
    }

    #[cold]
    fn missing(&mut self, shape: &Shape<'_>, given: &Given, place: &Place<'_>) -> Result<(), Stop> {
        for (index, field) in shape.fields.iter().enumerate() {
            if field.required && !given.fields.contains(index) {
                let here = member_place(place, field, index, given.positional);
                self.report.add(Rule::Required, &here, missing_message(field))?;
            }
        }
        Ok(())
    }
}

/// Where a field is in an object whose fields are given by name or by position.
pub(crate) const fn member_place<'p>(
    place: &'p Place<'p>,
    field: &Field<'p>,
    index: usize,
    positional: bool,
) -> Place<'p> {
    if positional { place.positional(index, field.secret) } else { place.name(field.name, field.secret) }
}
