//! What a file imports from the runtime: the types that its items name.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::signatures::is_side;
use super::types::{ident, is_std};
use crate::model::{Method, Struct, Target, Type, TypeDef};

pub(super) fn generate(method: &Method) -> TokenStream {
    let mut names = BTreeSet::from(["MethodInfo".to_owned()]);
    for def in &method.types {
        match def {
            TypeDef::Struct(def) if def.visible => of_struct(method, def, &mut names),
            TypeDef::Union(def) => {
                def.variants.iter().for_each(|variant| of_type(&variant.ty, variant.secret, &mut names));
                if def.open.is_some() {
                    of_type(&Type::Any, def.secret, &mut names);
                }
            }
            TypeDef::Struct(_) | TypeDef::Enum(_) => {}
        }
    }
    if method.target == Target::Rpc {
        names.insert("RpcError".to_owned());
        names.extend((!method.errors.variants.is_empty()).then(|| "ErrorDetail".to_owned()));
    }
    let names = names.iter().filter(|name| !method.has_type_named(name)).map(|name| ident(name));
    quote!(use ::cln_runtime::{#(#names),*};)
}

fn of_struct(method: &Method, def: &Struct, names: &mut BTreeSet<String>) {
    def.fields.iter().for_each(|field| of_type(&field.ty, field.secret, names));
    names.extend(def.additional.is_some().then(|| "Additional".to_owned()));
    names.extend(is_side(method, def).then(|| "Violations".to_owned()));
}

fn of_type(ty: &Type, secret: bool, names: &mut BTreeSet<String>) {
    let name = match ty {
        Type::Any | Type::OneOf(..) => "Json",
        Type::Scalar(kind, _) => kind.rust_name(),
        Type::Named(_) => return,
        Type::Array(array) => return of_type(&array.items, secret, names),
    };
    // A secret hides itself.
    let is_hidden = secret && !matches!(ty, Type::Scalar(kind, _) if kind.facts().secret);
    names.extend(is_hidden.then(|| "Sensitive".to_owned()));
    names.extend((!is_std(name)).then(|| name.to_owned()));
}
