//! The catalogue of mistakes: a stable code, a severity and a meaning each.

use super::Severity;

/// The catalogue, and how bad each is.
macro_rules! catalogue {
    ($($variant:ident = $code:literal, $severity:ident, $meaning:literal;)*) => {
        crate::codes! { $($variant = $code, $meaning;)* }

        impl Code {
            /// How bad it is, unless a flag says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

// S00xx files, S01xx JSON, S02xx a file as a whole, S03xx keywords, S04xx names that keywords use,
// S05xx what becomes of it in Rust, S06xx output. C01xx configuration, C02xx baselines. L01xx what only `lint` finds.
// M01xx manual pages.
catalogue! {
    Unreadable = "S0001", Error, "a file or folder cannot be read";
    NotUtf8 = "S0002", Error, "a file is not UTF-8";
    TooLarge = "S0003", Error, "a file is too large to be a schema";
    NotFound = "S0004", Error, "a path does not exist";
    NoSchemas = "S0005", Error, "a folder holds no schema";

    NotJson = "S0101", Error, "a file is not JSON";
    DuplicateKey = "S0102", Error, "an object has the same key twice";
    NestedTooDeep = "S0103", Error, "a file is nested too deep";

    RootNotObject = "S0201", Error, "a file is JSON, but not an object";
    TargetMissing = "S0202", Error, "a file has none of `rpc`, `notification`, `hook`";
    TargetAmbiguous = "S0203", Error, "a file has more than one of `rpc`, `notification`, `hook`";
    NameEmpty = "S0204", Error, "a name is empty";
    SideMissing = "S0205", Error, "a file has no `request` or no `response`";
    UnknownTopLevelKey = "S0206", Warning, "a file has a top-level key that the dialect does not know";
    MalformedExample = "S0207", Warning, "an example is not a request and a response";
    SideNotObject = "S0208", Warning, "a `request` or `response` is described as something other than an object";

    UnknownKeyword = "S0301", Error, "a schema uses a keyword that the dialect does not know";
    UnknownType = "S0302", Error, "a schema names a type that the dialect does not know";
    WrongKind = "S0303", Error, "the value of a key is of the wrong kind";
    EmptyEnum = "S0304", Error, "an `enum` has no values";
    EqualEnumValues = "S0305", Error, "an `enum` has the same value twice";
    EmptyAlternatives = "S0306", Error, "a `oneOf`, `anyOf` or `allOf` has no branches";
    BoundsCrossed = "S0307", Error, "a lower bound is above its upper bound";
    BadVersion = "S0308", Error, "a version cannot be read";
    ConditionWithoutIf = "S0309", Warning, "a `then` or `else` has no `if`";

    NoSuchProperty = "S0401", Error, "a keyword names a property that is not there";
    UndescribedProperty = "S0402", Warning, "a node's answer requires a property that is described only elsewhere";
    NameTwice = "S0403", Error, "a list of names has the same name twice";
    GroupTooSmall = "S0404", Error, "a group has too few names";

    NameNotIdentifier = "S0501", Error, "a name has nothing that a Rust name could be made of";
    SameIdentifier = "S0502", Error, "two names would be the same in Rust";
    TooManyFields = "S0503", Error, "an object has more properties than can be generated";
    SameMethod = "S0505", Error, "two files describe the same method, or methods of the same Rust name";
    NoSuchMethod = "S0506", Error, "a method that was asked for is in none of the files";

    NotYetAdded = "S0507", Warning, "a method that was asked for is newer than the newest node to support";
    NoMoreThere = "S0510", Warning, "a method that was asked for was removed before the oldest node to support";
    NotOneSchema = "S0509", Error, "one schema is needed where there are more";
    VersionsCrossed = "S0508", Error, "the oldest node to support is newer than the newest";

    Unwritable = "S0601", Error, "an output file or folder cannot be written";
    NotOurs = "S0602", Error, "an output file exists that was not generated";

    UnknownConfigKey = "C0101", Error, "a configuration has a key that means nothing";
    MalformedOverride = "C0102", Error, "an override does not say what it changes, or why";
    OverrideWithoutMethod = "C0103", Warning, "an override is for a method that none of the files describes";
    OverrideMisses = "C0104", Error, "an override names what is not there, or must not be there";
    OverrideIdle = "C0105", Warning, "an override changes nothing: the schema does not say what it corrects";
    BadDerive = "C0106", Error, "a configuration names a derive macro by something that is not a path";
    MalformedLint = "C0107", Error, "`lint` in a configuration has a mistake, or lacks a reason";
    SuppressionIdle = "C0108", Warning, "a suppression suppresses nothing";

    MalformedBaseline = "C0201", Error, "a baseline cannot be understood";

    ExampleViolation = "L0101", Warning, "a documented example breaks its own schema";
    RequiredWithoutAdded = "L0102", Warning, "a node's answer requires a field that an example lacks, and no `added` says since when";
    UnnamedErrorCode = "L0103", Warning, "an error code has no name in the node's own table";
    NoSuchPage = "L0104", Warning, "`see_also` names the page of a command that does not exist";

    PageMarks = "M0101", Error, "the marks around a page's part that is made from a schema are missing, doubled or out of order";
    PageStamp = "M0102", Error, "the last line of a page has no stamp of the schema";
    NotAPage = "M0103", Error, "a file that is not a page is in the way of one";
    SamePage = "M0104", Error, "two schemas make the same page";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_of_one_form() {
        let texts: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        for text in texts {
            let (letter, digits) = text.split_at(1);
            assert!(letter.bytes().all(|byte| byte.is_ascii_uppercase()), "{text}");
            assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{text}");
        }
    }

    #[test]
    fn meanings_are_unique() {
        let meanings: BTreeSet<&str> = Code::ALL.iter().map(|code| code.meaning()).collect();
        assert_eq!(meanings.len(), Code::ALL.len());
    }
}
