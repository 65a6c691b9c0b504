//! Channels, outpoints, feerates and currencies.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cln_runtime::__private::{Reflect, Scalar, Token, TokenError, ValueRef};
use cln_runtime::{Currency, Feerate, Outpoint, Rule, ShortChannelId, ShortChannelIdDir, Txid};
use proptest::prelude::*;

fn text<T: Scalar>(text: &str) -> Result<T, Rule> {
    T::read(Token::Text(text.as_bytes())).map_err(|refused| refused.rule)
}

fn shown<T: Reflect>(value: &T) -> String {
    match value.view() {
        ValueRef::Display(value) => value.to_string(),
        _ => String::new(),
    }
}

#[test]
fn short_channel_ids_at_their_bounds() {
    let last: ShortChannelId = "16777215x16777215x65535".parse().unwrap();
    assert_eq!((last.block(), last.transaction(), last.output()), (16_777_215, 16_777_215, 65_535));
    assert_eq!(u64::from(last), u64::MAX);
    assert_eq!(text("0x0x0"), Ok(ShortChannelId::from(0)));
    assert_eq!(text("0103x01x010"), Ok(ShortChannelId::new(103, 1, 10).unwrap()), "every node reads it as decimal");
    for beyond in ["16777216x0x0", "0x16777216x0", "0x0x65536", "99999999999999999999999999999999999999999x0x0"] {
        assert_eq!(text::<ShortChannelId>(beyond), Err(Rule::Format), "{beyond}");
    }
    assert_eq!(ShortChannelId::new(1 << 24, 0, 0), None);
    assert_eq!(ShortChannelId::new(0, 1 << 24, 0), None);
}

#[test]
fn short_channel_ids_have_three_numbers() {
    for wrong in [
        "", "1", "1x2", "1x2x", "x1x2", "1xx2", "1x2x3x4", "1x2x3x", "1X2X3", "1:2:3", "-1x2x3", "+1x2x3", " 1x2x3",
        "1x2x3 ", "1x2x3/0", "0x1ax2x3", "1.0x2x3",
    ] {
        assert_eq!(text::<ShortChannelId>(wrong), Err(Rule::Format), "{wrong:?}");
    }
    assert_eq!(ShortChannelId::check(Token::Number("1")), Err(TokenError::kind(ShortChannelId::EXPECTED)));
}

#[test]
fn short_channel_ids_sort_by_block() {
    let scid = |text: &str| text.parse::<ShortChannelId>().unwrap();
    assert!(scid("9x99x9") < scid("10x0x0"));
    assert!(scid("10x1x9") < scid("10x2x0"));
}

#[test]
fn directions_are_0_and_1() {
    let half: ShortChannelIdDir = "103x1x0/1".parse().unwrap();
    assert_eq!((half.scid(), half.direction()), (ShortChannelId::new(103, 1, 0).unwrap(), 1));
    assert_eq!(shown(&half), "103x1x0/1");
    assert_eq!(half.opposite().opposite(), half);
    for wrong in ["103x1x0", "103x1x0/", "103x1x0/2", "103x1x0/01", "103x1x0/0/1", "/0", "16777216x1x0/0"] {
        assert_eq!(text::<ShortChannelIdDir>(wrong), Err(Rule::Format), "{wrong:?}");
    }
    assert_eq!(ShortChannelIdDir::new(half.scid(), 2), None);
}

#[test]
fn outpoints_at_their_bounds() {
    let txid = "ab".repeat(32);
    let last: Outpoint = format!("{txid}:4294967295").parse().unwrap();
    assert_eq!(last, Outpoint { txid: Txid::from([0xab; 32]), vout: u32::MAX });
    assert_eq!(shown(&last), format!("{txid}:4294967295"));
    for wrong in [
        format!("{txid}:4294967296"),
        format!("{txid}:"),
        format!("{txid}:-1"),
        format!("{txid}:0:0"),
        format!("{txid}:010"),
        format!("{txid}:00"),
        format!("{txid}0"),
        format!("{}:0", &txid[1..]),
        format!("0x{}:0", &txid[2..]),
        ":0".to_owned(),
        String::new(),
    ] {
        assert_eq!(text::<Outpoint>(&wrong), Err(Rule::Format), "{wrong:?}");
    }
}

