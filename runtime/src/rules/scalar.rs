//! The scalar types of the dialect: one table, a row for each, from which everything else is told.
//!
//! What a type's text looks like is read in `types`, by the Rust type that the row names; all that can be said of it as
//! data stands here. Whoever needs to know more of types than that adds a column, not a `match`.

use super::Rule::{self, Format, Type};

/// What is known of a scalar type.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ScalarFacts {
    /// The name in schemas; `None` of a kind that no schema names.
    pub name: Option<&'static str>,
    /// The kinds of JSON values that it takes, as JSON Schema calls them; empty if it takes all.
    pub json: &'static [&'static str],
    /// The first and the last integer, if its numbers are integers.
    pub integers: Option<(i128, i128)>,
    /// What its strings are.
    pub texts: Texts,
    /// What a bare number counts.
    pub unit: Option<Unit>,
    /// What the members are, of an object whose keys no schema lists.
    pub members: Option<ScalarKind>,
    /// Whether its values must not be shown.
    pub secret: bool,
    /// Whether the Rust type takes a value whole, as JSON text, because it may be an array or object, or keeps it so.
    pub whole: bool,
    /// What strict validation expects in place of strings, which decode all the same.
    pub instead_of_text: Option<&'static str>,
    /// Values, as JSON, the plainest first.
    pub samples: &'static [&'static str],
    /// What is almost a value, as JSON, and the rule that it breaks; beside what follows from `integers` and `texts`.
    pub near_misses: &'static [(&'static str, Rule)],
}

/// What the strings of a type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// There are none.
    None,
    /// Any.
    Any,
    /// An even number of hex digits in either case: at least so many, at most so many.
    Hex(usize, usize),
    /// Hex digits in either case, and something else.
    PartlyHex,
    /// Of a form of its own.
    Formed,
}

/// What a bare number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Millisatoshi.
    Msat,
    /// Satoshi.
    Sat,
}

/// How most values of a type are written, which the walker reads by a faster path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FastPath {
    /// As a string of so many characters, none of them escaped.
    Fixed(usize),
    /// As an integer from zero to this.
    Unsigned(u64),
    /// As any string.
    Text,
    /// In no such way.
    Other,
}

impl ScalarFacts {
    const fn new(json: &'static [&'static str]) -> Self {
        Self {
            name: None,
            json,
            integers: None,
            texts: Texts::None,
            unit: None,
            members: None,
            secret: false,
            whole: false,
            instead_of_text: None,
            samples: &[],
            near_misses: &[("1", Type)],
        }
    }

    const fn integer(least: i128, most: i128) -> Self {
        let samples = &["1", "100", "99"];
        Self { integers: Some((least, most)), samples, near_misses: &[("\"1\"", Type)], ..Self::new(&["integer"]) }
    }

    const fn unsigned(most: u64) -> Self {
        Self::integer(0, most as i128)
    }

    const fn text(texts: Texts, samples: &'static [&'static str]) -> Self {
        Self { texts, samples, ..Self::new(&["string"]) }
    }

    const fn hash() -> Self {
        Self::text(Texts::Hex(64, 64), &["\"0000000000000000000000000000000000000000000000000000000000000000\""])
    }

    /// An integer, or a string that stands for one.
    const fn amount(most: u64) -> Self {
        let near_misses = &[("\"1 bit\"", Format), ("true", Type)];
        let json = &["integer", "string"];
        Self { json, texts: Texts::Formed, near_misses, ..Self::unsigned(most) }
    }

    const fn whole(json: &'static [&'static str], samples: &'static [&'static str]) -> Self {
        Self { whole: true, samples, ..Self::new(json) }
    }

    const fn named(self, name: &'static str) -> Self {
        Self { name: Some(name), ..self }
    }

    const fn in_unit(self, unit: Unit) -> Self {
        Self { unit: Some(unit), ..self }
    }

    const fn samples(self, samples: &'static [&'static str]) -> Self {
        Self { samples, ..self }
    }

    const fn near_misses(self, near_misses: &'static [(&'static str, Rule)]) -> Self {
        Self { near_misses, ..self }
    }

    /// How most values are written.
    const fn fast_path(&self) -> FastPath {
        match (self.texts, self.integers) {
            _ if self.whole => FastPath::Other,
            (Texts::Hex(least, most), _) if least == most => FastPath::Fixed(least),
            (_, Some((_, most))) => FastPath::Unsigned(most as u64),
            (Texts::Any, None) => FastPath::Text,
            (Texts::None | Texts::Hex(..) | Texts::PartlyHex | Texts::Formed, None) => FastPath::Other,
        }
    }
}

