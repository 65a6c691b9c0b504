//! Random schemas of the dialect, each with an example that fits.

mod scalars;

use crate::dice::Dice;

use scalars::{BOUNDED, ENUMS, METHODS, NAMES, OF_USERS, SCALARS, TEXTS};

/// The deepest nesting of objects and arrays.
const DEPTH: usize = 4;

/// A schema and a value of it. The schema is its members, without braces.
#[derive(Clone)]
struct Place {
    schema: String,
    example: String,
}

impl Place {
    fn new(schema: impl Into<String>, example: impl Into<String>) -> Self {
        Self { schema: schema.into(), example: example.into() }
    }
}

/// A property of an object, and whether the example has it.
struct Property {
    name: String,
    place: Place,
    required: bool,
    given: bool,
}

/// A whole schema file, always the same for a seed.
#[must_use]
pub fn schema_file(seed: u64) -> String {
    schema_by(Dice::new(seed.wrapping_mul(0x5851_f42d_4c95_7f2d)))
}

/// A whole schema file, as the dice fall.
#[must_use]
pub fn schema_by(dice: Dice) -> String {
    let mut author = Author { dice, user: false };
    let kind = ["rpc", "rpc", "rpc", "notification", "hook"][author.dice.roll(5)];
    let name = author.pick(METHODS);
    let request = match kind {
        "notification" => Place::new("", "{}"),
        _ => author.side(kind == "rpc", kind == "rpc"),
    };
    let response = author.side(kind == "hook", false);
    let description = author.text();
    format!(
        r#"{{
  "{kind}": "{name}",
  "title": "Random",
  "description": ["{description}"],
  "request": {{{}}},
  "response": {{{}}},
  "errors": ["- 208: Nothing found.", "- 19535: Nobody knows."],
  "examples": [
    {{
      "request": {{"id": 1, "method": "{name}", "params": {}}},
      "response": {}
    }}
  ]
}}
"#,
        request.schema, response.schema, request.example, response.example
    )
}

struct Author {
    dice: Dice,
    /// Whether the user writes the instance, and not the node.
    user: bool,
}

