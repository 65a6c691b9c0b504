//! The names of the types: one table, read in both directions.

use std::fmt;

macro_rules! types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A type of the dialect. What each looks like in JSON is told in the manual of the dialect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Type {
            $($(#[$doc])* $variant,)*
        }

        impl Type {
            /// All types.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in a schema.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The type of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

types! {
    /// A string.
    String = "string",
    /// `true` or `false`.
    Boolean = "boolean",
    /// An object.
    Object = "object",
    /// An array.
    Array = "array",
    /// `null`.
    Null = "null",
    /// A whole number, signed, 64 bits.
    Integer = "integer",
    /// Any number; all digits count.
    Number = "number",
    /// A whole number below 2^8.
    U8 = "u8",
    /// A whole number below 2^16.
    U16 = "u16",
    /// A whole number below 2^32.
    U32 = "u32",
    /// A whole number below 2^64.
    U64 = "u64",
    /// An even number of hex digits.
    Hex = "hex",
    /// 64 hex digits.
    Hash = "hash",
    /// 64 hex digits, not to be shown.
    Secret = "secret",
    /// 64 hex digits that name a transaction.
    Txid = "txid",
    /// 66 hex digits that start with `02` or `03`.
    Pubkey = "pubkey",
    /// At most 144 hex digits.
    Signature = "signature",
    /// 128 hex digits.
    Bip340Sig = "bip340sig",
    /// `BLOCKxTXxOUT`.
    ShortChannelId = "short_channel_id",
    /// `BLOCKxTXxOUT/DIRECTION`.
    ShortChannelIdDir = "short_channel_id_dir",
    /// `TXID:N`.
    Outpoint = "outpoint",
    /// Millisatoshi; a bare number is millisatoshi.
    Msat = "msat",
    /// Satoshi; a bare number is satoshi.
    Sat = "sat",
    /// [`Type::Msat`] or `all`.
    MsatOrAll = "msat_or_all",
    /// [`Type::Sat`] or `all`.
    SatOrAll = "sat_or_all",
    /// [`Type::Msat`] or `any`.
    MsatOrAny = "msat_or_any",
    /// A fee rate: a number with a unit, a speed, a number of blocks, or a purpose.
    Feerate = "feerate",
    /// An object from addresses to amounts.
    OutputDesc = "outputdesc",
    /// An amount in a fiat currency, such as `1.50USD`.
    Currency = "currency",
    /// An object whose values are strings.
    StringMap = "string_map",
    /// An object or an array.
    JsonObjectOrArray = "json_object_or_array",
    /// A string, a number or `null`.
    JsonScalar = "json_scalar",
    /// A number or a string.
    ProofField = "proof_field",
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for &ty in Type::ALL {
            assert_eq!(Type::from_name(ty.name()), Some(ty));
        }
        assert_eq!(Type::ALL.len(), 33);
        assert_eq!(Type::from_name("String"), None);
        assert_eq!(Type::OutputDesc.to_string(), "outputdesc");
    }
}
