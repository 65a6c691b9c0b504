//! What `decode` shows of messages that are written here.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use bech32::{Hrp, NoChecksum};
use bitcoin::secp256k1::{Keypair, Secp256k1};

use super::*;

/// The first offer of BOLT 12's own examples.
const OFFER: &str = "lno1pgx9getnwss8vetrw3hhyuckyypwa3eyt44h6txtxquqh7lz5djge4afgfjn7k4rgrkuag0jsd5xvxg";

fn key() -> Keypair {
    Keypair::from_seckey_slice(&Secp256k1::new(), &[0x42; 32]).unwrap()
}

fn public_key() -> Vec<u8> {
    key().public_key().serialize().to_vec()
}

fn series(records: &[(u64, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (number, value) in records {
        match u8::try_from(*number) {
            Ok(number) if number < 0xfd => bytes.push(number),
            _ => bytes.extend([&[0xfe][..], &u32::try_from(*number).unwrap().to_be_bytes()].concat()),
        }
        bytes.push(u8::try_from(value.len()).unwrap());
        bytes.extend_from_slice(value);
    }
    bytes
}

fn written(prefix: &str, records: &[(u64, &[u8])]) -> String {
    bech32::encode::<NoChecksum>(Hrp::parse(prefix).unwrap(), &series(records)).unwrap()
}

/// The records with the signature among them.
fn signed(prefix: &str, message: &str, records: &[(u64, &[u8])]) -> String {
    let bytes = series(records);
    let hash = records::signed_hash(message, &records::read(&bytes).unwrap().iter().collect::<Vec<_>>()).unwrap();
    let signature = Secp256k1::new().sign_schnorr_no_aux_rand(&hash, &key());
    let mut records = records.to_vec();
    let at = records.iter().position(|(number, _)| *number > records::SIGNATURE).unwrap_or(records.len());
    let signature = signature.serialize();
    records.insert(at, (records::SIGNATURE, &signature));
    written(prefix, &records)
}

fn shown(text: &str) -> Result<String, String> {
    let members = read(text).unwrap()?;
    Ok(crate::wire::object(members).to_string())
}

/// What is shown of the signature is left out: it is another one each time that a field changes.
fn shown_unsigned(text: &str) -> String {
    let members = read(text).unwrap().unwrap();
    crate::wire::object(members.into_iter().filter(|(name, _)| *name != "signature")).to_string()
}

#[test]
fn decode_shows_an_offer() {
    let expected = concat!(
        r#"{"type":"bolt12 offer","offer_id":"2ae25ebfbf058eb242e4a268d9c7f32fb2a335054a93def58f4b1ee757957463","offer_description":"Test vectors","#,
        r#""offer_issuer_id":"02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619","valid":true}"#
    );
    let whole = shown(OFFER).unwrap();
    assert_eq!(whole, expected);
    assert_eq!(shown(&OFFER.to_uppercase()).unwrap(), whole);
    assert_eq!(shown(&OFFER.replacen("getn", "ge+\n  tn", 1)).unwrap(), whole);
}

#[test]
fn decode_shows_the_members_of_an_offer_in_a_nodes_order() {
    let id = public_key();
    let text = written(
        "lno",
        &[
            (2, &[[1; 32], [2; 32]].concat()),
            (4, &[0xab]),
            (6, b"EUR"),
            (8, &[1, 0]),
            (10, b"tea"),
            (12, &[2, 0]),
            (14, &[1, 0, 0]),
            (18, b"a shop"),
            (20, &[9]),
            (22, &id),
            (1_000_000_001, &[7]),
        ],
    );
    let whole = shown(&text).unwrap();
    let (head, rest) = whole.split_once(r#","offer_chains":"#).unwrap();
    assert!(head.starts_with(r#"{"type":"bolt12 offer","offer_id":""#), "{head}");
    let expected = format!(
        concat!(
            r#"["{}","{}"],"offer_metadata":"ab","offer_currency":"EUR","offer_amount":256,"offer_description":"tea","#,
            r#""offer_issuer":"a shop","offer_features":"0200","offer_absolute_expiry":65536,"offer_quantity_max":9,"#,
            r#""offer_issuer_id":"{}","unknown_offer_tlvs":[{{"type":1000000001,"length":1,"value":"07"}}],"valid":true}}"#
        ),
        "01".repeat(32),
        "02".repeat(32),
        key().public_key()
    );
    assert_eq!(rest, expected);
}

/// A path of one hop: from a node or a channel, to a node.
fn path(start: &[u8]) -> Vec<u8> {
    let key = public_key();
    [start, &key, &[1], &key, &[0, 2, 0xca, 0xfe]].concat()
}

#[test]
fn decode_shows_an_invoice() {
    let id = public_key();
    let from_channel = path(&[&[1][..], &[0, 0, 1, 0, 0, 2, 0, 3]].concat());
    let cost = [&[0, 0, 0, 1, 0, 0, 0, 2, 0, 3][..], &4u64.to_be_bytes(), &5u64.to_be_bytes(), &[0, 1, 2]].concat();
    let records: [(u64, &[u8]); 14] = [
        (0, &[9; 16]),
        (8, &[0x27, 0x10]),
        (10, b"tea"),
        (16, &from_channel),
        (22, &id),
        (84, &[]),
        (88, &id),
        (160, &path(&id)),
        (162, &cost),
        (164, &[1, 0]),
        (168, &[5; 32]),
        (170, &[0x27, 0x10]),
        (174, &[2, 0, 0]),
        (176, &id),
    ];
    let whole = shown_unsigned(&signed("lni", "invoice", &records));
    let (_, rest) = whole.split_once(r#","offer_amount_msat":"#).unwrap();
    let path = r#""path":[{"blinded_node_id":"KEY","encrypted_recipient_data":"cafe"}]}]"#;
    let expected = [
        r#"10000,"offer_description":"tea","offer_paths":[{"first_scid":"1x2x3","first_scid_dir":1,"first_path_key":"KEY","#,
        path,
        r#","offer_issuer_id":"KEY","invreq_metadata":"09090909090909090909090909090909","invreq_payer_id":"KEY","#,
        r#""invreq_features":"","invoice_paths":[{"first_node_id":"KEY","first_path_key":"KEY","payinfo":{"#,
        r#""fee_base_msat":1,"fee_proportional_millionths":2,"cltv_expiry_delta":3,"htlc_minimum_msat":4,"#,
        r#""htlc_maximum_msat":5,"features":"02"},"#,
        path,
        // What holds if nothing else is said.
        r#","invoice_created_at":256,"invoice_relative_expiry":7200,"invoice_payment_hash":""#,
        &"05".repeat(32),
        r#"","invoice_amount_msat":10000,"invoice_features":"020000","invoice_node_id":"KEY","valid":true}"#,
    ];
    assert_eq!(rest, expected.concat().replace("KEY", &key().public_key().to_string()));
    let mut expiring = records.to_vec();
    expiring.insert(10, (166, &[60]));
    assert!(shown(&signed("lni", "invoice", &expiring)).unwrap().contains(r#""invoice_relative_expiry":60,"#));
    let other: Vec<_> = records.iter().filter(|(number, _)| *number != 168).copied().collect();
    assert_eq!(shown(&signed("lni", "invoice", &other)), Err("missing invoice_payment_hash".to_owned()));
    // Signed for something else.
    assert_eq!(shown(&signed("lni", "invoice_request", &records)), Err("Invalid signature".to_owned()));
    assert_eq!(shown(&written("lni", &records)), Err("Missing signature".to_owned()));
}

/// One for an offer, and one to be paid without any.
#[test]
fn decode_shows_invoice_requests() {
    let id = public_key();
    let records: [(u64, &[u8]); 6] = [(0, &[9]), (10, b"tea"), (22, &id), (82, &[1, 0]), (88, &id), (89, b"thanks")];
    for (records, has_offer) in
        [(records.to_vec(), true), (records.into_iter().filter(|(number, _)| *number != 22).collect(), false)]
    {
        let whole = shown_unsigned(&signed("lnr", "invoice_request", &records));
        assert_eq!(whole.contains(r#","offer_id":""#), has_offer);
        assert_eq!(whole.contains(r#","offer_issuer_id":""#), has_offer);
        let (_, rest) = whole.split_once(r#","invreq_metadata":"#).unwrap();
        let expected = format!(
            r#""09","invreq_payer_id":"{}","invreq_amount_msat":256,"invreq_payer_note":"thanks","valid":true}}"#,
            key().public_key()
        );
        assert_eq!(rest, expected);
        assert_eq!(shown(&signed("lnr", "invoice", &records)), Err("Invalid signature".to_owned()));
        assert_eq!(shown(&written("lnr", &records)), Err("Missing signature".to_owned()));
    }
}

#[test]
fn decode_says_in_a_nodes_words_what_it_does_not_read() {
    for (text, why) in [
        ("lno1", "Offer does not contain an issuer_id or paths"),
        ("lno1b", "invalid bech32 string"),
        ("lno1+", "invalid bech32 string"),
        ("lno1q+ ", "unfinished string"),
        ("lno11qq", "unexpected prefix lno1"),
        ("lno1pgx9", "invalid offer data"),
        ("lnr1pgx9", "invalid invreq data"),
        ("lni1pgx9", "invalid invoice data"),
        (
            &written("lno", &[(8, &[1]), (22, &public_key())]),
            "Offer does not contain a description, but contains an amount",
        ),
        // One that must be known.
        (&written("lno", &[(22, &public_key()), (30, &[1])]), "invalid offer data"),
        // A length that is not there.
        (&bech32::encode::<NoChecksum>(Hrp::parse("lno").unwrap(), &[10, 255, 255]).unwrap(), "invalid offer data"),
    ] {
        assert_eq!(shown(text), Err(why.to_owned()), "{text}");
    }
    for text in ["", "lno", "lnbc1", "garbage", "é1234"] {
        assert!(read(text).is_none(), "{text}");
    }
}
