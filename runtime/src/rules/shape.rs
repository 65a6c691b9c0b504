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
    /// Both ends of the name, by which it is found.
    ends: Ends,
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
        Self::new(name, kind, true)
    }

    /// A field that may be left out. It is secret if its type is.
    #[must_use]
    pub const fn optional(name: &'t str, kind: Kind<'t>) -> Self {
        Self::new(name, kind, false)
    }

    const fn new(name: &'t str, kind: Kind<'t>, required: bool) -> Self {
        let ends = Ends::of(name.as_bytes());
        Self { name, kind, checks: Checks::Kind, required, secret: kind.is_secret(), ends }
    }

    /// Whether this is its name.
    #[inline]
    pub(crate) fn is_named(&self, name: &[u8]) -> bool {
        self.is_called(name, Ends::of(name))
    }

    /// Whether this is its name, whose ends are these.
    #[inline]
    fn is_called(&self, name: &[u8], ends: Ends) -> bool {
        self.name.len() == name.len()
            && self.ends == ends
            && (name.len() <= Ends::WHOLE || self.name.as_bytes() == name)
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
        self.lookup(name).map(|(index, _)| index)
    }

    /// The field with this name, and its index.
    #[inline]
    pub(crate) fn lookup(&self, name: &[u8]) -> Option<(usize, &Field<'_>)> {
        let ends = Ends::of(name);
        let mask = self.index.slots.len().wrapping_sub(1);
        let mut place = ends.hash(name.len()) & mask;
        loop {
            // An empty slot holds an index that no field has.
            let candidate = usize::from(*self.index.slots.get(place)?);
            let field = self.fields.get(candidate)?;
            if field.is_called(name, ends) {
                return Some((candidate, field));
            }
            place = (place + 1) & mask;
        }
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
        let mut place = fields[index].ends.hash(fields[index].name.len()) & (slots.len() - 1);
        while slots[place] != u8::MAX {
            place = (place + 1) & (slots.len() - 1);
        }
        slots[place] = index as u8;
        index += 1;
    }
}

/// The first and last eight bytes of a name: fewer collide for names such as `htlc_minimum_msat` and
/// `htlc_maximum_msat`, which a hash of a few characters does not tell apart.
///
/// Names of one length that are no longer than [`WHOLE`](Self::WHOLE) are equal if their ends are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ends {
    head: u64,
    tail: u64,
}

impl Ends {
    /// The length up to which the ends are the whole name.
    const WHOLE: usize = 16;

    #[inline]
    const fn of(name: &[u8]) -> Self {
        match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
            (Some(head), Some(tail)) => Self { head: u64::from_le_bytes(*head), tail: u64::from_le_bytes(*tail) },
            _ => Self::of_short(name),
        }
    }

    #[inline]
    const fn of_short(name: &[u8]) -> Self {
        let (head, tail) = match (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            (Some(head), Some(tail)) => (u32::from_le_bytes(*head) as u64, u32::from_le_bytes(*tail) as u64),
            _ => match name {
                [] => (0, 0),
                [first, .., last] => (*first as u64 | (name[1] as u64) << 8, *last as u64),
                [only] => (*only as u64, 0),
            },
        };
        Self { head, tail }
    }

    /// Mixes the ends with the length of the name.
    #[inline]
    const fn hash(self, length: usize) -> usize {
        let mixed = (self.head ^ self.tail.rotate_left(29) ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 40) as usize
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
        Field::optional("fee_base_a_of_msat", U64),
        Field::optional("fee_base_b_of_msat", U64),
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
        for unknown_field in
            ["b", "abc", "htlc_minimum_msa", "Id", "type\0", "fee_base_c_of_msat", "a".repeat(300).as_str()]
        {
            assert_eq!(SHAPE.find(unknown_field.as_bytes()), None, "{unknown_field}");
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
