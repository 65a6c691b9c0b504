//! Removals that the old release announced: whether the release in which something was to go is reached.

use cln_codegen::diagnostic::{Diagnostic, Diagnostics};
use cln_codegen::schema::{Document, Schema, Version};

use super::described::Described;
use super::{Finding, Severity};

/// The releases that are compared, as far as anything tells.
#[derive(Debug)]
pub(super) struct Releases {
    old: Option<Version>,
    new: New,
}

/// What is known of the new release.
#[derive(Debug)]
enum New {
    Is(Version),
    /// Something was added in that one, so it is no older.
    IsAtLeast(Version),
    Unknown,
}

impl Releases {
    /// Those that somebody or something names, or else what the new files tell.
    pub(super) fn of<'m>(
        named: [Result<Option<Version>, Box<Diagnostic>>; 2],
        methods: impl Iterator<Item = &'m Described>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let [old, new] = named.map(|named| {
            named.unwrap_or_else(|wrong| {
                diagnostics.push(*wrong);
                None
            })
        });
        let new = new.map_or_else(|| newest(methods).map_or(New::Unknown, New::IsAtLeast), New::Is);
        Self { old, new }
    }

    /// Judges the removal of something that was to go in a release.
    pub(super) fn judge(&self, finding: &mut Finding, removed_in: &Version) {
        if finding.severity != Severity::Breaking {
            return;
        }
        let told = match &self.new {
            New::Is(new) => match &self.old {
                Some(old) if old > new => {
                    format!("though the old release announced it for {removed_in}: {new} is older than {old}")
                }
                _ if new < removed_in => format!("in {new}, though the old release announced it for {removed_in}"),
                _ => finding.announced(removed_in),
            },
            New::IsAtLeast(new) if new >= removed_in => finding.announced(removed_in),
            New::IsAtLeast(new) => format!(
                "perhaps as the old release announced for {removed_in}: the new release is {new} or later, and --to can \
                 say which"
            ),
            New::Unknown => format!(
                "perhaps as the old release announced for {removed_in}: nothing says which the new release is (--to can)"
            ),
        };
        let consequence = finding.consequence.trim_end_matches('.');
        finding.consequence = format!("{consequence}, {told}.");
    }
}

impl Finding {
    /// Says that what breaks was announced, in words that the consequence ends with.
    fn announced(&mut self, removed_in: &Version) -> String {
        self.severity = Severity::Announced;
        format!("as the old release announced for {removed_in}")
    }
}

/// The newest release in which anything was added.
fn newest<'m>(methods: impl Iterator<Item = &'m Described>) -> Option<Version> {
    let documents = methods.map(|method| &method.document);
    let added = |document: &'m Document| {
        let sides = [&document.request, &document.response];
        let own = document.added.as_ref().map(|added| &added.value);
        sides.into_iter().filter_map(newest_below).chain(own).max()
    };
    documents.filter_map(added).max().cloned()
}

fn newest_below(schema: &Schema) -> Option<&Version> {
    let properties = schema.properties().map(|property| &property.schema);
    let below = properties.chain(schema.items.as_deref()).chain(schema.branches());
    let own = schema.added.as_ref().map(|added| &added.value);
    below.filter_map(newest_below).chain(own).max()
}
