//! What a value must be.

use super::Shape;
use crate::types::{
    Bip340Signature, Currency, Feerate, Hash, Hex, Json, JsonObject, JsonObjectOrArray, JsonScalar, Msat, MsatOrAll,
    MsatOrAny, Null, Number, Outpoint, OutputDesc, ProofField, PublicKey, Sat, SatOrAll, Scalar, Secret,
    ShortChannelId, ShortChannelIdDir, Signature, StringMap, Txid,
};
use crate::value::{Token, TokenError};

/// What a value must be, as a schema's `type` and its keywords say.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind<'t> {
    /// Any JSON value.
    Any,
    /// One of the dialect's scalar types.
    Scalar(ScalarKind),
    /// A scalar type within bounds.
    Bounded(ScalarKind, &'t Bounds<'t>),
    /// One of these strings.
    Enum(&'t [&'t str]),
    /// An array.
    Array(&'t Array<'t>),
    /// An object.
    Object(&'t Shape<'t>),
    /// An object, or a value of another kind, of which nothing is said: what a branch without a `type` means.
    IfObject(&'t Shape<'t>),
    /// One of these; the first that fits (`oneOf`).
    OneOf(&'t [Kind<'t>]),
    /// The same, where the schema says `anyOf`.
    AnyOf(&'t [Kind<'t>]),
}

/// What a string or number must keep to beyond its type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds<'t> {
    /// `enum`: the only values, as compact JSON.
    pub values: Option<&'t [&'t str]>,
    /// `minLength`, in characters of the text.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters of the text.
    pub max_length: Option<u64>,
    /// `minimum`, for integers.
    pub minimum: Option<i128>,
    /// `maximum`, for integers.
    pub maximum: Option<i128>,
}

/// The rules of an array.
#[derive(Clone, Copy, Debug)]
pub struct Array<'t> {
    /// What each element must be.
    pub items: Kind<'t>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
}

impl Kind<'_> {
    /// Whether `null` is a value here.
    #[must_use]
    pub fn takes_null(&self) -> bool {
        match self {
            Self::Any | Self::IfObject(_) => true,
            Self::Scalar(kind) | Self::Bounded(kind, _) => {
                matches!(kind, ScalarKind::JsonScalar | ScalarKind::Json | ScalarKind::Null)
            }
            Self::OneOf(arms) | Self::AnyOf(arms) => arms.iter().any(Self::takes_null),
            Self::Enum(_) | Self::Array(_) | Self::Object(_) => false,
        }
    }

    /// Whether its type alone says that a value must not be shown.
    pub(super) const fn is_secret(&self) -> bool {
        match self {
            Self::Scalar(kind) | Self::Bounded(kind, _) => matches!(kind, ScalarKind::Secret),
            Self::Array(array) => array.items.is_secret(),
            Self::Any | Self::Enum(_) | Self::Object(_) | Self::IfObject(_) | Self::OneOf(_) | Self::AnyOf(_) => false,
        }
    }

    /// Whether a value is taken whole, as JSON text, because it may be an array or object.
    pub(crate) const fn takes_json(&self) -> bool {
        match self {
            Self::Any | Self::IfObject(_) | Self::OneOf(_) | Self::AnyOf(_) => true,
            Self::Scalar(kind) | Self::Bounded(kind, _) => kind.takes_json(),
            Self::Enum(_) | Self::Array(_) | Self::Object(_) => false,
        }
    }

    /// Whether it is for the type alone to take or refuse a token.
    #[inline]
    pub(crate) const fn takes_any_token(&self) -> bool {
        match self {
            Self::Scalar(kind) => !kind.takes_json(),
            Self::Enum(_) => true,
            _ => false,
        }
    }

    /// What is taken, as the end of a sentence.
    pub(crate) fn expected(&self) -> String {
        match self {
            Self::Any | Self::IfObject(_) => "any JSON".to_owned(),
            Self::Scalar(kind) | Self::Bounded(kind, _) => kind.expected().to_owned(),
            Self::Enum(values) => crate::walk::one_of(values),
            Self::Array(_) => "an array".to_owned(),
            Self::Object(_) => "an object".to_owned(),
            Self::OneOf(arms) | Self::AnyOf(arms) => crate::walk::any_of(arms),
        }
    }
}

impl Bounds<'_> {
    /// No bounds; for building tables.
    pub const NONE: Self = Self { values: None, min_length: None, max_length: None, minimum: None, maximum: None };
}

/// How most values of a type are written, for the short way to read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As a string of so many characters, none of them escaped.
    Fixed(usize),
    /// As an integer from zero to this.
    Unsigned(u64),
    /// As any string.
    Text,
    /// In no such way.
    Other,
}

