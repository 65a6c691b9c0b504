//! String types: `format`.

use super::{assert_request, assert_type};

/// Asserts which texts a type takes.
#[track_caller]
fn assert_format(name: &str, taken: &[&str], refused: &[&str]) {
    let quoted = |texts: &[&str]| texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>();
    assert_type(name, &quoted(taken), "format", &quoted(refused));
}

/// As many hex digits.
fn hex(digits: usize) -> String {
    "0123456789abcdefABCDEF".chars().cycle().take(digits).collect()
}

#[test]
fn hex_types() {
    assert_format("hex", &["", "00", "aBfF"], &["0", "0g", "0x00", " 00", "é"]);
    for name in ["hash", "secret", "txid"] {
        assert_format(name, &[&hex(64)], &["", &hex(63), &hex(62), &hex(66), &format!("{}g", hex(63))]);
    }
    let (even, odd) = (format!("02{}", hex(64)), format!("03{}", hex(64)));
    assert_format("pubkey", &[&even, &odd], &[&hex(66), &even[..64], &format!("04{}", hex(64)), ""]);
    assert_format("signature", &["", &hex(142), &hex(144)], &[&hex(143), &hex(146)]);
    assert_format("bip340sig", &[&hex(128)], &[&hex(126), &hex(127), &hex(130)]);
}

#[test]
fn channels_and_outputs() {
    let greatest = "16777215x16777215x65535";
    let too_great = ["16777216x1x1", "1x16777216x1", "1x1x65536"];
    let malformed = ["", "1x1", "1x1x1x1", "1x1x", "x1x1", "1X1X1", "-1x1x1", "+1x1x1", "1x1x1/0", "1x1x1 "];
    assert_format("short_channel_id", &["0x0x0", "103x1x0", greatest], &[&too_great[..], &malformed].concat());
    assert_format("short_channel_id_dir", &["103x1x0/0", "103x1x0/1"], &["103x1x0", "103x1x0/2", "103x1/0", "/0"]);
    let output = |n: &str| format!("{}:{n}", hex(64));
    let refused = [&output("010"), &output("00"), &output("4294967296"), &output("-1"), &output(""), &hex(64), "00:1"];
    assert_format("outpoint", &[&output("0"), &output("4294967295")], &refused);
}

#[test]
fn amounts() {
    let taken = ["0", "10000", "10000msat", "0msat", "007sat", "1btc", "1.5btc", "0.0003btc", "0.00000010btc"];
    let refused = [
        "",
        "msat",
        "1.5",
        "1.0msat",
        "10.000sat",
        "10.sat",
        ".000sat",
        "1.btc",
        ".1btc",
        "-1",
        "+1sat",
        "1 sat",
        "1SAT",
        "all",
    ];
    for name in ["msat", "sat"] {
        assert_format(name, &taken, &refused);
    }
    assert_format("msat_or_all", &["all", "1sat"], &["any", "ALL", ""]);
    assert_format("msat_or_any", &["any", "1sat"], &["all"]);
    assert_format("sat_or_all", &["all", "1sat"], &["any"]);
}

#[test]
fn amounts_are_whole_numbers_of_their_unit() {
    let finer = ["1500msat", "0.000000100btc", "0.00000010000btc", "0.00000010001btc", "00msat", "000msat"];
    assert_format("sat", &["0msat", "0000msat", "1000msat", "0.00000010btc"], &finer);
    assert_format("msat", &finer, &["0.000000100000btc"]);
}

#[test]
fn amounts_fit_64_bits_of_their_unit() {
    let most = "18446744073709551615";
    let absurd = format!("\"{}btc\"", "9".repeat(60));
    let in_msat = ["\"18446744073709551616\"", "\"18446744073709551616msat\"", "\"18446744073709552sat\"", &absurd];
    assert_type("msat", &[&format!("\"{most}msat\"")[..], "\"184467440.73709551615btc\""], "range", &in_msat);
    let in_sat = ["\"18446744073709551616\"", "\"18446744073709551616sat\"", "\"184467440738btc\"", &absurd];
    assert_type("sat", &[&format!("\"{most}\"")[..], "\"184467440737btc\""], "range", &in_sat);
}

#[test]
fn fee_rates() {
    let names = ["slow", "normal", "urgent", "minimum", "opening", "mutual_close", "unilateral_close"];
    let more = ["delayed_to_us", "htlc_resolution", "penalty", "min_acceptable", "max_acceptable"];
    let numbers = ["0", "4000", "253perkw", "1000perkb", "6blocks", "4294967295perkw"];
    let refused = [
        "",
        "fast",
        "Slow",
        "00",
        "04000",
        "010blocks",
        "4294967296",
        "perkw",
        "1.5perkw",
        "-1blocks",
        "253 perkw",
        "4294967296perkb",
    ];
    assert_format("feerate", &[&names[..], &more, &numbers].concat(), &refused);
}

#[test]
fn currencies() {
    assert_format(
        "currency",
        &["1USD", "1.50USD", "0.001EUR"],
        &["", "USD", "1.USD", ".5USD", "1usd", "1US", "1USDT", "1é"],
    );
}

#[test]
fn maps() {
    let outputs = r#"{"properties": {"a": {"items": {"type": "outputdesc"}}}}"#;
    assert_request(outputs, r#"{"a": [{"addr1": 1000, "addr/2": "10sat", "x": "all"}, {}]}"#, &[]);
    assert_request(outputs, r#"{"a": [{"addr/2": "1x", "b": 1.0}]}"#, &["/a/0/addr~12 format", "/a/0/b integer"]);
    assert_request(outputs, r#"{"a": ["addr1", {"b": true}]}"#, &["/a/0 type", "/a/1/b type"]);
    let texts = r#"{"properties": {"a": {"type": "string_map"}}}"#;
    assert_request(texts, r#"{"a": {"x": "1", "y": ""}}"#, &[]);
    assert_request(texts, r#"{"a": {"x": 1}}"#, &["/a/x type"]);
    assert_request(texts, r#"{"a": []}"#, &["/a type"]);
}
