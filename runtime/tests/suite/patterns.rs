//! The patterns of the types match what the types read, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use cln_runtime::__private::Token;
use cln_runtime::rules::ScalarKind;
use serde_json::{Value, json};

const KINDS: &[ScalarKind] = &[
    ScalarKind::Hash,
    ScalarKind::Secret,
    ScalarKind::Txid,
    ScalarKind::PublicKey,
    ScalarKind::Hex,
    ScalarKind::Signature,
    ScalarKind::Bip340Signature,
    ScalarKind::ShortChannelId,
    ScalarKind::ShortChannelIdDir,
    ScalarKind::Outpoint,
    ScalarKind::Msat,
    ScalarKind::MsatOrAll,
    ScalarKind::MsatOrAny,
    ScalarKind::Sat,
    ScalarKind::SatOrAll,
    ScalarKind::Feerate,
    ScalarKind::Currency,
];

/// Where a range of some type ends, or a number of digits changes.
const TURNS: &[u128] = &[
    0,
    9,
    10,
    99,
    999,
    1_000,
    65_535,
    16_777_215,
    99_999_999,
    184_467_440,
    4_294_967_295,
    184_467_440_737,
    18_446_744_073_709_551,
    18_446_744_073_709_551_615,
    18_446_744_073_709_551_615_000,
];

/// Numbers around the ends of ranges, written with and without zeros before them.
fn numbers() -> Vec<String> {
    let mut numbers = Vec::new();
    for &turn in TURNS {
        for number in turn.saturating_sub(2)..=turn + 2 {
            numbers.extend([number.to_string(), format!("00{number}")]);
        }
        // One digit more or less in each place.
        let digits = turn.to_string();
        for place in 0..digits.len() {
            let (before, after) = digits.split_at(place);
            let digit: u8 = after[..1].parse().unwrap();
            for other in [digit.wrapping_sub(1), digit + 1].into_iter().filter(|other| *other < 10) {
                numbers.push(format!("{before}{other}{}", &after[1..]));
                numbers.push(format!("{before}{other}{}", "9".repeat(after.len() - 1)));
            }
        }
    }
    numbers.push("0".repeat(60) + "1");
    numbers.push(String::new());
    numbers.sort();
    numbers.dedup();
    numbers
}

/// The number with a point before its last digits.
fn with_point(number: &str, places: usize) -> Option<String> {
    let (whole, decimals) = number.split_at_checked(number.len().checked_sub(places)?)?;
    Some(format!("{whole}.{decimals}"))
}

fn texts() -> Vec<String> {
    let hash = "0123456789abcdefABCDEF0123456789".repeat(2);
    let mut texts: Vec<String> = Vec::new();
    for number in numbers() {
        for unit in
            ["", "msat", "000msat", "sat", "btc", "perkw", "perkb", "blocks", "USD", "usd", "USDT", "US", " sat", "SAT"]
        {
            texts.push(format!("{number}{unit}"));
        }
        for places in [0, 1, 2, 3, 7, 8, 9, 10, 11, 12] {
            let amount = with_point(&number, places);
            texts.extend(
                amount
                    .into_iter()
                    .flat_map(|amount| ["", "sat", "msat", "btc", "EUR"].map(|unit| format!("{amount}{unit}"))),
            );
        }
        texts.extend([
            format!("{number}x1x0"),
            format!("1x{number}x0"),
            format!("1x1x{number}"),
            format!("1x{number}x1/1"),
            format!("{hash}:{number}"),
        ]);
    }
    texts.extend(
        ["slow", "urgent", "opening", "min_acceptable", "Slow", "slower", "all", "any", "ALL"].map(str::to_owned),
    );
    texts.extend(["1x1x1/0", "1x1x1/2", "1x1x1/01", "1x1x1x1", "1x1", "xx", "-1x1x1", "1x1x1/"].map(str::to_owned));
    for length in [0, 1, 2, 62, 63, 64, 65, 66, 126, 128, 130, 142, 143, 144, 145, 146] {
        for start in ["", "00", "02", "03", "04", "0x", "0g"] {
            let text: String = start.chars().chain(hash.chars().cycle()).take(length).collect();
            texts.push(text);
        }
    }
    let ends: Vec<String> = texts
        .iter()
        .step_by(7)
        .flat_map(|text| [format!("{text}\n"), format!("\n{text}"), format!("{text} ")])
        .collect();
    texts.extend(ends);
    texts.extend(["\u{661}sat", "\u{ff11}", "\u{661}x1x1"].map(str::to_owned));
    texts
}

#[test]
fn patterns_match_what_the_types_read() {
    let texts: Vec<Value> = texts().into_iter().map(Value::from).collect();
    for kind in KINDS {
        let schema = json!({ "type": "string", "pattern": kind.pattern().unwrap() });
        let pattern = jsonschema::draft202012::new(&schema).unwrap();
        let (mut read, mut refused) = (0, 0);
        for text in &texts {
            let is_read = kind.check(Token::Text(text.as_str().unwrap().as_bytes())).is_ok();
            assert_eq!(pattern.is_valid(text), is_read, "{kind:?}: {text}");
            *if is_read { &mut read } else { &mut refused } += 1;
        }
        assert!(read > 1 && refused > 1, "{kind:?}: {read} read, {refused} refused");
    }
}

#[test]
fn the_other_types_have_no_pattern() {
    for kind in [ScalarKind::String, ScalarKind::U64, ScalarKind::MsatInteger, ScalarKind::StringMap, ScalarKind::Json]
    {
        assert_eq!(kind.pattern(), None, "{kind:?}");
    }
}

/// So that they mean the same to every engine.
#[test]
fn patterns_use_what_all_engines_have() {
    for kind in KINDS {
        let pattern = kind.pattern().unwrap();
        assert!(pattern.starts_with("^(") && pattern.ends_with(")$"), "{pattern}");
        let escapes = pattern.split('\\').skip(1);
        assert!(escapes.into_iter().all(|rest| rest.starts_with('.')), "{pattern}");
        assert!(!pattern.contains("(?") && pattern.is_ascii(), "{pattern}");
    }
}
