//! Bounds of single values: lengths, numbers of items, least and greatest numbers.

use cln_codegen::schema::{Schema, Type};
use cln_codegen::source::Spanned;
use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_runtime::rules::{ScalarKind, Texts};

use super::Code;
use super::canon::type_of;
use super::changes::{Bound, Changes, Spot, Where};
use super::samples;

/// What a bound measures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Text,
    Array,
    Number,
}

/// A keyword that bounds values.
struct Keyword {
    name: &'static str,
    rule: Rule,
    measure: Measure,
    is_lower: bool,
    limit: fn(&Schema) -> Option<Spanned<i128>>,
}

const KEYWORDS: &[Keyword] = &[
    Keyword {
        name: "minLength",
        rule: Rule::MinLength,
        measure: Measure::Text,
        is_lower: true,
        limit: |schema| wide(schema.min_length.as_ref()),
    },
    Keyword {
        name: "maxLength",
        rule: Rule::MaxLength,
        measure: Measure::Text,
        is_lower: false,
        limit: |schema| wide(schema.max_length.as_ref()),
    },
    Keyword {
        name: "minItems",
        rule: Rule::MinItems,
        measure: Measure::Array,
        is_lower: true,
        limit: |schema| wide(schema.min_items.as_ref()),
    },
    Keyword {
        name: "maxItems",
        rule: Rule::MaxItems,
        measure: Measure::Array,
        is_lower: false,
        limit: |schema| wide(schema.max_items.as_ref()),
    },
    Keyword {
        name: "minimum",
        rule: Rule::Minimum,
        measure: Measure::Number,
        is_lower: true,
        limit: |schema| schema.minimum.clone(),
    },
    Keyword {
        name: "maximum",
        rule: Rule::Maximum,
        measure: Measure::Number,
        is_lower: false,
        limit: |schema| schema.maximum.clone(),
    },
];

/// What a bound means that no value is held against, and one that no value of the type exceeds.
const MEANS_NOTHING: &str = "It means nothing for this type; validators pass over it.";
const FOLLOWS: &str = "It follows from the type anyway.";

impl Keyword {
    /// A limit together with that of the type.
    fn within_type(&self, schema: &Schema, limit: Option<i128>) -> Option<i128> {
        let of_type =
            of_type(type_of(schema), self.measure).map(|(least, most)| if self.is_lower { least } else { most });
        let both = limit.into_iter().chain(of_type);
        if self.is_lower { both.max() } else { both.min() }
    }
}

impl Changes {
    pub(super) fn bounds(&mut self, old: &Schema, new: &Schema, place: &Where) {
        for keyword in KEYWORDS {
            let limits = [old, new].map(|schema| (keyword.limit)(schema).map(|limit| limit.value));
            let [was, is] = limits;
            // Nearly always there are none, and what a type counts takes a while to be told.
            if was.is_some() || is.is_some() {
                self.bound(keyword, (old, was), (new, is), place);
            }
        }
    }

    /// Validators look at a bound only where the type has such values.
    fn bound(
        &mut self,
        keyword: &Keyword,
        (old, was): (&Schema, Option<i128>),
        (new, is): (&Schema, Option<i128>),
        place: &Where,
    ) {
        let name = keyword.name;
        let said = |schema: &Schema| Spot::said(schema, name, (keyword.limit)(schema).as_ref());
        let spots = (said(old), said(new));
        let seen = |schema: &Schema, limit: Option<i128>| {
            if counts(schema, keyword.measure, place) { keyword.within_type(schema, limit) } else { None }
        };
        let (was_seen, is_seen) = (seen(old, was), seen(new, is));
        let what = |was, is| format!("{}: `{name}` was {} and is {}", place.name(), shown(was), shown(is));
        if was_seen == is_seen {
            if was != is {
                let change = self.of_words(Code::DescriptionChanged, spots, Some(place.origin), what(was, is));
                let why = if was_seen.is_some() { FOLLOWS } else { MEANS_NOTHING };
                change.consequence = Some(why.to_owned());
            }
            return;
        }
        let Some((code, beyond)) = relation(keyword.is_lower, was_seen, is_seen) else { return };
        // Where only one has such values, or a type alone is the bound, that is another type.
        let is_of_type =
            type_of(old) != type_of(new) && (was.is_none() && was_seen.is_some() || is.is_none() && is_seen.is_some());
        if !is_of_type && [old, new].iter().all(|schema| has(schema, keyword.measure, place)) {
            let change = self.of_value(code, spots, place, what(was, is));
            if let Some(aim) = &mut change.aim {
                aim.bound = Some(Bound { rule: keyword.rule, beyond });
            }
        }
    }
}

