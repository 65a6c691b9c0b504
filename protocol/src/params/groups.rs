//! Parameters that go only together, or not together.

use cln_runtime::rules::{GroupKind, Shape};

use super::Refusal;

/// Whether what a schema says goes only together, or not together, is given so.
///
/// # Errors
/// It is not so.
pub fn groups(shape: &Shape<'_>, is_given: &dyn Fn(&str) -> bool) -> Result<(), Refusal> {
    for group in shape.groups {
        let names: Vec<&str> =
            group.members.iter().filter_map(|index| shape.fields.get(*index)).map(|field| field.name).collect();
        let count = names.iter().filter(|name| is_given(name)).count();
        let broken = match group.kind {
            GroupKind::Paired => (count > 0 && count < names.len()).then(|| together(&names)),
            GroupKind::Exclusive => (count > 1).then(|| not_together(&names)),
            GroupKind::Dependent => names.split_first().filter(|(on, _)| !is_given(on)).and_then(|(on, others)| {
                let name = others.iter().find(|name| is_given(name))?;
                Some(format!("Can only specify {{{name}}} with {{{on}}}"))
            }),
        };
        if let Some(broken) = broken {
            return Err(Refusal::invalid(broken));
        }
    }
    Ok(())
}

/// Parameters of which some are missing.
fn together(names: &[&str]) -> String {
    match names {
        [one, other] => format!("Must set both {one} and {other}, or neither"),
        names => format!("Must set all of {}, or none", names.join(", ")),
    }
}

/// Parameters of which more than one is given.
fn not_together(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("Can only specify one of {} or {last}", others.join(", "))
        }
        _ => "Can only specify one".to_owned(),
    }
}
