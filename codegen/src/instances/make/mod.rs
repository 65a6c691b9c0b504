//! Values made of types: the plainest that may do, and others to try if they do not.

mod maker;
mod object;
mod scalar;

use cln_runtime::json::Tree;

use crate::model::tables::fits;
use crate::model::{Array, Type, TypeDef, TypeId};

use maker::{LISTED, weight};
pub(super) use maker::{Maker, Wish};

impl Maker<'_> {
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
        let made = match ty {
            Type::Any => vec![Tree::Plain("1".to_owned())],
            Type::Scalar(kind, limits) => {
                let made = self.scalars(*kind, limits.as_deref(), wish);
                // Its place has been taken; what is long takes more.
                made.into_iter().take_while(|value| self.takes_room(weight(value) - 1)).collect()
            }
            Type::Array(array) => self.array(array, wish).into_iter().collect(),
            Type::Named(id) => self.named(*id, wish),
            Type::OneOf(_, arms) => arms.iter().flat_map(|arm| self.values(arm, wish)).collect(),
        };
        self.echo(ty, wish).into_iter().chain(made).collect()
    }

    /// What the request has under the same name, where nothing stands yet: an answer is about what was asked for.
    fn echo(&self, ty: &Type, wish: Wish<'_>) -> Option<Tree> {
        let asked = self.asked(wish.name).filter(|_| wish.was.is_none())?;
        let is_single = matches!(asked, Tree::Plain(_) | Tree::Text(_));
        (is_single && fits(self.method, ty, &asked.to_string())).then(|| asked.clone())
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
            if !self.takes_room(weight(&element).saturating_mul(missing)) {
                return None;
            }
            elements.extend(vec![element; missing]);
        }
        Some(Tree::Array(elements))
    }
}
