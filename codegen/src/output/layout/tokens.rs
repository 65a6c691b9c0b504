//! Rust text into tokens, each with the room that it takes on a line.
//!
//! Good enough for what is emitted: no comments, no `<` that compares, no `&` or `*` between two operands.

/// A token of a Rust text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    /// Whether a blank parts it from the one before, where both stand on one line.
    pub(super) spaced: bool,
    /// Where it ends if all tokens stand on one line; of a text of several lines only the first counts.
    pub(super) end: usize,
    /// For a bracket that opens a group, the index of the one that closes it.
    pub(super) close: Option<usize>,
}

impl Token<'_> {
    /// The columns that it takes.
    pub(super) fn width(&self) -> usize {
        width(self.text)
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / 4);
    let mut open: Vec<usize> = Vec::new();
    let mut in_closure = false;
    let mut rest = trimmed(text);
    while !rest.is_empty() {
        let (text, after) = rest.split_at(length(rest));
        rest = trimmed(after);
        let closed = if matches!(text, ")" | "]" | "}") { open.pop() } else { None };
        let spaced = match closed {
            Some(open) => text == "}" && open + 1 < tokens.len() && tokens.get(open).is_some_and(|open| open.spaced),
            None => is_spaced(&tokens, text, in_closure),
        };
        if text == "|" {
            in_closure = !in_closure && opens_closure(&tokens);
        }
        let index = tokens.len();
        if let Some(open) = closed.and_then(|open| tokens.get_mut(open)) {
            open.close = Some(index);
        }
        if matches!(text, "(" | "[" | "{") {
            open.push(index);
        }
        let end = tokens.last().map_or(0, |last| last.end) + usize::from(spaced) + width(text);
        tokens.push(Token { text, spaced, end, close: None });
    }
    tokens
}

/// Without blanks at the start, of which there is one at most as a rule.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b' ', next, ..] if next.is_ascii_graphic() => text.get(1..).unwrap_or_default(),
        [next, ..] if next.is_ascii_graphic() => text,
        _ => text.trim_start(),
    }
}

fn width(text: &str) -> usize {
    let line = text.bytes().position(|byte| byte == b'\n').unwrap_or(text.len());
    text.get(..line).unwrap_or_default().chars().count()
}

/// The length of the word that a text begins with.
fn word(text: &str) -> usize {
    let ascii = text.bytes().position(|byte| !is_word(byte)).unwrap_or(text.len());
    match text.get(ascii..).and_then(|rest| rest.chars().next()) {
        Some(letter) if !letter.is_ascii() => {
            text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len())
        }
        _ => ascii,
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of the token that a text begins with.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes {
        [b'"', ..] => string_length(text),
        [b'r', b'"' | b'#', ..] => raw_length(text).unwrap_or_else(|| 2 + word(text.get(2..).unwrap_or_default())),
        [b'\'', ..] => 1 + word(text.get(1..).unwrap_or_default()),
        [b':', b':', ..] | [b'-' | b'=', b'>', ..] | [b'=', b'=', ..] | [b'&', b'&', ..] => 2,
        [b'.', b'.', ..] | [b'#', b'!', ..] => 2,
        _ => match word(text) {
            0 => text.chars().next().map_or(0, char::len_utf8),
            length => length,
        },
    }
}

/// The length of a string that escapes its quotes.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

/// The length of a raw string; `None` if the text begins with a raw identifier.
fn raw_length(text: &str) -> Option<usize> {
    let (hashes, _) = text.strip_prefix('r')?.split_once('"')?;
    let is_string = hashes.bytes().all(|byte| byte == b'#');
    let start = hashes.len() + 2;
    let closing = format!("\"{hashes}");
    is_string.then(|| text.get(start..)?.find(&closing).map(|end| start + end + closing.len()))?
}

/// Words that something may follow which would belong to a name otherwise.
const KEYWORDS: [&str; 18] = [
    "as", "const", "dyn", "else", "enum", "fn", "for", "if", "impl", "in", "let", "match", "mod", "mut", "return",
    "static", "struct", "use",
];

/// Whether a blank belongs between the tokens so far and the next, which closes no group.
fn is_spaced(tokens: &[Token<'_>], next: &str, in_closure: bool) -> bool {
    let Some(last) = tokens.last() else { return false };
    let is_at_word = |byte: Option<u8>| byte.is_some_and(is_word);
    if is_at_word(last.text.bytes().next()) && is_at_word(next.bytes().next()) {
        return true;
    }
    match (last.text, next) {
        ("{", _) => last.spaced,
        ("(" | "[" | "::" | "." | "&" | "!" | "#" | "#!" | "*" | "-" | "<" | "..", _) => false,
        (_, "," | ";" | "." | "?" | ">" | ":") => false,
        ("|", _) | (_, "|") => !in_closure,
        (last, "(" | "[" | "::" | "<" | "!") => KEYWORDS.contains(&last) || is_operator(last) || last.starts_with('\''),
        _ => true,
    }
}

fn is_operator(text: &str) -> bool {
    matches!(text, ":" | "," | "=" | "=>" | "->" | "==" | "&&" | "|" | "+")
}

/// Whether a bar after these tokens begins the arguments of a closure.
fn opens_closure(tokens: &[Token<'_>]) -> bool {
    tokens.last().is_some_and(|last| matches!(last.text, "(" | "," | "="))
}
