//! What users see of a type: names, types, and the order of arguments. The templates write it down, and
//! `diff` of cln-tools compares it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::types::{argument, field_type, hidden, ident, runtime, value_type, variant_type};
use crate::model::{
    Constructor, Enum, EnumValue, ErrorVariant, Field, Method, Setter, Struct, Type, TypeId, Union, View,
};

/// A field or argument.
pub struct Typed {
    /// What it is called.
    pub name: Ident,
    /// Its type.
    pub ty: TokenStream,
}

/// A variant, and what it holds.
pub struct Arm {
    /// What it is called.
    pub name: Ident,
    /// The type of what it holds, if it holds anything.
    pub payload: Option<TokenStream>,
}

/// A field of a struct.
pub fn field(method: &Method, field: &Field) -> Typed {
    Typed { name: ident(&field.ident), ty: field_type(method, field) }
}

/// The member that keeps what the schema does not list.
pub fn additional(method: &Method, def: &Struct) -> Option<Typed> {
    def.additional.as_deref().map(|name| Typed { name: ident(name), ty: runtime(method, "Additional") })
}

/// A field of the struct of what is required.
pub fn required_field(method: &Method, field: &Field) -> Typed {
    Typed { name: ident(&field.ident), ty: value_type(method, field) }
}

/// What `new` takes, in order.
pub fn new_arguments(method: &Method, def: &Struct) -> Vec<Typed> {
    match &def.constructor {
        Constructor::Arguments(indices) => arguments(method, def, indices),
        Constructor::Required(name, _) => {
            vec![Typed { name: format_ident!("required"), ty: ident(name).to_token_stream() }]
        }
    }
}

/// What a setter takes, in order.
pub fn setter_arguments(method: &Method, def: &Struct, setter: &Setter) -> Vec<Typed> {
    arguments(method, def, &setter.fields)
}

fn arguments(method: &Method, def: &Struct, indices: &[usize]) -> Vec<Typed> {
    let typed = |field: &Field| Typed { name: ident(&field.ident), ty: argument(method, field).0 };
    pick(def, indices).map(typed).collect()
}

/// A field of the struct of references that a view gives.
pub fn promised_field(method: &Method, field: &Field) -> Typed {
    let ty = value_type(method, field);
    Typed { name: ident(&field.ident), ty: quote!(&'a #ty) }
}

/// The fields that a view promises.
pub fn promised<'a>(def: &'a Struct, view: &'a View) -> impl Iterator<Item = &'a Field> {
    pick(def, &view.fields)
}

/// What the items of an answer are that has one array, and that array; `None` if there are more, or of no objects.
pub fn list(method: &Method) -> Option<(&Struct, &Field)> {
    let response = method.struct_def(method.response)?;
    let mut arrays = response.fields.iter().filter_map(|field| match &field.ty {
        Type::Array(array) => Some((field, &array.items)),
        _ => None,
    });
    match (arrays.next(), arrays.next()) {
        (Some((field, Type::Named(items))), None) => Some((method.struct_def(*items)?, field)),
        _ => None,
    }
}

/// Fields by their indices.
pub fn pick<'a>(def: &'a Struct, indices: &'a [usize]) -> impl Iterator<Item = &'a Field> {
    indices.iter().filter_map(|&index| def.fields.get(index))
}

/// Whether a struct has a `Default`: nothing in it is required.
pub fn has_default(def: &Struct) -> bool {
    def.fields.iter().all(|field| !field.required)
}

/// Whether it is a whole request or response, which has `validate`.
pub fn is_side(method: &Method, def: &Struct) -> bool {
    let is = |id: TypeId| method.struct_def(id).is_some_and(|side| side.name == def.name);
    is(method.request) || is(method.response)
}

/// The variant of a value that is listed.
pub fn value(value: &EnumValue) -> Arm {
    Arm { name: ident(&value.ident), payload: None }
}

/// The variant for values that the schema does not list.
pub fn unlisted_value(def: &Enum) -> Option<Arm> {
    def.open.as_deref().map(|name| Arm { name: ident(name), payload: Some(quote!(String)) })
}

/// The variant of an alternative.
pub fn alternative(method: &Method, variant: &crate::model::Variant) -> Arm {
    Arm { name: ident(&variant.ident), payload: Some(variant_type(method, variant)) }
}

/// The variant for what fits no alternative.
pub fn no_alternative(method: &Method, def: &Union) -> Option<Arm> {
    let payload = || hidden(method, runtime(method, "Json"), def.secret);
    def.open.as_deref().map(|name| Arm { name: ident(name), payload: Some(payload()) })
}

/// The variant of a documented error.
pub fn error(method: &Method, variant: &ErrorVariant) -> Arm {
    Arm { name: ident(&variant.ident), payload: Some(runtime(method, "ErrorDetail")) }
}

/// The variant for errors that are not documented.
pub fn other_error(method: &Method) -> Arm {
    Arm { name: format_ident!("Other"), payload: Some(runtime(method, "RpcError")) }
}

impl ToTokens for Typed {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { name, ty } = self;
        tokens.extend(quote!(#name: #ty));
    }
}

impl ToTokens for Arm {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = &self.name;
        tokens.extend(match &self.payload {
            Some(payload) => quote!(#name(#payload)),
            None => quote!(#name),
        });
    }
}
