//! Violations for machines: serde's traits.

use std::fmt;

use ::serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use ::serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Violation, Violations};
use crate::rules::Rule;
use crate::visible::visible;

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code)
            .ok_or_else(|| de::Error::custom(visible(format_args!("{code:?} is not the code of a rule"))))
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Violation", 3)?;
        object.serialize_field("pointer", self.pointer())?;
        object.serialize_field("rule", &self.rule())?;
        object.serialize_field("message", self.message())?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Violation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Violation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a violation: an object with pointer, rule and message")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Violation, A::Error> {
                let (mut pointer, mut rule, mut message) = (None, None, None);
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "pointer" => pointer = Some(map.next_value()?),
                        "rule" => rule = Some(map.next_value()?),
                        "message" => message = Some(map.next_value()?),
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(Violation::new(
                    pointer.ok_or_else(|| de::Error::missing_field("pointer"))?,
                    rule.ok_or_else(|| de::Error::missing_field("rule"))?,
                    message.ok_or_else(|| de::Error::missing_field("message"))?,
                ))
            }
        }

        deserializer.deserialize_struct("Violation", &["pointer", "rule", "message"], Members)
    }
}

impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Violations", 2)?;
        object.serialize_field("violations", self.kept())?;
        object.serialize_field("omitted", &self.omitted())?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for Violations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Violations;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with violations, and how many were omitted")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Violations, A::Error> {
                let (mut kept, mut omitted) = (None, 0);
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        "violations" => kept = Some(map.next_value()?),
                        "omitted" => omitted = map.next_value()?,
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                let kept = kept.ok_or_else(|| de::Error::missing_field("violations"))?;
                Violations::new(kept, omitted).ok_or_else(|| de::Error::custom("there is not one violation"))
            }
        }

        deserializer.deserialize_struct("Violations", &["violations", "omitted"], Members)
    }
}
