//! Values as a standard reader of JSON takes them.

use cln_runtime::Json;
use cln_runtime::json::MAX_DEPTH;

use crate::wire::{PartKind, Value};

/// A value as JSON by the standard. Where a node takes more, and there is no doubt what is meant, that is mended: commas
/// too many or too few, control characters in strings. `None` of anything else, such as `01` and `nope`.
pub(super) fn strict(value: Value<'_>) -> Option<String> {
    let text = std::str::from_utf8(value.json).ok()?;
    let json = text.parse::<Json>().ok().or_else(|| {
        let mut mended = String::with_capacity(text.len());
        mend(value, 0, &mut mended)?;
        mended.parse().ok()
    });
    json.map(Json::into_string)
}

fn mend(value: Value<'_>, depth: usize, out: &mut String) -> Option<()> {
    // Each level is looked through once more than the one around it.
    if depth == MAX_DEPTH {
        return None;
    }
    let is_object = value.is_object();
    match value.kind {
        PartKind::Bare => out.push_str(std::str::from_utf8(value.json).ok()?),
        PartKind::String => string(value.token(), out)?,
        PartKind::Object | PartKind::Array => {
            out.push(if is_object { '{' } else { '[' });
            for (index, (name, member)) in value.members().enumerate() {
                out.extend((index > 0).then_some(','));
                if let Some(name) = name {
                    string(name, out)?;
                    out.push(':');
                }
                mend(member, depth + 1, out)?;
            }
            out.push(if is_object { '}' } else { ']' });
        }
    }
    Some(())
}

/// A string whose text stands between quotes so.
fn string(token: &[u8], out: &mut String) -> Option<()> {
    out.push('"');
    for letter in std::str::from_utf8(token).ok()?.chars() {
        match letter {
            '\0'..'\u{20}' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    Some(())
}
