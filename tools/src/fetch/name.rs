//! Which names files may have that come from elsewhere, in a repository or a lock file.

/// What a path begins with that leads to the folder above, where the schema of the dialect is.
const ABOVE: &str = "../";

/// Whether a file of this name, or a folder, can be written on any system and is seen by everybody.
fn is_plain(name: &str) -> bool {
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+');
    !name.is_empty() && !name.starts_with('.') && !name.ends_with('.') && name.bytes().all(is_harmless)
}

/// Whether this is the path of a schema in a folder of schemas, or below it.
pub(super) fn is_schema(path: &str) -> bool {
    path.ends_with(".json") && path.split('/').all(is_plain)
}

/// Whether this is the path of the dialect's own schema, seen from a folder of schemas: a file beside the folder. Its name
/// says what it is, so that no release can put a file there that another program reads.
pub(super) fn is_dialect(path: &str) -> bool {
    path.strip_prefix(ABOVE).is_some_and(|name| is_plain(name) && name.ends_with(".json") && name.contains("schema"))
}

/// The path of a file beside the folder of schemas, seen from that.
pub(super) fn above(name: &str) -> String {
    format!("{ABOVE}{name}")
}

/// Where a path leads to that stands in a file, seen from the folder of schemas; `None` if that is nowhere near.
pub(super) fn target(file: &str, path: &str) -> Option<String> {
    let mut names: Vec<&str> = file.split('/').collect();
    names.pop();
    for name in path.split('/') {
        match (name, names.last()) {
            ("" | ".", _) => {}
            ("..", Some(last)) if *last != ".." => drop(names.pop()),
            _ => names.push(name),
        }
    }
    Some(names.join("/")).filter(|path| is_dialect(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_are_schemas() {
        for path in ["pay.json", "hook/openchannel2.json", "a-b_c+1.json"] {
            assert!(is_schema(path), "{path}");
        }
        let odd = ["", "pay", ".json", "a/.b/c.json", "/a.json", "a//b.json", "../a.json", "a/../b.json", "C:a.json"];
        let odd =
            odd.into_iter().chain(["a\\b.json", "a b.json", "a\nb.json", "é.json", "a./b.json", "a\u{202e}.json"]);
        for path in odd {
            assert!(!is_schema(path), "{path}");
        }
    }

    #[test]
    fn the_dialect_is_beside_the_folder() {
        let cases = [
            ("pay.json", "../rpc-schema-draft.json", Some("../rpc-schema-draft.json")),
            ("hook/a.json", "../../rpc-schema-draft.json", Some("../rpc-schema-draft.json")),
            ("hook/a.json", ".././../schema.json", Some("../schema.json")),
            ("hook/a.json", "../rpc-schema-draft.json", None),
            ("pay.json", "../../rpc-schema-draft.json", None),
            ("pay.json", "../package.json", None),
            ("pay.json", "../.schema.json", None),
            ("pay.json", "../x/schema.json", None),
            ("pay.json", "http://json-schema.org/draft-07/schema", None),
        ];
        for (file, path, expected) in cases {
            assert_eq!(target(file, path).as_deref(), expected, "{file} {path}");
        }
    }
}
