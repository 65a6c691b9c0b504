//! Values made of types: the plainest that may do, and others to try if they do not.

mod object;
mod scalar;

use std::cell::Cell;

use cln_runtime::json::Tree;

use self::scalar::scalars;
use super::chance::Seed;
use crate::model::{Array, Method, Type, TypeDef, TypeId};

/// So many values are made for one instance, all levels together: lengths of nested arrays multiply.
const ROOM: usize = 20_000;

/// So many values of a list are tried.
const LISTED: usize = 32;

/// Makes values for one instance.
pub(super) struct Maker<'m> {
    pub(super) method: &'m Method,
    pub(super) seed: Seed,
    room: Cell<usize>,
}

/// What a value is wanted for.
#[derive(Clone, Copy)]
pub(super) struct Wish<'w> {
    /// What its place is called: where nothing else decides, the same name is the same value.
    pub(super) name: &'w str,
    /// What stands there, and will not do.
    pub(super) was: Option<&'w Tree>,
}

impl<'m> Maker<'m> {
    pub(super) const fn new(method: &'m Method, seed: Seed) -> Self {
        Self { method, seed, room: Cell::new(ROOM) }
    }

    /// Values of these types, each once, the first the likeliest to do.
    pub(super) fn candidates(&self, types: &[&Type], wish: Wish<'_>) -> Vec<Tree> {
        let mut found: Vec<Tree> = Vec::new();
        for ty in types {
            for made in self.values(ty, wish) {
                if !found.contains(&made) {
                    found.push(made);
                }
            }
        }
        found
    }

    /// The plainest value of a type; `None` where none can be made.
    pub(super) fn value(&self, ty: &Type, name: &str) -> Option<Tree> {
        self.values(ty, Wish { name, was: None }).into_iter().next()
    }

    fn values(&self, ty: &Type, wish: Wish<'_>) -> Vec<Tree> {
        if !self.takes_room(1) {
            return Vec::new();
        }
        match ty {
            Type::Any => vec![Tree::Plain("1".to_owned())],
            Type::Scalar(kind, limits) => scalars(self, *kind, limits.as_deref(), wish),
            Type::Array(array) => self.array(array, wish).into_iter().collect(),
            Type::Named(id) => self.named(*id, wish),
            Type::OneOf(_, arms) => arms.iter().flat_map(|arm| self.values(arm, wish)).collect(),
        }
    }

    fn named(&self, id: TypeId, wish: Wish<'_>) -> Vec<Tree> {
        match self.method.type_def(id) {
            Some(TypeDef::Struct(def)) => self.objects(def, wish.was),
            Some(TypeDef::Enum(def)) => {
                def.values.iter().take(LISTED).map(|value| Tree::Text(value.wire.clone())).collect()
            }
            Some(TypeDef::Union(def)) => {
                def.variants.iter().flat_map(|variant| self.values(&variant.ty, wish)).collect()
            }
            None => Vec::new(),
        }
    }

    /// The elements that are there, as far as there may be as many, and as many more as there must be.
    fn array(&self, array: &Array, wish: Wish<'_>) -> Option<Tree> {
        let mut elements = match wish.was {
            Some(Tree::Array(elements)) => elements.clone(),
            _ => Vec::new(),
        };
        let size = |limit: Option<u64>| limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        elements.truncate(size(array.max_items).unwrap_or(usize::MAX));
        let missing = size(array.min_items).unwrap_or(0).saturating_sub(elements.len());
        if missing > 0 {
            let element = self.value(&array.items, wish.name)?;
            if !self.takes_room(count(&element).saturating_mul(missing)) {
                return None;
            }
            elements.extend(vec![element; missing]);
        }
        Some(Tree::Array(elements))
    }

    /// Whether so many more values may be made.
    pub(super) fn takes_room(&self, values: usize) -> bool {
        let left = self.room.get().checked_sub(values);
        self.room.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// How many values it is made of.
fn count(value: &Tree) -> usize {
    match value {
        Tree::Object(members) => 1 + members.iter().map(|(_, member)| count(member)).sum::<usize>(),
        Tree::Array(elements) => 1 + elements.iter().map(count).sum::<usize>(),
        Tree::Plain(_) | Tree::Text(_) => 1,
    }
}