impl Author {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.dice.roll(from.len())]
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.dice.roll(sides) == 0
    }

    fn text(&mut self) -> &'static str {
        self.pick(TEXTS)
    }

    /// A request or response.
    fn side(&mut self, user: bool, params: bool) -> Place {
        self.user = user;
        let mut properties = self.properties(0);
        let groups = if params { self.groups(&mut properties) } else { String::new() };
        let mut side = self.object_of(properties, user);
        side.schema.push_str(&groups);
        side
    }

    fn properties(&mut self, depth: usize) -> Vec<Property> {
        let count = self.dice.roll(7);
        let mut names: Vec<&str> = NAMES.to_vec();
        let property = |_| {
            let name = names.swap_remove(self.dice.roll(names.len())).to_owned();
            let mut place = self.place(depth + 1);
            self.decorate(&mut place);
            let required = self.one_in(2);
            Property { name, place, required, given: required || !self.one_in(3) }
        };
        (0..count).map(property).collect()
    }

    /// What is said of a property beside its type.
    fn decorate(&mut self, place: &mut Place) {
        let text = self.text();
        let said = [
            format!(r#""description": ["{text}"]"#),
            r#""added": "v23.05""#.to_owned(),
            r#""deprecated": ["v24.11", "v25.11"]"#.to_owned(),
            r#""deprecated": true"#.to_owned(),
            r#""hidden": true"#.to_owned(),
            r#""default": "False""#.to_owned(),
            String::new(),
        ];
        let said = &said[self.dice.roll(said.len())];
        place.schema = joined([said.as_str(), &place.schema]);
    }

    fn place(&mut self, depth: usize) -> Place {
        let sides = if depth < DEPTH { 14 } else { 9 };
        match self.dice.roll(sides) {
            0 => of(self.pick(ENUMS)),
            1 => of(self.pick(BOUNDED)),
            2 => Place::new("", r#"{"any": [1.0, null]}"#),
            3 => Place::new(r#""type": "object""#, r#"{"map": {"2fa": 1e400}}"#),
            4..6 if self.user => scalar(self.pick(OF_USERS)),
            4..9 => scalar(self.pick(SCALARS)),
            9 => self.array(depth),
            10 => self.alternatives(depth),
            11 => self.conditional(depth),
            _ => {
                let properties = self.properties(depth);
                self.object_of(properties, false)
            }
        }
    }

    /// A place in a branch, where `{}` would mean that it is described elsewhere.
    fn described(&mut self, depth: usize) -> Place {
        let mut place = self.place(depth);
        if place.schema.is_empty() {
            place.schema = r#""untyped": true"#.to_owned();
        }
        place
    }

    fn array(&mut self, depth: usize) -> Place {
        let items = self.place(depth + 1);
        let (bounds, count) = match self.dice.roll(4) {
            0 => (r#""minItems": 1"#, 1),
            1 => (r#""maxItems": 2"#, 2),
            2 => ("", 0),
            _ => ("", 3),
        };
        let schema = joined([r#""type": "array""#, &format!(r#""items": {{{}}}"#, items.schema), bounds]);
        Place::new(schema, format!("[{}]", vec![items.example; count].join(", ")))
    }

    fn alternatives(&mut self, depth: usize) -> Place {
        let keyword = self.pick(&["oneOf", "oneOf", "anyOf"]);
        let count = 2 + self.dice.roll(3);
        let arms: Vec<Place> = (0..count).map(|_| self.place(depth + 1)).collect();
        let schemas: Vec<String> = arms.iter().map(|arm| format!("{{{}}}", arm.schema)).collect();
        let example = arms[self.dice.roll(arms.len())].example.clone();
        Place::new(format!(r#""{keyword}": [{}]"#, schemas.join(", ")), example)
    }

    /// An object whose tag says what else it holds: `if`, perhaps as an entry of `allOf`.
    fn conditional(&mut self, depth: usize) -> Place {
        let mut base = self.properties(depth);
        let first = self.one_in(2);
        let tag = if first { "first" } else { "second" };
        let tag = Place::new(r#""type": "string", "enum": ["first", "second", "third"]"#, format!("\"{tag}\""));
        base.push(Property { name: "tag".to_owned(), place: tag, required: true, given: true });
        let (then, otherwise) = (self.described(depth + 1), self.described(depth + 1));
        let listed: Vec<String> = base.iter().map(|property| format!(r#""{}": {{}}"#, property.name)).collect();
        let branch = |name: &str, place: &Place, closed: bool| {
            let listed = if closed { listed.join(", ") } else { String::new() };
            let properties = joined([&listed, &format!(r#""{name}": {{{}}}"#, place.schema)]);
            let closed = if closed { r#""additionalProperties": false"# } else { "" };
            let required = format!(r#""required": ["{name}"]"#);
            format!("{{{}}}", joined([&required, closed, &format!(r#""properties": {{{properties}}}"#)]))
        };
        // In both branches one name, of two types, or two names.
        let other = if self.one_in(2) { "extra" } else { "other_extra" };
        let condition = format!(
            r#""if": {{"properties": {{"tag": {{"enum": ["first"]}}}}}}, "then": {}, "else": {}"#,
            branch("extra", &then, self.one_in(2)),
            branch(other, &otherwise, self.one_in(2)),
        );
        let condition = if self.one_in(2) { format!(r#""allOf": [{{{condition}}}]"#) } else { condition };
        let (name, place) = if first { ("extra", then) } else { (other, otherwise) };
        let mut object = object(&base, None);
        object.schema = joined([&object.schema, &condition]);
        object.example = with_member(&object.example, name, &place.example);
        object
    }

    /// An object; perhaps with alternatives of what it requires.
    fn object_of(&mut self, properties: Vec<Property>, closed: bool) -> Place {
        let more = self.pick(&[None, Some(true), Some(false)]);
        let mut place = object(&properties, more);
        let given: Vec<&Property> = properties.iter().filter(|property| property.given && !property.required).collect();
        if let ([given, ..], true) = (given.as_slice(), self.one_in(2)) {
            let other = &properties[self.dice.roll(properties.len())].name;
            let keyword = self.pick(&["oneOf", "anyOf"]);
            let arms = format!(r#""{keyword}": [{{"required": ["{}"]}}, {{"required": ["{other}"]}}]"#, given.name);
            place.schema = joined([&place.schema, &arms]);
        }
        if more == Some(true) || (more.is_none() && !closed) {
            place.example = with_member(&place.example, "an unlisted one", "[1.50]");
        }
        place
    }

    /// Rules between parameters that hold for the example.
    fn groups(&mut self, properties: &mut [Property]) -> String {
        let free: Vec<usize> = (0..properties.len()).filter(|&index| !properties[index].required).collect();
        let [first, second, ..] = free.as_slice() else { return String::new() };
        let names = [&properties[*first].name, &properties[*second].name].map(|name| format!("\"{name}\""));
        let (given, group) = match self.dice.roll(4) {
            0 => ([true, true], format!(r#""pairedWith": [[{}, {}]]"#, names[0], names[1])),
            1 => ([true, false], format!(r#""oneOfMany": [[{}, {}]]"#, names[0], names[1])),
            2 => ([true, true], format!(r#""dependentUpon": {{{}: [{}]}}"#, names[0], names[1])),
            _ => return String::new(),
        };
        properties[*first].given = given[0];
        properties[*second].given = given[1];
        format!(", {group}")
    }
}

fn of((schema, example): (&str, &str)) -> Place {
    Place::new(schema, example)
}

fn scalar((ty, example): (&str, &str)) -> Place {
    Place::new(format!(r#""type": "{ty}""#), example)
}

fn object(properties: &[Property], more: Option<bool>) -> Place {
    let schemas: Vec<String> =
        properties.iter().map(|property| format!(r#""{}": {{{}}}"#, property.name, property.place.schema)).collect();
    let required = properties.iter().filter(|property| property.required);
    let required: Vec<String> = required.map(|property| format!("\"{}\"", property.name)).collect();
    let given = properties.iter().filter(|property| property.given);
    let given: Vec<String> =
        given.map(|property| format!(r#""{}": {}"#, property.name, property.place.example)).collect();
    let more = more.map(|more| format!(r#""additionalProperties": {more}"#)).unwrap_or_default();
    let schema = joined([
        r#""type": "object""#,
        &format!(r#""required": [{}]"#, required.join(", ")),
        &more,
        &format!(r#""properties": {{{}}}"#, schemas.join(", ")),
    ]);
    Place::new(schema, format!("{{{}}}", given.join(", ")))
}

/// An object with one more member.
fn with_member(object: &str, name: &str, value: &str) -> String {
    let members = object.strip_prefix('{').and_then(|object| object.strip_suffix('}')).unwrap_or_default();
    format!("{{{}}}", joined([members, &format!(r#""{name}": {value}"#)]))
}

/// Members in a row, those that are empty left out.
fn joined<T: AsRef<str>>(members: impl IntoIterator<Item = T>) -> String {
    let members: Vec<T> = members.into_iter().filter(|member| !member.as_ref().is_empty()).collect();
    members.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}
