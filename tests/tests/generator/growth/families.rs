//! Schemas of any size, each large in its own way.

/// What grows, and where the steps are counted.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    /// How large the smallest is.
    pub(crate) size: usize,
    pub(crate) stages: &'static [&'static str],
    /// Stages that tell something of each pair, of which there is a limit.
    pub(crate) squares: &'static [&'static str],
    /// So much of it, as the old release has it or the new one.
    pub(crate) make: fn(usize, bool) -> Grown,
}

/// Schemas, and what else there may be.
#[derive(Default)]
pub(crate) struct Grown {
    pub(crate) schemas: Vec<String>,
    pub(crate) config: Option<String>,
    pub(crate) instance: Option<String>,
}

const ALL: &[&str] = &["generate", "lint", "man", "json-schema", "diff"];
const ONE: &[&str] = &["generate", "lint", "man", "json-schema"];

const fn family(
    name: &'static str,
    size: usize,
    stages: &'static [&'static str],
    make: fn(usize, bool) -> Grown,
) -> Family {
    Family { name, size, stages, squares: &[], make }
}

/// All families. Objects have at most 255 fields, and files 64 levels.
pub(crate) const FAMILIES: &[Family] = &[
    family("alternatives-of-a-type", 60, ONE, |n, new| {
        alternatives("oneOf", each(n, |i| format!(r#"{{"type": "string", "maxLength": {}}}"#, i + usize::from(new))))
    }),
    family("alternatives-with-names", 60, ONE, |n, new| {
        alternatives("oneOf", each(n, |i| format!(r#"{{"type": "string", "enum": ["w{i}{}", "x"]}}"#, letter(new))))
    }),
    family("objects-to-choose-from", 40, ONE, |n, _| {
        alternatives(
            "anyOf",
            each(n, |i| format!(r#"{{"type": "object", "properties": {{"p{i}": {{"type": "u64"}}}}}}"#)),
        )
    }),
    family("error-codes", 150, ALL, |n, new| {
        let first = 10_000 + if new { n / 2 } else { 0 };
        whole("", &format!(r#""errors": [{}],"#, each(n, |i| format!(r#""- {}: Because of {i}.""#, first + i))))
    }),
    family("fields", 40, ONE, |n, _| sides(&properties(n, |i| format!(r#""f{i}": {{"type": "u64"}}"#)))),
    family("names-that-begin-alike", 40, ONE, |n, _| {
        let long = "prefix_".repeat(20);
        sides(&properties(n, |i| format!(r#""{long}{i}": {{"type": "string", "enum": ["a{i}", "b{i}"]}}"#)))
    }),
    family("names-that-clash", 60, ONE, |n, _| {
        sides(&properties(n, |i| format!(r#""{}": {{"type": "u64"}}"#, alike(i))))
    }),
    family("tables-of-one-name", 60, ONE, |n, _| {
        let field =
            |more: &str| format!(r#""properties": {{"f": {{"type": "object", "properties": {{"x": {more}}}}}}}"#);
        let parts = each(n, |i| format!("{{{}}}", field(&format!(r#"{{"maximum": {i}}}"#))));
        sides(&format!(r#"{}, "allOf": [{parts}]"#, field(r#"{"type": "u64"}"#)))
    }),
    Family {
        squares: ONE,
        ..family("levels", 5, ONE, |n, new| {
            let leaf = format!(r#"{{"type": "{}"}}"#, if new { "u64" } else { "string" });
            let deep =
                (0..n).fold(leaf, |below, i| format!(r#"{{"type": "object", "properties": {{"d{i}": {below}}}}}"#));
            sides(&format!(r#""properties": {{"f": {deep}}}"#))
        })
    },
    family("long-enum", 60, ALL, |n, new| {
        sides(&format!(
            r#""properties": {{"f": {{"type": "string", "enum": [{}]}}}}"#,
            each(n, |i| format!(r#""{}{i}""#, letter(new)))
        ))
    }),
    family("conditions", 60, ONE, |n, _| {
        let when = |i: usize| format!(r#""if": {{"properties": {{"t": {{"enum": ["t{i}"]}}}}}}"#);
        let then = |i: usize| format!(r#""then": {{"properties": {{"x": {{"type": "string", "enum": ["v{i}"]}}}}}}"#);
        let all = each(n, |i| format!("{{{}, {}}}", when(i), then(i)));
        sides(&format!(r#""required": ["t"], "properties": {{"t": {{"type": "string"}}}}, "allOf": [{all}]"#))
    }),
    Family {
        // `diff` holds the instance of each field against each condition, until it has spent what it may.
        squares: &["diff", "json-schema"],
        ..family("conditions-on-fields", 25, ALL, |n, new| {
            let name = |i: usize| format!(r#""{}{i}""#, letter(new));
            let when = |i: usize| format!(r#""if": {{"properties": {{"t": {{"enum": ["t{i}"]}}}}}}"#);
            let then = |i: usize| {
                format!(r#""then": {{"required": [{0}], "properties": {{{0}: {{"type": "u64"}}}}}}"#, name(i))
            };
            let all = each(n, |i| format!("{{{}, {}}}", when(i), then(i)));
            sides(&format!(r#""required": ["t"], "properties": {{"t": {{"type": "string"}}}}, "allOf": [{all}]"#))
        })
    },
    Family {
        squares: &["diff"],
        ..family("required-fields", 40, ALL, |n, new| {
            let required = if new { String::new() } else { each(n, |i| format!(r#""f{i}""#)) };
            sides(&format!(
                r#""required": [{required}], {}"#,
                properties(n, |i| format!(r#""f{i}": {{"type": "u64"}}"#))
            ))
        })
    },
    family("required-and-misspelt", 150, ONE, |n, _| {
        let required = each(n, |i| format!(r#""felid{i}""#));
        sides(&format!(
            r#""required": [{required}], {}"#,
            properties(n, |i| format!(r#""field{i}": {{"type": "u64"}}"#))
        ))
    }),
    family("groups", 100, ONE, |n, _| {
        let groups =
            |shift: usize| each(n, |i| format!(r#"["f{}", "f{}"]"#, i % 8, (i % 8 + 1 + (i / 8 + shift) % 7) % 8));
        let keys = format!(r#""pairedWith": [{}], "oneOfMany": [{}]"#, groups(0), groups(3));
        sides(&format!("{}, {keys}", properties(8, |i| format!(r#""f{i}": {{"type": "u64"}}"#))))
    }),
    Family {
        squares: &["json-schema"],
        ..family("pairs-in-a-chain", 40, ONE, |n, _| {
            let pairs = each(n - 1, |i| format!(r#"["f{}", "f{}"]"#, n - 2 - i, n - 1 - i));
            sides(&format!(
                r#"{}, "pairedWith": [{pairs}]"#,
                properties(n, |i| format!(r#""f{i}": {{"type": "u64"}}"#))
            ))
        })
    },
    family("examples", 25, ALL, |n, new| {
        let example = |i: usize| {
            let request = format!(r#"{{"id": "x", "method": "grow", "params": {{"a": {}}}}}"#, i + usize::from(new));
            format!(r#"{{"request": {request}, "response": {{"a": {i}}}}}"#)
        };
        let examples = format!(r#""examples": [{}],"#, each(n, example));
        whole(r#""required": ["a"], "properties": {"a": {"type": "u64"}}"#, &examples)
    }),
    family("files", 30, ALL, |n, new| files(n, |i| format!(r#""rpc": "grow{i}", "description": ["{}"]"#, letter(new)))),
    family("pages-that-nobody-has", 150, &["lint"], |n, _| {
        files(n, |i| format!(r#""rpc": "grow{i}", "see_also": ["lightning-gorw{i}x(7)"]"#))
    }),
    family("renamed-files", 30, &["diff"], |n, new| {
        files(n, |i| format!(r#""rpc": "{}grow{i}", "description": ["It grows."]"#, if new { "" } else { "dev-" }))
    }),
    family("lines-of-a-description", 150, ALL, |n, new| {
        let lines =
            format!(r#""description": [{}]"#, each(n, |i| format!(r#""- line {i} of `{}`.", """#, letter(new))));
        whole(&lines, &format!("{lines},"))
    }),
    family("long-texts", 1500, ALL, |n, new| {
        let texts = ["`a` ", "http://", "[x](", "*_", "1", ": ", r"\\", "| ", "\u{301}", r"a\n"];
        let texts = each(texts.len(), |i| format!(r#""{}{}""#, texts[i].repeat(n), letter(new)));
        whole(&format!(r#""description": [{texts}]"#), &format!(r#""description": [{texts}],"#))
    }),
    family("releases", 40, ONE, |n, _| {
        let history =
            |i: usize| format!(r#""added": "v23.{0:02}", "deprecated": ["v25.{0:02}", "v26.{0:02}"]"#, i % 12 + 1);
        sides(&properties(n, |i| format!(r#""f{i}": {{"type": "u64", {}}}"#, history(i))))
    }),
    family("corrections", 50, &["generate", "lint"], |n, _| {
        let entry = |i: usize| {
            let was = if i == 0 { "null".to_owned() } else { i.to_string() };
            let change = format!(r#""set": {{"maximum": {}}}, "was": {{"maximum": {was}}}"#, i + 1);
            format!(r#"{{"method": "grow", "at": "/request/properties/f", {change}, "reason": "Because."}}"#)
        };
        let config = format!(r#"{{"overrides": [{}]}}"#, each(n, entry));
        Grown { config: Some(config), ..sides(r#""properties": {"f": {"type": "u64"}}"#) }
    }),
    family("asked-for", 150, &["generate"], |n, _| {
        let config = format!(r#"{{"only": [{}]}}"#, each(n, |i| format!(r#""gorw{i}x""#)));
        Grown { config: Some(config), ..files(n, |i| format!(r#""rpc": "grow{i}""#)) }
    }),
    Family {
        squares: &["validate"],
        ..family("instance-of-alternatives", 5, &["validate"], |n, _| {
            let text = r#"{"type": "array", "items": {"type": "string"}}"#;
            let either = |below: String| format!(r#"{{"oneOf": [{{"type": "array", "items": {below}}}, {text}]}}"#);
            let deep = (0..n).fold(r#"{"type": "string"}"#.to_owned(), |below, _| either(below));
            instance(
                &format!(r#""properties": {{"a": {deep}}}"#),
                format!(r#"{{"a": {}5{}}}"#, "[".repeat(n), "]".repeat(n)),
            )
        })
    },
    family("instance-with-members", 200, &["validate"], |n, _| {
        let members = each(n, |i| format!(r#""y{i}": [{i}]"#));
        instance(
            r#""additionalProperties": true, "properties": {"a": {}}"#,
            format!(r#"{{"a": {{{members}}}, {members}}}"#),
        )
    }),
    family("instance-with-mistakes", 200, &["validate"], |n, _| {
        let elements = each(n, |i| format!(r#"{{"t": "x{i}"}}"#));
        let list = r#"{"type": "array", "items": {"properties": {"t": {"enum": ["a", "b"]}}}}"#;
        instance(&format!(r#""properties": {{"a": {list}}}"#), format!(r#"{{"a": [{elements}]}}"#))
    }),
];

fn each(count: usize, part: impl FnMut(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(",\n")
}

/// What tells the releases apart.
const fn letter(is_new: bool) -> char {
    if is_new { 'b' } else { 'a' }
}

/// Names that are one in Rust.
fn alike(number: usize) -> String {
    let between: String = (0..10).map(|bit| if number >> bit & 1 == 1 { '-' } else { '_' }).collect();
    format!("f{between}g")
}

fn whole(side: &str, more: &str) -> Grown {
    let schema = format!(r#"{{"rpc": "grow", {more} "request": {{{side}}}, "response": {{{side}}}}}"#);
    Grown { schemas: vec![schema], ..Grown::default() }
}

fn sides(side: &str) -> Grown {
    whole(side, "")
}

fn properties(count: usize, property: impl FnMut(usize) -> String) -> String {
    format!(r#""properties": {{{}}}"#, each(count, property))
}

fn alternatives(keyword: &str, arms: String) -> Grown {
    sides(&format!(r#""properties": {{"f": {{"{keyword}": [{arms}]}}}}"#))
}

fn files(count: usize, head: impl Fn(usize) -> String) -> Grown {
    let sides = r#""request": {"properties": {"a": {"type": "u64"}}}, "response": {}"#;
    Grown { schemas: (0..count).map(|i| format!("{{{}, {sides}}}", head(i))).collect(), ..Grown::default() }
}

fn instance(response: &str, instance: String) -> Grown {
    let schema = format!(r#"{{"rpc": "grow", "request": {{}}, "response": {{{response}}}}}"#);
    Grown { schemas: vec![schema], instance: Some(instance), ..Grown::default() }
}
