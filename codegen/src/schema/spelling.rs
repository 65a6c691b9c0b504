//! Suggestions for misspelt words.

use crate::diagnostic::quoted;

/// Longer words are not looked at: no word of the dialect comes near.
const LONGEST: usize = 64;

/// Suggestions for any number of misspelt words. There are fewer for the last of very many: each is compared with all
/// words there are, and nobody reads so far.
#[derive(Debug)]
pub struct Suggestions {
    /// How many comparisons there may still be.
    left: usize,
}

impl Default for Suggestions {
    fn default() -> Self {
        Self { left: 20_000 }
    }
}

impl Suggestions {
    /// The candidate nearest to `word`, if one is near.
    pub fn nearest<'a>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let left = &mut self.left;
        nearest(
            word,
            candidates.into_iter().take_while(|_| {
                *left = left.saturating_sub(1);
                *left > 0
            }),
        )
    }
}

/// The candidate nearest to `word`, if one is near: at most a third of its letters differ, or it is
/// the word with its end cut off.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.chars().count() > LONGEST {
        return None;
    }
    let word = letters(word);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 8 * LONGEST)
        .filter_map(|candidate| {
            let letters = letters(candidate);
            // Of two that are equally near, the one with the same letters: `u46` is `u64`, not `u16`.
            let others = sorted(&letters) != sorted(&word);
            Some(((distance_if_near(&word, &letters)?, others), candidate))
        })
        .min_by_key(|&(nearness, _)| nearness)
        .map(|(_, candidate)| candidate)
}

/// The hint that names what was probably meant, or says something else.
pub(crate) fn did_you_mean(near: Option<&str>, otherwise: impl FnOnce() -> String) -> String {
    near.map_or_else(otherwise, |near| format!("did you mean {}?", quoted(near)))
}

fn sorted(letters: &[char]) -> Vec<char> {
    let mut letters = letters.to_vec();
    letters.sort_unstable();
    letters
}

/// What a reader compares: case and separators do not count.
fn letters(word: &str) -> Vec<char> {
    let counts = |c: &char| !matches!(c, '_' | '-' | ' ');
    word.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

fn distance_if_near(word: &[char], candidate: &[char]) -> Option<usize> {
    let distance = distance(word, candidate);
    let limit = (candidate.len() / 3).max(1);
    let abbreviated = word.len() >= 3 && candidate.starts_with(word);
    (distance <= limit && distance < candidate.len() || abbreviated).then_some(distance)
}

/// How many letters must be replaced, added, removed, or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut last_of_a = None;
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        let mut left = i + 1;
        let mut last_of_b = None;
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&above, j) + usize::from(x != y)).min(at(&above, j + 1) + 1).min(left + 1);
            if last_of_a == Some(y) && last_of_b == Some(x) && j > 0 {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
            left = best;
            last_of_b = Some(y);
        }
        before = std::mem::replace(&mut above, row);
        last_of_a = Some(x);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::keyword::KEYWORDS;
    use super::*;
    use crate::schema::Type;

    fn keyword(word: &str) -> Option<&'static str> {
        nearest(word, KEYWORDS.iter().copied())
    }

    #[test]
    fn distances() {
        for (a, b, expected) in
            [("", "", 0), ("abc", "", 3), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ab", "ba", 1)]
        {
            assert_eq!(distance(&letters(a), &letters(b)), expected, "{a} {b}");
        }
    }

    #[test]
    fn misspelt_keywords_are_recognized() {
        assert_eq!(keyword("requierd"), Some("required"));
        assert_eq!(keyword("propertys"), Some("properties"));
        assert_eq!(keyword("paired_with"), Some("pairedWith"));
        assert_eq!(keyword("ENUM"), Some("enum"));
        assert_eq!(keyword("maxlenght"), Some("maxLength"));
        assert_eq!(keyword("min"), Some("minimum"));
    }

    #[test]
    fn other_words_are_left_alone() {
        for word in ["", "x", "colour", "patternProperties", "$ref", "foo"] {
            assert_eq!(keyword(word), None, "{word}");
        }
        assert_eq!(keyword(&"required".repeat(9)), None);
    }

    #[test]
    fn the_last_of_very_many_words_get_no_suggestion() {
        let words: Vec<String> = (0..1000).map(|n| format!("word{n}")).collect();
        let mut suggestions = Suggestions::default();
        let mut found = (0..1000).map(|_| suggestions.nearest("wrod7", words.iter().map(String::as_str)));
        assert_eq!(found.next(), Some(Some("word7")));
        assert_eq!(found.last(), Some(None));
    }

    #[test]
    fn abbreviated_types_are_recognized() {
        let ty = |word| nearest(word, Type::all().map(Type::name));
        assert_eq!(ty("bool"), Some("boolean"));
        assert_eq!(ty("int"), Some("integer"));
        assert_eq!(ty("str"), Some("string"));
        assert_eq!(ty("u46"), Some("u64"));
        assert_eq!(ty("shortchannelid"), Some("short_channel_id"));
    }
}
