//! Conformance tests: the documented examples, and every way to break them.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{attributes, code, raw};
use crate::model::{Edit, Example, Method, Negative, Side, json_string};

pub(super) fn generate(method: &Method) -> Option<TokenStream> {
    if method.examples.is_empty() {
        return None;
    }
    let positions = method.struct_def(method.request).into_iter().flat_map(|def| &def.fields).map(|field| &field.wire);
    let examples = method.examples.iter().enumerate().map(|(index, example)| tests(index + 1, example));
    Some(quote! {
        #[cfg(test)]
        mod conformance {
            use ::cln_runtime::conformance::{Example, Suite};

            static SUITE: Suite = Suite { method: &super::METHOD, positions: &[#(#positions),*] };

            #(#examples)*
        }
    })
}

fn tests(number: usize, example: &Example) -> TokenStream {
    let docs = attributes(&[code(&example.trace)]);
    let name = format_ident!("EXAMPLE_{number}");
    let replay = format_ident!("example_{number}");
    let Example { trace, positional, .. } = example;
    let [params, canonical, result] = [&example.params, &example.canonical, &example.result].map(|json| raw(json));
    let params_violations = example.params_violations.iter().map(expected);
    let result_violations = example.result_violations.iter().map(expected);
    let negatives = (!example.negatives.is_empty()).then(|| negatives(number, example));
    quote! {
        #docs
        static #name: Example = Example {
            source: #trace,
            params: #params,
            canonical: #canonical,
            positional: #positional,
            result: #result,
            params_violations: &[#(#params_violations),*],
            result_violations: &[#(#result_violations),*],
        };

        #[test]
        fn #replay() {
            SUITE.replay(&#name);
        }

        #negatives
    }
}

fn negatives(number: usize, example: &Example) -> TokenStream {
    let name = format_ident!("EXAMPLE_{number}");
    let test = format_ident!("example_{number}_broken");
    let rows = rows(&example.negatives);
    quote! {
        #[test]
        fn #test() {
            SUITE.negatives(&#name, #rows);
        }
    }
}

/// The rows as one string, a line each: quick to compile and easy to review.
fn rows(negatives: &[Negative]) -> Literal {
    let mut text = String::from("\n");
    for row in negatives {
        text.push_str(&line(row));
        text.push('\n');
    }
    raw(&text)
}

fn line(row: &Negative) -> String {
    let side = match row.side {
        Side::Named => "named",
        Side::Positional => "positional",
        Side::Response => "response",
    };
    let (pointer, value) = match &row.edit {
        Edit::Remove(pointer) => (pointer, None),
        Edit::Set(pointer, json) => (pointer, Some(json)),
    };
    let at = if row.pointer == *pointer { String::new() } else { format!(" {}", row.pointer) };
    let rule = format!("{}{at}", row.rule);
    let value = value.map(|json| format!(", {json}")).unwrap_or_default();
    format!("[\"{side}\", {}, {}{value}]", json_string(pointer), json_string(&rule))
}

fn expected((rule, pointer): &(cln_runtime::Rule, String)) -> TokenStream {
    let rule = format_ident!("{}", format!("{rule:?}"));
    quote!((::cln_runtime::Rule::#rule, #pointer))
}
