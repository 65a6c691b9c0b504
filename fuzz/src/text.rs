//! JSON as tokens.

#[path = "../../runtime/tests/suite/json_tree/mod.rs"]
mod json_tree;

pub(crate) use json_tree::agreement;

use crate::input::piece_of;
use crate::reached;

/// Texts are taken and refused as by serde_json, with the same values, but for the differences that `agreement` names; in
/// pieces, skipped, kept as text and without white space, too.
pub fn text(bytes: &[u8]) {
    let piece = piece_of(bytes);
    reached(if agreement::agrees_with_serde_json(bytes) { "taken" } else { "refused" });
    agreement::streams_give_the_tokens_of_slices(bytes, piece);
    agreement::skipped_and_raw_values_are_checked(bytes, piece);
    agreement::compacting_changes_no_value(bytes);
}