/// Hands the table to a macro: what is known of each kind, and the name of its Rust type.
///
/// The Rust types stand above the rules, and are found where the macro is expanded. `std` are Rust's own, for which
/// serde and schemars have impls; `again` are kinds whose Rust type is that of another row.
macro_rules! scalar_types {
    ($then:ident) => {
        $then! {
            std {
                /// `boolean`
                Bool(bool) = ScalarFacts::new(&["boolean"])
                    .named("boolean")
                    .samples(&["true", "false"])
                    .near_misses(&[("\"true\"", Type)]);
                /// `integer`
                I64(i64) = ScalarFacts::integer(i64::MIN as i128, i64::MAX as i128).named("integer");
                /// `u8`
                U8(u8) = ScalarFacts::unsigned(u8::MAX as u64).named("u8");
                /// `u16`
                U16(u16) = ScalarFacts::unsigned(u16::MAX as u64).named("u16");
                /// `u32`
                U32(u32) = ScalarFacts::unsigned(u32::MAX as u64).named("u32");
                /// `u64`
                U64(u64) = ScalarFacts::unsigned(u64::MAX).named("u64");
                /// `string`
                String(String) = ScalarFacts::text(Texts::Any, &["\"text\"", "\"no such value\""]).named("string");
            }
            own {
                /// `number`
                Number(Number) = ScalarFacts::new(&["number"])
                    .named("number")
                    .samples(&["1", "0.25", "0.125"])
                    .near_misses(&[("\"1\"", Type)]);
                /// `hex`
                Hex(Hex) = ScalarFacts::text(Texts::Hex(0, usize::MAX), &["\"00\""]).named("hex");
                /// `hash`
                Hash(Hash) = ScalarFacts::hash().named("hash");
                /// `secret`
                Secret(Secret) = ScalarFacts { secret: true, ..ScalarFacts::hash().named("secret") };
                /// `txid`
                Txid(Txid) = ScalarFacts::hash().named("txid");
                /// `pubkey`
                PublicKey(PublicKey) = ScalarFacts::text(
                    Texts::Hex(66, 66),
                    &["\"020000000000000000000000000000000000000000000000000000000000000000\""],
                )
                .named("pubkey")
                .near_misses(&[
                    ("1", Type),
                    ("\"040000000000000000000000000000000000000000000000000000000000000000\"", Format),
                ]);
                /// `signature`
                Signature(Signature) = ScalarFacts::text(Texts::Hex(0, 144), &["\"00\""]).named("signature");
                /// `bip340sig`
                Bip340Signature(Bip340Signature) = ScalarFacts::text(
                    Texts::Hex(128, 128),
                    &[concat!(
                        "\"0000000000000000000000000000000000000000000000000000000000000000",
                        "0000000000000000000000000000000000000000000000000000000000000000\""
                    )],
                )
                .named("bip340sig");
                /// `short_channel_id`
                ShortChannelId(ShortChannelId) = ScalarFacts::text(Texts::Formed, &["\"1x1x1\""])
                    .named("short_channel_id")
                    .near_misses(&[("1", Type), ("\"16777216x0x0\"", Format)]);
                /// `short_channel_id_dir`
                ShortChannelIdDir(ShortChannelIdDir) = ScalarFacts::text(Texts::Formed, &["\"1x1x1/0\""])
                    .named("short_channel_id_dir")
                    .near_misses(&[("1", Type), ("\"16777216x0x0\"", Format)]);
                /// `outpoint`
                Outpoint(Outpoint) = ScalarFacts::text(
                    Texts::PartlyHex,
                    &["\"0000000000000000000000000000000000000000000000000000000000000000:0\""],
                )
                .named("outpoint")
                .near_misses(&[("1", Type), ("\"00:0\"", Format)]);
                /// `msat` as a user may write it, and as nodes before v23.05 wrote it: an integer or a string.
                Msat(Msat) = ScalarFacts::amount(u64::MAX).named("msat").in_unit(Unit::Msat);
                /// `sat`
                Sat(Sat) = ScalarFacts::amount(u64::MAX).named("sat").in_unit(Unit::Sat);
                /// `msat_or_all`
                MsatOrAll(MsatOrAll) = ScalarFacts::amount(u64::MAX).named("msat_or_all").in_unit(Unit::Msat);
                /// `msat_or_any`
                MsatOrAny(MsatOrAny) = ScalarFacts::amount(u64::MAX).named("msat_or_any").in_unit(Unit::Msat);
                /// `sat_or_all`
                SatOrAll(SatOrAll) = ScalarFacts::amount(u64::MAX).named("sat_or_all").in_unit(Unit::Sat);
                /// `feerate`
                Feerate(Feerate) = ScalarFacts::amount(u32::MAX as u64).named("feerate");
                /// `currency`
                Currency(Currency) = ScalarFacts::text(Texts::Formed, &["\"1USD\""])
                    .named("currency")
                    .near_misses(&[("1", Type), ("\"1.50\"", Format)]);
                /// `outputdesc`
                OutputDesc(OutputDesc) = ScalarFacts {
                    members: Some(ScalarKind::SatOrAll),
                    ..ScalarFacts::whole(&["object"], &["{}"]).named("outputdesc")
                };
                /// `string_map`
                StringMap(StringMap) = ScalarFacts {
                    members: Some(ScalarKind::String),
                    ..ScalarFacts::whole(&["object"], &["{}"]).named("string_map")
                };
                /// `json_object_or_array`
                JsonObjectOrArray(JsonObjectOrArray) =
                    ScalarFacts::whole(&["object", "array"], &["{}", "[]"]).named("json_object_or_array");
                /// `json_scalar`
                JsonScalar(JsonScalar) = ScalarFacts {
                    texts: Texts::Any,
                    ..ScalarFacts::whole(&["string", "number", "null"], &["1"])
                        .named("json_scalar")
                        .near_misses(&[("{}", Type)])
                };
                /// `proof_field`
                ProofField(ProofField) = ScalarFacts {
                    texts: Texts::Any,
                    ..ScalarFacts::whole(&["number", "string"], &["1"])
                        .named("proof_field")
                        .near_misses(&[("{}", Type)])
                };
                /// `null`
                Null(Null) = ScalarFacts::new(&["null"]).named("null").samples(&["null"]);
                /// Any JSON value.
                Json(Json) = ScalarFacts {
                    texts: Texts::Any,
                    ..ScalarFacts::whole(&[], &["1", "\"no such value\""]).near_misses(&[])
                };
                /// An object of which the schema says no more.
                JsonObject(JsonObject) = ScalarFacts::whole(&["object"], &["{}"]);
            }
            again {
                /// `msat` as a node writes it: an integer. Strings decode, but are a violation.
                MsatInteger(Msat) = ScalarFacts {
                    instead_of_text: Some("an integer, in millisatoshi (only nodes before v23.05 wrote strings)"),
                    ..ScalarFacts::unsigned(u64::MAX)
                        .in_unit(Unit::Msat)
                        .near_misses(&[("\"1\"", Type), ("\"1000msat\"", Type)])
                };
            }
        }
    };
}

