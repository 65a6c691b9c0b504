//! What nodes answer and users ask, by all ways of reading it.

use std::fmt::Debug;

use cln_runtime::{MethodInfo, Record, Request, Rule};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::input::piece_of;
use crate::reached;
use crate::text::agreement::Pieces;

mod node {
    #![allow(deprecated, missing_docs, reason = "bindings of schemas that are made for tests")]
    cln_runtime::include_bindings!();
}

use node::*;

/// A slice, a stream and serde give the same verdict and the same value, and what is encoded is read again as what it was.
pub fn answer(bytes: &[u8]) {
    let all = [METHODS, NOTIFICATIONS, HOOKS].into_iter().flatten();
    all.for_each(|method| by_name(method, bytes));
    both::<AlternativesRequest>(bytes);
    both::<AmountsRequest>(bytes);
    both::<BoundsRequest>(bytes);
    both::<BranchTypesRequest>(bytes);
    both::<ChannelsRequest>(bytes);
    both::<ConditionsRequest>(bytes);
    both::<DelpayRequest>(bytes);
    both::<EnumsRequest>(bytes);
    both::<GroupsRequest>(bytes);
    both::<HexRequest>(bytes);
    both::<JsonValuesRequest>(bytes);
    both::<ManyRequiredRequest>(bytes);
    both::<MapsRequest>(bytes);
    both::<NestedRequest>(bytes);
    both::<NumbersRequest>(bytes);
    both::<PairedRequest>(bytes);
    both::<SecretsRequest>(bytes);
    both::<ValuesRequest>(bytes);
    typed::<RpcCommandHookRequest>(bytes);
    typed::<RpcCommandHookResponse>(bytes);
}

/// By the tables alone.
fn by_name(method: &MethodInfo, bytes: &[u8]) {
    let pieces = || Pieces::new(bytes, piece_of(bytes));
    assert_eq!(method.validate_request(bytes), method.validate_request_reader(pieces()), "{}", method.name);
    assert_eq!(method.validate_response(bytes), method.validate_response_reader(pieces()), "{}", method.name);
    for reencode in [MethodInfo::reencode_request, MethodInfo::reencode_response] {
        if let Ok(encoded) = reencode(method, bytes) {
            assert_eq!(reencode(method, &encoded), Ok(encoded.clone()), "{}: {}", method.name, shown(&encoded));
        }
    }
}

fn both<R>(bytes: &[u8])
where
    R: Request + Serialize + DeserializeOwned + PartialEq + Debug,
    R::Response: Serialize + DeserializeOwned + PartialEq + Debug,
{
    typed::<R>(bytes);
    typed::<R::Response>(bytes);
}

fn typed<T: Record + Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) {
    let pieces = || Pieces::new(bytes, piece_of(bytes));
    let decoded = T::from_json(bytes);
    assert_eq!(T::from_reader(pieces()), decoded);
    let strict = T::from_json_strict(bytes);
    assert_eq!(T::from_reader_strict(pieces()), strict);
    let valid = strict.as_ref().map(drop).map_err(Clone::clone);
    assert_eq!(T::validate_json(bytes), valid);
    assert_eq!(T::validate_reader(pieces()), valid);
    assert!(strict.is_err() || decoded.is_ok(), "what keeps to all rules can be decoded: {}", shown(bytes));
    match (&decoded, serde_json::from_slice::<T>(bytes)) {
        (Ok(ours), Ok(theirs)) => assert_same(ours, &theirs),
        (Ok(_), Err(error)) => assert!(is_known_difference(&error), "only serde refuses {}: {error}", shown(bytes)),
        // In what it skips, serde_json looks for neither UTF-8 nor pairs of surrogates.
        (Err(error), Ok(_)) => {
            let is_json = error.rule() != Rule::Json || serde_json::from_slice::<Value>(bytes).is_ok();
            assert!(!is_json, "only serde takes {}: {error}", shown(bytes));
        }
        (Err(_), Err(_)) => {}
    }
    reached(if decoded.is_ok() { "taken" } else { "refused" });
    if valid.is_ok() {
        reached("valid");
    }
    if let Ok(value) = &decoded {
        let encoded = value.to_json();
        let again = T::from_json(&encoded).unwrap_or_else(|error| panic!("{error}: {}", shown(&encoded)));
        assert_eq!(&again, value);
        assert_eq!(again.to_json(), encoded);
        assert!(valid.is_err() || T::validate_json(&encoded).is_ok(), "encoding breaks a rule: {}", shown(&encoded));
    }
}

/// Through serde, a number with a point passes through `f64`: what is compared is what such a number becomes.
fn assert_same<T: Record + Serialize + PartialEq + Debug>(ours: &T, theirs: &T) {
    if ours != theirs {
        let ours: Value = serde_json::from_slice(&ours.to_json()).unwrap();
        assert_eq!(ours, serde_json::to_value(theirs).unwrap());
    }
}

/// serde_json refuses numbers that no `f64` can hold, and one level of nesting earlier than this crate.
fn is_known_difference(error: &serde_json::Error) -> bool {
    let message = error.to_string();
    message.starts_with("number out of range") || message.starts_with("recursion limit exceeded")
}

fn shown(json: &[u8]) -> String {
    String::from_utf8_lossy(json).into_owned()
}
