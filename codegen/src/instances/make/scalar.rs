//! Values of scalar types: what was meant, made to fit; what the seed decides; the samples of the type.

use cln_runtime::json::Tree;
use cln_runtime::rules::{ScalarKind, Texts};

use super::maker::{LISTED, Maker, Wish};
use crate::instances::chance::Seed;
use crate::model::tables::fits;
use crate::model::{Limits, Type};

/// The longest text that is made, in characters.
const LONGEST: usize = 64 << 10;

/// How many hex digits are made where any number will do.
const DIGITS: usize = 32;

impl Maker<'_> {
    /// Values of a type within bounds, the first the likeliest to be meant.
    pub(super) fn scalars(&self, kind: ScalarKind, limits: Option<&Limits>, wish: Wish<'_>) -> Vec<Tree> {
        let none = Limits::default();
        let limits = limits.unwrap_or(&none);
        if let Some(values) = &limits.values {
            return values.iter().take(LISTED).filter_map(|json| Tree::parse(json).ok()).collect();
        }
        let suggested = as_meant(kind, limits, wish.was).into_iter().chain(seeded(self.seed, kind, limits, wish));
        let samples = kind.facts().samples.iter().filter_map(|json| Tree::parse(json).ok());
        let ty = Type::Scalar(kind, Some(Box::new(limits.clone())));
        suggested.chain(samples).filter(|value| fits(self.method, &ty, &value.to_string())).collect()
    }
}

/// What is there, written as the type wants it: a number as a text, a text as a number, or the nearest that is allowed.
fn as_meant(kind: ScalarKind, limits: &Limits, was: Option<&Tree>) -> Vec<Tree> {
    match was {
        Some(Tree::Text(text)) if is_plain(text) => vec![Tree::Plain(text.clone())],
        Some(Tree::Plain(text)) => {
            let range = range(kind, limits).zip(text.parse::<i128>().ok());
            let nearest = range.map(|((least, most), number)| Tree::Plain(number.clamp(least, most).to_string()));
            nearest.into_iter().chain([Tree::Text(text.clone())]).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a text would be JSON without its quotes, and neither text nor container.
fn is_plain(text: &str) -> bool {
    matches!(Tree::parse(text), Ok(Tree::Plain(plain)) if plain == text)
}

/// What the seed makes of the text that is there, or else of the name of its place.
fn seeded(seed: Seed, kind: ScalarKind, limits: &Limits, wish: Wish<'_>) -> Vec<Tree> {
    let was = match wish.was {
        Some(Tree::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let key = was.unwrap_or(wish.name);
    let facts = kind.facts();
    if let Some((least, most)) = range(kind, limits) {
        let number = i128::from(1 + seed.number(key) % 1000);
        return vec![Tree::Plain(number.clamp(least, most).to_string())];
    }
    let texts = match facts.texts {
        Texts::Hex(least, most) => {
            let length = was.map_or(DIGITS, |text| text.len().next_multiple_of(2)).clamp(least, most.min(LONGEST));
            let length = within(limits, length);
            // So many are a key's, which begins with one of two bytes.
            let begin = if length == 66 { "02" } else { "" };
            vec![format!("{begin}{}", seed.digits(key, length - begin.len()))]
        }
        Texts::PartlyHex => {
            let (head, tail) = key.split_once(':').unwrap_or((key, "0"));
            vec![format!("{}:{tail}", seed.digits(head, 64)), format!("{}:0", seed.digits(head, 64))]
        }
        Texts::Any => vec![of_length(key, within(limits, key.chars().count()))],
        Texts::Formed => {
            let number = seed.number(key);
            let channel = format!("{}x{}x{}", 100 + number % 900, 1 + number / 1000 % 20, number / 100_000 % 2);
            vec![format!("{channel}/{}", number / 1_000_000 % 2), channel]
        }
        Texts::None => Vec::new(),
    };
    texts.into_iter().map(Tree::Text).collect()
}

/// The integers that are allowed, if the type has any.
fn range(kind: ScalarKind, limits: &Limits) -> Option<(i128, i128)> {
    let (least, most) = kind.facts().integers?;
    let (least, most) = (limits.minimum.unwrap_or(least).max(least), limits.maximum.unwrap_or(most).min(most));
    (least <= most).then_some((least, most))
}

/// The length that is allowed and nearest to this.
fn within(limits: &Limits, length: usize) -> usize {
    let size = |limit: Option<u64>| limit.and_then(|limit| usize::try_from(limit).ok());
    let length = length.max(size(limits.min_length).unwrap_or(0));
    length.min(size(limits.max_length).unwrap_or(usize::MAX)).min(LONGEST)
}

/// The text, cut or repeated to a length.
fn of_length(text: &str, length: usize) -> String {
    let text = if text.is_empty() { "x" } else { text };
    text.chars().cycle().take(length).collect()
}