macro_rules! scalar_kinds {
    ($($section:ident { $($(#[$doc:meta])* $kind:ident($ty:ident) = $facts:expr;)* })*) => {
        /// The scalar types of the dialect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ScalarKind {
            $($($(#[$doc])* $kind,)*)*
        }

        impl ScalarKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$($(Self::$kind,)*)*];

            /// What is known of it.
            #[must_use]
            pub const fn facts(self) -> &'static ScalarFacts {
                match self {
                    $($(Self::$kind => const { &$facts },)*)*
                }
            }

            /// How most values of the type are written.
            // A constant for each kind: this is asked of every value that is read.
            #[inline]
            pub(crate) const fn fast_path(self) -> FastPath {
                match self {
                    $($(Self::$kind => const { Self::$kind.facts().fast_path() },)*)*
                }
            }

            /// Whether the type takes its value whole, as JSON text, because it may be an array or object.
            #[inline]
            pub(crate) const fn takes_json(self) -> bool {
                match self {
                    $($(Self::$kind => const { Self::$kind.facts().whole },)*)*
                }
            }

            /// Whether `null` is a value.
            #[inline]
            #[must_use]
            pub const fn takes_null(self) -> bool {
                match self {
                    $($(Self::$kind => const { takes_null(Self::$kind) },)*)*
                }
            }

            /// What strict validation expects in place of strings, although the type takes them.
            #[inline]
            pub(crate) const fn instead_of_text(self) -> Option<&'static str> {
                match self {
                    $($(Self::$kind => const { Self::$kind.facts().instead_of_text },)*)*
                }
            }
        }
    };
}

scalar_types!(scalar_kinds);

pub(crate) use scalar_types;

/// Whether `null` is among the kinds of JSON values that a type takes.
const fn takes_null(kind: ScalarKind) -> bool {
    let json = kind.facts().json;
    let mut index = 0;
    while index < json.len() {
        if matches!(json[index].as_bytes(), b"null") {
            return true;
        }
        index += 1;
    }
    json.is_empty()
}

impl ScalarKind {
    /// The kind of the type that schemas call so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.facts().name == Some(name))
    }
}
