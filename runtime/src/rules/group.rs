//! Rules between the fields of an object: one row for each keyword.

use super::rule::Rule;

/// A rule between fields, which are given by their indices.
#[derive(Clone, Copy, Debug)]
pub struct Group<'t> {
    /// Which rule.
    pub kind: GroupKind,
    /// The fields that it is about; of [`GroupKind::Dependent`] the one that the others need comes first.
    pub members: &'t [usize],
}

impl<'t> Group<'t> {
    /// A rule between these fields.
    #[must_use]
    pub const fn new(kind: GroupKind, members: &'t [usize]) -> Self {
        Self { kind, members }
    }
}

/// How a keyword is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupForm {
    /// As a list of groups, each a list of names.
    Lists,
    /// As an object from the name that comes first to a list of the others.
    ByFirst,
}

macro_rules! group_kinds {
    ($($(#[$doc:meta])* $kind:ident = $keyword:literal $form:ident,)*) => {
        /// What holds between fields.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum GroupKind {
            $($(#[$doc])* $kind,)*
        }

        impl GroupKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The keyword in schemas.
            #[must_use]
            pub const fn keyword(self) -> &'static str {
                match self {
                    $(Self::$kind => $keyword,)*
                }
            }

            /// How the keyword is written.
            #[must_use]
            pub const fn form(self) -> GroupForm {
                match self {
                    $(Self::$kind => GroupForm::$form,)*
                }
            }

            /// The kind whose keyword this is.
            #[must_use]
            pub fn from_keyword(keyword: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.keyword() == keyword)
            }

            /// The rule that is broken where it does not hold.
            #[must_use]
            pub const fn rule(self) -> Rule {
                match self {
                    $(Self::$kind => Rule::$kind,)*
                }
            }
        }
    };
}

group_kinds! {
    /// All of them or none.
    Paired = "pairedWith" Lists,
    /// At most one of them.
    Exclusive = "oneOfMany" Lists,
    /// The others only together with the first.
    Dependent = "dependentUpon" ByFirst,
}

/// If all of `when` are there, at least one of `then` must be: what rules between fields come down to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The fields on which it depends.
    pub when: Vec<usize>,
    /// The fields of which there must be one.
    pub then: Vec<usize>,
}

impl Demand {
    /// The one field that is demanded beside the one that is there, if it is that.
    #[must_use]
    pub fn dependency(&self) -> Option<(usize, usize)> {
        match (self.when.as_slice(), self.then.as_slice()) {
            (&[field], &[on]) => Some((field, on)),
            _ => None,
        }
    }

    /// For each field that some demand is about alone, those that must be given with it.
    #[must_use]
    pub fn dependencies(demands: impl Iterator<Item = Self>) -> Vec<(usize, Vec<usize>)> {
        let mut all: Vec<(usize, Vec<usize>)> = Vec::new();
        for (field, on) in demands.filter_map(|demand| demand.dependency()) {
            match all.iter_mut().find(|(known, _)| *known == field) {
                Some((_, known)) if known.contains(&on) => {}
                Some((_, known)) => known.push(on),
                None => all.push((field, vec![on])),
            }
        }
        all
    }
}

impl GroupKind {
    /// What it demands of its members.
    #[must_use]
    pub fn demands(self, members: &[usize]) -> Vec<Demand> {
        let needs = |field: usize, on: usize| Demand { when: vec![field], then: vec![on] };
        let pairs = || {
            members
                .iter()
                .enumerate()
                .flat_map(|(place, &one)| members.iter().skip(place + 1).map(move |&other| (one, other)))
        };
        match (self, members) {
            (Self::Paired, _) => {
                let others = |&one: &usize| members.iter().filter(move |&&on| on != one).map(move |&on| needs(one, on));
                members.iter().flat_map(others).collect()
            }
            (Self::Exclusive, _) => {
                pairs().map(|(one, other)| Demand { when: vec![one, other], then: vec![] }).collect()
            }
            (Self::Dependent, [on, others @ ..]) => others.iter().map(|&field| needs(field, *on)).collect(),
            (Self::Dependent, []) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_come_down_to_what_must_be_there() {
        let told = |kind: GroupKind| -> Vec<(Vec<usize>, Vec<usize>)> {
            kind.demands(&[4, 0, 2]).into_iter().map(|demand| (demand.when, demand.then)).collect()
        };
        let both = |one: usize, other: usize| (vec![one], vec![other]);
        let pairs = [both(4, 0), both(4, 2), both(0, 4), both(0, 2), both(2, 4), both(2, 0)];
        assert_eq!(told(GroupKind::Paired), pairs);
        let exclusions = [(vec![4, 0], vec![]), (vec![4, 2], vec![]), (vec![0, 2], vec![])];
        assert_eq!(told(GroupKind::Exclusive), exclusions);
        assert_eq!(told(GroupKind::Dependent), [both(0, 4), both(2, 4)]);
    }

    #[test]
    fn dependencies_of_a_field_are_listed_once() {
        let of = |kinds: &[GroupKind]| Demand::dependencies(kinds.iter().flat_map(|kind| kind.demands(&[4, 0, 2])));
        assert_eq!(of(&[GroupKind::Exclusive]), []);
        let paired = [(4, vec![0, 2]), (0, vec![4, 2]), (2, vec![4, 0])];
        assert_eq!(of(&[GroupKind::Dependent, GroupKind::Exclusive]), [(0, vec![4]), (2, vec![4])]);
        assert_eq!(of(&[GroupKind::Paired, GroupKind::Dependent]), paired);
    }

    #[test]
    fn keywords_read_back() {
        for &kind in GroupKind::ALL {
            assert_eq!(GroupKind::from_keyword(kind.keyword()), Some(kind));
        }
        assert_eq!(GroupKind::from_keyword("required"), None);
    }
}
