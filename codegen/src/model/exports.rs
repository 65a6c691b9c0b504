//! The names that a method adds to those that all bindings share.

use super::{Constructor, Method, TypeDef};
use crate::schema::Target;

impl Method {
    /// The names of all its types, sorted: those that the index exports.
    #[must_use]
    pub fn type_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            (self.target == Target::Rpc).then_some(self.errors.name.as_str()).into_iter().collect();
        for def in &self.types {
            if let TypeDef::Struct(def) = def {
                if !def.visible {
                    continue;
                }
                if let Constructor::Required(required, _) = &def.constructor {
                    names.push(required);
                }
                names.extend(def.views.iter().map(|view| view.name.as_str()));
            }
            names.push(def.name());
        }
        names.sort_unstable();
        names
    }

    /// Whether one of its types has this name.
    #[must_use]
    pub fn has_type_named(&self, name: &str) -> bool {
        let is_one = |def: &TypeDef| match def {
            _ if def.name() == name => true,
            TypeDef::Struct(def) => {
                let required = matches!(&def.constructor, Constructor::Required(required, _) if required == name);
                required || def.views.iter().any(|view| view.name == name)
            }
            TypeDef::Enum(_) | TypeDef::Union(_) => false,
        };
        self.errors.name == name || self.types.iter().any(is_one)
    }
}