macro_rules! scalar_kinds {
    ($($(#[$doc:meta])* $variant:ident($ty:ty) $($form:ident $(($of:expr))?)?,)*) => {
        /// The scalar types of the dialect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum ScalarKind {
            $($(#[$doc])* $variant,)*
        }

        impl ScalarKind {
            /// What the type takes, as the end of a sentence.
            #[must_use]
            pub const fn expected(self) -> &'static str {
                match self {
                    $(Self::$variant => <$ty as Scalar>::EXPECTED,)*
                }
            }

            /// Whether a value of the type may be written as `token`.
            ///
            /// # Errors
            /// The rule that the token breaks.
            pub fn check(self, token: Token<'_>) -> Result<(), TokenError> {
                match self {
                    $(Self::$variant => <$ty as Scalar>::check(token),)*
                }
            }

            /// The JSON Schema of the type.
            #[cfg(feature = "schemars")]
            pub(crate) fn json_schema(self, generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                match self {
                    $(Self::$variant => <$ty as ::schemars::JsonSchema>::json_schema(generator),)*
                }
            }

            /// How most values of the type are written.
            #[inline]
            pub(crate) const fn form(self) -> Form {
                match self {
                    $($(Self::$variant => Form::$form $(($of))?,)?)*
                    _ => Form::Other,
                }
            }
        }
    };
}

scalar_kinds! {
    /// `boolean`
    Bool(bool),
    /// `integer`
    I64(i64) Unsigned(i64::MAX as u64),
    /// `u8`
    U8(u8) Unsigned(u8::MAX as u64),
    /// `u16`
    U16(u16) Unsigned(u16::MAX as u64),
    /// `u32`
    U32(u32) Unsigned(u32::MAX as u64),
    /// `u64`
    U64(u64) Unsigned(u64::MAX),
    /// `number`
    Number(Number),
    /// `string`
    String(String) Text,
    /// `hex`
    Hex(Hex),
    /// `hash`
    Hash(Hash) Fixed(64),
    /// `secret`
    Secret(Secret) Fixed(64),
    /// `txid`
    Txid(Txid) Fixed(64),
    /// `pubkey`
    PublicKey(PublicKey) Fixed(66),
    /// `signature`
    Signature(Signature),
    /// `bip340sig`
    Bip340Signature(Bip340Signature) Fixed(128),
    /// `short_channel_id`
    ShortChannelId(ShortChannelId),
    /// `short_channel_id_dir`
    ShortChannelIdDir(ShortChannelIdDir),
    /// `outpoint`
    Outpoint(Outpoint),
    /// `msat` as a user may write it, and as nodes before v23.05 wrote it: an integer or a string.
    Msat(Msat) Unsigned(u64::MAX),
    /// `msat` as a node writes it: an integer. Strings decode, but are a violation.
    MsatInteger(Msat) Unsigned(u64::MAX),
    /// `sat`
    Sat(Sat) Unsigned(u64::MAX),
    /// `msat_or_all`
    MsatOrAll(MsatOrAll),
    /// `msat_or_any`
    MsatOrAny(MsatOrAny),
    /// `sat_or_all`
    SatOrAll(SatOrAll),
    /// `feerate`
    Feerate(Feerate),
    /// `currency`
    Currency(Currency),
    /// `outputdesc`
    OutputDesc(OutputDesc),
    /// `string_map`
    StringMap(StringMap),
    /// `json_object_or_array`
    JsonObjectOrArray(JsonObjectOrArray),
    /// `json_scalar`
    JsonScalar(JsonScalar),
    /// `proof_field`
    ProofField(ProofField),
    /// `null`
    Null(Null),
    /// Any JSON value.
    Json(Json),
    /// An object of which the schema says no more.
    JsonObject(JsonObject),
}

impl ScalarKind {
    /// Whether the type takes its value whole, as JSON text, because it may be an array or object.
    #[inline]
    pub(crate) const fn takes_json(self) -> bool {
        matches!(
            self,
            Self::OutputDesc
                | Self::StringMap
                | Self::JsonObjectOrArray
                | Self::JsonScalar
                | Self::ProofField
                | Self::Json
                | Self::JsonObject
        )
    }

    /// What the values are, of an object whose keys no schema lists.
    pub(crate) const fn member_kind(self) -> Option<Self> {
        match self {
            Self::OutputDesc => Some(Self::SatOrAll),
            Self::StringMap => Some(Self::String),
            _ => None,
        }
    }

    /// What strict validation refuses although the type takes it.
    #[inline]
    pub(crate) fn strict_check(self, token: Token<'_>) -> Result<(), TokenError> {
        match (self, token) {
            (Self::MsatInteger, Token::Text(_)) => {
                Err(TokenError::kind("an integer, in millisatoshi (only nodes before v23.05 wrote strings)"))
            }
            _ => Ok(()),
        }
    }
}
