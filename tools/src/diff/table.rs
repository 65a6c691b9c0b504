//! What each difference means, by who writes the value: the one table that decides.

use Release::{New, Old};
use Semver::{Major, Minor, Patch};
use Severity::{Breaking, Compatible, Docs, Risky};

use super::{Code as C, Release, Semver, Severity};

/// Whom a row of the table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// What users write.
    Client,
    /// What the node writes.
    Node,
    /// Both alike, or the file as a whole.
    Any,
}

use By::{Any, Client, Node};

/// A difference, whom the row is about, what it means on the wire and for the generated crate, who accepts the instance
/// that shows it (`None` if there can be none), and what follows.
pub(super) struct Row(
    pub(super) C,
    pub(super) By,
    pub(super) Severity,
    pub(super) Semver,
    pub(super) Option<Release>,
    pub(super) &'static str,
);

const OLD: Option<Release> = Some(Old);
const NEW: Option<Release> = Some(New);

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    Row(C::MethodAdded, Any, Compatible, Minor, None, "New programs can use it; nodes of the old release do not know it."),
    Row(C::MethodRemoved, Any, Breaking, Major, None, "Nodes of the new release do not have it, and its types are gone from the bindings."),
    Row(C::MethodRenamed, Any, Breaking, Major, None, "If it is the same: nodes of the new release do not know the old name, and its types have other names."),

    Row(C::FieldAdded, Client, Compatible, Minor, NEW, "Callers need not send it; nodes of the old release refuse it."),
    Row(C::FieldAdded, Node, Compatible, Minor, NEW, "Readers pass over fields that they do not know."),
    Row(C::RequiredFieldAdded, Client, Breaking, Major, OLD, "Callers, who do not send it, are refused."),
    Row(C::RequiredFieldAdded, Node, Compatible, Major, OLD, "Readers pass over fields that they do not know; the new bindings demand it, and it is one more argument of what makes the struct."),
    Row(C::FieldRemoved, Client, Breaking, Major, OLD, "Callers that send it are refused."),
    Row(C::FieldRemoved, Node, Breaking, Major, OLD, "Nothing fails to decode, but readers that look for it never find it again."),
    Row(C::RequiredFieldRemoved, Client, Breaking, Major, OLD, "Callers, who had to send it, are refused."),
    Row(C::RequiredFieldRemoved, Node, Breaking, Major, NEW, "Readers, who were promised it, cannot decode what comes without it."),
    Row(C::FieldRenamed, Client, Breaking, Major, OLD, "If it is the same: callers that send the old name are refused."),
    Row(C::FieldRenamed, Node, Breaking, Major, NEW, "If it is the same: readers do not find it under the old name."),
    Row(C::BecameRequired, Client, Breaking, Major, OLD, "Callers that leave it out are refused."),
    Row(C::BecameRequired, Node, Compatible, Major, OLD, "Readers could do without it already; in the bindings it is no `Option` any more."),
    Row(C::BecameOptional, Client, Compatible, Major, NEW, "Callers may go on sending it; in the bindings it is an `Option` now, with a setter."),
    Row(C::BecameOptional, Node, Breaking, Major, NEW, "Readers, who were promised it, cannot decode what comes without it."),
    Row(C::PositionsChanged, Any, Breaking, Patch, OLD, "Calls by position put values into other parameters; calls by name, as the bindings make them, do not notice."),
    Row(C::ArgumentsReordered, Any, Compatible, Major, None, "The same on the wire; the arguments of the bindings' `new` stand in another order, and the compiler may not notice."),

    Row(C::TypeNarrowed, Client, Breaking, Major, OLD, "Values that callers may send today are refused."),
    Row(C::TypeNarrowed, Node, Compatible, Major, OLD, "Readers of the old type can read every value; the type in Rust changes."),
    Row(C::TypeWidened, Client, Compatible, Major, NEW, "All values that callers send are still taken; the type in Rust changes."),
    Row(C::TypeWidened, Node, Breaking, Major, NEW, "Readers of the old type cannot read the values that are new."),
    Row(C::TypeChanged, Client, Breaking, Major, OLD, "Values that callers send today are refused."),
    Row(C::TypeChanged, Node, Breaking, Major, NEW, "Readers of the old type cannot read the new values."),
    Row(C::TypeRenamed, Any, Compatible, Major, None, "The same values on the wire; the type in Rust changes."),
    Row(C::EnumValueAdded, Client, Compatible, Major, NEW, "Callers need not send it; the enum in Rust is closed here, so a `match` on it lacks an arm."),
    Row(C::EnumValueAdded, Node, Compatible, Minor, NEW, "Enums of what a node writes are open: readers of the old bindings keep it as a value that they do not know."),
    Row(C::EnumValueRemoved, Client, Breaking, Major, OLD, "Callers that send it are refused; its variant is gone."),
    Row(C::EnumValueRemoved, Node, Compatible, Major, OLD, "Readers wait in vain for it; its variant is gone."),
    Row(C::EnumIntroduced, Client, Breaking, Major, OLD, "Callers that send any other value are refused; in Rust it is an enum now."),
    Row(C::EnumIntroduced, Node, Compatible, Major, OLD, "Readers could read these values already; in Rust it is an enum now."),
    Row(C::EnumDropped, Client, Compatible, Major, NEW, "All values that callers send are still taken; in Rust it is no enum any more."),
    Row(C::EnumDropped, Node, Compatible, Major, NEW, "Enums of what a node writes are open: readers of the old bindings keep other values as they are; in Rust it is no enum any more."),
    Row(C::BoundTightened, Client, Breaking, Patch, OLD, "Values beyond it, which callers may send today, are refused; no type changes."),
    Row(C::BoundTightened, Node, Compatible, Patch, OLD, "Readers could read more than is written; no type changes."),
    Row(C::BoundLoosened, Client, Compatible, Patch, NEW, "All values that callers send are still taken; no type changes."),
    Row(C::BoundLoosened, Node, Breaking, Patch, NEW, "Readers that count on the bound, and strict validation by the old bindings, refuse what lies beyond it; no type changes."),
    Row(C::PatternChanged, Any, Risky, Patch, None, "The bindings do not look at it; whether a node refuses other values than before has to be tried."),

    Row(C::Closed, Client, Breaking, Major, OLD, "Callers that send unlisted fields are refused; the member that holds them is gone from the struct."),
    Row(C::Closed, Node, Compatible, Major, OLD, "Readers pass over unlisted fields anyway; the member that keeps them is gone from the struct."),
    Row(C::Opened, Client, Compatible, Minor, NEW, "Callers need not send unlisted fields; the struct gets a member for them."),
    Row(C::Opened, Node, Compatible, Minor, NEW, "Readers pass over unlisted fields anyway; the struct gets a member that keeps them."),
    Row(C::PairAdded, Client, Breaking, Major, OLD, "Callers that send one without the other are refused; they have one setter together."),
    Row(C::PairAdded, Node, Compatible, Major, OLD, "Readers could read them together already; they have one setter together."),
    Row(C::PairDropped, Client, Compatible, Major, NEW, "Callers may go on sending them together; each has a setter of its own."),
    Row(C::PairDropped, Node, Breaking, Major, NEW, "Readers, who were promised both or none, may find one alone."),
    Row(C::ExclusionAdded, Client, Breaking, Patch, OLD, "Callers that send more than one of them are refused; no type changes."),
    Row(C::ExclusionAdded, Node, Compatible, Patch, OLD, "Readers could read one of them already; no type changes."),
    Row(C::ExclusionDropped, Client, Compatible, Patch, NEW, "Callers may go on sending one of them; no type changes."),
    Row(C::ExclusionDropped, Node, Breaking, Patch, NEW, "Readers, who were promised at most one, may find several."),
    Row(C::DependencyAdded, Client, Breaking, Patch, OLD, "Callers that send it without the other are refused; no type changes."),
    Row(C::DependencyAdded, Node, Compatible, Patch, OLD, "Readers could read them together already; no type changes."),
    Row(C::DependencyDropped, Client, Compatible, Patch, NEW, "Callers may go on sending both; no type changes."),
    Row(C::DependencyDropped, Node, Breaking, Patch, NEW, "Readers, who were promised the other with it, may find it alone."),
    Row(C::ConditionAdded, Client, Breaking, Minor, OLD, "Callers that do not keep to it are refused."),
    Row(C::ConditionAdded, Node, Compatible, Minor, OLD, "Readers could read what keeps to it already."),
    Row(C::ConditionDropped, Client, Compatible, Major, NEW, "Callers may go on keeping to it."),
    Row(C::ConditionDropped, Node, Breaking, Major, NEW, "Readers that count on it may find something else."),
    Row(C::ConditionChanged, Client, Breaking, Major, OLD, "Callers that keep to the old one may be refused."),
    Row(C::ConditionChanged, Node, Breaking, Major, NEW, "Readers that count on the old one may find something else."),
    Row(C::AlternativeAdded, Client, Compatible, Major, NEW, "All that callers send is still taken; an enum of the alternatives is closed here, so a `match` on it lacks an arm."),
    Row(C::AlternativeAdded, Node, Breaking, Minor, NEW, "Readers of the old alternatives find none of them; the old bindings keep the value as JSON."),
    Row(C::AlternativeDropped, Client, Breaking, Major, OLD, "Callers that use it are refused."),
    Row(C::AlternativeDropped, Node, Compatible, Major, OLD, "Readers wait in vain for it."),

    Row(C::Deprecated, Any, Risky, Minor, None, "It works as before; whoever uses it is warned by the compiler and should stop before it goes."),
    Row(C::DeprecationLifted, Any, Compatible, Patch, None, "It stays; the compiler does not warn of it any more."),
    Row(C::DeprecationMoved, Any, Compatible, Patch, None, "It works as before; the time to stop using it has changed."),
    Row(C::RemovalEarlier, Any, Risky, Patch, None, "It works as before; whoever uses it has less time to stop than was said."),
    Row(C::AddedMoved, Any, Compatible, Patch, None, "Nodes are the same; what `--since` and `--until` make optional or leave out may be another thing."),
    Row(C::Hidden, Any, Docs, Patch, None, "It works as before; only developers are meant to use it."),
    Row(C::Shown, Any, Docs, Patch, None, "It works as before; anybody may use it."),

    Row(C::ErrorCodeAdded, Any, Compatible, Minor, None, "Programs that got it as any other error still do; the new bindings have a variant for it."),
    Row(C::ErrorCodeRemoved, Any, Risky, Major, None, "Programs that wait for it may get another one; its variant is gone, and it would be any other error."),
    Row(C::ErrorTextChanged, Any, Docs, Patch, None, "Only words for people changed."),

    Row(C::DescriptionChanged, Any, Docs, Patch, None, "Only words for people changed."),
    Row(C::DefaultChanged, Client, Risky, Patch, None, "Callers that leave it out may get something else."),
    Row(C::DefaultChanged, Node, Docs, Patch, None, "Only words for people changed."),
    Row(C::ExampleAdded, Any, Docs, Patch, None, "More is documented, and tested."),
    Row(C::ExampleRemoved, Any, Docs, Patch, None, "Less is documented, and tested."),
    Row(C::ExampleChanged, Any, Docs, Patch, None, "Something else is documented, and tested."),
    Row(C::ChapterChanged, Any, Docs, Patch, None, "Only words for people changed."),
    Row(C::ClosednessStated, Any, Docs, Patch, None, "It means the same as before."),

    Row(C::Separated, Client, Breaking, Patch, OLD, "Callers that send this are refused."),
    Row(C::Separated, Node, Breaking, Patch, NEW, "Readers that hold the node to the old schema refuse this."),
    Row(C::BindingsRenamed, Any, Compatible, Major, None, "The same on the wire; programs that name the type do not compile."),
    Row(C::BindingsChanged, Any, Compatible, Major, None, "Programs that use what is gone or has changed do not compile."),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// One row for all, or one for each who writes.
    #[test]
    fn every_code_has_its_rows_once() {
        for code in C::ALL {
            let by = |by: By| ROWS.iter().filter(|row| row.0 == *code && row.1 == by).count();
            let rows = (by(Any), by(Client), by(Node));
            assert!(rows == (1, 0, 0) || rows == (0, 1, 1), "{code}: {rows:?}");
        }
    }

    /// What breaks is shown by what worked: by what the old release takes of users, and by what the new one writes.
    #[test]
    fn what_breaks_is_shown_in_the_direction_in_which_it_breaks() {
        for Row(code, by, severity, _, shown, _) in ROWS {
            let Some(shown) = shown.filter(|_| *severity == Breaking && *code != C::FieldRemoved) else { continue };
            let expected = if *by == Node { New } else { Old };
            assert_eq!(shown, expected, "{code}");
        }
    }

    /// Where no item changes, what is said of items is cut off there.
    #[test]
    fn what_follows_for_items_stands_after_the_last_semicolon() {
        for Row(code, .., sentence) in ROWS {
            let before = sentence.rsplit_once("; ").map_or(*sentence, |(before, _)| before);
            let told =
                ["variant", "in Rust", "setter", "member", "argument"].iter().find(|word| before.contains(**word));
            assert!(code.as_str() < "D0200" || told.is_none(), "{code}: {sentence}");
        }
    }

    #[test]
    fn a_consequence_is_one_sentence() {
        for Row(code, .., sentence) in ROWS {
            assert!(sentence.ends_with('.') && !sentence.contains(". "), "{code}: {sentence}");
        }
    }
}
