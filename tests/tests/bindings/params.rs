//! Parameters of a plugin's own commands, read as a node reads them.
#![allow(deprecated, clippy::deprecated_semver, reason = "what is deprecated is read, too")]

use cln_bindings::DelpayRequest;
use cln_protocol::params::{check, read, usage};
use cln_runtime::rules::Deprecation;
use cln_runtime::{MethodInfo, Record, Request};
use cln_tests::transcript;

use crate::node::{DeprecatedCommandRequest, DeprecatedRequest, SweepRequest};

/// The code of a node for parameters that it does not take.
const INVALID_PARAMS: i64 = -32602;

/// What is read of parameters, as JSON, or why they are refused; `check` says the same.
fn outcome<R: Request>(params: &[u8], deprecated_ok: bool) -> Result<String, String> {
    let read = read::<R>(params, deprecated_ok);
    let checked = check(&MethodInfo::of::<R>(), params, deprecated_ok);
    assert_eq!(checked.err(), read.as_ref().err().cloned(), "{}", String::from_utf8_lossy(params));
    read.map(|request| String::from_utf8(request.to_json()).unwrap()).map_err(|error| {
        assert_eq!(error.code, INVALID_PARAMS, "{}", error.message);
        error.message
    })
}

fn sweep(params: &str) -> Result<String, String> {
    outcome::<SweepRequest>(params.as_bytes(), true)
}

#[test]
fn usage_is_what_help_shows() {
    assert_eq!(usage(DelpayRequest::SHAPE), "payment_hash status [partid] [groupid]");
    let of_sweep = usage(SweepRequest::SHAPE);
    assert!(of_sweep.starts_with("age what [label] [most] [fee] [dry] "), "{of_sweep}");
    assert_eq!(usage(cln_runtime::RpcError::SHAPE), "code message [data]");
}