/// The least and the most that values of a type can measure, if it has both.
fn of_type(ty: Option<Type>, measure: Measure) -> Option<(i128, i128)> {
    let lengths = Some((0, i128::from(u64::MAX)));
    match (measure, ty?) {
        (Measure::Array, Type::Array) => lengths,
        (Measure::Text, Type::Scalar(kind)) => match kind.facts().texts {
            Texts::Hex(least, most) => Some((i128::try_from(least).ok()?, i128::try_from(most).ok()?)),
            Texts::Any => lengths.filter(|_| kind == ScalarKind::String),
            Texts::None | Texts::PartlyHex | Texts::Formed => None,
        },
        (Measure::Number, Type::Scalar(kind)) => kind.facts().integers,
        (Measure::Array | Measure::Text | Measure::Number, _) => None,
    }
}

/// What became of a bound, and what is just beyond the tighter of the two.
fn relation(is_lower: bool, was: Option<i128>, is: Option<i128>) -> Option<(Code, i128)> {
    let (tightened, tighter) = match (was, is) {
        (None, None) => return None,
        (None, Some(is)) => (true, is),
        (Some(was), None) => (false, was),
        (Some(was), Some(is)) if is_lower => (is > was, was.max(is)),
        (Some(was), Some(is)) => (is < was, was.min(is)),
    };
    let code = if tightened { Code::BoundTightened } else { Code::BoundLoosened };
    Some((code, if is_lower { tighter.saturating_sub(1) } else { tighter.saturating_add(1) }))
}

fn shown(limit: Option<i128>) -> String {
    limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string())
}

fn wide(limit: Option<&Spanned<u64>>) -> Option<Spanned<i128>> {
    limit.map(|limit| Spanned { value: i128::from(limit.value), span: limit.span })
}

/// Whether validators look at such a bound.
fn counts(schema: &Schema, measure: Measure, place: &Where) -> bool {
    let is_described = schema.properties.is_some() || !schema.required.is_empty();
    let is_alone = schema.one_of.is_empty() && schema.any_of.is_empty();
    let ty = type_of(schema);
    if schema.untyped || place.is_side() {
        return false;
    }
    if let Some(values) = &schema.enum_values {
        // A list of texts is all there is to it, but where a branch narrows what stands elsewhere.
        let is_enum = values.iter().all(|value| value.as_str().is_some())
            && matches!(ty, None | Some(Type::Scalar(ScalarKind::String)));
        return measure != Measure::Array && (!is_enum || place.in_branch) && has(schema, measure, place);
    }
    match (ty, measure) {
        (Some(ty), Measure::Array) => ty == Type::Array,
        (Some(Type::Array | Type::Object), _) | (None, Measure::Array) => false,
        (Some(_), _) => has(schema, measure, place),
        (None, _) => !is_described && is_alone,
    }
}

/// Whether any value that can be measured so is of the type.
fn has(schema: &Schema, measure: Measure, place: &Where) -> bool {
    let is_measured = |value: &&Tree| match value {
        Tree::Text(_) => measure == Measure::Text,
        Tree::Array(_) => measure == Measure::Array,
        Tree::Plain(word) => measure == Measure::Number && samples::is_number(word),
        Tree::Object(_) => false,
    };
    samples::values().iter().filter(is_measured).any(|value| samples::takes(schema, place, value))
}
