//! Fields that depend on the values of others.

use cln_codegen::schema::{Condition, Schema};

use super::annotation::value;
use super::escape::name;
use super::fields::{STEP, fields};

/// What is said under conditions: each a sentence, and the fields that it brings.
pub(super) fn conditions(page: &mut String, schema: &Schema, indent: &str) {
    for part in &schema.all_of {
        match &part.condition {
            Some(condition) => branch(page, condition, indent),
            None => fields(page, part, indent),
        }
    }
    if let Some(condition) = &schema.condition {
        branch(page, condition, indent);
    }
}

/// What a condition brings if it holds: what it brings if it does not is on no page, nor a branch that only repeats names.
fn branch(page: &mut String, condition: &Condition, indent: &str) {
    let mut below = String::new();
    if let Some(then) = &condition.then {
        fields(&mut below, then, &format!("{indent}{STEP}"));
    }
    if !below.is_empty() {
        page.push_str(&format!("\n{indent}If {}:\n{below}", sentence(&condition.when)));
    }
}

/// What has to be so, in words.
fn sentence(when: &Schema) -> String {
    let present = when.required.iter().map(|required| format!("**{}** is present", name(&required.value)));
    let having = when.properties().filter_map(|property| {
        let values: Vec<String> = property.schema.enum_values.as_deref()?.iter().map(value).collect();
        let (last, others) = values.split_last()?;
        let before = if others.is_empty() { String::new() } else { format!("{} or ", others.join(", ")) };
        Some(format!("**{}** is {before}{last}", name(&property.name.value)))
    });
    let parts: Vec<String> = present.chain(having).collect();
    if parts.is_empty() { "some other condition holds".to_owned() } else { parts.join(", and ") }
}
