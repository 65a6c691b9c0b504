//! In which order plugins are asked at a hook.

/// A plugin that has registered the hook.
#[derive(Clone, Debug)]
pub(super) struct Place<'p> {
    /// What others may call it: its base name, and its path.
    pub(super) names: [&'p str; 2],
    /// Those that it wants to be asked before, and after.
    pub(super) before: &'p [String],
    pub(super) after: &'p [String],
}

impl Place<'_> {
    fn is_one_of(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.names.contains(&name.as_str()))
    }

    /// Whether this one has to be asked before the other.
    fn precedes(&self, other: &Self) -> bool {
        other.is_one_of(self.before) || self.is_one_of(other.after)
    }
}

/// The order, by the numbers of the places: as they are registered, but each behind all that have to precede it. `None` if
/// there is no such order.
pub(super) fn order(places: &[Place<'_>]) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = Vec::with_capacity(places.len());
    while order.len() < places.len() {
        let is_open = |index: &usize| !order.contains(index);
        let is_free = |index: &usize| {
            let mut others = places.iter().enumerate().filter(|(other, _)| is_open(other));
            places.get(*index).is_some_and(|place| !others.any(|(_, other)| other.precedes(place)))
        };
        let next = (0..places.len()).filter(is_open).find(is_free)?;
        order.push(next);
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names with those that they want to be before and after, as `b<a` or `a>b`.
    fn ordered(wishes: &[(&str, &[&str], &[&str])]) -> Option<String> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let wishes: Vec<_> = wishes.iter().map(|(name, before, after)| (*name, owned(before), owned(after))).collect();
        let paths: Vec<String> = wishes.iter().map(|(name, ..)| format!("/opt/{name}")).collect();
        let places: Vec<_> = wishes
            .iter()
            .zip(&paths)
            .map(|((name, before, after), path)| Place { names: [*name, path.as_str()], before, after })
            .collect();
        Some(order(&places)?.into_iter().map(|index| places[index].names[0]).collect())
    }

    #[test]
    fn registration_decides_unless_a_plugin_says_otherwise() {
        assert_eq!(ordered(&[]).as_deref(), Some(""));
        assert_eq!(ordered(&[("a", &[], &[]), ("b", &[], &[]), ("c", &[], &[])]).as_deref(), Some("abc"));
        assert_eq!(ordered(&[("a", &[], &[]), ("b", &["a"], &[]), ("c", &[], &[])]).as_deref(), Some("bac"));
        assert_eq!(ordered(&[("a", &[], &["/opt/c"]), ("b", &[], &[]), ("c", &[], &[])]).as_deref(), Some("bca"));
        assert_eq!(ordered(&[("a", &[], &[]), ("b", &["nobody"], &["none"])]).as_deref(), Some("ab"));
    }

    #[test]
    fn a_circle_has_no_order() {
        assert_eq!(ordered(&[("a", &["b"], &[]), ("b", &["a"], &[])]), None);
        assert_eq!(ordered(&[("a", &["b"], &["c"]), ("b", &["c"], &[]), ("c", &[], &[])]), None);
        assert_eq!(ordered(&[("a", &["a"], &[])]), None);
    }
}
