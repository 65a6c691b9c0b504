//! JSON Pointers (RFC 6901).

/// The pointer to the member or element `token` of what `pointer` points to.
pub(crate) fn child(pointer: &str, token: &str) -> String {
    let mut child = String::with_capacity(pointer.len() + token.len() + 1);
    child.push_str(pointer);
    child.push('/');
    for c in token.chars() {
        match c {
            '~' => child.push_str("~0"),
            '/' => child.push_str("~1"),
            c => child.push(c),
        }
    }
    child
}

/// The tokens of a pointer, from the root.
pub fn tokens(pointer: &str) -> Vec<String> {
    // `~1` first: `~01` means `~1`.
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped() {
        assert_eq!(child("", "request"), "/request");
        assert_eq!(child("/a", "target/sub~command"), "/a/target~1sub~0command");
        assert_eq!(child("/a", ""), "/a/");
    }

    #[test]
    fn tokens_come_back_as_they_were() {
        assert_eq!(tokens(""), [""; 0]);
        assert_eq!(tokens("/a/"), ["a", ""]);
        assert_eq!(tokens(&child("/a", "~1/~")), ["a", "~1/~"]);
    }
}
