//! Which lists are read page by page, by the indices that the node gives to their rows; and which request waits for the
//! next invoice that is paid, which has an index, too.

use cln_runtime::rules::ScalarKind;
use proc_macro2::TokenStream;
use quote::quote;

use super::signatures::list;
use super::types::ident;
use crate::model::{Enum, Field, Method, Struct, Type, TypeDef};

/// A row of it is made of several parts, and its indices are those of parts. A page ends between parts, so a row may be
/// cut in two: only `listsendpays` can be read by pages.
const MADE_OF_PARTS: &str = "pays";

/// What the request's impl says of pages, for a list that has `index`, `start` and `limit`, and rows with indices.
pub(super) fn generate(method: &Method) -> Option<TokenStream> {
    let subsystem = method.name.strip_prefix("list").filter(|name| *name != MADE_OF_PARTS)?;
    let (row, rows) = list(method).filter(|(_, rows)| rows.required)?;
    let request = method.struct_def(method.request)?;
    option(request, "start", is_u64)?;
    option(request, "limit", |ty| matches!(ty, Type::Scalar(ScalarKind::U32, _)))?;
    let orders = match option(request, "index", |_| true)?.ty {
        Type::Named(id) => match method.type_def(id)? {
            TypeDef::Enum(orders) => orders,
            TypeDef::Struct(_) | TypeDef::Union(_) => return None,
        },
        _ => return None,
    };
    let created = order(orders, "created", row)?;
    let updated = order(orders, "updated", row).map(|updated| quote!(, #updated));
    let (rows, orders) = (ident(&rows.ident), ident(&orders.name));
    Some(quote!(pages #rows of #subsystem by #orders { #created #updated }))
}

/// What the request's impl says of waiting for an index of payments.
pub(super) fn awaits_paid(method: &Method) -> Option<TokenStream> {
    let last = option(method.struct_def(method.request)?, "lastpay_index", is_u64)?;
    let mut fields = method.struct_def(method.response)?.fields.iter();
    let paid = fields.find(|field| field.wire == "pay_index" && is_u64(&field.ty))?;
    let (paid, last) = (ident(&paid.ident), ident(&last.ident));
    Some(quote!(awaits #paid after #last))
}

const fn is_u64(ty: &Type) -> bool {
    matches!(ty, Type::Scalar(ScalarKind::U64, _))
}

/// The option of this name, if it is one of such a type.
fn option<'s>(request: &'s Struct, name: &str, is_type: impl Fn(&Type) -> bool) -> Option<&'s Field> {
    request.fields.iter().find(|field| field.wire == name && !field.required && is_type(&field.ty))
}

/// The variant for an order, and the field of a row that has its index in it.
fn order(orders: &Enum, name: &str, row: &Struct) -> Option<TokenStream> {
    let is_index = |field: &&Field| field.wire.strip_suffix("_index") == Some(name);
    let index = row.fields.iter().find(is_index).filter(|field| is_u64(&field.ty))?;
    let value = orders.values.iter().find(|value| value.wire == name)?;
    let (value, index) = (ident(&value.ident), ident(&index.ident));
    Some(quote!(#value #index))
}
