//! serde's traits and the walker: the same instances decode, to the same values.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Debug;

use crate::sample::{Every, HASH, SampleRequest, SampleResponse, one, params, response, verdict};
use cln_runtime::{Record, RpcError, Rule};
use serde::de::value::{Error, MapDeserializer};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Decodes every way there is; the value, if all agree that there is one.
fn decode<T: Record + Serialize + DeserializeOwned + PartialEq + Debug>(json: &str) -> Option<T> {
    let walked = T::from_json(json.as_bytes());
    let sliced = serde_json::from_slice::<T>(json.as_bytes());
    assert_eq!(walked.is_ok(), sliced.is_ok(), "{json}\n{walked:?}\n{sliced:?}");
    match (walked, sliced) {
        (Ok(walked), Ok(sliced)) => {
            assert_eq!(walked, sliced, "{json}");
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::from_value::<T>(value).unwrap(), walked, "{json}");
            assert_eq!(serde_json::from_reader::<_, T>(json.as_bytes()).unwrap(), walked, "{json}");
            Some(walked)
        }
        (Err(walked), Err(sliced)) => {
            // serde_json adds its own position.
            assert!(sliced.to_string().starts_with(&walked.to_string()), "{json}\n{walked}\n{sliced}");
            None
        }
        _ => None,
    }
}

fn is_taken<T: Record + Serialize + DeserializeOwned + PartialEq + Debug>(json: impl AsRef<str>) -> bool {
    decode::<T>(json.as_ref()).is_some()
}

