//! What the schema says of an error's code, where that is what the node says, too.

use std::collections::BTreeSet;

use cln_codegen::model::{ErrorVariant, Method};

/// Words that stand in any sentence.
const COMMON: [&str; 12] =
    ["with", "that", "this", "from", "have", "does", "must", "when", "which", "your", "error", "been"];

/// What the method's schema says of this code; `None` if it says nothing, or if the message is rather what it says of
/// another code. One code may stand for several things of which the schema knows one: nodes since v23.05 answer 208 to
/// `delpay` for an unknown payment, as documented, and for one of another status, which is documented as 211.
pub(super) fn meaning(code: i64, message: &str, method: &Method) -> Option<String> {
    let sentence = |variant: &ErrorVariant| variant.docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let variants = &method.errors.variants;
    let documented = variants.iter().find(|variant| variant.code == code).map(sentence)?;
    let said = words(message);
    let in_common = |sentence: &str| words(sentence).intersection(&said).count();
    let own = in_common(&documented);
    let others = variants.iter().filter(|variant| variant.code != code);
    let best = others.map(|variant| in_common(&sentence(variant))).max().unwrap_or(0);
    // Negative codes are JSON-RPC's: they mean the same everywhere. One word in common may be chance.
    let is_anothers = code > 0 && best > own && best > 1;
    (!documented.is_empty() && !is_anothers).then_some(documented)
}

/// The words that tell what a sentence is about.
fn words(sentence: &str) -> BTreeSet<String> {
    let words = sentence.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.map(str::to_lowercase).filter(|word| word.len() > 3 && !COMMON.contains(&word.as_str())).collect()
}
