//! JSON for people: what fits stands on one line.

use cln_codegen::model::json_string;
use cln_runtime::json::Tree;

/// How long a line may get.
const WIDTH: usize = 120;

/// The value over as many lines as it needs, with a line break at the end.
pub(super) fn pretty(value: &Tree) -> String {
    let mut out = String::new();
    write(value, 0, 0, &mut out);
    out.push('\n');
    out
}

/// Writes a value that begins at `column`, and whose lines are indented by `indent`.
fn write(value: &Tree, indent: usize, column: usize, out: &mut String) {
    let line = one_line(value);
    if column + line.chars().count() < WIDTH {
        return out.push_str(&line);
    }
    let inside = indent + 2;
    match value {
        Tree::Object(members) => {
            let members = members.iter().map(|(name, value)| (format!("{}: ", json_string(name)), value));
            lines(['{', '}'], members, inside, out);
        }
        Tree::Array(elements) => {
            lines(['[', ']'], elements.iter().map(|element| (String::new(), element)), inside, out);
        }
        Tree::Plain(_) | Tree::Text(_) => out.push_str(&line),
    }
}

fn lines<'a>(brackets: [char; 2], parts: impl Iterator<Item = (String, &'a Tree)>, indent: usize, out: &mut String) {
    let [open, close] = brackets;
    let new_line = |indent: usize, out: &mut String| {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
    };
    out.push(open);
    for (index, (name, value)) in parts.enumerate() {
        out.extend((index > 0).then_some(','));
        new_line(indent, out);
        out.push_str(&name);
        write(value, indent, indent + name.chars().count(), out);
    }
    new_line(indent - 2, out);
    out.push(close);
}

/// The value on one line.
fn one_line(value: &Tree) -> String {
    match value {
        Tree::Plain(_) | Tree::Text(_) => value.to_string(),
        Tree::Array(elements) => format!("[{}]", elements.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Tree::Object(members) if members.is_empty() => "{}".to_owned(),
        Tree::Object(members) => {
            let members = members.iter().map(|(name, value)| format!("{}: {}", json_string(name), one_line(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
    }
}
