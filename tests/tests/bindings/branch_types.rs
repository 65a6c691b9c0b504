//! Fields that branches describe: each has the type that they name, or the smallest one that holds what all of them do.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::path::Path;
use std::sync::Arc;

use cln_codegen::model::{Options, Struct, Type, TypeDef, lower};
use cln_codegen::schema::parse;
use cln_codegen::source::discover;
use cln_codegen::text::Source;
use cln_codegen::{Builder, Diagnostics};
use cln_runtime::json::Tree;
use cln_runtime::rules::ScalarKind;
use cln_runtime::{Msat, Record};
use cln_tests::folders::{package, shared};
use cln_tools::diff::{Severity, diff};

use crate::node::{BranchTypesDetailsState, BranchTypesKind, BranchTypesNote, BranchTypesRequest, BranchTypesResponse};

#[test]
fn a_field_has_the_type_that_its_branches_name() {
    let paid = br#"{"status": "paid", "kind": "whole", "amount_received_msat": 1000, "parts": [7],
        "payment_preimage": "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52", "note": "x",
        "details": {"id": 7, "state": "settled"}, "count": 2, "any": [1]}"#;
    let response = BranchTypesResponse::from_json(paid).unwrap();
    assert_eq!(response.amount_received_msat, Some(Msat(1000)));
    assert_eq!(format!("{:?}", response.payment_preimage), "Some(Secret(<redacted>))");
    assert_eq!(response.kind, Some(BranchTypesKind::Whole));
    assert_eq!(response.parts, Some(vec![7_u32]));
    assert_eq!(response.count, Some(2_u32));
    assert_eq!(response.note, Some(BranchTypesNote::String("x".to_owned())));
    assert_eq!(response.any.map(|any| any.to_string()), Some("[1]".to_owned()));
    let details = response.details.unwrap();
    assert_eq!((details.id, details.state), (7_u64, Some(BranchTypesDetailsState::Settled)));
    let unpaid = br#"{"status": "unpaid", "kind": "new", "note": 5, "details": {"id": 1, "reason": "late"}}"#;
    let response = BranchTypesResponse::from_json(unpaid).unwrap();
    assert_eq!(response.kind, Some(BranchTypesKind::Unknown("new".to_owned())));
    assert_eq!(response.note, Some(BranchTypesNote::U64(5)));
    assert_eq!(response.details.unwrap().reason.as_deref(), Some("late"));
}

