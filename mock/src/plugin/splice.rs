//! Texts that are passed on with one member replaced.

use std::ops::Range;

use crate::wire::{Event, Scanner};

/// The text of an object with another value for a member, the first of its name, and not a byte changed besides. One that
/// has no such member stays as it is.
pub(super) fn with_member(text: &[u8], name: &str, value: &[u8]) -> Vec<u8> {
    let Some(range) = find(text, name) else { return text.to_vec() };
    let (before, after) = (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
    [before, value, after].concat()
}

/// Where the value of a member stands.
fn find(text: &[u8], name: &str) -> Option<Range<usize>> {
    let mut scanner = Scanner::new();
    while let Ok(Some(Event::Member { key, value })) = scanner.next(text) {
        if key.and_then(|key| text.get(key)) == Some(name.as_bytes()) {
            return Some(value.range);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_member_is_replaced_and_nothing_else() {
        let replaced = |text: &str| String::from_utf8_lossy(&with_member(text.as_bytes(), "id", b"X")).into_owned();
        assert_eq!(
            replaced("{ \"params\" : {\"id\":1,\n\n\"a\":[01,]},\"id\" :\t7 , \"id\":8}"),
            "{ \"params\" : {\"id\":1,\n\n\"a\":[01,]},\"id\" :\tX , \"id\":8}"
        );
        assert_eq!(replaced(r#"{"a":"x"}"#), r#"{"a":"x"}"#);
    }
}
