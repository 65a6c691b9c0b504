//! Amounts: exact, checked, and never taken for one another.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cln_runtime::__private::{Reflect, Scalar, Token, TokenError, ValueRef};
use cln_runtime::{AmountError, Msat, MsatOrAll, MsatOrAny, Rule, Sat, SatOrAll};
use proptest::prelude::*;

fn text<T: Scalar>(text: &str) -> Result<T, Rule> {
    T::read(Token::Text(text.as_bytes())).map_err(|refused| refused.rule)
}

fn number<T: Scalar>(text: &str) -> Result<T, Rule> {
    T::read(Token::Number(text)).map_err(|refused| refused.rule)
}

#[test]
fn a_bare_number_counts_the_unit_of_its_type() {
    assert_eq!(number("1000"), Ok(Msat(1000)));
    assert_eq!(number("1000"), Ok(Sat(1000)));
    assert_eq!(text("1000"), Ok(Msat(1000)));
    assert_eq!(text("1000"), Ok(Sat(1000)));
}

#[test]
fn the_same_string_is_the_same_amount() {
    for (amount, msat) in [
        ("0msat", 0),
        ("10000msat", 10_000),
        ("10sat", 10_000),
        ("007sat", 7_000),
        ("1btc", 100_000_000_000),
        ("1.5btc", 150_000_000_000),
        ("0.0003btc", 30_000_000),
        ("0.00000010btc", 10_000),
        ("20999999.97690000btc", 2_099_999_997_690_000_000),
    ] {
        assert_eq!(text(amount), Ok(Msat(msat)), "{amount}");
        assert_eq!(text(amount), Ok(Sat(msat / 1000)), "{amount}");
    }
}

#[test]
fn parts_of_a_satoshi_are_no_satoshi() {
    for amount in ["1msat", "999msat", "1001msat", "0.00000010001btc", "0.00000010000btc", "0.000000000btc"] {
        assert!(text::<Msat>(amount).is_ok(), "{amount}");
        assert_eq!(text::<Sat>(amount), Err(Rule::Format), "{amount}");
    }
    assert_eq!(
        "1msat".parse::<Sat>().unwrap_err().to_string(),
        "not a Sat: expected an amount: an integer in satoshi, or a string such as \"1000sat\", found \"1msat\"",
    );
}

#[test]
fn amounts_beyond_64_bits_are_out_of_range() {
    assert_eq!(number("18446744073709551615"), Ok(Msat::MAX));
    assert_eq!(text("18446744073709551615msat"), Ok(Msat::MAX));
    assert_eq!(text("184467440.73709551615btc"), Ok(Msat::MAX));
    assert_eq!(text("18446744073709551615sat"), Ok(Sat::MAX));
    assert_eq!(text("18446744073709551615000msat"), Ok(Sat::MAX));
    for amount in ["18446744073709551616", "18446744073709551616msat", "18446744073709552sat", "184467441btc"] {
        assert_eq!(text::<Msat>(amount), Err(Rule::Range), "{amount}");
    }
    assert_eq!(text::<Sat>("18446744073709551616sat"), Err(Rule::Range));
    assert_eq!(number::<Msat>("18446744073709551616"), Err(Rule::Range));
    assert_eq!(number::<Sat>("18446744073709551616"), Err(Rule::Range));
}

#[test]
fn numbers_are_integers_and_not_negative() {
    for (amount, rule) in [
        ("-1", Rule::Range),
        ("-0", Rule::Range),
        ("1.0", Rule::Integer),
        ("1.5", Rule::Integer),
        ("1e3", Rule::Integer),
    ] {
        assert_eq!(number::<Msat>(amount), Err(rule), "{amount}");
        assert_eq!(number::<Sat>(amount), Err(rule), "{amount}");
        assert_eq!(number::<SatOrAll>(amount), Err(rule), "{amount}");
    }
    for token in [Token::Null, Token::Bool(true), Token::Json("1")] {
        assert_eq!(Msat::check(token), Err(TokenError::kind(Msat::EXPECTED)));
        assert_eq!(Sat::check(token), Err(TokenError::kind(Sat::EXPECTED)));
        assert_eq!(MsatOrAny::check(token), Err(TokenError::kind(MsatOrAny::EXPECTED)));
    }
}

#[test]
fn the_wire_gets_integers() {
    assert!(matches!(Msat(1000).view(), ValueRef::Unsigned(1000)));
    assert!(matches!(Sat(1000).view(), ValueRef::Unsigned(1000)));
    assert_eq!(serde_json::to_string(&(Msat(1), Sat(2))).unwrap(), "[1,2]");
    assert_eq!(serde_json::from_str::<Msat>("\"1sat\"").unwrap(), Msat(1000));
    assert_eq!(serde_json::from_str::<Sat>("1").unwrap(), Sat(1));
}

#[test]
fn display_names_the_unit() {
    assert_eq!(Msat(1000).to_string(), "1000msat");
    assert_eq!(Sat(1).to_string(), "1sat");
    assert_eq!(MsatOrAll::Amount(Msat(1)).to_string(), "1msat");
    assert_eq!(SatOrAll::All.to_string(), "all");
    assert_eq!(MsatOrAny::Any.to_string(), "any");
}

