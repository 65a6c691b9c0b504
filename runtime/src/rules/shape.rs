//! An object's rules: its fields in schema order, and what holds between them.

use super::{Bits, Checks, Clause, Kind};

/// The most fields that one object may have.
pub const MAX_FIELDS: usize = 255;

/// The rules of one object.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'t> {
    /// The fields, in schema order; their indices identify them everywhere else.
    pub fields: &'t [Field<'t>],
    /// Finds a field by name; made by [`key_index`].
    pub index: KeyIndex<'t>,
    /// Whether a field that is not listed is a violation.
    pub closed: bool,
    /// Whether this is the top of a request, where params may also be given by position and a named `null` is refused.
    pub params: bool,
    /// What must hold between fields.
    pub groups: &'t [Group<'t>],
    /// What else must hold, depending on what is there.
    pub clauses: &'t [Clause<'t>],
}

/// One field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field<'t> {
    /// The name on the wire.
    pub name: &'t str,
    /// What its value must be to be decoded.
    pub kind: Kind<'t>,
    /// What its value must be for strict validation.
    pub checks: Checks<'t>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether its value must not appear in messages.
    pub secret: bool,
}

/// A rule between fields, which are given by their indices.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Group<'t> {
    /// All of them or none (`pairedWith`).
    Paired(&'t [usize]),
    /// At most one of them (`oneOfMany`).
    Exclusive(&'t [usize]),
    /// The others only together with the first (`dependentUpon`).
    Dependent(usize, &'t [usize]),
}

impl<'t> Field<'t> {
    /// A field that must be there. It is secret if its type is.
    #[must_use]
    pub const fn required(name: &'t str, kind: Kind<'t>) -> Self {
        Self { name, kind, checks: Checks::Kind, required: true, secret: kind.is_secret() }
    }

    /// A field that may be left out. It is secret if its type is.
    #[must_use]
    pub const fn optional(name: &'t str, kind: Kind<'t>) -> Self {
        Self { name, kind, checks: Checks::Kind, required: false, secret: kind.is_secret() }
    }

    /// The same field, its value held to something narrower by strict validation.
    #[must_use]
    pub const fn checked_as(mut self, kind: &'t Kind<'t>) -> Self {
        self.checks = Checks::Other(kind);
        self
    }

    /// The same field, of which only branches say what its value must be.
    #[must_use]
    pub const fn in_branches(mut self) -> Self {
        self.checks = Checks::Nothing;
        self
    }

    /// The same field, its value kept out of messages.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

impl Shape<'_> {
    /// The index of the field with this name.
    #[inline]
    #[must_use]
    pub fn find(&self, name: &[u8]) -> Option<usize> {
        let mask = self.index.slots.len().wrapping_sub(1);
        let mut place = key_hash(name) & mask;
        loop {
            let candidate = usize::from(*self.index.slots.get(place)?);
            if candidate == EMPTY {
                return None;
            }
            if self.fields.get(candidate)?.name.as_bytes() == name {
                return Some(candidate);
            }
            place = (place + 1) & mask;
        }
    }

    /// The field with this name, and its index.
    #[inline]
    pub(crate) fn lookup(&self, name: &[u8]) -> Option<(usize, &Field<'_>)> {
        let index = self.find(name)?;
        Some((index, self.fields.get(index)?))
    }

    /// What is read, as the end of a sentence.
    pub(crate) const fn expected(&self) -> &'static str {
        if self.params { "an object or array of parameters" } else { "an object" }
    }

    /// The indices of the fields that must be there.
    #[must_use]
    pub const fn required(&self) -> Bits {
        self.index.required
    }
}

/// Where to look for a field's name, made once per shape, at compile time.
#[derive(Clone, Copy, Debug)]
pub struct KeyIndex<'t> {
    slots: &'t [u8],
    required: Bits,
}

impl<'t> KeyIndex<'t> {
    /// The index of `fields`, whose slots [`key_index`] has made.
    #[must_use]
    pub const fn new(slots: &'t [u8], fields: &[Field<'_>]) -> Self {
        let mut required = Bits::EMPTY;
        let mut index = 0;
        while index < fields.len() {
            if fields[index].required {
                required = required.with(index);
            }
            index += 1;
        }
        Self { slots, required }
    }
}

