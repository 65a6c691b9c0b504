//! The scalar types of the dialect, each with values, and names and texts that mean something elsewhere.

/// A type, and JSON that fits it, whoever writes it.
pub(super) const SCALARS: &[(&str, &str)] = &[
    ("string", r#""a \"text\"""#),
    ("boolean", "true"),
    ("integer", "-9223372036854775808"),
    ("number", "1795180919.762698110"),
    ("u8", "255"),
    ("u16", "65535"),
    ("u32", "4294967295"),
    ("u64", "18446744073709551615"),
    ("hex", r#""00ff""#),
    ("hash", r#""684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52""#),
    ("secret", r#""684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52""#),
    ("txid", r#""684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52""#),
    ("pubkey", r#""02df5ffe895c778e10f7742a6c5b8a0cefbe9465df58b92fadeb883752c8107c8f""#),
    ("signature", r#""3044""#),
    ("short_channel_id", r#""103x1x0""#),
    ("short_channel_id_dir", r#""103x1x0/1""#),
    ("outpoint", r#""684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52:1""#),
    ("msat", "1000"),
    ("string_map", r#"{"a b": "c"}"#),
    ("json_object_or_array", r#"[{"a": null}]"#),
    ("json_scalar", r#""s""#),
    ("proof_field", "3"),
];

/// What only a user may write: in canonical form it looks different.
pub(super) const OF_USERS: &[(&str, &str)] =
    &[("msat", r#""1sat""#), ("sat", r#""0.00000010btc""#), ("hex", r#""00FF""#), ("msat_or_all", r#""0.0003btc""#)];

/// Enums with a value each.
pub(super) const ENUMS: &[(&str, &str)] = &[
    (r#""type": "string", "enum": ["paid", "expired"]"#, r#""paid""#),
    (r#""type": "string", "enum": ["", "-1", "anchors/even", "Self"]"#, r#""anchors/even""#),
    (r#""type": "string", "enum": ["Unknown", "unlisted", "UnknownValue"]"#, r#""Unknown""#),
    (r#""type": "u8", "enum": [0, 6]"#, "6"),
    (r#""type": "boolean", "enum": [true]"#, "true"),
    (r#""enum": ["n/a", -1, false]"#, "-1"),
];

/// Bounds with a value each.
pub(super) const BOUNDED: &[(&str, &str)] = &[
    (r#""type": "string", "minLength": 1, "maxLength": 3"#, r#""支払い""#),
    (r#""type": "u32", "minimum": 5, "maximum": 9"#, "5"),
    (r#""type": "integer", "minimum": -5"#, "-5"),
    (r#""type": "hex", "maxLength": 4"#, r#""00ff""#),
];

/// Names of properties; no two become the same identifier.
pub(super) const NAMES: &[&str] = &[
    "type",
    "gen",
    "self",
    "crate",
    "2fa",
    "a-b",
    "target/subcommand",
    "nodeId",
    "HTLC~max",
    "new",
    "validate",
    "value",
    "unknown",
    "required",
    "request",
    "response",
    "error",
    "mod",
    "additional",
    "properties",
    "enum",
    "items",
    "option",
    "vec",
    "string",
    "ok",
    "none",
    "u8",
    "if",
    "warning_funding",
    "payment_preimage",
    "api_secret",
    "clone",
    "default",
    "put",
    "get",
    "field",
    "blank",
    "from_json",
    "shape",
    "description",
    "additionalProperties",
    "rules",
    "conformance",
    "method",
    "async",
    "box",
    "as_str",
    "hash",
    "json",
    "a_name_that_is_so_long_that_no_line_of_code_could_ever_hold_it_without_being_broken_up_by_a_formatter",
];

/// Names of methods.
pub(super) const METHODS: &[&str] =
    &["gen", "type", "2fa-on", "dev-a", "self", "a/b", "error", "mod", "rules", "method"];

/// Texts that mean something in Rust, in Markdown or in rustdoc.
pub(super) const TEXTS: &[&str] = &[
    "Plain.",
    "A `code` and an unclosed `one.",
    "*/ ends a comment",
    "    let four = blanks;",
    "<b>html</b> and <T>",
    "[a link] that is none, [x](",
    "http://example.com/a_b",
    "\\\"# quotes",
    "- a list",
    "# a heading",
    "```",
    "| a | b |",
];
