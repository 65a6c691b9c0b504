//! Programs that read, check and write without a client.

use std::io::Write;

use cln_bindings::{DelpayResponse, method};
use cln_runtime::{Json, Record};
use zeroize::Zeroizing;

use crate::marker::Marker;
use crate::node::Node;

type Case = fn(&Node, &Marker);

pub(crate) const CASES: &[(&str, Case)] =
    &[("an answer from memory", from_memory), ("an answer from a stream", from_a_stream), ("any JSON", any_json)];

/// An answer with one preimage written with an escape, which the reader has to copy.
fn answer(marker: &Marker) -> Zeroizing<Vec<u8>> {
    let digits = Zeroizing::new(marker.digits());
    let mut text = Zeroizing::new(Vec::with_capacity(1 << 20));
    text.extend_from_slice(b"{\"payments\":[");
    for index in 0..500 {
        text.extend_from_slice(if index == 0 { b"" } else { b"," });
        text.extend_from_slice(
            br#"{"created_index":1,"id":1,"status":"complete","amount_sent_msat":1,"created_at":1,"#,
        );
        text.extend_from_slice(
            br#""payment_hash":"abababababababababababababababababababababababababababababababab","#,
        );
        text.extend_from_slice(b"\"payment_preimage\":\"");
        if index % 2 == 0 {
            // Of the last digit, because the first ones are looked for.
            text.extend_from_slice(&digits.as_bytes()[..63]);
            write!(text, "\\u{:04x}", digits.as_bytes()[63]).unwrap();
        } else {
            text.extend_from_slice(digits.as_bytes());
        }
        text.extend_from_slice(b"\"}");
    }
    text.extend_from_slice(b"]}");
    text
}

fn from_memory(_: &Node, marker: &Marker) {
    let text = answer(marker);
    let decoded = DelpayResponse::from_json(&text).unwrap();
    decoded.validate().unwrap();
    DelpayResponse::from_json_strict(&text).unwrap();
    DelpayResponse::validate_json(&text).unwrap();
    method("delpay").unwrap().validate_response(&text).unwrap();
    let copy = decoded.clone();
    assert_eq!(copy, decoded);
}

fn from_a_stream(_: &Node, marker: &Marker) {
    let text = answer(marker);
    DelpayResponse::from_reader(&text[..]).unwrap();
    DelpayResponse::from_reader_strict(&text[..]).unwrap();
    DelpayResponse::validate_reader(&text[..]).unwrap();
}

fn any_json(_: &Node, marker: &Marker) {
    let text = answer(marker);
    let json: Json = std::str::from_utf8(&text).unwrap().parse().unwrap();
    drop(Json::clone(&json));
    drop(Zeroizing::new(json.into_string()));
}
