//! The types that are written as hex digits.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cln_runtime::__private::{Placeholder, Reflect, Scalar, Token, TokenError, ValueRef};
use cln_runtime::{Bip340Signature, Hash, Hex, ParseError, PublicKey, Rule, Secret, Signature, Txid};
use proptest::prelude::*;

fn rule_of<T: Scalar>(text: &str) -> Option<Rule> {
    let refused = T::check(Token::Text(text.as_bytes())).err()?;
    assert_eq!(refused.expected, T::EXPECTED);
    Some(refused.rule)
}

/// Every mistake that can be made with a type of `digits` hex digits.
fn refuses_all_but<T: Scalar + std::fmt::Debug>(digits: usize) {
    let right = "02".repeat(digits / 2);
    assert!(T::read(Token::Text(right.as_bytes())).is_ok());
    let wrong = [
        String::new(),
        right[1..].to_owned(),
        right[2..].to_owned(),
        format!("{right}0"),
        format!("{right}00"),
        format!("0x{right}"),
        // Of the right length, with a prefix that a lenient decoder would skip.
        format!("0x{}", &right[2..]),
        format!("0X{}", &right[2..]),
        format!("{}0g", &right[2..]),
        format!(" {}", &right[1..]),
        format!("{} ", &right[1..]),
        // As many bytes, fewer characters.
        format!("é{}", &right[2..]),
    ];
    for text in wrong {
        assert_eq!(rule_of::<T>(&text), Some(Rule::Format), "{text:?}");
    }
    let json = format!("\"{right}\"");
    for token in [Token::Null, Token::Bool(true), Token::Number("2"), Token::Json(&json)] {
        assert_eq!(T::check(token), Err(TokenError::kind(T::EXPECTED)), "{token:?}");
    }
    assert_eq!(T::check(Token::Text(&[0xff; 64])).map_err(|refused| refused.rule), Err(Rule::Format));
}

#[test]
fn fixed_sizes_take_nothing_else() {
    refuses_all_but::<Hash>(64);
    refuses_all_but::<Txid>(64);
    refuses_all_but::<Secret>(64);
    refuses_all_but::<PublicKey>(66);
    refuses_all_but::<Bip340Signature>(128);
}

#[test]
fn either_case_is_read_and_lower_case_is_written() {
    let hash: Hash = "aAbBcCdDeEfF0123456789aAbBcCdDeEfF0123456789aAbBcCdDeEfF01234567".parse().unwrap();
    assert_eq!(hash.to_string(), "aabbccddeeff0123456789aabbccddeeff0123456789aabbccddeeff01234567");
    assert_eq!(hash.as_bytes()[..3], [0xaa, 0xbb, 0xcc]);
    assert_eq!("DEADbeef".parse::<Hex>().unwrap().to_string(), "deadbeef");
}

#[test]
fn debug_shows_hex_and_not_lists_of_bytes() {
    assert_eq!(format!("{:?}", Hash::from([1; 32])), format!("Hash({})", "01".repeat(32)));
    assert_eq!(format!("{:?}", Txid::from([2; 32])), format!("Txid({})", "02".repeat(32)));
    assert_eq!(format!("{:?}", PublicKey::try_from([3; 33]).unwrap()), format!("PublicKey({})", "03".repeat(33)));
    assert_eq!(format!("{:?}", Hex::from([0xab, 0xcd])), "Hex(abcd)");
    assert_eq!(format!("{:?}", Bip340Signature::from([4; 64])), format!("Bip340Signature({})", "04".repeat(64)));
    assert_eq!(format!("{:?}", Signature::try_from(vec![5, 6]).unwrap()), "Signature(0506)");
}

#[test]
fn display_pads() {
    assert_eq!(format!("[{:>6}]", Hex::from([0xab])), "[    ab]");
    assert_eq!(format!("{:.4}", Hash::from([0xab; 32])), "abab");
}

#[test]
fn public_keys_are_compressed() {
    let key = |first: u8| {
        let mut bytes = [7; 33];
        bytes[0] = first;
        bytes
    };
    for first in [2, 3] {
        assert_eq!(PublicKey::try_from(key(first)).unwrap().to_byte_array(), key(first));
    }
    for first in [0, 1, 4, 5, 6, 7] {
        let error = PublicKey::try_from(key(first)).unwrap_err();
        assert_eq!(error.type_name(), "PublicKey");
        assert_eq!(rule_of::<PublicKey>(&Hex::from(key(first)).to_string()), Some(Rule::Format));
    }
}

#[test]
fn txid_bytes_are_in_the_order_of_the_text() {
    // The coinbase transaction of Bitcoin's first block.
    let txid: Txid = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b".parse().unwrap();
    assert_eq!(txid.to_byte_array()[..2], [0x4a, 0x5e]);
    assert_eq!(txid.to_consensus_bytes()[..2], [0x3b, 0xa3]);
    assert_eq!(Txid::from_consensus_bytes(txid.to_consensus_bytes()), txid);
}

#[test]
fn hex_has_any_even_number_of_digits() {
    assert_eq!("".parse::<Hex>().unwrap().as_bytes(), b"");
    assert_eq!("00ff".parse::<Hex>().unwrap().into_bytes(), [0, 255]);
    for text in ["0", "abc", "0x", "0xab", "zz", " ab", "a b ", "é"] {
        assert_eq!(rule_of::<Hex>(text), Some(Rule::Format), "{text:?}");
        assert!(Hex::read(Token::Text(text.as_bytes())).is_err(), "{text:?}");
    }
    assert_eq!(Hex::check(Token::Number("12")), Err(TokenError::kind(Hex::EXPECTED)));
}

