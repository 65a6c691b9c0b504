//! Instances that are right, and what becomes of them by small changes.

use cln_codegen::model::{Method, TypeDef};
use cln_codegen::schema::{Document, Side};
use serde_json::{Map, Value, json};

/// Makes mutants of examples.
pub(super) struct Mutator {
    state: u64,
    examples: Vec<Value>,
    /// All names of fields.
    names: Vec<String>,
    /// The names of the parameters, in the order of their positions; empty if there are no positions.
    positions: Vec<String>,
    /// Values that may stand anywhere.
    values: Vec<Value>,
}

impl Mutator {
    pub(super) fn new(method: &Method, document: &Document, side: Side) -> Self {
        let mut examples: Vec<Value> = document
            .examples
            .iter()
            .map(|example| if side == Side::Request { &example.params } else { &example.response })
            // A number such as 1e400 is none to serde_json.
            .filter_map(|node| serde_json::from_str(&node.to_json()).ok())
            .map(without_whole_floats)
            .collect();
        examples.push(json!({}));
        let mut names = vec!["unheard_of".to_owned()];
        let mut values = values();
        let mut positions = Vec::new();
        for def in &method.types {
            match def {
                TypeDef::Struct(def) => {
                    names.extend(def.fields.iter().map(|field| field.wire.clone()));
                    if def.params && side == Side::Request {
                        positions = def.fields.iter().map(|field| field.wire.clone()).collect();
                    }
                }
                TypeDef::Enum(def) => values.extend(def.values.iter().map(|value| json!(value.wire))),
                TypeDef::Union(_) => {}
            }
        }
        let mut mutator = Self { state: 7, examples, names, positions, values };
        let by_position: Vec<Value> =
            mutator.examples.iter().filter_map(|example| mutator.by_position(example)).collect();
        mutator.examples.extend(by_position);
        for example in mutator.examples.clone() {
            collect(&example, &mut mutator.values);
        }
        mutator
    }

    pub(super) fn examples(&self) -> Vec<Value> {
        self.examples.clone()
    }

    /// An example with one to three changes.
    pub(super) fn mutant(&mut self) -> Value {
        let index = self.roll(self.examples.len());
        let mut mutant = self.examples[index].clone();
        for _ in 0..=self.roll(3) {
            self.change(&mut mutant);
        }
        mutant
    }

    fn by_position(&self, example: &Value) -> Option<Value> {
        let named = example.as_object().filter(|_| !self.positions.is_empty())?;
        let mut array: Vec<Value> =
            self.positions.iter().map(|name| named.get(name).cloned().unwrap_or(Value::Null)).collect();
        while array.last().is_some_and(Value::is_null) {
            array.pop();
        }
        Some(Value::Array(array))
    }

