//! An object with conditions, alternatives and a field of any JSON, as a table alone.

use cln_runtime::rules::{
    Array, Bounds, Branch, Clause, Field, Group, GroupKind, Kind, Rule, ScalarKind, Shape, key_index, key_index_len,
};

const ITEM: &[Field<'static>] = &[
    Field::required("id", Kind::Scalar(ScalarKind::U64)),
    Field::optional("rune", Kind::Scalar(ScalarKind::U8)).secret(),
    Field::optional("kind", Kind::Enum(&["a", "b"])),
];

static LOW: Bounds<'static> = Bounds { maximum: Some(9), ..Bounds::NONE };

static ITEM_SHAPE: Shape<'static> = Shape {
    fields: ITEM,
    index: cln_runtime::rules::KeyIndex::new(&key_index::<{ key_index_len(ITEM.len()) }>(ITEM), ITEM),
    closed: true,
    params: false,
    groups: &[],
    clauses: &[Clause::If {
        test: Branch { required: &[2], allowed: None, kinds: &[(2, Kind::Enum(&["a"]))], clauses: &[] },
        reason: r#""kind" is "a""#,
        then: Some(&Branch {
            required: &[1],
            allowed: None,
            kinds: &[(0, Kind::Bounded(ScalarKind::U64, &LOW))],
            clauses: &[],
        }),
        otherwise: None,
    }],
};

static ARMS: &[Kind<'static>] = &[Kind::Scalar(ScalarKind::U8), Kind::Object(&ITEM_SHAPE)];
static ITEMS: Array<'static> = Array { items: Kind::OneOf(ARMS), min_items: None, max_items: Some(3) };

const FIELDS: &[Field<'static>] = &[
    Field::required("first", Kind::Scalar(ScalarKind::U64)),
    Field::optional("items", Kind::Array(&ITEMS)),
    Field::optional("item", Kind::Object(&ITEM_SHAPE)),
    Field::optional("any", Kind::Any),
    Field::optional("names", Kind::Scalar(ScalarKind::StringMap)),
    Field::optional("last", Kind::Scalar(ScalarKind::Hash)),
];

/// Closed, and one of its rules is a condition: `first` must be below 10 where there is an `any`.
pub static RULED: Shape<'static> = Shape {
    fields: FIELDS,
    index: cln_runtime::rules::KeyIndex::new(&key_index::<{ key_index_len(FIELDS.len()) }>(FIELDS), FIELDS),
    closed: true,
    params: false,
    groups: &[Group::new(GroupKind::Dependent, &[3, 4])],
    clauses: &[
        Clause::If {
            test: Branch { required: &[3], allowed: None, kinds: &[], clauses: &[] },
            reason: r#"there is "any""#,
            then: Some(&Branch {
                required: &[5],
                allowed: None,
                kinds: &[(0, Kind::Bounded(ScalarKind::U64, &LOW))],
                clauses: &[],
            }),
            otherwise: None,
        },
        Clause::Any(
            Rule::AnyOf,
            &[
                Branch { required: &[1], allowed: None, kinds: &[], clauses: &[] },
                Branch { required: &[2], allowed: None, kinds: &[], clauses: &[] },
            ],
        ),
    ],
};

/// The same without rules that need all of it at hand, open, so that it can be read piece by piece.
pub static FLAT: Shape<'static> = Shape { closed: false, clauses: &[], ..RULED };
