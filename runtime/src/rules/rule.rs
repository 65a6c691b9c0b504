//! The stable codes of everything that can be wrong with an instance.

use std::fmt;

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// Which rule an instance breaks. The code is stable; the sentence that goes with it is for people.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$doc])* $variant,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code, as it stands in the output of `validate` and in generated tests.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

rules! {
    /// The bytes are not JSON.
    Json = "json",
    /// Arrays and objects are nested too deeply.
    Depth = "depth",
    /// A string, number or value is longer than the reader of a stream allows.
    Limit = "limit",
    /// The stream failed before its end: nothing is wrong with the instance as far as it came.
    Io = "io",
    /// An object has the same key twice.
    Duplicate = "duplicate",
    /// A value of another JSON kind than the schema's type.
    Type = "type",
    /// A string that is not what its type demands, such as a hash of 63 digits.
    Format = "format",
    /// A number with a decimal point or an exponent where an integer belongs.
    Integer = "integer",
    /// An integer outside its type's range.
    Range = "range",
    /// A value that the schema does not list.
    Enum = "enum",
    /// A required field is missing.
    Required = "required",
    /// A field that the schema does not know.
    Unknown = "unknown",
    /// A named parameter is `null`; one that is not given must be left out.
    Null = "null",
    /// More positional parameters than there are.
    Arity = "arity",
    /// Some, but not all, of a group that goes together (`pairedWith`).
    Paired = "paired",
    /// More than one of a group that exclude each other (`oneOfMany`).
    Exclusive = "exclusive",
    /// A field that may be given only together with another (`dependentUpon`).
    Dependent = "dependent",
    /// None of the alternatives fits (`oneOf`).
    OneOf = "one-of",
    /// None of the alternatives fits (`anyOf`).
    AnyOf = "any-of",
    /// A string shorter than `minLength`.
    MinLength = "min-length",
    /// A string longer than `maxLength`.
    MaxLength = "max-length",
    /// An array with fewer elements than `minItems`.
    MinItems = "min-items",
    /// An array with more elements than `maxItems`.
    MaxItems = "max-items",
    /// A number below `minimum`.
    Minimum = "minimum",
    /// A number above `maximum`.
    Maximum = "maximum",
}

impl Rule {
    /// The rule with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.code() == code)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
