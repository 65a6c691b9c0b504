//! All that is generated, method by method.

use super::{ErrorEnum, Example, Notes, Struct, TypeDef, TypeId};
use crate::schema::{Side, Target, Version};

/// Everything that is generated in one run.
#[derive(Clone, Debug)]
pub struct Api {
    /// The methods, sorted by name.
    pub methods: Vec<Method>,
    /// The oldest node whose answers the bindings read; `None` if no schema says.
    pub oldest: Option<Version>,
    /// The newest node to support, if that was said.
    pub newest: Option<Version>,
}

/// A command, notification or hook: the content of one generated file.
#[derive(Clone, Debug)]
pub struct Method {
    /// What it is.
    pub target: Target,
    /// The name on the wire.
    pub name: String,
    /// The module's name, a valid identifier; also the file's name.
    pub module: String,
    /// The name as a variant of an enum of methods.
    pub variant: String,
    /// The schema's path as it stands in traces.
    pub source: String,
    /// The module's documentation.
    pub docs: Vec<String>,
    /// What the schema says to people about the whole and the parameters.
    pub request_notes: Notes,
    /// What it says to people about the whole and the result.
    pub response_notes: Notes,
    /// The structs and enums, each before those inside it, the request's first.
    pub types: Vec<TypeDef>,
    /// The parameters.
    pub request: TypeId,
    /// The result.
    pub response: TypeId,
    /// The documented errors.
    pub errors: ErrorEnum,
    /// The documented exchanges.
    pub examples: Vec<Example>,
    /// Since when a node's answers have everything they must have.
    pub oldest: Option<Version>,
}

impl Method {
    /// The parameters or the result.
    #[must_use]
    pub const fn side(&self, side: Side) -> TypeId {
        match side {
            Side::Request => self.request,
            Side::Response => self.response,
        }
    }

    /// The type with this id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }

    /// The struct with this id, if it is one.
    #[must_use]
    pub fn struct_def(&self, id: TypeId) -> Option<&Struct> {
        match self.type_def(id)? {
            TypeDef::Struct(def) => Some(def),
            TypeDef::Enum(_) | TypeDef::Union(_) => None,
        }
    }
}
