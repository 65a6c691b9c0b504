//! Any JSON value, as a scalar.

use super::Number;
use crate::json::is_value;
use crate::rules::Rule;
use crate::value::{Json, Scalar, Token, TokenError, ValueRef, scalar_slot};

const NOT_JSON: TokenError = TokenError { rule: Rule::Json, expected: Json::EXPECTED };

impl Scalar for Json {
    const EXPECTED: &'static str = "a JSON value";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Null => Ok(Self::null()),
            Token::Bool(value) => Ok(Self::from(value)),
            Token::Number(_) => Number::read(token).map(Self::from),
            Token::Text(text) => std::str::from_utf8(text).map(Self::from).map_err(|_| NOT_JSON),
            Token::Json(text) => text.parse().map_err(|_| NOT_JSON),
        }
    }

    fn check(token: Token<'_>) -> Result<(), TokenError> {
        match token {
            Token::Json(text) if !is_value(text) => Err(NOT_JSON),
            Token::Number(_) => Number::check(token),
            _ => Ok(()),
        }
    }
}

scalar_slot!(Json, placeholder: Self::null(), view: |value| ValueRef::Json(value.as_str()));
