//! Conformance tests: the documented examples, and every way to break them. They are a file of their own, since whoever
//! reads the bindings has no use for them.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{attributes, code, raw};
use super::example;
use super::file::File;
use crate::instances::{Edit, Negative, Side, negatives};
use crate::model::{Example, Method, json_string};

/// The file of the tests, if there are any.
pub(super) fn file(method: &Method) -> Option<File> {
    if method.examples.is_empty() {
        return None;
    }
    let positions = method.struct_def(method.request).into_iter().flat_map(|def| &def.fields).map(|field| &field.wire);
    let examples = method.examples.iter().zip(negatives(method)).enumerate();
    let examples = examples.map(|(index, (example, broken))| tests(method, index + 1, example, &broken));
    let imports = quote!(
        use ::cln_runtime::conformance::{Example, Suite};
    );
    let suite = quote!(static SUITE: Suite = Suite { method: &super::METHOD, positions: &[#(#positions),*] };);
    Some(File {
        name: name(method),
        source: Some(method.source.clone()),
        docs: vec![format!("Tests of {}: its documented examples, and every way to break them.", code(&method.name))],
        items: [imports, suite].into_iter().chain(examples).collect(),
    })
}

/// What makes the tests a part of the bindings.
pub(super) fn module(method: &Method) -> Option<TokenStream> {
    let path = name(method);
    (!method.examples.is_empty()).then(|| quote!(#[cfg(test)] #[path = #path] mod conformance;))
}

fn name(method: &Method) -> String {
    format!("tests/{}.rs", method.module)
}

fn tests(method: &Method, number: usize, example: &Example, broken: &[Negative]) -> TokenStream {
    let docs = attributes(&[code(&example.trace)]);
    let name = format_ident!("EXAMPLE_{number}");
    let replay = format_ident!("example_{number}");
    let Example { trace, positional, .. } = example;
    let [params, canonical, result] = [&example.params, &example.canonical, &example.result].map(|json| raw(json));
    let params_violations = example.params_violations.iter().map(expected);
    let result_violations = example.result_violations.iter().map(expected);
    let built = example::statement(method, example).map(|statement| built(number, &statement));
    let broken = (!broken.is_empty()).then(|| breaks(number, broken));
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

        #built
        #broken
    }
}

/// The code that the documentation of the request shows.
fn built(number: usize, statement: &str) -> TokenStream {
    let name = format_ident!("EXAMPLE_{number}");
    let test = format_ident!("example_{number}_in_rust");
    // What is written here can be read again.
    let tokens: TokenStream = statement.parse().unwrap_or_default();
    let body = quote! {
        #[allow(clippy::wildcard_imports, reason = "an example may name any type of the file")]
        use super::*;
        #tokens
        SUITE.builds(&#name, &request);
    };
    if statement.contains("()?") {
        quote! {
            #[test]
            fn #test() -> Result<(), Box<dyn ::std::error::Error>> {
                #body
                Ok(())
            }
        }
    } else {
        quote!(#[test] fn #test() { #body })
    }
}

fn breaks(number: usize, broken: &[Negative]) -> TokenStream {
    let name = format_ident!("EXAMPLE_{number}");
    let test = format_ident!("example_{number}_broken");
    let rows = rows(broken);
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