    /// A number below `sides` (SplitMix64).
    fn roll(&mut self, sides: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides.max(1) as u64).unwrap()
    }

    fn any_value(&mut self) -> Value {
        let index = self.roll(self.values.len());
        self.values[index].clone()
    }

    fn any_name(&mut self) -> String {
        let index = self.roll(self.names.len());
        self.names[index].clone()
    }

    /// Changes the value, or something in it.
    fn change(&mut self, value: &mut Value) {
        let deeper = self.roll(4) > 0;
        match value {
            Value::Object(members) if deeper && !members.is_empty() => self.change_member(members),
            Value::Object(members) => {
                let name = self.any_name();
                members.insert(name, self.any_value());
            }
            Value::Array(elements) if deeper && !elements.is_empty() => {
                let index = self.roll(elements.len());
                match self.roll(6) {
                    0 => drop(elements.remove(index)),
                    1 => elements[index] = self.any_value(),
                    2 => elements[index] = Value::Null,
                    _ => self.change(&mut elements[index]),
                }
            }
            Value::Array(elements) => {
                let more = if self.roll(3) == 0 { Value::Null } else { self.any_value() };
                elements.push(more);
            }
            Value::String(text) if deeper => *text = self.other_text(text),
            Value::Number(number) if deeper => {
                if let Some(number) = number.as_u64() {
                    *value =
                        json!([number.wrapping_add(1), number.wrapping_sub(1), number.wrapping_mul(3)][self.roll(3)]);
                }
            }
            _ => *value = self.any_value(),
        }
    }

    fn change_member(&mut self, members: &mut Map<String, Value>) {
        let names: Vec<String> = members.keys().cloned().collect();
        let name = &names[self.roll(names.len())];
        match self.roll(6) {
            0 => drop(members.remove(name)),
            1 => drop(members.insert(name.clone(), self.any_value())),
            2 => {
                let moved = members.remove(name).unwrap();
                members.insert(self.any_name(), moved);
            }
            _ => self.change(members.get_mut(name).unwrap()),
        }
    }

    fn other_text(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let place = self.roll(letters.len());
        match self.roll(7) {
            0 => drop(letters.pop()),
            1 => letters.extend(letters.last().copied()),
            2 => letters.push('\n'),
            3 => letters = text.to_uppercase().chars().collect(),
            4 => letters.insert(place, '0'),
            5 => letters.iter_mut().skip(place).take(1).for_each(|letter| *letter = 'g'),
            _ => letters.iter_mut().skip(place).take(1).for_each(|letter| *letter = '9'),
        }
        letters.into_iter().collect()
    }
}

/// The value without numbers such as `1.0`, which are integers to JSON Schema alone.
fn without_whole_floats(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, without_whole_floats(value))).collect()
        }
        Value::Array(elements) => elements.into_iter().map(without_whole_floats).collect(),
        Value::Number(number) if number.is_f64() && number.as_f64().is_some_and(|float| float.fract() == 0.0) => {
            json!(0.5)
        }
        other => other,
    }
}

/// All scalars and parts of a value.
fn collect(value: &Value, into: &mut Vec<Value>) {
    match value {
        Value::Object(members) => members.values().for_each(|value| collect(value, into)),
        Value::Array(elements) => elements.iter().for_each(|value| collect(value, into)),
        _ => {}
    }
    if into.len() < 300 && !into.contains(value) {
        into.push(value.clone());
    }
}

/// Values at the bounds of the types. Numbers that two spellings write are not among them.
fn values() -> Vec<Value> {
    let hash = "0123456789abcdef".repeat(4);
    let mut values =
        vec![json!(null), json!(true), json!(false), json!([]), json!({}), json!([null]), json!({"a": "1sat"})];
    let numbers = ["0", "1", "-1", "1.5", "255", "256", "65535", "65536", "4294967295", "4294967296"];
    let wide = ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615"];
    values.extend(numbers.iter().chain(&wide).map(|text| serde_json::from_str(text).unwrap()));
    let texts = [
        "",
        "a",
        "all",
        "any",
        "slow",
        "1",
        "007",
        "18446744073709551615msat",
        "18446744073709551616msat",
        "18446744073709551sat",
        "18446744073709552sat",
        "18446744073709551.615sat",
        "18446744073709551.616sat",
        "1.000sat",
        "1.001sat",
        "184467440btc",
        "184467441btc",
        "0.00000001btc",
        "0.00000001001btc",
        "1.5btc",
        "1.btc",
        "184467440.73709551615btc",
        "184467440.73709551616btc",
        "184467440.8btc",
        "4294967295",
        "4294967296",
        "06blocks",
        "4294967295perkw",
        "4294967296perkw",
        "6blocks",
        "1.50USD",
        "16777215x16777215x65535",
        "16777216x0x0",
        "0x16777216x0",
        "0x0x65536",
        "000000103x1x0/1",
        "103x1x0/2",
        "äöü",
    ];
    values.extend(texts.map(Value::from));
    values.extend(
        [
            format!("{hash}:4294967295"),
            format!("{hash}:4294967296"),
            format!("02{hash}"),
            format!("04{hash}"),
            hash.repeat(2),
            "ab".repeat(72),
            "ab".repeat(73),
            hash,
        ]
        .map(Value::from),
    );
    values
}
