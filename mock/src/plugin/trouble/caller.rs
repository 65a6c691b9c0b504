//! What callers may write, and nodes forward: JSON that nobody else writes so, and that means the same.

use super::PluginTrouble;
use crate::dice::Dice;

/// Which dice are thrown for what; pieces have their own.
const BLANK_LINE: u64 = 1;
const CONTROL_CHARACTER: u64 = 2;

impl PluginTrouble {
    /// The text of a call, the so-manyth of its plugin, as its caller may have written it. It is an object.
    pub(in crate::plugin) fn written(&self, text: Vec<u8>, call: u64) -> Vec<u8> {
        let mut text = text;
        if self.blank_lines {
            let gap = Dice::new(self.seed, BLANK_LINE, call).pick(&gaps(&text)).copied();
            text = inserted(&text, gap, b"\n\n");
        }
        if self.control_characters {
            let control = Dice::new(self.seed, CONTROL_CHARACTER, call).roll(31).to_le_bytes()[0] + 1;
            let member = [br#""control":""#.as_slice(), &[control], br#"","#].concat();
            text = inserted(&text, begin(&text), &member);
        }
        if self.padding > 0 {
            let member = [br#""padding":""#.as_slice(), &vec![b'x'; self.padding], br#"","#].concat();
            text = inserted(&text, begin(&text), &member);
        }
        text
    }
}

/// Where the first member is, or would be.
fn begin(text: &[u8]) -> Option<usize> {
    text.iter().position(|byte| *byte == b'{').map(|brace| brace + 1)
}

/// Where white space may be: behind each bracket that opens, each comma and each colon.
fn gaps(text: &[u8]) -> Vec<usize> {
    let (mut gaps, mut in_string, mut is_escaped) = (Vec::new(), false, false);
    for (index, byte) in text.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' | b',' | b':' if !in_string => gaps.push(index + 1),
            _ => {}
        }
    }
    gaps
}

fn inserted(text: &[u8], at: Option<usize>, new: &[u8]) -> Vec<u8> {
    let (before, after) = text.split_at_checked(at.unwrap_or(text.len())).unwrap_or((text, &[]));
    if at.is_some() { [before, new, after].concat() } else { text.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &[u8] = br#"{"id":"a{,\"b:","params":[1,{"c":""}]}"#;

    fn text(trouble: &PluginTrouble, call: u64) -> String {
        String::from_utf8_lossy(&trouble.written(CALL.to_vec(), call)).into_owned()
    }

    #[test]
    fn a_blank_line_is_anywhere_between_tokens_and_nowhere_else() {
        let trouble = PluginTrouble::new().blank_lines();
        let mut found: Vec<String> = (0..200).map(|call| text(&trouble, call)).collect();
        found.sort();
        found.dedup();
        assert_eq!(
            found,
            [
                "{\n\n\"id\":\"a{,\\\"b:\",\"params\":[1,{\"c\":\"\"}]}",
                "{\"id\":\n\n\"a{,\\\"b:\",\"params\":[1,{\"c\":\"\"}]}",
                "{\"id\":\"a{,\\\"b:\",\n\n\"params\":[1,{\"c\":\"\"}]}",
                "{\"id\":\"a{,\\\"b:\",\"params\":\n\n[1,{\"c\":\"\"}]}",
                "{\"id\":\"a{,\\\"b:\",\"params\":[\n\n1,{\"c\":\"\"}]}",
                "{\"id\":\"a{,\\\"b:\",\"params\":[1,\n\n{\"c\":\"\"}]}",
                "{\"id\":\"a{,\\\"b:\",\"params\":[1,{\n\n\"c\":\"\"}]}",
                "{\"id\":\"a{,\\\"b:\",\"params\":[1,{\"c\":\n\n\"\"}]}",
            ]
        );
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed() {
        for trouble in [PluginTrouble::new().blank_lines(), PluginTrouble::new().control_characters()] {
            let texts = |seed| (0..20).map(|call| text(&trouble.clone().seed(seed), call)).collect::<Vec<_>>();
            assert_eq!(texts(7), texts(7));
            assert_ne!(texts(7), texts(8));
        }
    }

    #[test]
    fn a_member_more_has_each_control_character_but_zero() {
        let trouble = PluginTrouble::new().control_characters();
        let controls = (0..1_000).map(|call| {
            let text = text(&trouble, call);
            let control = text.strip_prefix("{\"control\":\"").and_then(|rest| rest.bytes().next()).unwrap_or_default();
            let rest = String::from_utf8_lossy(&CALL[1..]);
            assert_eq!(text, format!("{{\"control\":\"{}\",{rest}", char::from(control)));
            control
        });
        let mut found: Vec<u8> = controls.collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, (1..32).collect::<Vec<u8>>());
    }

    #[test]
    fn one_thing_goes_with_another() {
        let all = PluginTrouble::new().blank_lines().control_characters().padding(3);
        let written = text(&all, 0);
        assert!(written.starts_with("{\"padding\":\"xxx\",\"control\":\""), "{written:?}");
        assert_eq!(written.matches("\n\n").count(), 1, "{written:?}");
        assert_eq!(PluginTrouble::new().written(CALL.to_vec(), 0), CALL);
    }
}
