//! What a schema deprecates warns those who touch it, and nobody else.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::path::Path;

use cln_codegen::Builder;
use cln_tests::folders::package;
use cln_tests::scratch::Scratch;

/// Uses everything that is not deprecated, under every lint that a user may have turned on.
const UNTOUCHED: &str = r#"//! A user who touches nothing deprecated.
#![deny(warnings, missing_docs, clippy::all)]

#[path = "../../bindings/mod.rs"]
mod node;

use cln_runtime::Record;
use node::{DeprecatedRequest, DeprecatedResponse, DeprecatedResponseRequired, DeprecatedType};

/// A required parameter has to be given, deprecated or not.
#[must_use]
pub fn request() -> Vec<u8> {
    let mut request = DeprecatedRequest::new("id", 1).with_kept("kept");
    request.kept = None;
    assert_eq!(request.clone(), request, "{request:?} {:?}", request.validate());
    request.to_json()
}

/// So has a required field.
#[must_use]
pub fn response() -> Vec<u8> {
    let required = DeprecatedResponseRequired { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, r#type: DeprecatedType::Old };
    let response = DeprecatedResponse::new(required).with_more("more");
    assert!(response.as_old().is_none(), "{:?}", response.more);
    response.to_json()
}

/// Methods are data as well.
#[must_use]
pub fn methods() -> usize {
    assert!(node::method("deprecated-command").is_some() && node::notification("deprecated_notice").is_some());
    match node::Notification::parse(b"{}") {
        Ok(node::Notification::Other(_)) => 0,
        _ => node::METHODS.len() + node::NOTIFICATIONS.len(),
    }
}
"#;

/// Touches each deprecated item once, a line each.
const TOUCHING: &str = r#"//! A user who touches what is deprecated.
#![deny(missing_docs)]

#[path = "../../bindings/mod.rs"]
pub mod node;

/// The parameters.
pub fn request(request: node::DeprecatedRequest) -> impl Sized {
    let _ = request.old_id;
    let _ = request.label;
    let _ = request.groupid;
    let request = request.with_label("l");
    request.with_partid_and_groupid(1, 2)
}

/// The result.
pub fn response(response: &node::DeprecatedResponse) -> impl Sized {
    let _ = response.f;
    let _ = response.details;
    let _ = response.as_old().map(|old| old.details.clone());
    let _ = response.more;
    response.clone().with_details("d");
    node::DeprecatedRoute::String(String::new())
}

/// The command.
pub fn command() -> impl Sized {
    node::DeprecatedCommandRequest::new("id")
}

/// The notification.
pub fn notification(notification: &node::Notification) -> bool {
    matches!(notification, node::Notification::DeprecatedNotice(..))
}
"#;

/// What cargo says of the crate that touches everything, sorted, without places.
fn warnings(name: &str, scratch: &Scratch) -> Vec<String> {
    let outcome = scratch.cargo("clippy", &["-p", &format!("{name}_touching")]);
    outcome.assert_success();
    let lines = outcome.stderr.lines().filter_map(|line| line.strip_prefix("warning: use of deprecated "));
    let mut warnings: Vec<String> = lines.map(|line| line.replace("node::deprecated::Deprecated", "..")).collect();
    warnings.sort();
    warnings
}

/// The crates around the bindings that a builder makes.
fn bindings(name: &str, builder: Builder) -> Scratch {
    let [untouched, touching] = ["untouched", "touching"].map(|member| format!("{name}_{member}"));
    let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), &[&untouched, &touching]);
    builder.out_dir(scratch.path("bindings")).generate().unwrap();
    scratch.library(&untouched, "2024", UNTOUCHED);
    scratch.library(&touching, "2021", TOUCHING);
    scratch
}

fn schemas() -> Builder {
    let schema = |name| package().join("schemas").join(name);
    Builder::new()
        .schemas(schema("deprecated.json"))
        .schemas(schema("deprecated_command.json"))
        .schemas(schema("deprecated_notification.json"))
}

/// Each deprecated item, as a warning names it, and what the warning says.
const DEPRECATED: &[(&str, &str)] = &[
    ("field `..Request::groupid`", ""),
    ("field `..Request::label`", " v25.05, removed in v26.06"),
    ("field `..Request::old_id`", " v24.11"),
    ("field `..Response::details`", " v25.05, removed in v26.06"),
    ("field `..Response::f`", " v25.05, removed in v26.06"),
    ("field `..ResponseOld::details`", " v25.05, removed in v26.06"),
    ("method `..Request::with_label`", " v25.05, removed in v26.06"),
    ("method `..Request::with_partid_and_groupid`", ""),
    ("method `..Response::with_details`", " v25.05, removed in v26.06"),
    ("struct `node::deprecated_command::DeprecatedCommandRequest`", " v26.06, removed in v27.03"),
    ("tuple variant `..Route::String`", " v25.05, removed in v26.06"),
    ("tuple variant `node::Notification::DeprecatedNotice`", " v26.06"),
];

fn expected(is_expected: impl Fn(&str) -> bool) -> Vec<String> {
    let items = DEPRECATED.iter().filter(|(_, release)| is_expected(release));
    items.map(|(item, release)| format!("{item}: deprecated in Core Lightning{release}")).collect()
}

#[test]
fn what_is_deprecated_warns_whoever_touches_it_and_nobody_else() {
    let scratch = bindings("deprecated", schemas());
    scratch.cargo("clippy", &["-p", "deprecated_untouched", "--all-targets"]).assert_success();
    assert_eq!(warnings("deprecated", &scratch), expected(|_| true));
}

#[test]
fn what_the_newest_node_has_not_deprecated_yet_warns_nobody() {
    let scratch = bindings("not_yet_deprecated", schemas().until("v25.02").unwrap());
    assert_eq!(
        warnings("not_yet_deprecated", &scratch),
        expected(|release| release.is_empty() || release == " v24.11")
    );
}
