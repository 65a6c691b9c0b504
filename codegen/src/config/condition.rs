//! What a schema has to say before an override changes it.

use crate::diagnostic::quoted;
use crate::schema::overrides::POSITIONS;
use crate::schema::{Expected, KEYWORDS, Keywords, TOP_LEVEL, did_you_mean, nearest};
use crate::source::{Member, Node, Spanned};

impl Keywords<'_, '_> {
    /// Keywords and what they say now.
    pub(super) fn was(&mut self, at: &Spanned<String>) -> Vec<Member> {
        const SAID: Expected = Expected::new("an object from keywords to what they say now", "{\"type\": \"u16\"}");
        let members = self.read("was", Node::as_object, SAID).unwrap_or_default();
        let known = if at.value.is_empty() { TOP_LEVEL } else { KEYWORDS };
        for Member { key, .. } in members {
            if known.contains(&key.value.as_str()) || key.value == POSITIONS {
                continue;
            }
            let hint = did_you_mean(nearest(&key.value, known.iter().copied()), || {
                "`was` holds keywords of the schema at `at`".to_owned()
            });
            self.malformed_override(key.span, &format!("{} is not a keyword", quoted(&key.value)), &hint);
        }
        members.to_vec()
    }
}
