//! Reading a schema's JSON: which of its nodes say something of the same value.

use cln_runtime::json::Tree;

/// The member of an object with this name.
pub(crate) fn member<'t>(tree: &'t Tree, name: &str) -> Option<&'t Tree> {
    members(tree).iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// An object's members; none for any other value.
pub(crate) fn members(tree: &Tree) -> &[(String, Tree)] {
    match tree {
        Tree::Object(members) => members,
        _ => &[],
    }
}

/// The elements of a node's member that is an array.
pub(crate) fn list<'t>(node: &'t Tree, keyword: &str) -> &'t [Tree] {
    match member(node, keyword) {
        Some(Tree::Array(elements)) => elements,
        _ => &[],
    }
}

/// The strings of a node's member that is an array of them.
pub(crate) fn texts<'t>(node: &'t Tree, keyword: &str) -> Vec<&'t str> {
    strings(list(node, keyword))
}

/// The strings among these.
pub(crate) fn strings(trees: &[Tree]) -> Vec<&str> {
    fn text(tree: &Tree) -> Option<&str> {
        if let Tree::Text(text) = tree { Some(text) } else { None }
    }
    trees.iter().filter_map(text).collect()
}

/// A node's `type`.
pub(crate) fn type_name(node: &Tree) -> Option<&str> {
    match member(node, "type") {
        Some(Tree::Text(name)) => Some(name),
        _ => None,
    }
}

/// A node's member that is a whole number.
pub(crate) fn number(node: &Tree, keyword: &str) -> Option<i128> {
    match member(node, keyword) {
        Some(Tree::Plain(digits)) => digits.parse().ok(),
        _ => None,
    }
}

/// The names under a node's `properties`.
pub(crate) fn property_names(node: &Tree) -> impl Iterator<Item = &str> {
    member(node, "properties").map_or(&[][..], members).iter().map(|(name, _)| name.as_str())
}

/// A node's schema for a property.
pub(crate) fn property<'t>(node: &'t Tree, name: &str) -> Option<&'t Tree> {
    member(member(node, "properties")?, name)
}

/// The node and all its branches, whether they apply or not.
pub(crate) fn branches(node: &Tree) -> Vec<&Tree> {
    let mut found = vec![node];
    let single = ["if", "then", "else"].into_iter().filter_map(|keyword| member(node, keyword));
    let several = ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|keyword| list(node, keyword));
    found.extend(single.chain(several).flat_map(branches));
    found
}

/// What these nodes and their branches say of a property.
pub(crate) fn of_property<'t>(nodes: &[&'t Tree], name: &str) -> Vec<&'t Tree> {
    nodes.iter().copied().flat_map(branches).filter_map(|node| property(node, name)).collect()
}

/// What these nodes and their branches say of an array's elements.
pub(crate) fn of_items<'t>(nodes: &[&'t Tree]) -> Vec<&'t Tree> {
    nodes.iter().copied().flat_map(branches).filter_map(|node| member(node, "items")).collect()
}

/// The node itself, without the branches of its conditions.
pub(crate) fn plain(node: &Tree) -> Vec<&Tree> {
    let arms = ["oneOf", "anyOf"].into_iter().flat_map(|keyword| list(node, keyword));
    arms.flat_map(plain).chain([node]).collect()
}

/// What a schema says of the value at a JSON Pointer; `parts` gives those of each node that count.
pub(crate) fn at_pointer<'t>(schema: &'t Tree, pointer: &str, parts: fn(&'t Tree) -> Vec<&'t Tree>) -> Vec<&'t Tree> {
    let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    steps.fold(parts(schema), |nodes, step| {
        let of_property = nodes.iter().filter_map(|node| property(node, &step));
        let of_items = nodes.iter().filter_map(|node| member(node, "items"));
        let is_described = |node: &&&Tree| !members(node).is_empty();
        of_property
            .chain(of_items)
            .collect::<Vec<_>>()
            .iter()
            .filter(is_described)
            .flat_map(|node| parts(node))
            .collect()
    })
}

/// How many values a schema and its branches describe.
pub(crate) fn values(node: &Tree) -> usize {
    let inner =
        |branch| property_names(branch).filter_map(move |name| property(branch, name)).chain(member(branch, "items"));
    1 + branches(node).into_iter().flat_map(inner).map(values).sum::<usize>()
}

/// Every keyword in a schema, those of its properties too.
pub(crate) fn keywords(node: &Tree) -> Vec<&str> {
    let mut found = Vec::new();
    for branch in branches(node) {
        found.extend(members(branch).iter().map(|(keyword, _)| keyword.as_str()));
        let inner = property_names(branch).filter_map(|name| property(branch, name)).chain(member(branch, "items"));
        found.extend(inner.flat_map(keywords));
    }
    found
}
