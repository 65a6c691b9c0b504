//! Hostile input: deep, broken, endless.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::sample::{Every, HASH, SampleRequest, SampleResponse, one, params, response, verdict};
use cln_runtime::json::MAX_DEPTH;
use cln_runtime::{Record, Rule};

/// Params whose brackets lie so deep in each other, their own included.
fn nested(depth: usize, open: &str, close: &str) -> String {
    let inner = depth - 1;
    params(&format!(r#","extra":{}1{}"#, open.repeat(inner), close.repeat(inner)))
}

#[test]
fn the_deepest_nesting_is_read() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let json = nested(MAX_DEPTH, open, close);
        assert_eq!(verdict::<SampleRequest>(&json), []);
        let decoded = SampleRequest::from_json(json.as_bytes()).unwrap();
        assert_eq!(decoded.to_json(), json.as_bytes());
    }
}

#[test]
fn one_level_more_breaks_depth() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let json = nested(MAX_DEPTH + 1, open, close);
        assert_eq!(verdict::<SampleRequest>(&json), one(Rule::Depth, ""));
        assert_eq!(SampleRequest::from_json(json.as_bytes()).unwrap_err().rule(), Rule::Depth);
    }
}

#[test]
fn any_depth_is_refused_wherever_it_lies() {
    for open in ["[", r#"{"a":"#] {
        let deep = open.repeat(100_000);
        let places = [
            deep.clone(),
            params(&format!(r#","extra":{deep}"#)),
            params(&format!(r#","amount":{deep}"#)),
            params(&format!(r#","new":{deep}"#)),
        ];
        for json in places {
            assert_eq!(verdict::<SampleRequest>(&json).last().unwrap().0, Rule::Depth);
        }
        let unknown = format!(r#"{{"new":{deep}"#);
        assert_eq!(SampleResponse::from_json(unknown.as_bytes()).unwrap_err().rule(), Rule::Depth);
    }
}

#[test]
fn bytes_that_are_not_utf8_break_json_wherever_they_stand() {
    let fixed = format!(r#","payment_preimage":"@{}""#, &HASH[1..]);
    for template in [r#","note":"@""#, r#","@":1"#, r#","destination":"@""#, fixed.as_str(), r#","new":["@"]"#] {
        let json = response(template).into_bytes();
        let json: Vec<u8> = json.into_iter().map(|byte| if byte == b'@' { 0xff } else { byte }).collect();
        assert_eq!(verdict::<SampleResponse>(&json).last().unwrap(), &one(Rule::Json, "")[0], "{template}");
        assert_eq!(SampleResponse::from_json(&json).unwrap_err().rule(), Rule::Json, "{template}");
    }
}

#[test]
fn half_a_surrogate_pair_breaks_json() {
    for text in [r"\ud800", r"\udc00", r"\ud800\u0041", r"x\udfffy"] {
        assert_eq!(verdict::<SampleResponse>(response(&format!(r#","note":"{text}""#))), one(Rule::Json, ""));
        assert_eq!(verdict::<SampleResponse>(response(&format!(r#","{text}":1"#))), one(Rule::Json, ""));
    }
}

#[test]
fn nul_is_a_character_if_it_is_escaped() {
    let decoded = SampleResponse::from_json(response(r#","note":"a\u0000b""#).as_bytes()).unwrap();
    assert_eq!(decoded.payments[0].note.as_deref(), Some("a\0b"));
    assert_eq!(verdict::<SampleResponse>(response(",\"note\":\"a\0b\"")), one(Rule::Json, ""));
}

#[test]
fn all_violations_are_counted_and_a_thousand_kept() {
    let json = format!(r#"{{"payments":[{}1]}}"#, "1,".repeat(1_499));
    let violations = SampleResponse::validate_json(json.as_bytes()).unwrap_err();
    assert_eq!(violations.iter().count(), 1_000);
    assert_eq!(violations.omitted(), 500);
    assert!(violations.to_string().ends_with("\nand 500 more"));
}

#[test]
fn long_names_do_not_multiply() {
    let long = "n".repeat(1 << 20);
    let members: Vec<String> = (0..100).map(|index| format!(r#"{{"a{index}":1,"a{index}":1}}"#)).collect();
    let json = format!(r#"{{"payments":[],"{long}":[{}]}}"#, members.join(","));
    let violations = SampleResponse::validate_json(json.as_bytes()).unwrap_err();
    assert_eq!((violations.iter().count(), violations.omitted()), (1, 99));
}

#[test]
fn long_values_are_cut_in_messages() {
    let long = "x".repeat(100_000);
    let digits = "1".repeat(100_000);
    for json in [
        response("").replace(HASH, &long),
        response("").replace("done", &long),
        response(&format!(r#","{long}":1"#)),
        response(&format!(r#","level":"{long}""#)),
        response(&format!(r#","level":{digits}"#)),
        response(&format!(r#","level":["{long}"]"#)),
        response(&format!(r#","delta":{digits}"#)),
    ] {
        let violations = SampleResponse::validate_json(json.as_bytes()).unwrap_err();
        let message = violations.iter().next().unwrap().message();
        assert!(message.len() < 200, "{message}");
    }
}

#[test]
fn pointers_escape_slashes_and_tildes() {
    assert_eq!(verdict::<SampleRequest>(params(r#","a/b~c":1"#)), one(Rule::Unknown, "/a~1b~0c"));
    let json = r#"{"payments":[],"target/sub~command":1}"#;
    assert_eq!(verdict::<SampleResponse>(json), one(Rule::Type, "/target~1sub~0command"));
}

/// A response with these payments.
fn payments(each: &[String]) -> SampleResponse {
    SampleResponse::from_json(format!(r#"{{"payments":[{}]}}"#, each.join(",")).as_bytes()).unwrap()
}

/// A payment with a note so long.
fn payment(note: usize) -> String {
    let note = "n".repeat(note);
    format!(r#"{{"id":1,"payment_hash":"{HASH}","state":"done","amount_msat":5,"note":"{note}"}}"#)
}

#[test]
fn a_long_list_gets_room_for_what_is_expected() {
    let list = payments(&vec![payment(1000); 1500]).payments;
    assert_eq!(list.len(), 1500);
    assert!((1500..1650).contains(&list.capacity()), "{}", list.capacity());
}

#[test]
fn a_list_that_begins_with_short_elements_asks_for_twice_the_input_at_most() {
    let tags = [vec![String::new(); 40], vec!["t".repeat(1_000_000)]].concat();
    let json = params(&format!(r#","tags":["{}"]"#, tags.join(r#"",""#)));
    let list = SampleRequest::from_json(json.as_bytes()).unwrap().tags.unwrap();
    assert_eq!(list, tags);
    let room = list.capacity() * size_of::<String>();
    assert!((json.len()..2 * json.len() + 10_000).contains(&room), "{room}");
}

#[test]
fn a_list_inside_a_list_gets_room_as_it_grows() {
    let numbers = vec!["1"; 40].join(",");
    let lists = vec![format!("[{numbers}]"); 40].join(",");
    let every = Every::from_json(format!(r#"{{"nested":[{lists}]}}"#).as_bytes()).unwrap();
    let nested = every.nested.unwrap();
    assert_eq!(nested.len(), 40);
    assert!(nested.iter().all(|list| list.len() == 40 && list.capacity() == 64));
}