#[test]
fn what_a_node_writes_is_taken_alike() {
    for members in [
        "",
        r#","new":{"a":[1]},"new":1"#,
        r#","note":null"#,
        r#","seeds":null,"level":null"#,
        r#","note":"\u00e4\n\"","seeds":["a","b","c"],"delta":99"#,
        r#","destination":"020000000000000000000000000000000000000000000000000000000000000000""#,
    ] {
        assert!(is_taken::<SampleResponse>(response(members)), "{members}");
    }
    assert!(is_taken::<SampleResponse>(response("").replace("done", "new")));
    assert!(is_taken::<SampleResponse>(response("").replace(r#""amount_msat":5"#, r#""amount_msat":"1000msat""#)));
    assert!(is_taken::<SampleResponse>(r#"{"payments":[],"time":1.5,"target/sub~command":"x"}"#));
}

#[test]
fn what_a_node_may_not_write_is_refused_alike() {
    for members in [
        r#","level":256"#,
        r#","level":-1"#,
        r#","level":1.0"#,
        r#","level":"1""#,
        r#","level":[]"#,
        r#","level":{}"#,
        r#","note":1"#,
        r#","note":"a","note":"b""#,
        r#","payment_preimage":"00""#,
        r#","payment_preimage":true"#,
        r#","seeds":{}"#,
        r#","seeds":"a""#,
        r#","seeds":["a",null]"#,
        r#","destination":"04""#,
    ] {
        assert!(!is_taken::<SampleResponse>(response(members)), "{members}");
    }
    for json in
        ["null", "1", r#""a""#, "true", "{}", r#"{"payments":null}"#, r#"{"payments":[{}]}"#, r#"{"payments":[[]]}"#]
    {
        assert!(!is_taken::<SampleResponse>(json), "{json}");
    }
    assert!(!is_taken::<SampleResponse>(response("").replace(r#""done""#, "1")));
    assert!(!is_taken::<SampleResponse>(response("").replace(r#""id":1"#, r#""id":null"#)));
}

#[test]
fn what_a_user_writes_is_taken_alike() {
    for members in [
        "",
        r#","partid":1"#,
        r#","amount":"1.500sat""#,
        r#","amount":"1.5btc","rune":"r""#,
        r#","extra":[1,{"a":[],"b":{}},"x\"y",null,true,-7]"#,
        r#","extra":{"a":null}"#,
        r#","extra":"text""#,
        r#","extra":false"#,
        r#","tags":[]"#,
        r#","tags":["too long for its schema"]"#,
    ] {
        let taken = is_taken::<SampleRequest>(params(members));
        assert_eq!(taken, !members.contains("1.500sat"), "{members}");
    }
}

#[test]
fn what_a_user_may_not_write_is_refused_alike() {
    for members in [
        r#","new":1"#,
        r#","extra":null"#,
        r#","amount":null"#,
        r#","mode":"failed""#,
        r#","tags":[1]"#,
        r#","rune":1"#,
        r#","amount":1.5"#,
    ] {
        assert!(!is_taken::<SampleRequest>(params(members)), "{members}");
    }
    assert!(!is_taken::<SampleRequest>(params("").replace("failed", "new")));
    assert!(!is_taken::<SampleRequest>("{}"));
    assert!(!is_taken::<SampleRequest>("7"));
}

#[test]
fn positions_are_taken_alike() {
    for (rest, taken) in [
        ("", true),
        (",null,null,null,null,null,null", true),
        (r#",1,2,"5msat","r",{"a":1},["ab"]"#, true),
        (",null,1", true),
        (",null,null,null,null,null,null,1", false),
        (",true", false),
        (r#",null,null,"x""#, false),
    ] {
        assert_eq!(is_taken::<SampleRequest>(format!(r#"["{HASH}","failed"{rest}]"#)), taken, "{rest}");
    }
    assert!(!is_taken::<SampleRequest>(format!(r#"["{HASH}",null]"#)));
    assert!(!is_taken::<SampleRequest>("[]"));
}

#[test]
fn fields_of_every_kind_are_taken_alike() {
    let values = [
        "null",
        "true",
        "0",
        "-1",
        "255",
        "65536",
        "4294967296",
        "9223372036854775808",
        "18446744073709551615",
        "1.5",
        "[]",
        "[[1,2]]",
        "{}",
        r#"{"a":"b"}"#,
        r#"{"a":1}"#,
        r#"{"a":{}}"#,
        r#""""#,
        r#""abcd""#,
        r#""all""#,
        r#""any""#,
        r#""1msat""#,
        r#""1sat""#,
        r#""slow""#,
        r#""1.50USD""#,
        r#""103x1x0""#,
        r#""103x1x0/1""#,
        r#""failed""#,
        "[1,[2]]",
    ];
    let texts = [HASH.to_owned(), format!("{HASH}{HASH}"), format!("02{HASH}"), format!("{HASH}:1")];
    let values = values.map(str::to_owned).into_iter().chain(texts.map(|text| format!("\"{text}\"")));
    for value in values {
        for field in Every::SHAPE.fields {
            let json = format!(r#"{{"{}":{value}}}"#, field.name);
            if let Some(decoded) = decode::<Every>(&json) {
                let encoded: Every = serde_json::from_str(&serde_json::to_string(&decoded).unwrap()).unwrap();
                assert_eq!(encoded, decoded, "{json}");
            }
        }
    }
}

#[test]
fn encoding_gives_the_same_json() {
    let json =
        params(r#","partid":8789338917165744446,"groupid":18446744073709551615,"amount":7,"extra":{"a":[-1,null]}"#);
    let request: SampleRequest = decode(&json).unwrap();
    assert_eq!(serde_json::to_string(&request).unwrap(), json);
    assert_eq!(serde_json::to_string(&request).unwrap().as_bytes(), request.to_json());
    let value = serde_json::to_value(&request).unwrap();
    assert_eq!(value["groupid"], Value::from(u64::MAX));
    assert_eq!(serde_json::from_value::<SampleRequest>(value).unwrap(), request);
}

#[test]
fn integers_above_two_to_the_53_keep_every_digit() {
    let request: SampleRequest = decode(&params(r#","groupid":9007199254740993"#)).unwrap();
    assert_eq!(request.groupid, Some(9_007_199_254_740_993));
}

#[test]
fn only_bytes_keep_every_digit_of_a_number() {
    let json = br#"{"payments":[],"time":1795180919.762698110}"#;
    let walked = SampleResponse::from_json(json).unwrap();
    assert_eq!(walked.time.as_ref().unwrap().as_str(), "1795180919.762698110");
    assert_eq!(walked.to_json(), json);
    let sliced: SampleResponse = serde_json::from_slice(json).unwrap();
    assert_eq!(sliced.time.unwrap().as_str(), "1795180919.7626982");
    assert_eq!(serde_json::to_string(&walked).unwrap(), r#"{"payments":[],"time":1795180919.7626982}"#);
}

#[test]
fn digits_that_arrive_as_a_map_are_a_number() {
    const DIGITS: &str = "$serde_json::private::Number";
    let exact = |digits| Every::deserialize(MapDeserializer::<_, Error>::new([(DIGITS, digits)].into_iter()));
    let error = exact("5").unwrap_err().to_string();
    assert_eq!(error, "the whole value: expected an object, found the number 5 [type]");
    assert!(exact("x").is_err());
}

#[test]
fn records_nest_in_a_users_own_types() {
    #[derive(Deserialize, Serialize)]
    struct Outer {
        error: Option<RpcError>,
        #[serde(flatten)]
        request: SampleRequest,
    }
    let json = params("").replacen('{', r#"{"error":{"code":1,"message":"m"},"#, 1);
    let outer: Outer = serde_json::from_str(&json).unwrap();
    assert_eq!(outer.error.as_ref().unwrap().code, 1);
    assert_eq!(serde_json::to_string(&outer).unwrap(), json);
}

#[test]
fn the_order_of_keys_may_change_from_object_to_object() {
    let orders = [
        r#""id":1,"payment_hash":H,"state":"done","amount_msat":5,"level":7"#,
        r#""id":1,"payment_hash":H,"state":"done","level":7,"amount_msat":5"#,
        r#""level":7,"amount_msat":5,"state":"done","payment_hash":H,"id":1"#,
        r#" "id" : 1,"new":{"id":2},"payment_hash":H , "state":"done","amount_msat":5,"level":7"#,
        r#""id":1,"payment_hash":H,"state":"done","amount_msat":5,"level":7"#,
    ];
    let payments: Vec<String> = orders.iter().map(|members| format!("{{{members}}}")).collect();
    let json = |payments: &[String]| {
        format!(r#"{{"payments":[{}]}}"#, payments.join(",")).replace(":H", &format!(r#":"{HASH}""#))
    };
    let read = decode::<SampleResponse>(&json(&payments)).unwrap();
    assert_eq!(read.payments.len(), 5);
    for payment in &read.payments {
        assert_eq!(payment, &read.payments[0]);
    }
    assert_eq!(verdict::<SampleResponse>(json(&payments)), one(Rule::Unknown, "/payments/3/new"));

    let twice = [payments[0].clone(), payments[0].replace(r#""state""#, r#""id":1,"state""#), payments[0].clone()];
    assert!(!is_taken::<SampleResponse>(json(&twice)));
    assert_eq!(verdict::<SampleResponse>(json(&twice)), one(Rule::Duplicate, "/payments/1/id"));
    let less = [payments[0].clone(), payments[0].replace(r#","state":"done""#, ""), payments[0].clone()];
    assert!(!is_taken::<SampleResponse>(json(&less)));
    assert_eq!(verdict::<SampleResponse>(json(&less)), one(Rule::Required, "/payments/1/state"));
}
