//! Where in the document the walker is, as a list linked through the stack: it costs nothing until it is shown.

use std::fmt::Write as _;

use crate::json::pointer::push;

/// A place in the document.
pub(crate) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    step: Step<'p>,
    secret: bool,
}

enum Step<'p> {
    Root,
    Name(&'p str),
    Index(usize),
}

impl<'p> Place<'p> {
    /// The whole document.
    pub(crate) const ROOT: Self = Self { parent: None, step: Step::Root, secret: false };

    /// The member `name`, whose value is not to be shown if `secret`.
    #[inline]
    pub(crate) const fn name(&'p self, name: &'p str, secret: bool) -> Self {
        Self { parent: Some(self), step: Step::Name(name), secret: self.secret || secret }
    }

    /// The element at `index`.
    #[inline]
    pub(crate) const fn index(&'p self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index), secret: self.secret }
    }

    /// The element at `index`, whose value is not to be shown if `secret`.
    #[inline]
    pub(crate) const fn positional(&'p self, index: usize, secret: bool) -> Self {
        Self { parent: Some(self), step: Step::Index(index), secret: self.secret || secret }
    }

    /// Whether the value here must not be shown.
    pub(crate) const fn secret(&self) -> bool {
        self.secret
    }

    /// Whether this is inside an element of an array.
    pub(crate) fn is_in_list(&self) -> bool {
        matches!(self.step, Step::Index(_)) || self.parent.is_some_and(Place::is_in_list)
    }

    /// The JSON Pointer (RFC 6901) of this place.
    #[cold]
    pub(crate) fn pointer(&self) -> String {
        let mut steps = Vec::new();
        let mut place = Some(self);
        while let Some(here) = place {
            steps.push(&here.step);
            place = here.parent;
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Root => {}
                Step::Name(name) => push(&mut pointer, name),
                Step::Index(index) => {
                    // Writing to a string cannot fail.
                    let _ = write!(pointer, "/{index}");
                }
            }
        }
        pointer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_escapes_what_rfc_6901_says() {
        let root = Place::ROOT;
        assert_eq!(root.pointer(), "");
        let member = root.name("target/sub~command", false);
        assert_eq!(member.index(10).pointer(), "/target~1sub~0command/10");
    }

    #[test]
    fn only_what_has_an_index_in_its_pointer_is_in_a_list() {
        let member = Place::ROOT.name("payments", false);
        assert!(!member.is_in_list());
        assert!(member.index(0).name("id", false).is_in_list());
    }

    #[test]
    fn what_lies_below_a_secret_is_secret() {
        let root = Place::ROOT;
        let secret = root.name("payment_preimage", true);
        assert!(secret.index(0).secret());
        assert!(secret.positional(0, false).secret());
        assert!(secret.name("member", false).index(0).secret());
        assert!(!root.name("label", false).secret());
    }
}
