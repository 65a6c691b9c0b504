//! The tables of rules: constant data that the runtime's walker reads.

use cln_runtime::Rule;
use cln_runtime::rules::{ScalarKind, key_index_len};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{attributes, code};
use super::types::ident;
use crate::model::{Array, Branch, Checks, Clause, Field, Group, Limits, Method, Struct, Type, TypeDef, Union};

pub(super) fn generate(method: &Method) -> TokenStream {
    let tables = method.types.iter().filter_map(|def| match def {
        TypeDef::Struct(def) => Some(table(method, def)),
        TypeDef::Union(def) => Some(alternatives(method, def)),
        TypeDef::Enum(_) => None,
    });
    quote! {
        mod rules {
            #[allow(clippy::wildcard_imports, reason = "the words that tables are written in")]
            use ::cln_runtime::rules::*;

            #(#tables)*
        }
    }
}

fn table(method: &Method, def: &Struct) -> TokenStream {
    let docs = attributes(&[format!("The rules of {}.", code(&def.trace))]);
    let name = ident(&def.table);
    let fields = def.fields.iter().map(|field| field_row(method, def, field));
    let groups = def.groups.iter().map(group);
    let clauses = clauses(method, &def.clauses);
    let slots = Literal::usize_unsuffixed(key_index_len(def.fields.len()));
    let (closed, params) = (def.closed, def.params);
    quote! {
        #docs
        pub(super) static #name: Shape<'static> = {
            static FIELDS: &[Field<'static>] = &[#(#fields),*];
            Shape {
                fields: FIELDS,
                index: KeyIndex::new(&key_index::<#slots>(FIELDS), FIELDS),
                closed: #closed,
                params: #params,
                groups: &[#(#groups),*],
                clauses: #clauses,
            }
        };
    }
}

fn alternatives(method: &Method, def: &Union) -> TokenStream {
    let docs = attributes(&[format!("The rules of {}.", code(&def.trace))]);
    let name = ident(&def.table);
    let kind = one_of(method, def.rule, def.variants.iter().map(|variant| &variant.ty));
    quote!(#docs pub(super) const #name: Kind<'static> = #kind;)
}

fn field_row(method: &Method, def: &Struct, field: &Field) -> TokenStream {
    let new = if field.required { quote!(required) } else { quote!(optional) };
    let (name, kind) = (&field.wire, kind(method, &field.ty));
    let checks = match &field.checks {
        Checks::Type => None,
        Checks::Other(ty) => {
            let kind = self::kind(method, ty);
            Some(quote!(.checked_as(&#kind)))
        }
        Checks::Nothing => Some(quote!(.in_branches())),
    };
    let secret = field.secret.then(|| quote!(.secret()));
    let deprecated = def.is_deprecated_parameter(field).then(|| quote!(.deprecated()));
    quote!(Field::#new(#name, #kind)#checks #secret #deprecated)
}

fn kind(method: &Method, ty: &Type) -> TokenStream {
    match ty {
        Type::Any => quote!(Kind::Any),
        Type::Scalar(scalar, None) => {
            let scalar = scalar_kind(*scalar);
            quote!(Kind::Scalar(#scalar))
        }
        Type::Scalar(scalar, Some(limits)) => {
            let (scalar, bounds) = (scalar_kind(*scalar), bounds(limits));
            quote!(Kind::Bounded(#scalar, &#bounds))
        }
        Type::Array(array) => {
            let array = array_rules(method, array);
            quote!(Kind::Array(&#array))
        }
        Type::OneOf(rule, types) => one_of(method, *rule, types.iter()),
        Type::Named(id) => match method.type_def(*id) {
            Some(TypeDef::Enum(def)) => {
                let name = ident(&def.name);
                quote!(Kind::Enum(super::#name::VALUES))
            }
            Some(TypeDef::Struct(def)) => {
                let (kind, name) = (if def.objects_only { "Object" } else { "IfObject" }, ident(&def.table));
                let kind = ident(kind);
                quote!(Kind::#kind(&#name))
            }
            Some(TypeDef::Union(def)) => {
                let name = ident(&def.table);
                quote!(#name)
            }
            None => quote!(Kind::Any),
        },
    }
}

fn one_of<'a>(method: &Method, rule: Rule, types: impl Iterator<Item = &'a Type>) -> TokenStream {
    let kinds = types.map(|ty| kind(method, ty));
    let name = ident(&format!("{rule:?}"));
    quote!(Kind::#name(&[#(#kinds),*]))
}

fn scalar_kind(kind: ScalarKind) -> TokenStream {
    let name = format_ident!("{}", format!("{kind:?}"));
    quote!(ScalarKind::#name)
}

fn bounds(limits: &Limits) -> TokenStream {
    let values = limits.values.as_ref().map(|values| quote!(values: Some(&[#(#values),*]),));
    let numbers = [
        ("min_length", limits.min_length.map(i128::from)),
        ("max_length", limits.max_length.map(i128::from)),
        ("minimum", limits.minimum),
        ("maximum", limits.maximum),
    ];
    let numbers = numbers.into_iter().filter(|(_, number)| number.is_some()).map(|(name, number)| {
        let (name, number) = (ident(name), option(number));
        quote!(#name: #number,)
    });
    quote!(Bounds { #values #(#numbers)* ..Bounds::NONE })
}

fn array_rules(method: &Method, array: &Array) -> TokenStream {
    let items = kind(method, &array.items);
    let (min_items, max_items) = (option(array.min_items), option(array.max_items));
    quote!(Array { items: #items, min_items: #min_items, max_items: #max_items })
}

/// An optional number, written without its type.
fn option<N: ToString>(number: Option<N>) -> TokenStream {
    match number.and_then(|number| number.to_string().parse::<TokenStream>().ok()) {
        Some(number) => quote!(Some(#number)),
        None => quote!(None),
    }
}

fn indices(members: &[usize]) -> TokenStream {
    let members = members.iter().map(|&index| Literal::usize_unsuffixed(index));
    quote!(&[#(#members),*])
}

fn group(group: &Group) -> TokenStream {
    let (kind, members) = (ident(&format!("{:?}", group.kind)), indices(&group.members));
    quote!(Group::new(GroupKind::#kind, #members))
}

fn clauses(method: &Method, clauses: &[Clause]) -> TokenStream {
    let clauses = clauses.iter().map(|clause| self::clause(method, clause));
    quote!(&[#(#clauses),*])
}

fn clause(method: &Method, clause: &Clause) -> TokenStream {
    match clause {
        Clause::All(branch) => {
            let branch = self::branch(method, branch);
            quote!(Clause::All(#branch))
        }
        Clause::If { test, reason, then, otherwise } => {
            let test = branch(method, test);
            let [then, otherwise] = [then, otherwise].map(|branch| match branch {
                Some(branch) => {
                    let branch = self::branch(method, branch);
                    quote!(Some(&#branch))
                }
                None => quote!(None),
            });
            quote!(Clause::If { test: #test, reason: #reason, then: #then, otherwise: #otherwise })
        }
        Clause::Any(rule, branches) => {
            let rule = ident(&format!("{rule:?}"));
            let branches = branches.iter().map(|branch| self::branch(method, branch));
            quote!(Clause::Any(::cln_runtime::Rule::#rule, &[#(#branches),*]))
        }
    }
}

fn branch(method: &Method, branch: &Branch) -> TokenStream {
    let required = indices(&branch.required);
    let allowed = match &branch.allowed {
        Some(allowed) => {
            let allowed = indices(allowed);
            quote!(Some(#allowed))
        }
        None => quote!(None),
    };
    let kinds = branch.kinds.iter().map(|(index, ty)| {
        let (index, kind) = (Literal::usize_unsuffixed(*index), kind(method, ty));
        quote!((#index, #kind))
    });
    let clauses = clauses(method, &branch.clauses);
    quote!(Branch { required: #required, allowed: #allowed, kinds: &[#(#kinds),*], clauses: #clauses })
}
