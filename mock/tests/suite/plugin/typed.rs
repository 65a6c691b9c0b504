//! What is asked and told by types, as bindings have them.

use cln_mock::{MockNode, PluginCallError, PluginUnderTest, Rule};
use cln_runtime::rules::{Field, Kind, ScalarKind};
use cln_runtime::{Record, RpcError};

use super::{Stage, manifest};

/// A record of one text, small but as the generator writes them.
macro_rules! of_one_text {
    ($type:ident $field:ident) => {
        #[derive(Clone, Debug, PartialEq)]
        struct $type {
            $field: String,
        }

        const _: () = {
            use cln_runtime::rules::{KeyIndex, Shape, key_index, key_index_len};
            static FIELDS: &[Field<'static>] = &[Field::required(stringify!($field), Kind::Scalar(ScalarKind::String))];
            static SHAPE: Shape<'static> = Shape {
                fields: FIELDS,
                index: KeyIndex::new(&key_index::<{ key_index_len(FIELDS.len()) }>(FIELDS), FIELDS),
                closed: false,
                params: false,
                groups: &[],
                clauses: &[],
            };
    cln_runtime::record!($type from Node by SHAPE { $field, });
        };
    };
}

of_one_text!(RecoverHookRequest codex32);
of_one_text!(RecoverHookResponse result);
of_one_text!(WarnedNotificationResponse log);
of_one_text!(XRequest a);
of_one_text!(XResponse b);

cln_runtime::hook!(RecoverHookRequest of "recover" is answered by RecoverHookResponse);
cln_runtime::notification!(WarnedNotificationResponse is told by "warning");
cln_runtime::request!(XRequest calls "x": XResponse or RpcError);

fn start(stage: &Stage, reactions: &str) -> PluginUnderTest {
    let members = r#","hooks":["recover"],"subscriptions":["warning"]"#;
    PluginUnderTest::start(stage.plugin("px", &manifest(members), reactions)).unwrap()
}

#[test]
fn types_are_written_and_read() {
    let stage = Stage::new();
    let plugin = start(
        &stage,
        r#"recover) test "$params" = '{"codex32":"cl1"}' && answer '{"result":"continue","more":1}' ;;
        x) test "$params" = '{"a":"1"}' && answer '{"b":"2"}' ;;
        warning) test "$params" = '{"warning":{"log":"oh"}}' && echo heard >&2 ;;"#,
    );
    let event = RecoverHookRequest { codex32: "cl1".to_owned() };
    assert_eq!(plugin.hook(&event).unwrap().result, "continue");
    assert_eq!(plugin.node().unwrap().hook(&event).unwrap().result, "continue");
    assert_eq!(plugin.call(&XRequest { a: "1".to_owned() }).unwrap(), XResponse { b: "2".to_owned() });
    assert_eq!(plugin.notify(&WarnedNotificationResponse { log: "oh".to_owned() }), 1);
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "heard\n"));
}

#[test]
fn an_event_is_made_of_its_schema_and_has_its_type() {
    let stage = Stage::new();
    let schema = r#"{"hook": "recover", "request": {"required": ["codex32"], "properties": {"codex32": {"type": "KIND"}}},
        "response": {"required": ["result"], "properties": {"result": {"type": "string"}}}}"#;
    let node = |kind: &str| {
        let file = stage.0.path().join(format!("{kind}.json"));
        std::fs::write(&file, schema.replace("KIND", kind)).unwrap();
        MockNode::builder().schemas(file).start().unwrap()
    };
    let strings = node("string");
    let made = strings.made_hook::<RecoverHookRequest>(1).unwrap();
    assert_eq!(made.to_json(), strings.made_hook_raw("recover", 1).unwrap().as_str().as_bytes());
    let error = node("u32").made_hook::<RecoverHookRequest>(1).unwrap_err().to_string();
    assert!(error.starts_with("no recover can be made of its schema: "), "{error}");
}

#[test]
fn the_node_tells_its_plugins() {
    let stage = Stage::new();
    let plugin = start(&stage, "warning) echo heard >&2 ;;");
    assert_eq!(plugin.node().unwrap().notify(&WarnedNotificationResponse { log: "oh".to_owned() }), 1);
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "heard\n"));
}

#[test]
fn what_does_not_fit_a_type_is_told() {
    let stage = Stage::new();
    let plugin = start(&stage, r#"recover) answer '{"result":"no"}' ;; x) answer '{"b":2}' ;;"#);
    let Err(PluginCallError::Unreadable(why)) = plugin.call(&XRequest { a: String::new() }) else { panic!("a number") };
    assert!(why.contains("/result/b") && why.contains("expected a string"), "{why}");
    let fault = plugin.hook(&RecoverHookRequest { codex32: String::new() }).unwrap_err();
    assert_eq!(fault.rule, Rule::BadHookResult);
}