#[test]
fn arithmetic_stops_at_the_bounds() {
    assert_eq!(Msat(1).checked_add(Msat(2)), Some(Msat(3)));
    assert_eq!(Msat::MAX.checked_add(Msat(1)), None);
    assert_eq!(Sat(3).checked_sub(Sat(2)), Some(Sat(1)));
    assert_eq!(Sat(2).checked_sub(Sat(3)), None);
    assert_eq!(Sat(2).checked_mul(3), Some(Sat(6)));
    assert_eq!(Sat::MAX.checked_mul(2), None);
    assert_eq!(Msat(7).checked_div(2), Some(Msat(3)));
    assert_eq!(Msat(7).checked_div(0), None);
    assert_eq!(Msat::checked_sum([Msat(1), Msat(2), Msat(3)]), Some(Msat(6)));
    assert_eq!(Msat::checked_sum([]), Some(Msat::ZERO));
    assert_eq!(Sat::checked_sum([Sat::MAX, Sat(1)]), None);
}

#[test]
fn conversions_say_how_they_round() {
    assert_eq!(Msat(1999).to_sat_floor(), Sat(1));
    assert_eq!(Msat(1001).to_sat_ceil(), Sat(2));
    assert_eq!(Msat(1000).to_sat_ceil(), Sat(1));
    assert_eq!(Msat(2000).to_sat_exact(), Some(Sat(2)));
    assert_eq!(Msat(2001).to_sat_exact(), None);
    assert_eq!(Msat::MAX.to_sat_ceil(), Sat(18_446_744_073_709_552));
    assert_eq!(Sat(18_446_744_073_709_551).to_msat(), Some(Msat(18_446_744_073_709_551_000)));
    assert_eq!(Sat(18_446_744_073_709_552).to_msat(), None);
}

#[test]
fn words_belong_to_their_types() {
    assert_eq!(text("all"), Ok(MsatOrAll::All));
    assert_eq!(text("any"), Ok(MsatOrAny::Any));
    assert_eq!(text("all"), Ok(SatOrAll::All));
    assert_eq!(text("10sat"), Ok(MsatOrAll::Amount(Msat(10_000))));
    assert_eq!(text("10sat"), Ok(SatOrAll::Amount(Sat(10))));
    assert_eq!(number("10"), Ok(MsatOrAny::Amount(Msat(10))));
    assert_eq!(text::<MsatOrAll>("any"), Err(Rule::Format));
    assert_eq!(text::<MsatOrAny>("all"), Err(Rule::Format));
    assert_eq!(text::<SatOrAll>("All"), Err(Rule::Format));
    assert!(matches!(SatOrAll::All.view(), ValueRef::Text("all")));
    assert!(matches!(SatOrAll::from(Sat(5)).view(), ValueRef::Unsigned(5)));
    assert_eq!((MsatOrAll::from(Msat(5)).amount(), MsatOrAll::All.amount()), (Some(Msat(5)), None));
}

proptest! {
    #[test]
    fn amounts_round_trip(amount: u64) {
        prop_assert_eq!(Msat(amount).to_string().parse(), Ok(Msat(amount)));
        prop_assert_eq!(Sat(amount).to_string().parse(), Ok(Sat(amount)));
        prop_assert_eq!(MsatOrAll::Amount(Msat(amount)).to_string().parse(), Ok(MsatOrAll::Amount(Msat(amount))));
    }

    #[test]
    fn every_form_agrees_with_integers(msat: u64) {
        let btc = format!("{}.{:011}", msat / 100_000_000_000, msat % 100_000_000_000);
        prop_assert_eq!(format!("{btc}btc").parse(), Ok(Msat(msat)));
        let fewest_decimals = format!("{}btc", btc.trim_end_matches('0')).replace(".btc", ".0btc");
        prop_assert_eq!(fewest_decimals.parse(), Ok(Msat(msat)));
        let btc = format!("{}.{:08}btc", msat / 100_000_000, msat % 100_000_000);
        prop_assert_eq!(btc.parse(), Ok(Sat(msat)));
    }

    #[test]
    fn rounding_brackets_the_amount(msat: u64) {
        let (floor, ceil) = (Msat(msat).to_sat_floor(), Msat(msat).to_sat_ceil());
        prop_assert!(ceil.0 - floor.0 <= 1);
        prop_assert_eq!(floor == ceil, Msat(msat).to_sat_exact().is_some());
        prop_assert!(floor.to_msat().unwrap() <= Msat(msat));
    }
}

#[test]
fn one_unit_becomes_the_other_exactly_or_not_at_all() {
    assert_eq!(Msat::try_from(Sat(21)), Ok(Msat(21_000)));
    assert_eq!(Msat::try_from(AmountError::MOST_SAT), Ok(Msat(18_446_744_073_709_551_000)));
    let sat = Sat(18_446_744_073_709_552);
    let error = Msat::try_from(sat).unwrap_err();
    assert_eq!(error, AmountError::TooLarge(sat));
    assert_eq!(
        error.to_string(),
        "expected at most 18446744073709551sat, which is what fits as millisatoshi, found 18446744073709552sat"
    );
    assert_eq!(Sat::try_from(Msat(21_000)), Ok(Sat(21)));
    let error = Sat::try_from(Msat(21_001)).unwrap_err();
    assert_eq!(error, AmountError::Fraction(Msat(21_001)));
    assert!(error.to_string().starts_with("expected a whole number of satoshi, found 21001msat;"), "{error}");
}

#[test]
fn a_sum_is_an_amount_or_none() {
    let amounts = [Msat(1), Msat(u64::MAX - 1)];
    assert_eq!(amounts.iter().sum::<Option<Msat>>(), Some(Msat::MAX));
    assert_eq!(amounts.into_iter().chain([Msat(1)]).sum::<Option<Msat>>(), None);
    assert_eq!([Sat(1), Sat(2)].iter().sum::<Option<Sat>>(), Some(Sat(3)));
    assert_eq!([Sat::MAX, Sat(1)].into_iter().sum::<Option<Sat>>(), None);
    assert_eq!(std::iter::empty::<Sat>().sum::<Option<Sat>>(), Some(Sat::ZERO));
}
