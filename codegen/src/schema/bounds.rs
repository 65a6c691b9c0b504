//! Bounds that exclude each other.

use std::fmt::Display;

use cln_runtime::json::pointer::child;

use super::Schema;
use super::reader::Reader;
use crate::diagnostic::Code;
use crate::source::Spanned;

impl Reader<'_> {
    /// Reports each lower bound above its upper one.
    pub(super) fn bounds(&mut self, schema: &Schema) {
        let (low, high) = (&schema.min_length, &schema.max_length);
        self.pair(schema, ("minLength", low.as_ref()), ("maxLength", high.as_ref()));
        let (low, high) = (&schema.min_items, &schema.max_items);
        self.pair(schema, ("minItems", low.as_ref()), ("maxItems", high.as_ref()));
        let (low, high) = (&schema.minimum, &schema.maximum);
        self.pair(schema, ("minimum", low.as_ref()), ("maximum", high.as_ref()));
    }

    fn pair<T: Ord + Display>(
        &mut self,
        schema: &Schema,
        (low_key, low): (&str, Option<&Spanned<T>>),
        (high_key, high): (&str, Option<&Spanned<T>>),
    ) {
        let (Some(low), Some(high)) = (low, high) else {
            return;
        };
        if low.value <= high.value {
            return;
        }
        let message = format!("`{low_key}` is {}, above `{high_key}`, which is {}", low.value, high.value);
        let diagnostic = self
            .found(Code::BoundsCrossed, low.span, message)
            .label("no value can satisfy both")
            .related(high.span, "the upper bound")
            .hint("correct one of the two, or swap them")
            .pointer(child(&schema.pointer, low_key));
        self.push(diagnostic);
    }
}
