//! What the dialect has no words for: fields that may be `null`, secrets, and where what was renamed stands.

use super::refused::{Refused, misses};
use super::{Override, place, was};
use crate::diagnostic::quoted;
use crate::schema::{Schema, Side, Target};
use crate::source::Node;
use crate::text::Span;

/// What is said of schemas beside their keywords, by pointer.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    nullable: Vec<String>,
    secret: Vec<(String, bool)>,
    /// Old and new pointers.
    moved: Vec<(String, String)>,
}

impl Marks {
    /// What was at the one pointer is at the other now.
    pub(super) fn moved(&mut self, old: String, new: String) {
        let marked = self.nullable.iter_mut().chain(self.secret.iter_mut().map(|(pointer, _)| pointer));
        marked.for_each(|pointer| replace_start(pointer, &old, &new));
        self.moved.push((old, new));
    }

    pub(super) fn nullable(
        &mut self,
        wanted: &Override,
        span: Span,
        target: Target,
        schema: &Node,
    ) -> Result<(), Refused> {
        let at = wanted.at.value.as_str();
        check_is_property(wanted, span, "nullable")?;
        let written_by_node =
            |side: &Side| at.starts_with(&format!("/{}/", side.key())) && side.is_written_by_node(target);
        if !Side::ALL.iter().any(written_by_node) {
            let message = format!("{} is written by users, and nodes refuse `null`", quoted(at));
            return Err(misses(wanted, span, message, "cannot be `null`", "use `optional` for what need not be given"));
        }
        was::check(wanted, schema)?;
        self.nullable.push(at.to_owned());
        Ok(())
    }

    pub(super) fn secret(
        &mut self,
        wanted: &Override,
        is_secret: bool,
        span: Span,
        schema: &Node,
    ) -> Result<(), Refused> {
        check_is_property(wanted, span, "secret")?;
        was::check(wanted, schema)?;
        self.secret.push((wanted.at.value.clone(), is_secret));
        Ok(())
    }

    /// Tells a side's schema, and all below it, what is said of them.
    pub(crate) fn leave(&self, side: &mut Schema) {
        if self.nullable.is_empty() && self.secret.is_empty() && self.moved.is_empty() {
            return;
        }
        if self.nullable.contains(&side.pointer) {
            side.nullable = true;
        }
        if let Some((_, is_secret)) = self.secret.iter().rfind(|(pointer, _)| *pointer == side.pointer) {
            side.secret = Some(*is_secret);
        }
        side.below_mut().for_each(|below| self.leave(below));
        self.put_back(&mut side.pointer);
    }

    /// A pointer leads into the file, where the old names are. The newest names are put back first.
    fn put_back(&self, pointer: &mut String) {
        for (old, new) in self.moved.iter().rev() {
            replace_start(pointer, new, old);
        }
    }
}

/// The same below another place, if the pointer leads to the one place or below it.
fn replace_start(pointer: &mut String, from: &str, to: &str) {
    let rest = pointer.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Some(moved) = rest.map(|rest| format!("{to}{rest}")) {
        *pointer = moved;
    }
}

fn check_is_property(wanted: &Override, span: Span, key: &str) -> Result<(), Refused> {
    let at = wanted.at.value.as_str();
    if place::is_property(at) {
        return Ok(());
    }
    let message = format!("`{key}` applies to properties, and {} is not one", quoted(at));
    Err(misses(
        wanted,
        span,
        message,
        "not a property",
        "a property has a JSON Pointer such as `/response/properties/NAME`",
    ))
}
