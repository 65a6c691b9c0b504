//! JSON Pointers (RFC 6901): where in a document something stands.

use std::borrow::Cow;

/// Appends the step to the member `name`.
pub fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The pointer to the member `name` of what `pointer` leads to.
#[must_use]
pub fn child(pointer: &str, name: &str) -> String {
    let mut child = pointer.to_owned();
    push(&mut child, name);
    child
}

/// The names and indices that a pointer leads through.
pub fn steps(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}

/// The name that a step stands for.
fn unescape(step: &str) -> Cow<'_, str> {
    // `~1` first: `~01` means `~1`.
    if step.contains('~') { Cow::Owned(step.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(step) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_escaped() {
        assert_eq!(child("", "properties"), "/properties");
        assert_eq!(child("/a", "target/sub~command"), "/a/target~1sub~0command");
        assert_eq!(child("", ""), "/");
    }

    #[test]
    fn steps_are_what_was_escaped() {
        let steps = |pointer| steps(pointer).map(Cow::into_owned).collect::<Vec<_>>();
        assert_eq!(steps(""), [""; 0]);
        assert_eq!(steps("/"), [""]);
        assert_eq!(steps("/a/0/b~1c~0d"), ["a", "0", "b/c~d"]);
        assert_eq!(steps("/~01"), ["~1"]);
        assert_eq!(steps(&child("/a", "~1/~")), ["a", "~1/~"]);
    }
}
