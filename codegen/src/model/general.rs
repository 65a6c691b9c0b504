//! One schema that holds whatever any of several hold: the type of a field that branches describe differently.

use crate::schema::{Property, Schema, Type};
use crate::source::Spanned;

/// Whether two schemas demand the same, whatever they say about it.
pub(super) fn same_rules(a: &Schema, b: &Schema) -> bool {
    let texts = |values: &Option<Vec<crate::source::Node>>| {
        values.as_ref().map(|values| values.iter().map(crate::source::Node::to_json).collect::<Vec<_>>())
    };
    let names = |names: &[Spanned<String>]| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
    ty(a) == ty(b)
        && a.untyped == b.untyped
        && texts(&a.enum_values) == texts(&b.enum_values)
        && names(&a.required) == names(&b.required)
        && a.additional_properties == b.additional_properties
        && bounds(a) == bounds(b)
        && same_items(a, b)
        && same_properties(a, b)
        && a.branches().next().is_none()
        && b.branches().next().is_none()
}

type Bounds = [Option<i128>; 6];

fn bounds(schema: &Schema) -> Bounds {
    let wide = |bound: &Option<Spanned<u64>>| bound.as_ref().map(|bound| i128::from(bound.value));
    let whole = |bound: &Option<Spanned<i128>>| bound.as_ref().map(|bound| bound.value);
    [
        wide(&schema.min_length),
        wide(&schema.max_length),
        wide(&schema.min_items),
        wide(&schema.max_items),
        whole(&schema.minimum),
        whole(&schema.maximum),
    ]
}

fn ty(schema: &Schema) -> Option<Type> {
    schema.ty.as_ref().map(|ty| ty.value)
}

fn same_items(a: &Schema, b: &Schema) -> bool {
    match (&a.items, &b.items) {
        (Some(a), Some(b)) => same_rules(a, b),
        (None, None) => true,
        _ => false,
    }
}

fn same_properties(a: &Schema, b: &Schema) -> bool {
    let (Some(mine), Some(theirs)) = (&a.properties, &b.properties) else {
        return a.properties.is_none() == b.properties.is_none();
    };
    mine.len() == theirs.len()
        && mine
            .iter()
            .zip(theirs)
            .all(|(mine, theirs)| mine.name.value == theirs.name.value && same_rules(&mine.schema, &theirs.schema))
}

/// The narrowest schema that holds what either holds.
pub(super) fn general(a: &Schema, b: &Schema) -> Schema {
    if same_rules(a, b) {
        return a.clone();
    }
    let mut general = a.clone();
    if a.branches().next().is_some() || b.branches().next().is_some() || a.untyped || b.untyped {
        return any(general);
    }
    let Some(ty) = general_type(ty(a), ty(b)) else { return any(general) };
    let span = a.ty.as_ref().map_or(a.span, |ty| ty.span);
    general.ty = Some(Spanned { value: ty, span });
    general.enum_values = None;
    general.min_length = None;
    general.max_length = None;
    general.min_items = None;
    general.max_items = None;
    general.minimum = None;
    general.maximum = None;
    general.items = match (&a.items, &b.items) {
        (Some(a), Some(b)) => Some(Box::new(self::general(a, b))),
        _ => None,
    };
    if ty == Type::Object {
        general_object(&mut general, a, b);
    }
    general
}

/// The properties of both; required is what both require.
fn general_object(general: &mut Schema, a: &Schema, b: &Schema) {
    general.required.retain(|name| b.required.iter().any(|theirs| theirs.value == name.value));
    general.additional_properties = match (a.additional_properties, b.additional_properties) {
        (Some(false), Some(false)) => Some(false),
        (Some(true), _) | (_, Some(true)) => Some(true),
        _ => None,
    };
    let mut properties: Vec<Property> = a.properties().cloned().collect();
    for theirs in b.properties() {
        match properties.iter_mut().find(|mine| mine.name.value == theirs.name.value) {
            Some(mine) => mine.schema = self::general(&mine.schema, &theirs.schema),
            None => properties.push(theirs.clone()),
        }
    }
    general.properties = (a.properties.is_some() || b.properties.is_some()).then_some(properties);
}

fn any(mut schema: Schema) -> Schema {
    schema.untyped = true;
    schema
}

/// The type that holds the values of both types, if there is one but "any".
fn general_type(a: Option<Type>, b: Option<Type>) -> Option<Type> {
    let (a, b) = (a?, b?);
    if a == b {
        return Some(a);
    }
    const UNSIGNED: [Type; 4] = [Type::U8, Type::U16, Type::U32, Type::U64];
    const HEX: [Type; 7] =
        [Type::Hex, Type::Hash, Type::Secret, Type::Txid, Type::Pubkey, Type::Signature, Type::Bip340Sig];
    const TEXT: [Type; 4] = [Type::String, Type::ShortChannelId, Type::ShortChannelIdDir, Type::Outpoint];
    let is_integer = |ty| UNSIGNED.contains(&ty) || ty == Type::Integer;
    let width = |ty| UNSIGNED.iter().position(|unsigned| *unsigned == ty);
    match (width(a), width(b)) {
        (Some(first), Some(second)) => UNSIGNED.get(first.max(second)).copied(),
        _ if is_integer(a) && is_integer(b) && a != Type::U64 && b != Type::U64 => Some(Type::Integer),
        _ if (is_integer(a) || a == Type::Number) && (is_integer(b) || b == Type::Number) => Some(Type::Number),
        _ if HEX.contains(&a) && HEX.contains(&b) => Some(Type::Hex),
        _ if [a, b].iter().all(|ty| HEX.contains(ty) || TEXT.contains(ty)) => Some(Type::String),
        _ => None,
    }
}
