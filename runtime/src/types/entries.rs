//! `outputdesc` and `string_map`: objects whose keys no schema lists.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use zeroize::Zeroize;

use super::{ParseError, SatOrAll};
use crate::encode::encode;
use crate::json::{Next, SliceSource, Source, SyntaxError, write_string};
use crate::rules::Rule;
use crate::value::{Placeholder, REDACTED, Reflect, Scalar, Token, TokenError, ValueRef, is_secret_name};

/// A JSON object that maps any keys to scalars, in the order in which they are given.
///
/// Used as [`StringMap`] and [`OutputDesc`]. An object that was read is written as it was: an amount of
/// `"10sat"` stays that string. Equality compares keys, values and their order.
#[derive(Clone)]
pub struct Entries<V> {
    list: Vec<(String, V)>,
    /// The compact JSON of `list`, because a view has to borrow its text.
    json: Vec<u8>,
}

/// Strings by any keys (type `string_map`).
///
/// ```
/// use cln_runtime::StringMap;
///
/// let mut map: StringMap = r#"{"b": "1", "a": "2"}"#.parse()?;
/// assert_eq!(map.get("b").map(String::as_str), Some("1"));
/// assert_eq!(map.insert("c", "3".to_owned()), None);
/// assert_eq!(map.to_string(), r#"{"b":"1","a":"2","c":"3"}"#);
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
pub type StringMap = Entries<String>;

/// What an on-chain transaction is to pay: amounts in satoshi, or all there is, by address (type
/// `outputdesc`).
///
/// ```
/// use cln_runtime::{OutputDesc, Sat, SatOrAll};
///
/// let address = "bcrt1qeyyk6sl5pr49ycpqyckvmttus5ttj25pd0zpvg";
/// let outputs = OutputDesc::from_iter([(address, Sat(10_000).into())]);
/// assert_eq!(outputs.to_string(), format!(r#"{{"{address}":10000}}"#));
/// assert_eq!(outputs.get(address), Some(&SatOrAll::Amount(Sat(10_000))));
/// ```
pub type OutputDesc = Entries<SatOrAll>;

impl<V> Entries<V> {
    /// The empty object.
    #[must_use]
    pub fn new() -> Self {
        Self { list: Vec::new(), json: b"{}".to_vec() }
    }

    /// The value at `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&V> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Keys and values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &V)> {
        self.list.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// How many keys there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The compact JSON text.
    #[must_use]
    pub fn as_json(&self) -> &str {
        std::str::from_utf8(&self.json).unwrap_or_default() // always UTF-8, being JSON
    }
}

impl<V: Reflect> Entries<V> {
    /// Puts `value` at `key`: in place of the old value, which is given back, or at the end.
    pub fn insert(&mut self, key: impl Into<String>, value: V) -> Option<V> {
        let key = key.into();
        if let Some((_, old)) = self.list.iter_mut().find(|(name, _)| *name == key) {
            let old = std::mem::replace(old, value);
            self.rewrite();
            return Some(old);
        }
        self.append(&key, &value);
        self.list.push((key, value));
        None
    }

    /// Adds an entry to the JSON text.
    fn append(&mut self, key: &str, value: &V) {
        self.json.pop(); // the closing brace
        if self.json.len() > 1 {
            self.json.push(b',');
        }
        write_string(key, &mut self.json);
        self.json.push(b':');
        encode(value, &mut self.json);
        self.json.push(b'}');
    }

    fn rewrite(&mut self) {
        self.json = b"{}".to_vec();
        let list = std::mem::take(&mut self.list);
        for (key, value) in &list {
            self.append(key, value);
        }
        self.list = list;
    }
}

/// What is wrong with an object: its JSON, a key that repeats, or a value.
enum Broken {
    Syntax,
    Duplicate,
    Value(Rule),
}

impl From<SyntaxError> for Broken {
    fn from(_: SyntaxError) -> Self {
        Self::Syntax
    }
}

impl<V: Scalar> Entries<V> {
    fn from_token(token: Token<'_>, expected: &'static str) -> Result<Self, TokenError> {
        let Token::Json(text) = token else {
            return Err(TokenError::kind(expected));
        };
        Self::from_json(text).map_err(|broken| match broken {
            Broken::Syntax => TokenError { rule: Rule::Json, expected },
            Broken::Duplicate => TokenError { rule: Rule::Duplicate, expected: "each key once" },
            Broken::Value(rule) => TokenError { rule, expected },
        })
    }

    fn from_json(text: &str) -> Result<Self, Broken> {
        let mut source = SliceSource::new(text.as_bytes());
        if source.peek()? != Next::Object {
            return Err(Broken::Value(Rule::Type));
        }
        source.enter_object()?;
        let mut list = Vec::new();
        while let Some(key) = source.next_key(list.is_empty())? {
            let key = String::from_utf8_lossy(key).into_owned();
            list.push((key, read_value(&mut source)?));
        }
        source.finish()?;
        let distinct: HashSet<&str> = list.iter().map(|(key, _)| key.as_str()).collect();
        if distinct.len() < list.len() {
            return Err(Broken::Duplicate);
        }
        Ok(Self { list, json: crate::json::compact(text)?.into_bytes() })
    }
}

fn read_value<V: Scalar>(source: &mut SliceSource<'_>) -> Result<V, Broken> {
    let token = match source.peek()? {
        Next::String => Token::Text(source.string()?),
        Next::Number => Token::Number(source.number()?),
        _ => return Err(Broken::Value(Rule::Type)),
    };
    V::read(token).map_err(|refused| Broken::Value(refused.rule))
}

macro_rules! entries_of {
    ($($name:literal of $value:ty: $expected:literal;)*) => {$(
        impl Scalar for Entries<$value> {
            const EXPECTED: &'static str = $expected;

            fn read(token: Token<'_>) -> Result<Self, TokenError> {
                Self::from_token(token, Self::EXPECTED)
            }
        }

        impl FromStr for Entries<$value> {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                Self::read(Token::Json(text)).map_err(|refused| ParseError::new($name, refused.expected, text))
            }
        }
    )*};
}

entries_of! {
    "StringMap" of String: "an object whose values are strings";
    "OutputDesc" of SatOrAll: "an object of addresses and amounts (in satoshi, or a string such as \"1000sat\" or \"all\")";
}

impl<V> Default for Entries<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> Placeholder for Entries<V> {
    fn placeholder() -> Self {
        Self::new()
    }
}

impl<V> Reflect for Entries<V>
where
    Self: Scalar,
{
    fn put(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        *self = Self::read(token)?;
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Json(self.as_json())
    }
}

impl<V: Reflect, K: Into<String>> FromIterator<(K, V)> for Entries<V> {
    /// Of two entries with the same key, the later value counts.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut all = Self::new();
        for (key, value) in entries {
            all.insert(key, value);
        }
        all
    }
}

impl<V: PartialEq> PartialEq for Entries<V> {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl<V: Eq> Eq for Entries<V> {}

impl<V> fmt::Display for Entries<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_json())
    }
}

/// The values of keys that sound secret are redacted.
impl<V: fmt::Debug> fmt::Debug for Entries<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (key, value) in self.iter() {
            if is_secret_name(key) {
                map.entry(&key, &format_args!("{REDACTED}"));
            } else {
                map.entry(&key, value);
            }
        }
        map.finish()
    }
}

impl<V: Zeroize> Zeroize for Entries<V> {
    fn zeroize(&mut self) {
        for (key, value) in &mut self.list {
            key.zeroize();
            value.zeroize();
        }
        self.list.clear();
        self.json.zeroize();
        self.json.extend_from_slice(b"{}");
    }
}