#[test]
fn feerates_of_every_form() {
    for (wire, feerate) in [
        ("253perkw", Feerate::PerKw(253)),
        ("1000perkb", Feerate::PerKb(1000)),
        ("6blocks", Feerate::Blocks(6)),
        ("slow", Feerate::Slow),
        ("normal", Feerate::Normal),
        ("urgent", Feerate::Urgent),
        ("minimum", Feerate::Minimum),
        ("opening", Feerate::Opening),
        ("mutual_close", Feerate::MutualClose),
        ("unilateral_close", Feerate::UnilateralClose),
        ("delayed_to_us", Feerate::DelayedToUs),
        ("htlc_resolution", Feerate::HtlcResolution),
        ("penalty", Feerate::Penalty),
        ("min_acceptable", Feerate::MinAcceptable),
        ("max_acceptable", Feerate::MaxAcceptable),
    ] {
        assert_eq!(text(wire), Ok(feerate), "{wire}");
        assert_eq!(wire.parse(), Ok(feerate), "{wire}");
        assert_eq!(shown(&feerate), wire);
        assert_eq!(feerate.to_string(), wire);
    }
}

#[test]
fn plain_feerates_are_numbers_or_their_texts_in_json() {
    assert_eq!(Feerate::read(Token::Number("1000")), Ok(Feerate::Plain(1000)));
    assert!(matches!(Feerate::Plain(1000).view(), ValueRef::Unsigned(1000)));
    assert_eq!("1000".parse(), Ok(Feerate::Plain(1000)));
    assert_eq!(text("4000"), Ok(Feerate::Plain(4000)));
    assert_eq!(text("4294967295"), Ok(Feerate::Plain(u32::MAX)));
    for (number, rule) in [("-1", Rule::Range), ("4294967296", Rule::Range), ("1.5", Rule::Integer)] {
        let refused = Feerate::read(Token::Number(number)).unwrap_err();
        assert_eq!(refused, TokenError { rule, expected: Feerate::EXPECTED }, "{number}");
    }
    for wrong in [
        "",
        "perkw",
        "1perkwb",
        "1 perkw",
        "-1perkw",
        "1.5perkb",
        "blocks",
        "4294967296perkw",
        "Urgent",
        "fast",
        "010blocks",
        "0253perkw",
        "00",
        "4294967296",
        "+1",
        "1.0",
    ] {
        assert_eq!(text::<Feerate>(wrong), Err(Rule::Format), "{wrong:?}");
    }
}

#[test]
fn currencies_keep_their_digits() {
    for (wire, amount, code) in [("1.50USD", "1.50", "USD"), ("100JPY", "100", "JPY"), ("0.1AUD", "0.1", "AUD")] {
        let currency: Currency = wire.parse().unwrap();
        assert_eq!((currency.amount(), currency.code(), currency.as_str()), (amount, code, wire));
        assert!(matches!(currency.view(), ValueRef::Text(text) if text == wire));
        assert_eq!(format!("{currency:?}"), format!("Currency({wire})"));
    }
    for wrong in [
        "", "USD", "1.50", "1.50usd", "1.USD", ".5USD", "1.5.0USD", "-1USD", "1,5USD", "1 USD", "1USDT", "1US", "1UŠD",
        "1.50US1",
    ] {
        assert_eq!(text::<Currency>(wrong), Err(Rule::Format), "{wrong:?}");
        assert_eq!(Currency::check(Token::Text(wrong.as_bytes())), Err(TokenError::format(Currency::EXPECTED)));
    }
    assert_eq!(Currency::check(Token::Number("1")), Err(TokenError::kind(Currency::EXPECTED)));
}

proptest! {
    #[test]
    fn channels_round_trip(number: u64, direction in 0_u8..=1) {
        let scid = ShortChannelId::from(number);
        prop_assert_eq!(scid.to_string().parse(), Ok(scid));
        prop_assert_eq!(ShortChannelId::new(scid.block(), scid.transaction(), scid.output()), Some(scid));
        let half = ShortChannelIdDir::new(scid, direction).unwrap();
        prop_assert_eq!(half.to_string().parse(), Ok(half));
    }

    #[test]
    fn outpoints_and_feerates_round_trip(txid: [u8; 32], number: u32) {
        let outpoint = Outpoint { txid: txid.into(), vout: number };
        prop_assert_eq!(outpoint.to_string().parse(), Ok(outpoint));
        for feerate in [Feerate::Plain(number), Feerate::PerKb(number), Feerate::PerKw(number), Feerate::Blocks(number)] {
            prop_assert_eq!(feerate.to_string().parse(), Ok(feerate));
        }
    }

    #[test]
    fn currencies_round_trip(wire in "[0-9]{1,20}(\\.[0-9]{1,20})?[A-Z]{3}") {
        let currency: Currency = wire.parse().unwrap();
        prop_assert_eq!(currency.to_string(), wire);
    }

    #[test]
    fn no_text_panics(any in "\\PC*") {
        let _ = (any.parse::<ShortChannelIdDir>(), any.parse::<Outpoint>(), any.parse::<Feerate>(), any.parse::<Currency>());
    }
}
