//! How a field is made and found.

use super::bits::{Bits, MAX_FIELDS};
use super::fingerprint::KeyFingerprint;
use super::table::{Checks, Field, KeyIndex, Kind, Shape};

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
        let fingerprint = KeyFingerprint::of(name.as_bytes());
        Self { name, kind, checks: Checks::Kind, required, secret: kind.is_secret(), deprecated: false, fingerprint }
    }

    /// Whether this is its name.
    #[inline]
    pub(crate) fn is_named(&self, name: &[u8]) -> bool {
        self.is_called(name, KeyFingerprint::of(name))
    }

    /// Whether this is its name, whose fingerprint is this.
    #[inline]
    fn is_called(&self, name: &[u8], fingerprint: KeyFingerprint) -> bool {
        self.name.len() == name.len()
            && self.fingerprint == fingerprint
            && (name.len() <= KeyFingerprint::WHOLE || self.name.as_bytes() == name)
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

    /// What strict validation demands of its value by itself.
    #[must_use]
    pub const fn strict_kind(&self) -> &Kind<'t> {
        match &self.checks {
            Checks::Kind => &self.kind,
            Checks::Other(kind) => kind,
            Checks::Nothing => &Kind::Any,
        }
    }

    /// The same field, its value kept out of messages.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The same field, a parameter that is deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }
}

impl<'t> Shape<'t> {
    /// The rules of an open object that has these fields and nothing between them; `slots` are those of [`key_index`].
    pub(crate) const fn of_fields(fields: &'t [Field<'t>], slots: &'t [u8]) -> Self {
        Self { fields, index: KeyIndex::new(slots, fields), closed: false, params: false, groups: &[], clauses: &[] }
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
        let fingerprint = KeyFingerprint::of(name);
        let mask = self.index.slots.len().wrapping_sub(1);
        let mut place = fingerprint.hash(name.len()) & mask;
        loop {
            // An empty slot holds an index that no field has.
            let candidate = usize::from(*self.index.slots.get(place)?);
            let field = self.fields.get(candidate)?;
            if field.is_called(name, fingerprint) {
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
        let mut place = fields[index].fingerprint.hash(fields[index].name.len()) & (slots.len() - 1);
        while slots[place] != u8::MAX {
            place = (place + 1) & (slots.len() - 1);
        }
        slots[place] = index as u8;
        index += 1;
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
        static EMPTY: Shape<'static> = Shape::of_fields(NONE, &key_index::<1>(NONE));
        assert_eq!(EMPTY.find(b"x"), None);
    }
}