#[test]
fn what_is_not_taken_is_an_error() {
    let error: Box<dyn std::error::Error> = Box::new(Hash::check(Token::Null).unwrap_err());
    assert_eq!(error.to_string(), "expected a string of 64 hex digits");
}

#[test]
fn signatures_have_at_most_144_digits() {
    assert_eq!(rule_of::<Signature>(""), None);
    assert_eq!(rule_of::<Signature>(&"ab".repeat(72)), None);
    assert_eq!(rule_of::<Signature>(&"ab".repeat(73)), Some(Rule::Format));
    assert_eq!(rule_of::<Signature>("abc"), Some(Rule::Format));
    assert_eq!(rule_of::<Signature>("0xab"), Some(Rule::Format));
    assert_eq!(Signature::read(Token::Text(&[b'a'; 146])), Err(TokenError::format(Signature::EXPECTED)));
    assert_eq!(Signature::try_from(vec![0; 72]).unwrap().into_bytes(), [0; 72]);
    assert!(Signature::try_from(vec![0; 73]).is_err());
}

#[test]
fn lower_hex_is_the_wire_text() {
    let hash = Hash::from([0xab; 32]);
    assert_eq!(format!("{hash:x}"), "ab".repeat(32));
    assert_eq!(format!("{hash:#x}"), format!("0x{hash}"));
    assert_eq!(format!("{hash:>66x}"), format!("  {hash}"));
    let txid = Txid::from([0x0c; 32]);
    assert_eq!(format!("{txid:x}"), txid.to_string());
    let key = PublicKey::try_from([2; 33]).unwrap();
    assert_eq!(format!("{key:x}"), key.to_string());
}

#[test]
fn slots_take_and_show_bytes() {
    let mut hash = Hash::placeholder();
    assert_eq!(hash.put(Token::Text("ab".repeat(32).as_bytes())), Ok(()));
    assert!(matches!(hash.view(), ValueRef::Hex(bytes) if bytes == [0xab; 32]));
    let mut hex = Hex::placeholder();
    assert_eq!(hex.put(Token::Text(b"00")), Ok(()));
    assert!(matches!(hex.view(), ValueRef::Hex([0])));
    assert!(matches!(Secret::from([9; 32]).view(), ValueRef::Hex(bytes) if bytes == [9; 32]));
}

#[test]
fn messages_say_what_was_found_but_not_all_of_it() {
    let error: ParseError = "zz".repeat(100).parse::<Hash>().unwrap_err();
    let shown = "z".repeat(40);
    assert_eq!(error.to_string(), format!("not a Hash: expected a string of 64 hex digits, found \"{shown}…\""));
    assert_eq!((error.type_name(), error.expected()), ("Hash", "a string of 64 hex digits"));
}

proptest! {
    #[test]
    fn fixed_sizes_round_trip(bytes: [u8; 32], long: [[u8; 32]; 2], even: bool) {
        prop_assert_eq!(Hash::from(bytes).to_string().parse(), Ok(Hash::from(bytes)));
        prop_assert_eq!(Txid::from(bytes).to_string().to_uppercase().parse(), Ok(Txid::from(bytes)));
        prop_assert_eq!(<[u8; 32]>::from(Hash::from(bytes)), bytes);
        let mut key = [if even { 2 } else { 3 }; 33];
        key[1..].copy_from_slice(&bytes);
        let key = PublicKey::try_from(key).unwrap();
        prop_assert_eq!(key.to_string().parse(), Ok(key));
        let mut signature = [0; 64];
        signature.copy_from_slice(&long.concat());
        let signature = Bip340Signature::from(signature);
        prop_assert_eq!(signature.to_string().parse(), Ok(signature));
    }

    #[test]
    fn any_sizes_round_trip(bytes: Vec<u8>) {
        let hex = Hex::from(bytes.clone());
        prop_assert_eq!(hex.to_string().parse(), Ok(hex.clone()));
        match Signature::try_from(bytes) {
            Ok(signature) => prop_assert_eq!(signature.to_string().parse(), Ok(signature)),
            Err(_) => prop_assert!(hex.as_bytes().len() > 72),
        }
    }

    #[test]
    fn checking_agrees_with_reading(text in "[0-9a-fA-Fx]{0,5}|[0-9a-f]{143,147}") {
        let token = Token::Text(text.as_bytes());
        prop_assert_eq!(Hex::check(token), Hex::read(token).map(drop));
        prop_assert_eq!(Signature::check(token), Signature::read(token).map(drop));
    }
}

#[test]
fn nothing_of_a_refused_text_is_left_in_the_value() {
    let half_right = format!("{}zz", "02".repeat(31));
    let mut hash = Hash::from([7; 32]);
    hash.put(Token::Text(half_right.as_bytes())).unwrap_err();
    assert_eq!(hash.as_bytes(), &[0; 32]);
    let mut secret = Secret::from([7; 32]);
    secret.put(Token::Text(half_right.as_bytes())).unwrap_err();
    assert_eq!(secret.expose(), &[0; 32]);
    let mut key = PublicKey::placeholder();
    key.put(Token::Text("04".repeat(33).as_bytes())).unwrap_err();
    assert_eq!(key, PublicKey::placeholder());
}
