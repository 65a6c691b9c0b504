//! Schemas that have lost a rule, or got one wrong: is that noticed by the instances of the suite?

use cln_runtime::json::Tree;
use cln_tests::dice::Dice;
use cln_tests::oracle::Side;

use crate::agreement::judges::{Case, engine};
use crate::agreement::nodes::{list, member, members, number, property_names, type_name};
use crate::agreement::subjects::{SIDES, Subject};

/// A wrong rule: what is wrong with it, and the change of the schema that makes it so.
pub(crate) struct Loss {
    pub(crate) name: &'static str,
    side: Side,
    pointer: String,
    /// What stands there instead; `None` if nothing does.
    value: Option<Tree>,
}

/// Types, and others that differ from them by little.
const NEAR: &[(&str, &str)] = &[
    ("hash", "hex"),
    ("txid", "hex"),
    ("secret", "hex"),
    ("pubkey", "hex"),
    ("signature", "hex"),
    ("bip340sig", "hex"),
    ("hex", "string"),
    ("short_channel_id", "string"),
    ("short_channel_id_dir", "string"),
    ("outpoint", "string"),
    ("currency", "string"),
    ("u8", "u16"),
    ("u16", "u32"),
    ("u32", "u64"),
    ("u64", "integer"),
    ("integer", "number"),
    ("msat", "sat"),
    ("sat", "msat"),
    ("msat_or_all", "msat_or_any"),
    ("sat_or_all", "sat"),
    ("feerate", "string"),
    ("boolean", "string"),
    ("string", "hex"),
];

/// Every way to get one rule of a schema wrong.
pub(crate) fn losses(subject: &Subject) -> Vec<Loss> {
    let mut losses = Vec::new();
    for side in SIDES {
        of_node(subject.side(side), &format!("/{}", side.key()), &mut |name, pointer, value| {
            losses.push(Loss { name, side, pointer, value });
        });
    }
    losses
}

impl Loss {
    /// What was done, for a message.
    pub(crate) fn shown(&self) -> String {
        let value = self.value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
        format!("{}: {} is {value}", self.name, self.pointer)
    }

    /// Whether any instance is judged otherwise by rules that were made with this mistake; `None` if none are made.
    pub(crate) fn is_caught(&self, subject: &Subject, cases: &[Case<'_>]) -> Option<bool> {
        let mut schema = subject.schema.clone();
        let applies = match &self.value {
            Some(value) => schema.set(&self.pointer, value.clone()),
            None => schema.remove(&self.pointer),
        };
        assert!(applies, "{}", self.shown());
        schema.remove("/examples");
        let wrong = Subject::try_new(subject.set, subject.file.clone(), schema.to_string())?;
        let cases: Vec<Case<'_>> = cases.iter().filter(|case| case.side == self.side).cloned().collect();
        let tampered: Vec<Case<'_>> = cases.iter().map(|case| Case { subject: &wrong, ..case.clone() }).collect();
        Some(engine(&cases) != engine(&tampered))
    }
}

/// Some of these, as many as `count` of each name.
pub(crate) fn some<T>(mut losses: Vec<(T, Loss)>, count: usize, dice: &mut Dice) -> Vec<(T, Loss)> {
    dice.shuffle(&mut losses);
    let mut kept: Vec<(T, Loss)> = Vec::new();
    for loss in losses {
        if kept.iter().filter(|(_, other)| other.name == loss.1.name).count() < count {
            kept.push(loss);
        }
    }
    kept
}

type Note<'n> = dyn FnMut(&'static str, String, Option<Tree>) + 'n;

fn of_node(node: &Tree, at: &str, note: &mut Note<'_>) {
    of_keywords(node, at, note);
    for name in property_names(node) {
        let place = format!("{at}/properties/{}", name.replace('~', "~0").replace('/', "~1"));
        if let Some(property) = member(node, "properties").and_then(|properties| member(properties, name)) {
            of_node(property, &place, note);
        }
    }
    for keyword in ["items", "then", "else"] {
        member(node, keyword).into_iter().for_each(|inner| of_node(inner, &format!("{at}/{keyword}"), note));
    }
    for keyword in ["allOf", "oneOf", "anyOf"] {
        for (index, inner) in list(node, keyword).iter().enumerate() {
            of_node(inner, &format!("{at}/{keyword}/{index}"), note);
        }
    }
}

fn of_keywords(node: &Tree, at: &str, note: &mut Note<'_>) {
    for (index, _) in list(node, "required").iter().enumerate() {
        note("a required name ignored", format!("{at}/required/{index}"), None);
    }
    for (index, _) in list(node, "enum").iter().enumerate().filter(|_| list(node, "enum").len() > 1) {
        note("a listed value missing", format!("{at}/enum/{index}"), None);
    }
    if let Some(Tree::Plain(word)) = member(node, "additionalProperties")
        && word == "false"
    {
        note("unknown names allowed", format!("{at}/additionalProperties"), Some(Tree::Plain("true".to_owned())));
    }
    if let Some((_, near)) = NEAR.iter().find(|(name, _)| type_name(node) == Some(name)) {
        note("another type", format!("{at}/type"), Some(Tree::Text((*near).to_owned())));
    }
    for keyword in ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"] {
        let Some(limit) = number(node, keyword) else { continue };
        // The length of a hash is said twice, and that of other hex is never odd.
        if keyword.ends_with("Length") && type_name(node) != Some("string") {
            continue;
        }
        for near in [limit - 1, limit + 1].into_iter().filter(|near| *near >= 0 || keyword.ends_with("imum")) {
            note("a limit off by one", format!("{at}/{keyword}"), Some(Tree::Plain(near.to_string())));
        }
    }
    let lost = [
        ("pairedWith", "a pair ignored"),
        ("oneOfMany", "an exclusion ignored"),
        ("dependentUpon", "a dependence ignored"),
    ];
    for (keyword, name) in lost.into_iter().filter(|(keyword, _)| member(node, keyword).is_some()) {
        note(name, format!("{at}/{keyword}"), None);
    }
    for keyword in ["oneOf", "anyOf"] {
        for index in 0..list(node, keyword).len() {
            note("an alternative missing", format!("{at}/{keyword}/{index}"), None);
        }
    }
    of_condition(node, at, note);
}

fn of_condition(node: &Tree, at: &str, note: &mut Note<'_>) {
    let (Some(_), Some(then)) = (member(node, "if"), member(node, "then")) else { return };
    note("a branch ignored", format!("{at}/then"), None);
    let mut inverted: Vec<(String, Tree)> = members(node).to_vec();
    inverted.retain(|(name, _)| name != "then" && name != "else");
    inverted.extend(member(node, "else").map(|branch| ("then".to_owned(), branch.clone())));
    inverted.push(("else".to_owned(), then.clone()));
    note("a condition inverted", at.to_owned(), Some(Tree::Object(inverted)));
}