const EMPTY: usize = u8::MAX as usize;

/// How many slots [`key_index`] needs for so many fields: a power of two, at most half full.
#[must_use]
pub const fn key_index_len(fields: usize) -> usize {
    if fields == 0 { 1 } else { (2 * fields).next_power_of_two() }
}

/// An open-addressed table from a name's hash to the field's index.
///
/// # Panics
/// At compile time, if there are more than [`MAX_FIELDS`] fields or `N` is not [`key_index_len`] of them. The
/// generator refuses such schemas with a diagnostic.
#[must_use]
pub const fn key_index<const N: usize>(fields: &[Field<'_>]) -> [u8; N] {
    assert!(fields.len() <= MAX_FIELDS && N == key_index_len(fields.len()));
    let mut slots = [u8::MAX; N];
    fill_key_index(&mut slots, fields);
    slots
}

/// The index of fields that are only known at run time; `keep` finds a place for its slots.
pub fn key_index_in<'t>(fields: &'t [Field<'t>], keep: impl FnOnce(&[u8]) -> &'t [u8]) -> KeyIndex<'t> {
    let mut slots = vec![u8::MAX; key_index_len(fields.len())];
    fill_key_index(&mut slots, fields);
    KeyIndex::new(keep(&slots), fields)
}

const fn fill_key_index(slots: &mut [u8], fields: &[Field<'_>]) {
    let mut index = 0;
    while index < fields.len() {
        let mut place = key_hash(fields[index].name.as_bytes()) & (slots.len() - 1);
        while slots[place] != u8::MAX {
            place = (place + 1) & (slots.len() - 1);
        }
        slots[place] = index as u8;
        index += 1;
    }
}

/// Mixes a name's length, first and last eight bytes: fewer collide for names such as `htlc_minimum_msat` and
/// `htlc_maximum_msat`, which a hash of a few characters does not tell apart.
#[inline]
const fn key_hash(name: &[u8]) -> usize {
    let (head, tail) = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
        _ => short_key(name),
    };
    let mixed = (head ^ tail.rotate_left(29) ^ name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[inline]
const fn short_key(name: &[u8]) -> (u64, u64) {
    match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
        (Some(head), Some(tail)) => (u32::from_le_bytes(*head) as u64, u32::from_le_bytes(*tail) as u64),
        _ => match name {
            [] => (0, 0),
            [first, .., last] => (*first as u64 | (name[1] as u64) << 8, *last as u64),
            [only] => (*only as u64, 0),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::ScalarKind;
    use super::*;

    const U64: Kind<'static> = Kind::Scalar(ScalarKind::U64);
    static FIELDS: &[Field<'static>] = &[
        Field::required("htlc_minimum_msat", U64),
        Field::optional("htlc_maximum_msat", U64),
        Field::optional("", U64),
        Field::required("a", U64),
        Field::optional("ab", U64),
        Field::optional("ba", U64),
        Field::optional("id", U64),
        Field::optional("type", U64),
    ];
    static SHAPE: Shape<'static> = Shape {
        fields: FIELDS,
        index: KeyIndex::new(&key_index::<{ key_index_len(FIELDS.len()) }>(FIELDS), FIELDS),
        closed: true,
        params: false,
        groups: &[],
        clauses: &[],
    };

    #[test]
    fn finds_each_field_by_its_name_alone() {
        for (index, field) in FIELDS.iter().enumerate() {
            assert_eq!(SHAPE.find(field.name.as_bytes()), Some(index), "{}", field.name);
        }
        for stranger in ["b", "abc", "htlc_minimum_msa", "Id", "type\0", "a".repeat(300).as_str()] {
            assert_eq!(SHAPE.find(stranger.as_bytes()), None, "{stranger}");
        }
    }

    #[test]
    fn knows_what_is_required() {
        assert_eq!(SHAPE.required(), Bits::EMPTY.with(0).with(3));
    }

    #[test]
    fn an_object_without_fields_finds_nothing() {
        static NONE: &[Field<'static>] = &[];
        static EMPTY: Shape<'static> = Shape {
            fields: NONE,
            index: KeyIndex::new(&key_index::<1>(NONE), NONE),
            closed: false,
            params: false,
            groups: &[],
            clauses: &[],
        };
        assert_eq!(EMPTY.find(b"x"), None);
    }
}
