//! The properties that keywords speak of: rules between parameters fit only an object that has them.

use cln_runtime::rules::{GroupForm, GroupKind};

use super::place::{BRANCHES, LISTS};
use super::rename::describes;
use super::tree::names;
use crate::schema::string;
use crate::source::{Member, Node, Spanned};

/// The first name in these keywords that neither the schema nor the branch around the name describes.
pub(super) fn undescribed(keywords: &[Member], schema: &Node) -> Option<Spanned<String>> {
    let replaced = keywords.iter().find(|keyword| keyword.key.value == "properties");
    let is_new = |name: &str| replaced.is_some_and(|keyword| keyword.value.get(name).is_some());
    unknown(keywords, &|name| is_new(name) || describes(schema, name))
}

fn unknown(keywords: &[Member], is_known: &dyn Fn(&str) -> bool) -> Option<Spanned<String>> {
    let first = |mut named: Vec<Spanned<String>>| {
        named.retain(|name| !is_known(&name.value));
        named.into_iter().next()
    };
    keywords.iter().find_map(|Member { key, value }| match key.value.as_str() {
        "required" => first(listed(value)),
        key if LISTS.contains(&key) => elements(value).iter().find_map(|branch| in_branch(branch, is_known)),
        key if BRANCHES.contains(&key) => in_branch(value, is_known),
        key => match GroupKind::from_keyword(key)?.form() {
            GroupForm::Lists => first(elements(value).iter().flat_map(listed).collect()),
            GroupForm::ByFirst => value.as_object()?.iter().find_map(|member| {
                let mut named = listed(&member.value);
                named.push(member.key.clone());
                first(named)
            }),
        },
    })
}

fn in_branch(branch: &Node, is_known: &dyn Fn(&str) -> bool) -> Option<Spanned<String>> {
    unknown(branch.as_object()?, &|name| names(branch).any(|own| own == name) || is_known(name))
}

fn listed(value: &Node) -> Vec<Spanned<String>> {
    elements(value).iter().filter_map(string).collect()
}

fn elements(value: &Node) -> &[Node] {
    value.as_array().unwrap_or_default()
}
