//! Rust's own types as scalars: `bool`, the integers and `String`.

use crate::rules::Rule;
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

impl Scalar for bool {
    const EXPECTED: &'static str = "true or false";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Bool(value) => Ok(value),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }
}

scalar_slot!(bool, placeholder: false, view: |value| ValueRef::Bool(*value));

/// Tells a number that is out of range from one that is no integer at all.
fn integer_refused(text: &str, expected: &'static str) -> TokenError {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    TokenError { rule: if is_integer { Rule::Range } else { Rule::Integer }, expected }
}

macro_rules! integer_scalars {
    ($($type:ty, $range:literal, |$value:ident| $view:expr;)*) => {$(
        impl Scalar for $type {
            const EXPECTED: &'static str = concat!("an integer from ", $range);

            fn read(token: Token<'_>) -> Result<Self, TokenError> {
                match token {
                    // Rust reads a leading plus sign, which no JSON number has.
                    Token::Number(text) if !text.starts_with('+') => {
                        text.parse().map_err(|_| integer_refused(text, Self::EXPECTED))
                    }
                    Token::Number(_) => Err(TokenError { rule: Rule::Integer, expected: Self::EXPECTED }),
                    _ => Err(TokenError::kind(Self::EXPECTED)),
                }
            }
        }

        scalar_slot!(
            $type,
            placeholder: 0,
            view: |$value| $view,
            fn put_unsigned(&mut self, number: u64) -> Result<(), TokenError> {
                *self = number.try_into().map_err(|_| TokenError::range(Self::EXPECTED))?;
                Ok(())
            }
        );
    )*};
}

integer_scalars! {
    u8, "0 to 255", |value| ValueRef::Unsigned(u64::from(*value));
    u16, "0 to 65535", |value| ValueRef::Unsigned(u64::from(*value));
    u32, "0 to 4294967295", |value| ValueRef::Unsigned(u64::from(*value));
    u64, "0 to 18446744073709551615", |value| ValueRef::Unsigned(*value);
    i64, "-9223372036854775808 to 9223372036854775807", |value| ValueRef::Signed(*value);
}

impl Scalar for String {
    const EXPECTED: &'static str = "a string";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            // Checked where it was copied to, which is aligned and at hand.
            Token::Text(text) => Self::from_utf8(text.to_vec()).map_err(|_| TokenError::format(Self::EXPECTED)),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }

    fn check(token: Token<'_>) -> Result<(), TokenError> {
        match token {
            Token::Text(_) => Ok(()),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }
}

scalar_slot!(
    String,
    placeholder: Self::new(),
    view: |value| ValueRef::Text(value),
    fn put_str(&mut self, text: &str) -> Result<(), TokenError> {
        text.clone_into(self);
        Ok(())
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Placeholder, Reflect};

    fn rule<T: Scalar>(text: &str) -> Option<Rule> {
        T::check(Token::Number(text)).err().map(|refused| refused.rule)
    }

    #[test]
    fn integers_at_their_bounds() {
        assert_eq!(u8::read(Token::Number("255")), Ok(255));
        assert_eq!(rule::<u8>("256"), Some(Rule::Range));
        assert_eq!(u16::read(Token::Number("65535")), Ok(65535));
        assert_eq!(rule::<u16>("65536"), Some(Rule::Range));
        assert_eq!(u32::read(Token::Number("4294967295")), Ok(u32::MAX));
        assert_eq!(rule::<u32>("4294967296"), Some(Rule::Range));
        assert_eq!(u64::read(Token::Number("18446744073709551615")), Ok(u64::MAX));
        assert_eq!(rule::<u64>("18446744073709551616"), Some(Rule::Range));
        assert_eq!(i64::read(Token::Number("-9223372036854775808")), Ok(i64::MIN));
        assert_eq!(rule::<i64>("-9223372036854775809"), Some(Rule::Range));
        assert_eq!(rule::<i64>("9223372036854775808"), Some(Rule::Range));
    }

    #[test]
    fn numbers_above_two_to_the_53_keep_every_digit() {
        assert_eq!(u64::read(Token::Number("8789338917165744446")), Ok(8_789_338_917_165_744_446));
    }

    #[test]
    fn points_and_exponents_are_no_integers() {
        for text in ["1.0", "1.5", "1e3", "1E3", "-1.0", "0e0", "-", "+1"] {
            assert_eq!(rule::<u64>(text), Some(Rule::Integer), "{text}");
            assert_eq!(rule::<i64>(text), Some(Rule::Integer), "{text}");
        }
    }

    #[test]
    fn minus_is_out_of_an_unsigned_range_even_before_zero() {
        assert_eq!(rule::<u64>("-1"), Some(Rule::Range));
        assert_eq!(rule::<u8>("-0"), Some(Rule::Range));
        assert_eq!(i64::read(Token::Number("-0")), Ok(0));
    }

    #[test]
    fn another_kind_is_a_type_error() {
        let kind = |expected| Err(TokenError::kind(expected));
        assert_eq!(u64::check(Token::Text(b"1")), kind(u64::EXPECTED));
        assert_eq!(bool::check(Token::Number("1")), kind("true or false"));
        assert_eq!(String::check(Token::Null), kind("a string"));
        assert_eq!(String::check(Token::Json("\"a\"")), kind("a string"));
    }

    #[test]
    fn slots_take_and_show() {
        let mut text = String::placeholder();
        assert_eq!(text.put(Token::Text("ä\n".as_bytes())), Ok(()));
        assert!(matches!(text.view(), ValueRef::Text("ä\n")));
        let mut flag = bool::placeholder();
        assert_eq!(flag.put(Token::Bool(true)), Ok(()));
        assert!(matches!(flag.view(), ValueRef::Bool(true)));
        assert!(matches!((-5_i64).view(), ValueRef::Signed(-5)));
        assert!(matches!(5_u16.view(), ValueRef::Unsigned(5)));
    }
}
