//! Lines of `errors`: codes that nodes return, and codes that they do not.

use super::refused::{Refused, idle, misses};
use super::tree::{elements_mut, get_mut, opening, push, strings};
use super::{Override, was};
use crate::diagnostic::quoted;
use crate::source::{Node, Spanned, Value};

const ERRORS: &str = "errors";

/// Takes lines out of the file's `errors` and adds others, each with the reason below it.
pub(super) fn replace(
    wanted: &Override,
    add: &[Spanned<String>],
    gone: &[Spanned<String>],
    root: &mut Node,
) -> Result<(), Refused> {
    let is_gone = |line: &str| gone.iter().any(|gone| gone.value == line);
    let kept = || strings(root, ERRORS).filter(|line| !is_gone(line));
    if let Some(known) =
        add.iter().find(|new| kept().any(|line| code(line).is_some_and(|own| code(&new.value) == Some(own))))
    {
        let message = format!("`errors` of {} has this code already", quoted(&wanted.method.value));
        return Err(idle(wanted, known.span, message));
    }
    if let Some(line) = gone.iter().find(|gone| !strings(root, ERRORS).any(|line| line == gone.value)) {
        let message = format!("`errors` of {} has no line {}", quoted(&wanted.method.value), quoted(&line.value));
        let hint = "write the line exactly as it stands in the file; if the schema has been fixed, remove the override";
        return Err(misses(wanted, line.span, message, "no such line", hint));
    }
    was::check(wanted, root)?;
    if let Some(lines) = get_mut(root, ERRORS).and_then(elements_mut) {
        lines.retain(|line| !line.as_str().is_some_and(is_gone));
    }
    let reason = || Value::String(wanted.sentence());
    let lines: Vec<Value> = add.iter().flat_map(|line| [Value::String(line.value.clone()), reason()]).collect();
    insert(root, lines);
    Ok(())
}

/// Puts lines behind the last one that has a code, or at the end.
fn insert(root: &mut Node, new: Vec<Value>) {
    let last = root.get(ERRORS).and_then(Node::as_array).and_then(|lines| {
        let last = lines.iter().rposition(|line| line.as_str().is_some_and(|line| code(line).is_some()))?;
        // What follows up to an empty line belongs to it.
        let rest =
            lines.iter().skip(last + 1).take_while(|line| line.as_str().is_some_and(|line| !line.trim().is_empty()));
        Some(last + 1 + rest.count())
    });
    let span = opening(root);
    match (last, get_mut(root, ERRORS).and_then(elements_mut)) {
        (Some(at), Some(lines)) => {
            let span = lines.get(at.saturating_sub(1)).map_or(span, |line| line.span);
            lines.splice(at..at, new.into_iter().map(|value| Node { value, span }));
        }
        _ => push(root, ERRORS, new),
    }
}

/// Whether a line has a code.
pub(crate) fn is_error_line(line: &str) -> bool {
    code(line).is_some() && line.contains(':')
}

/// The code that a line of the form `- CODE: SENTENCE` or `- CODE (NAME): SENTENCE` begins with.
fn code(line: &str) -> Option<&str> {
    let item = line.trim_start();
    let item = item.strip_prefix("- ").or_else(|| item.strip_prefix("* "))?.trim_start();
    let (code, _) = item.split_once([':', ' '])?;
    code.parse::<i64>().is_ok().then_some(code)
}
