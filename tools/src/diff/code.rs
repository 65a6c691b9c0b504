//! The catalogue of differences: a stable code and a meaning each.

use cln_codegen::codes;
use cln_runtime::rules::GroupKind;

// D01xx commands, notifications and hooks as a whole, D02xx which fields there are, D03xx what a field may hold, D04xx
// rules between fields, D05xx versions, D06xx error codes, D07xx documentation, D08xx what only instances show.
codes! {
    MethodAdded = "D0101", "a command, notification or hook is new";
    MethodRemoved = "D0102", "a command, notification or hook is gone";
    MethodRenamed = "D0103", "a command, notification or hook seems to have another name";

    FieldAdded = "D0201", "a field is new and optional";
    RequiredFieldAdded = "D0202", "a field is new and required";
    FieldRemoved = "D0203", "an optional field is gone";
    RequiredFieldRemoved = "D0204", "a required field is gone";
    FieldRenamed = "D0205", "a field seems to have another name";
    BecameRequired = "D0206", "an optional field is required now";
    BecameOptional = "D0207", "a required field is optional now";
    PositionsChanged = "D0208", "parameters stand at other positions";
    ArgumentsReordered = "D0209", "required fields are listed in another order";

    TypeNarrowed = "D0301", "a type holds fewer values";
    TypeWidened = "D0302", "a type holds more values";
    TypeChanged = "D0303", "a type holds other values";
    TypeRenamed = "D0304", "a type has another name and the same values";
    EnumValueAdded = "D0305", "an enum lists a new value";
    EnumValueRemoved = "D0306", "an enum does not list a value any more";
    EnumIntroduced = "D0307", "values are listed where any of the type would do";
    EnumDropped = "D0308", "values are not listed any more";
    BoundTightened = "D0309", "a bound allows less";
    BoundLoosened = "D0310", "a bound allows more";
    PatternChanged = "D0311", "a `pattern` or `format` has changed";

    Closed = "D0401", "an object does not take unlisted fields any more";
    Opened = "D0402", "an object takes unlisted fields now";
    PairAdded = "D0403", "fields go only together now (`pairedWith`)";
    PairDropped = "D0404", "fields need not go together any more (`pairedWith`)";
    ExclusionAdded = "D0405", "fields exclude each other now (`oneOfMany`)";
    ExclusionDropped = "D0406", "fields do not exclude each other any more (`oneOfMany`)";
    DependencyAdded = "D0407", "a field goes only together with another now (`dependentUpon`)";
    DependencyDropped = "D0408", "a field does not need another any more (`dependentUpon`)";
    ConditionAdded = "D0409", "a condition is new (`if`, `allOf`, or a first `oneOf`, `anyOf` of an object)";
    ConditionDropped = "D0410", "a condition is gone";
    ConditionChanged = "D0411", "a condition says something else";
    AlternativeAdded = "D0412", "an alternative is new (`oneOf`, `anyOf`)";
    AlternativeDropped = "D0413", "an alternative is gone (`oneOf`, `anyOf`)";

    Deprecated = "D0501", "something is deprecated now";
    DeprecationLifted = "D0502", "something is not deprecated any more";
    DeprecationMoved = "D0503", "the releases of a deprecation have changed";
    AddedMoved = "D0504", "the release that added something has changed";
    Hidden = "D0505", "something is hidden from the documentation now";
    Shown = "D0506", "something is part of the documentation now";
    RemovalEarlier = "D0507", "something deprecated is to go earlier than was said";

    ErrorCodeAdded = "D0601", "an error code is documented that was not";
    ErrorCodeRemoved = "D0602", "an error code is not documented any more";
    ErrorTextChanged = "D0603", "the words about errors have changed";

    DescriptionChanged = "D0701", "a description or note has changed";
    DefaultChanged = "D0702", "the documented default has changed";
    ExampleAdded = "D0703", "there are more examples";
    ExampleRemoved = "D0704", "there are fewer examples";
    ExampleChanged = "D0705", "an example has changed";
    ChapterChanged = "D0706", "a chapter of the page, or something else about the file, has changed";
    ClosednessStated = "D0707", "`additionalProperties` says, or does not say any more, what holds without it";

    Separated = "D0801", "an instance breaks that no other finding accounts for";
    BindingsRenamed = "D0802", "a generated type has another name or is gone, though nothing above says so";
    BindingsChanged = "D0803", "a generated item is new, gone or changed, though nothing above says so";
}

impl Code {
    /// The codes of a rule between fields that is new, and of one that is gone.
    pub(super) const fn of_group(kind: GroupKind) -> (Self, Self) {
        match kind {
            GroupKind::Paired => (Self::PairAdded, Self::PairDropped),
            GroupKind::Exclusive => (Self::ExclusionAdded, Self::ExclusionDropped),
            GroupKind::Dependent => (Self::DependencyAdded, Self::DependencyDropped),
        }
    }

    /// The rule between fields that it is about.
    pub(super) fn group(self) -> Option<GroupKind> {
        let is_about = |kind: &GroupKind| {
            let (added, dropped) = Self::of_group(*kind);
            self == added || self == dropped
        };
        GroupKind::ALL.iter().copied().find(is_about)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_and_meanings_are_unique() {
        let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        let meanings: BTreeSet<&str> = Code::ALL.iter().map(|code| code.meaning()).collect();
        assert_eq!((codes.len(), meanings.len()), (Code::ALL.len(), Code::ALL.len()));
        assert!(codes.iter().all(|code| code.len() == 5 && code.starts_with('D')));
    }

    /// The table in the package's README is the documentation of the codes.
    #[test]
    fn every_code_is_documented() {
        let readme = include_str!("../../README.md");
        for code in Code::ALL {
            let row = format!("| `{code}` | {} |", code.meaning());
            assert!(readme.contains(&row), "README.md has no row {row}");
        }
    }
}