#[test]
fn parameters_are_read_as_laxly_as_by_a_node() {
    for (params, read) in [
        (r#"{"age":60,"what":"paid"}"#, r#"{"age":60,"what":"paid"}"#),
        (r#" [ 60 , "paid" , "x" ] "#, r#"{"age":60,"what":"paid","label":"x"}"#),
        // A position may be passed over, and a comma may be too many.
        (r#"[60,"paid",null,"0x10",]"#, r#"{"age":60,"what":"paid","most":16}"#),
        // The length of a number's text has no meaning, nor have quotes.
        (r#"{"what":"paid","age":"060"}"#, r#"{"age":48,"what":"paid"}"#),
        (r#"{"age":01,"what":"paid"}"#, r#"{"age":1,"what":"paid"}"#),
        (r#"{"age":"","what":"paid"}"#, r#"{"age":0,"what":"paid"}"#),
        // `lightning-cli` takes a text of digits for a number.
        (r#"[60,7,12345]"#, r#"{"age":60,"what":"7","label":"12345"}"#),
        (r#"[60,"7",true]"#, r#"{"age":60,"what":"7","label":"true"}"#),
        // Escapes are resolved, and what no JSON may hold is escaped.
        (r#"{"age":60,"what":"p\u0061id","label":"a\"b\n"}"#, r#"{"age":60,"what":"paid","label":"a\"b\n"}"#),
        (r#"{"age":60,"what":"p\u0061id","label":"a\"b\n",}"#, r#"{"age":60,"what":"paid","label":"a\"b\n"}"#),
        ("{\"age\":60,\"what\":\"paid\",\"label\":\"a\nb\tc\"}", r#"{"age":60,"what":"paid","label":"a\nb\tc"}"#),
        (r#"[60,"paid",null,null,"2sat"]"#, r#"{"age":60,"what":"paid","fee":2000}"#),
        (r#"[60,"paid",null,null,null,null,"00FF"]"#, r#"{"age":60,"what":"paid","memo":"00ff"}"#),
        (
            "{\"age\":60,\"what\":\"paid\",\n\n\"peers\":[{\"alias\":\"a\u{1}\",\"weight\":1.50,}, {\"alias\":\"b\"},],}",
            r#"{"age":60,"what":"paid","peers":[{"alias":"a\u0001","weight":1.50},{"alias":"b"}]}"#,
        ),
        (r#"{"age":60,"what":"paid","extra":{"a":[1,],}}"#, r#"{"age":60,"what":"paid","extra":{"a":[1]}}"#),
        (r#"{"age":60,"what":"paid","start":1,"limit":"2"}"#, r#"{"age":60,"what":"paid","start":1,"limit":2}"#),
    ] {
        assert_eq!(sweep(params).as_deref(), Ok(read), "{params}");
    }
}

#[test]
fn parameters_are_refused_in_the_words_of_a_node() {
    const UNKNOWN: &str = "unknown parameter: x, this may be caused by a failure to autodetect key=value-style parameters. \
                           Please try using the -k flag and explicit key=value pairs of parameters.";
    for (params, why) in [
        ("5", "Expected array or object for params"),
        (r#""x""#, "Expected array or object for params"),
        ("", "Expected array or object for params"),
        ("{", "Expected array or object for params"),
        ("[1}", "Expected array or object for params"),
        ("{}", "missing required parameter: age"),
        ("[60]", "missing required parameter: what"),
        ("[null,\"paid\"]", "missing required parameter: age"),
        (r#"{"age":1,"x":2}"#, UNKNOWN),
        (r#"{"age":1,"age":1,"what":"paid"}"#, "duplicate json names: age"),
        (r#"{"age":1.0,"what":"paid"}"#, "age: should be an unsigned 64 bit integer: invalid token '1.0'"),
        (r#"{"age":null,"what":"paid"}"#, "age: should be an unsigned 64 bit integer: invalid token 'null'"),
        (r#"{"age":["s"],"what":"paid"}"#, "age: should be an unsigned 64 bit integer: invalid token '[...]'"),
        // In the order in which they are written.
        (r#"{"what":"PAID","age":{}}"#, "what: should be one of paid, failed, 7: invalid token '\"PAID\"'"),
        (r#"[1,"paid",[]]"#, "label: should be a string: invalid token '[...]'"),
        (r#"[1,"paid",null,256]"#, "most: should be an unsigned 8 bit integer: invalid token '256'"),
        (r#"[1,"paid",null,null,"1msats"]"#, "fee: should be a millisatoshi amount: invalid token '\"1msats\"'"),
        (r#"[1,"paid",null,null,null,1]"#, "dry: should be 'true' or 'false': invalid token '1'"),
        (r#"[1,"paid",null,null,null,null,"0"]"#, "memo: should be a hex value: invalid token '\"0\"'"),
        (r#"{"age":1,"what":"paid","peers":{}}"#, "peers: should be an array: invalid token '{...}'"),
        (r#"{"age":1,"what":"paid","signature":"x"}"#, "signature: should be a signature: invalid token '\"x\"'"),
        (r#"{"age":1,"what":"paid","partid":1}"#, "Must set both partid and groupid, or neither"),
        (r#"{"age":1,"what":"paid","limit":1}"#, "Can only specify {limit} with {start}"),
        (r#"{"age":1,"what":"paid","id":"a","name":"b"}"#, "Can only specify one of {id} or {name}"),
        // What a node has no words for is said in ours.
        (r#"[1,"paid",null,101]"#, "most: expected at most 100, found the number 101"),
        (r#"{"age":1,"what":"paid","label":"1234567890123"}"#, "label: expected at most 12 characters"),
        (
            r#"{"age":1,"what":"paid","peers":[{"alias":"a"},{}]}"#,
            "peers/1/alias: expected \"alias\", which is required",
        ),
        (r#"{"age":1,"what":"paid","peers":[{"alias":"a","b":1}]}"#, "peers/0/b: no field \"b\" is known here"),
        (r#"{"age":1,"what":"paid","peers":[nope]}"#, "peers: should be an array: invalid token '[...]'"),
        (r#"{"age":1,"what":"paid","extra":nope}"#, "extra: should be JSON: invalid token 'nope'"),
        (r#"{"age":1,"what":"paid","extra":null}"#, "extra: expected a value, found null"),
        (r#"{"age":1,"what":"paid","extra":{"a":1,"a":2}}"#, "extra/a: "),
    ] {
        let refused = sweep(params).unwrap_err();
        assert!(refused.starts_with(why), "{params}: {refused}");
    }
    let many = format!("[1,\"paid\"{}]", ",null".repeat(20));
    assert_eq!(sweep(&many).unwrap_err(), "too many parameters: got 22, expected 19");
}

/// A caller that is told may log it, and so may the plugin.
#[test]
fn secrets_are_not_repeated_and_long_values_are_cut() {
    for params in [
        r#"{"age":1,"what":"paid","rune":"hid"}"#,
        r#"{"age":1,"what":"paid","rune":["hid"]}"#,
        r#"{"age":1,"what":"paid","seed":"hid"}"#,
        r#"{"age":1,"what":"paid","peers":[{"alias":"a","token":["hid"]}]}"#,
        r#"{"age":1,"what":"paid","peers":[{"alias":"a","token":"hid"}]}"#,
        r#"{"age":1,"what":"paid","peers":{"token":"hid"}}"#,
        r#"[1,"paid",["hid"]]"#,
    ] {
        let refused = sweep(params).unwrap_err();
        assert!(!refused.contains("hid"), "{refused}");
    }
    let seed = sweep(r#"{"age":1,"what":"paid","seed":"hid"}"#).unwrap_err();
    assert_eq!(seed, "seed: should be a 32 byte hex value: invalid token (not shown: secret)");
    let long = sweep(&format!(r#"["{}","paid"]"#, "é".repeat(1000))).unwrap_err();
    assert_eq!(long, format!("age: should be an unsigned 64 bit integer: invalid token '\"{}...'", "é".repeat(63)));
}

#[test]
fn deprecated_parameters_are_refused_where_they_are_not_allowed() {
    let plain = r#"{"id":"i","old_id":1,"partid":1}"#;
    let by_name = r#"{"age":1,"what":"paid","old":"x"}"#;
    let by_position = format!("[1,\"paid\"{},\"x\"]", ",null".repeat(16));
    for params in [by_name, &by_position] {
        assert_eq!(sweep(params).as_deref(), Ok(by_name));
    }
    let refused = |params: &str| outcome::<SweepRequest>(params.as_bytes(), false).unwrap_err();
    assert!(refused(by_name).starts_with("unknown parameter: old, this may be"), "{}", refused(by_name));
    assert_eq!(refused(&by_position), "Parameter 18 is deprecated");
    let without = r#"{"age":1,"what":"paid"}"#;
    assert_eq!(outcome::<SweepRequest>(without.as_bytes(), false).as_deref(), Ok(without));
    assert!(
        outcome::<DeprecatedRequest>(plain.as_bytes(), false).unwrap_err().starts_with("unknown parameter: old_id,")
    );
}

/// However deep a value is, reading it takes no more of the stack than any other, and not much more time.
#[test]
fn deep_values_are_refused() {
    let deep = 100_000;
    for member in ["extra", "peers"] {
        let params = format!(r#"{{"age":1,"what":"paid","{member}":{}1,{}}}"#, "[".repeat(deep), "]".repeat(deep));
        let refused = sweep(&params).unwrap_err();
        assert!(refused.starts_with(&format!("{member}: should be ")), "{refused}");
    }
}

/// What a manifest says of them.
#[test]
fn bindings_say_what_is_deprecated() {
    assert_eq!(SweepRequest::DEPRECATED, None);
    let expected = Deprecation::new(Some("v26.06"), Some("v27.03"));
    assert_eq!(DeprecatedCommandRequest::DEPRECATED, Some(&expected));
    assert_eq!(MethodInfo::of::<DeprecatedCommandRequest>().deprecated(), Some(&expected));
    let of = |shape: &cln_runtime::rules::Shape<'_>| -> Vec<String> {
        shape.fields.iter().filter(|field| field.deprecated).map(|field| field.name.to_owned()).collect()
    };
    assert_eq!(of(SweepRequest::SHAPE), ["old"]);
    assert_eq!(of(DeprecatedRequest::SHAPE), ["old_id", "label", "groupid"]);
    // Only of parameters, which somebody has to refuse.
    assert_eq!(of(<DeprecatedRequest as Request>::Response::SHAPE), [""; 0]);
}

/// Refusals of a node, up to the value, which it does not always show.
#[test]
fn a_node_refuses_in_the_same_words() {
    let Some(mut exchanges) = transcript::read("delpay") else { return };
    exchanges.extend(transcript::read("compared_with_mock").unwrap());
    let told = |message: &str| message.split(": invalid token").next().unwrap().to_owned();
    let mut compared = 0;
    for exchange in exchanges.iter().filter(|exchange| exchange.method().as_deref() == Some("delpay")) {
        let Some(params) = exchange.params() else { continue };
        let ours = outcome::<DelpayRequest>(params.as_bytes(), true).map_err(|message| told(&message));
        let Some(error) = exchange.error().filter(|_| !exchange.is_accepted()) else {
            assert!(ours.is_ok(), "{params}: {ours:?}");
            continue;
        };
        let theirs = cln_runtime::RpcError::from_json(error.as_bytes()).unwrap().message;
        // Of a status, and of a filter, it has words that no schema holds.
        if theirs.starts_with("status: ") || theirs.starts_with("filter: ") {
            assert!(
                theirs.starts_with("filter: ") || ours == Err("status: should be one of complete, failed".to_owned())
            );
            continue;
        }
        assert_eq!(ours, Err(told(&theirs)), "{params}");
        compared += 1;
    }
    println!("{compared} refusals compared");
    assert!(compared > 30, "{compared}");
}
