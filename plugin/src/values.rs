//! The values of options: read as a node writes them, given out typed.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use cln_protocol::lax::elements;
use cln_protocol::option_text::{integer, truth};
use cln_protocol::wire::Value as Written;
use cln_runtime::{Json, visible};

use crate::option::{Declared, Default, Kind};

/// One value of an option. It has no `Debug`, since some options are secrets.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Int(i64),
    Bool(bool),
}

/// What an option can be as.
pub trait OptionValue: Sealed {}

impl<T: Sealed> OptionValue for T {}

pub(crate) mod sealed {
    use super::Value;

    /// Made of the values that there are, of which there may be none.
    pub trait Sealed: Sized {
        #[doc(hidden)]
        fn of(values: &[ValueOf]) -> Self;
    }

    /// A value, for those who cannot name it.
    #[allow(missing_debug_implementations, reason = "some options are secrets")]
    pub struct ValueOf(pub(crate) Value);
}

use sealed::{Sealed, ValueOf};

impl Sealed for Option<i64> {
    fn of(values: &[ValueOf]) -> Self {
        Vec::of(values).pop()
    }
}

impl Sealed for i64 {
    fn of(values: &[ValueOf]) -> Self {
        Option::of(values).unwrap_or_default()
    }
}

impl Sealed for Vec<i64> {
    fn of(values: &[ValueOf]) -> Self {
        values.iter().filter_map(|value| if let Value::Int(number) = value.0 { Some(number) } else { None }).collect()
    }
}

impl Sealed for Option<String> {
    fn of(values: &[ValueOf]) -> Self {
        Vec::of(values).pop()
    }
}

impl Sealed for String {
    fn of(values: &[ValueOf]) -> Self {
        Option::of(values).unwrap_or_default()
    }
}

impl Sealed for Vec<String> {
    fn of(values: &[ValueOf]) -> Self {
        let text = |value: &ValueOf| if let Value::Text(text) = &value.0 { Some(text.clone()) } else { None };
        values.iter().filter_map(text).collect()
    }
}

impl Sealed for Option<bool> {
    fn of(values: &[ValueOf]) -> Self {
        values.iter().find_map(|value| if let Value::Bool(is_true) = value.0 { Some(is_true) } else { None })
    }
}

impl Sealed for bool {
    fn of(values: &[ValueOf]) -> Self {
        Option::of(values).unwrap_or_default()
    }
}

/// The values of all options by name. What nobody has set is its default.
#[derive(Default)]
pub(crate) struct Values(RwLock<BTreeMap<&'static str, Vec<Value>>>);

impl Values {
    /// Sets an option; what it was before, if it was set.
    pub(crate) fn set(&self, name: &'static str, values: Vec<Value>) -> Option<Vec<Value>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(name, values)
    }

    /// Makes an option what it was before.
    pub(crate) fn restore(&self, name: &'static str, before: Option<Vec<Value>>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match before {
            Some(values) => drop(known.insert(name, values)),
            None => drop(known.remove(name)),
        }
    }

    pub(crate) fn get<T: OptionValue>(&self, option: &Declared) -> T {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let values = known.get(option.name).cloned().unwrap_or_else(|| of_default(option));
        T::of(&values.into_iter().map(ValueOf).collect::<Vec<_>>())
    }
}

fn of(default: Default) -> Value {
    match default {
        Default::Text(text) => Value::Text(text.to_owned()),
        Default::Int(number) => Value::Int(number),
        Default::Bool(is_true) => Value::Bool(is_true),
    }
}

fn of_default(option: &Declared) -> Vec<Value> {
    option.default.into_iter().map(of).collect()
}

/// Reads what `init` says of an option. A text that is the default comes with its escapes doubled.
pub(crate) fn given(option: &Declared, written: Written<'_>) -> Result<Vec<Value>, String> {
    let given = |written: Written<'_>| {
        let text = written.unescaped();
        match option.default {
            Some(default @ Default::Text(known)) if text == escaped(known) => Ok(of(default)),
            _ => one(option, &text),
        }
    };
    if option.is_multi && written.is_array() {
        return elements(written).map(given).collect();
    }
    Ok(vec![given(written)?])
}

/// Reads what `setconfig` sets an option to; a flag has no value.
pub(crate) fn changed(option: &Declared, written: Option<Written<'_>>) -> Result<Vec<Value>, String> {
    let values = match written {
        None if option.kind == Kind::Flag => vec![Value::Bool(true)],
        None => return Err("expected a value, found none".to_owned()),
        Some(written) if written.is_array() && !option.is_multi => {
            return Err("expected one value, found a list of them".to_owned());
        }
        Some(written) if written.is_array() => {
            elements(written).map(|written| one(option, &written.unescaped())).collect::<Result<_, _>>()?
        }
        Some(written) => vec![one(option, &written.unescaped())?],
    };
    // The node keeps and lists an integer as it was typed: it ends if that is `0x10`, and `010` is no JSON to its callers.
    let is_plain = |written: Written<'_>| {
        let text = written.unescaped();
        integer(&text).is_some_and(|number| number.to_string() == text)
    };
    let is_listed = |written: Written<'_>| {
        if written.is_array() { elements(written).all(is_plain) } else { is_plain(written) }
    };
    match written {
        Some(written) if option.kind == Kind::Int && !is_listed(written) => {
            Err("expected an integer in decimal digits".to_owned())
        }
        _ => Ok(values),
    }
}

/// Reads one value. What is said of a wrong one has no double quotes: a node escapes them again in its answer to `setconfig`.
fn one(option: &Declared, text: &str) -> Result<Value, String> {
    let read = match option.kind {
        Kind::String | Kind::Conceal => Some(Value::Text(text.to_owned())),
        Kind::Int => integer(text).map(Value::Int),
        Kind::Bool | Kind::Flag => truth(text).map(Value::Bool),
    };
    read.ok_or_else(|| match option.kind {
        Kind::Int => format!("expected an integer of 64 bits, found '{}'", visible(text)),
        _ => format!("expected true or false, found '{}'", visible(text)),
    })
}

/// What stands between the quotes of a text in JSON.
fn escaped(text: &str) -> String {
    let json = Json::from(text);
    let quoted = json.as_str();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}
