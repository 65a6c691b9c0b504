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
}