/// A text that a user writes may be any, unless the object itself lists what it may be.
#[test]
fn what_a_user_writes_stays_as_wide_as_its_schema() {
    let request = BranchTypesRequest::new("neither").with_limit(Msat(5));
    assert_eq!(request.to_json(), br#"{"mode":"neither","limit":5}"#);
    assert_eq!(request.validate(), Ok(()));
    assert!(BranchTypesRequest::from_json_strict(br#"{"mode": "x", "limit": true}"#).is_err());
}

/// The same rule for every kind of types that branches name, and for what names none.
#[test]
fn the_smallest_type_that_holds_all_of_them_is_taken() {
    let list = |values: &str| format!(r#"{{"type": "string", "enum": [{values}]}}"#);
    let ty = |name: &str| format!(r#"{{"type": "{name}"}}"#);
    let array = |items: &str| format!(r#"{{"type": "array", "items": {items}}}"#);
    // Placeholders say nothing, whatever else they say.
    assert_eq!(type_of("{}", &ty("msat"), "{}"), "Msat");
    assert_eq!(type_of(r#"{"description": ["d"]}"#, &ty("msat"), &ty("msat")), "Msat");
    assert_eq!(type_of(r#"{"untyped": true}"#, &ty("msat"), "{}"), "Json");
    assert_eq!(type_of("", "{}", "{}"), "Json");
    assert_eq!(type_of(&array("{}"), &array(&ty("u8")), "{}"), "Vec<u8>");
    // One type holds what several do.
    assert_eq!(type_of("", &ty("u8"), &ty("u32")), "u32");
    assert_eq!(type_of("{}", &ty("u64"), &ty("integer")), "Number");
    assert_eq!(type_of("", &ty("hash"), &ty("pubkey")), "Hex");
    assert_eq!(type_of("", &ty("hash"), &ty("outpoint")), "String");
    assert_eq!(type_of("", &array(&ty("u8")), &array(&ty("u16"))), "Vec<u16>");
    assert_eq!(type_of("", &ty("object"), &ty("string_map")), "JsonObjectOrArray");
    // Whether a number is an amount cannot be told, so it is neither.
    assert_eq!(type_of("", &ty("msat"), &ty("u64")), "JsonScalar");
    // Others are alternatives.
    assert_eq!(type_of("", &ty("boolean"), &ty("hex")), "XF Boolean(bool) Hex(Hex) Unknown(Json)");
    assert_eq!(type_of("{}", &ty("u8"), &array(&ty("u8"))), "XF U8(u8) U8Array(Vec<u8>) Unknown(Json)");
    let either = r#"{"oneOf": [{"type": "boolean"}, {"type": "u8"}]}"#;
    assert_eq!(type_of("", either, &ty("u16")), "XF Boolean(bool) U16(u16) Unknown(Json)");
    // Lists of texts are one list, but not where a branch has texts of any kind.
    assert_eq!(type_of("", &list(r#""a", "b""#), &list(r#""b", "c""#)), "XF A B C Unknown(String)");
    assert_eq!(type_of(&ty("string"), &list(r#""a""#), r#"{"enum": ["b"]}"#), "XF A B Unknown(String)");
    assert_eq!(type_of(&list(r#""a", "b""#), &ty("string"), "{}"), "XF A B Unknown(String)");
    assert_eq!(type_of("", &list(r#""a""#), &ty("string")), "String");
}

/// What a branch says is asked of it alone, by strict validation; a type is the same for all.
#[test]
fn strict_validation_judges_by_the_branch() {
    let judge = |json: &str| match BranchTypesResponse::validate_json(json.as_bytes()) {
        Ok(()) => "ok".to_owned(),
        Err(violations) => violations.iter().map(|found| format!("{} {}", found.pointer(), found.rule())).collect(),
    };
    assert_eq!(judge(r#"{"status": "expired", "payment_preimage": 5, "unsaid": true, "kind": "any"}"#), "ok");
    assert_eq!(judge(r#"{"status": "unpaid", "kind": "whole"}"#), "/kind enum");
    assert_eq!(judge(r#"{"status": "paid", "amount_received_msat": "x"}"#), "/amount_received_msat format");
}

#[test]
fn no_field_of_the_samples_is_json_although_a_branch_names_a_type() {
    assert_eq!(of_folder(&package().join("schemas")), Vec::<String>::new());
}

#[test]
fn no_field_of_a_release_is_json_although_a_branch_names_a_type() {
    for folder in ["corpus", "releases/v24.11", "releases/v26.06.6"] {
        let Some(folder) = shared(folder) else { return };
        assert_eq!(of_folder(&folder), Vec::<String>::new(), "{}", folder.display());
    }
}

#[test]
fn the_fields_of_the_report_have_their_types() {
    let Some(report) = shared("reports/placeholder-type") else { return };
    for file in ["old.json", "new.json"] {
        let text = emitted(&report.join(file));
        assert!(text.contains("pub amount_received_msat: Option<Msat>,"), "{text}");
    }
    let [old, new] = ["old.json", "new.json"].map(|file| report.join(file));
    for (old, new) in [(&old, &new), (&new, &old)] {
        let report = diff(&Builder::new(), old, new).unwrap();
        assert_eq!(report.count(Severity::Breaking), 0, "{}", report.to_text(false));
    }
    let Some(corpus) = shared("corpus") else { return };
    let fields = |file: &str, names: &[&str]| {
        let text = emitted(&corpus.join(file));
        let wanted = names.iter().map(|name| format!("    pub {name},"));
        let missing: Vec<String> = wanted.filter(|line| !text.contains(line.as_str())).collect();
        assert!(missing.is_empty(), "{file}: {missing:?}");
    };
    let preimage = "payment_preimage: Option<Secret>";
    fields("sendpay.json", &[preimage, "message: Option<String>"]);
    fields("waitsendpay.json", &[preimage]);
    fields("sendinvoice.json", &[preimage, "paid_at: Option<u64>"]);
    fields("listnetworkevents.json", &["connect_attempted: Option<bool>"]);
    fields("decode.json", &["r#type: DecodeType"]);
    let wait = ["forwards", "invoices", "sendpays", "htlcs", "chainmoves", "channelmoves", "networkevents", "details"];
    let wait = wait.map(|name| format!("{name}: Option<Wait{}{}>", name[..1].to_uppercase(), &name[1..]));
    fields("wait.json", &wait.each_ref().map(String::as_str));
}

/// The type of a field of which the object says `own`, unless that is empty, and two branches say something: its name,
/// and its variants if it is an enum.
fn type_of(own: &str, first: &str, second: &str) -> String {
    let own = if own.is_empty() { String::new() } else { format!(r#", "f": {own}"#) };
    let branch = |value: u8, ty: &str| {
        format!(
            r#"{{"if": {{"properties": {{"a": {{"enum": ["{value}"]}}}}}}, "then": {{"properties": {{"f": {ty}}}}}}}"#
        )
    };
    let schema = format!(
        r#"{{"rpc": "x", "request": {{}}, "response": {{
            "properties": {{"a": {{"type": "string"}}{own}}},
            "allOf": [{}, {}]
        }}}}"#,
        branch(1, first),
        branch(2, second)
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.json");
    std::fs::write(&path, schema).unwrap();
    let text = emitted(&path);
    let field = text.split_once("pub f: Option<").unwrap().1.split_once(">,\n").unwrap().0;
    let variants = text.split_once("pub enum XF {").map_or("", |(_, text)| text.split_once("\n}").unwrap().0);
    let variants = variants.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("///"));
    std::iter::once(field).chain(variants.map(|line| line.trim_end_matches(','))).collect::<Vec<_>>().join(" ")
}

fn emitted(schema: &Path) -> String {
    let files = Builder::new().schemas(schema).tests(false).generate_to_memory().unwrap();
    files.into_iter().find(|(name, _)| name != "mod.rs").unwrap().1
}

/// Where the schemas of a folder name a type for a field that is `Json`.
fn of_folder(folder: &Path) -> Vec<String> {
    let files = discover(&[folder], &mut Diagnostics::new());
    assert!(!files.is_empty());
    files.iter().flat_map(|file| of_file(&file.path)).collect()
}

fn of_file(path: &Path) -> Vec<String> {
    let name = path.file_name().unwrap().to_str().unwrap();
    let schema = Tree::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut diagnostics = Diagnostics::new();
    // What else is wrong with a file is not the question here.
    let document = parse(Arc::new(Source::read(path).unwrap()), &mut diagnostics).unwrap();
    let method = lower(&document, name, &Options::default(), &mut diagnostics).unwrap();
    let structs = method.types.iter().filter_map(|def| match def {
        TypeDef::Struct(def) if def.visible => Some(def),
        _ => None,
    });
    structs.flat_map(|def| of_struct(def, &schema)).collect()
}

fn of_struct(def: &Struct, schema: &Tree) -> Vec<String> {
    let object = schema.at(def.trace.split_once('#').unwrap().1).unwrap();
    let json = def.fields.iter().filter(|field| holds_json(&field.ty));
    let typed = json.filter_map(|field| {
        let own = keyword(object, "properties").and_then(|properties| keyword(properties, &field.wire)).and_then(named);
        let mut others = Vec::new();
        described(object, &field.wire, &mut others);
        // What the object itself says is any JSON is that, whatever a branch makes of it.
        (own != Some("untyped") && !others.is_empty()).then(|| format!("{} {}: {others:?}", def.trace, field.wire))
    });
    typed.collect()
}

fn holds_json(ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Scalar(ScalarKind::Json, _) | Type::OneOf(..) => true,
        Type::Array(array) => holds_json(&array.items),
        Type::Scalar(..) | Type::Named(_) => false,
    }
}

/// What the branches of an object name as the type of a field.
fn described<'v>(object: &'v Tree, name: &str, types: &mut Vec<&'v str>) {
    let lists = ["allOf", "oneOf", "anyOf"].map(|list| keyword(object, list).into_iter().flat_map(elements));
    let branches = ["then", "else"].map(|branch| keyword(object, branch));
    for branch in lists.into_iter().flatten().chain(branches.into_iter().flatten()) {
        let property = keyword(branch, "properties").and_then(|properties| keyword(properties, name));
        types.extend(property.and_then(named).filter(|ty| *ty != "untyped"));
        described(branch, name, types);
    }
}

/// The type that a place names; of an array, that of its items.
fn named(property: &Tree) -> Option<&str> {
    match (keyword(property, "untyped"), keyword(property, "type")) {
        (Some(Tree::Plain(word)), _) if word == "true" => Some("untyped"),
        (_, Some(Tree::Text(ty))) if ty == "array" => keyword(property, "items").and_then(named),
        (_, Some(Tree::Text(ty))) => Some(ty),
        _ => ["properties", "enum", "oneOf", "anyOf"].into_iter().find(|name| keyword(property, name).is_some()),
    }
}

fn keyword<'v>(object: &'v Tree, name: &str) -> Option<&'v Tree> {
    let Tree::Object(members) = object else { return None };
    members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn elements(list: &Tree) -> &[Tree] {
    if let Tree::Array(elements) = list { elements } else { &[] }
}
