//! Every field that holds a secret, a line each, and why: a reviewer sees what is missing, and what is too much.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::path::Path;

use cln_codegen::Builder;
use cln_codegen::model::{Field, Method, Type, TypeDef};
use cln_runtime::is_secret_name;
use cln_runtime::rules::ScalarKind;
use cln_tests::folders::{package, shared};

/// Parts of names that make a reader think of secrets.
const SUSPICIOUS: &[&str] = &[
    "codex", "hsm", "mnemonic", "pass", "phrase", "preimage", "priv", "rune", "secret", "seed", "session", "token",
    "xprv",
];

fn methods(folder: &Path, corrections: bool) -> Vec<Method> {
    Builder::new().schemas(folder).corrections(corrections).model().unwrap().0.methods
}

/// The fields of a folder's schemas that hold secrets; and those that do not, although their names make one think so.
fn fields(folder: &Path, corrections: bool) -> String {
    let (mut secret, mut open) = (Vec::new(), Vec::new());
    for method in methods(folder, corrections) {
        for field in method.types.iter().filter_map(fields_of).flatten() {
            let line = format!("{} {}", field.trace, type_of(&method, &field.ty));
            if field.secret {
                secret.push(format!("{line}, {}\n", why(field)));
            } else if SUSPICIOUS.iter().any(|part| field.wire.to_lowercase().contains(part)) {
                open.push(format!("{line}\n"));
            }
        }
    }
    for lines in [&mut secret, &mut open] {
        lines.sort();
        lines.dedup();
    }
    format!("# Secrets\n{}# Not secret\n{}", secret.concat(), open.concat())
}

fn why(field: &Field) -> &'static str {
    if is_secret_name(&field.wire) {
        "by its name"
    } else if holds_secret(&field.ty) {
        "by its type"
    } else {
        "by a mark"
    }
}

fn holds_secret(ty: &Type) -> bool {
    match ty {
        Type::Scalar(kind, _) => *kind == ScalarKind::Secret,
        Type::Array(array) => holds_secret(&array.items),
        Type::OneOf(_, types) => types.iter().any(holds_secret),
        Type::Any | Type::Named(_) => false,
    }
}

fn fields_of(def: &TypeDef) -> Option<&[Field]> {
    match def {
        TypeDef::Struct(def) => Some(&def.fields),
        TypeDef::Enum(_) | TypeDef::Union(_) => None,
    }
}

fn type_of(method: &Method, ty: &Type) -> String {
    match ty {
        Type::Any => "Json".to_owned(),
        Type::Scalar(kind, _) => format!("{kind:?}"),
        Type::Named(id) => method.type_def(*id).map(|def| def.name().to_owned()).unwrap_or_default(),
        Type::Array(array) => format!("[{}]", type_of(method, &array.items)),
        Type::OneOf(_, types) => types.iter().map(|ty| type_of(method, ty)).collect::<Vec<_>>().join("|"),
    }
}

#[test]
fn of_the_small_schemas() {
    insta::assert_snapshot!("small", fields(&package().join("schemas"), true));
}

#[test]
fn of_the_releases() {
    for (name, folder) in [("corpus", "corpus"), ("v24_11", "releases/v24.11"), ("v26_06_6", "releases/v26.06.6")] {
        let Some(folder) = shared(folder) else { continue };
        insta::assert_snapshot!(name, fields(&folder, true));
    }
}

/// A file may be wanted as it is written, but no secret of it in a log.
#[test]
fn marks_hold_without_corrections() {
    let folder = package().join("tests/generator/secrets");
    for corrections in [true, false] {
        let found = fields(&folder, corrections);
        assert_eq!(found.matches("by a mark").count(), 11, "{found}");
    }
}

/// Alternatives and lists of a secret field are hidden with it; their numbers are not.
#[test]
fn alternatives_are_hidden_with_their_field() {
    let methods = methods(&package().join("schemas"), true);
    let method = methods.iter().find(|method| method.name == "secrets").unwrap();
    let unions = method.types.iter().filter_map(|def| match def {
        TypeDef::Union(union) => {
            let hidden = union.variants.iter().map(|variant| (variant.ident.as_str(), variant.secret));
            Some((union.name.as_str(), union.secret, hidden.collect::<Vec<_>>()))
        }
        _ => None,
    });
    let expected = [
        ("SecretsAuthToken", true, vec![("String", true), ("U64", false)]),
        ("SecretsRunes", true, vec![("String", true), ("StringArray", true)]),
    ];
    assert_eq!(unions.collect::<Vec<_>>(), expected);
}

/// No boolean and no number is hidden, whatever its name is.
#[test]
fn booleans_and_numbers_are_no_secrets() {
    let small = fields(&package().join("schemas"), true);
    let secrets = small.split("# Not secret").next().unwrap();
    for kind in [ScalarKind::Bool, ScalarKind::U8, ScalarKind::Msat] {
        assert!(!secrets.contains(&format!(" {kind:?},")), "{secrets}");
    }
}
