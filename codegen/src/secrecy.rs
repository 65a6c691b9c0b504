//! What is secret in the JSON of a call, however it is spelled, and what is put in its place.
//!
//! Who logs calls leaves secrets out, who records them writes others of their type. Both have to find the same ones.

#[cfg(test)]
mod tests;

use std::ops::Range;

use cln_runtime::json::{SliceSource, Source, SyntaxError, Tree};
use cln_runtime::rules::{Kind, Shape};
use cln_runtime::{is_named_elsewhere, is_secret_name, names_a_secret};

use crate::schema::Side;

/// Who knows the rules of commands.
pub trait Commands {
    /// Has the rules of one side of a command used; not at all if no schema describes it.
    fn with_rules(&self, command: &str, side: Side, use_rules: &mut dyn FnMut(&Shape<'_>));
}

/// What stands in the place of values.
pub trait Replace {
    /// In the place of a secret, which may be an array or object. JSON in and out.
    fn secret(&mut self, json: &str) -> String;

    /// In the place of another text, if it must not stay. JSON in and out.
    fn text(&mut self, _json: &str) -> Option<String> {
        None
    }
}

/// The parameters of a call of this method, replaced; all else is as it was written. `None` if they are neither an array
/// nor an object, or it cannot be told whose parameters they are.
///
/// A value is secret by its mark or type in the schema, by its name where no schema describes it, by what stands beside
/// it, and at a position of which nobody knows what it holds. The parameters of another call inside, and texts that are
/// JSON or `name=value` themselves, are looked into.
pub fn replaced_params(commands: &dyn Commands, method: &str, json: &str, replace: &mut dyn Replace) -> Option<String> {
    let mut rewriter = Rewriter::new(commands, replace, json);
    rewriter.call(method, 0..json.len()).ok()??;
    Some(rewriter.finish())
}

/// The result of a call of this method, replaced in the same way. `None` if the text is no JSON.
pub fn replaced_result(commands: &dyn Commands, method: &str, json: &str, replace: &mut dyn Replace) -> Option<String> {
    let mut rewriter = Rewriter::new(commands, replace, json);
    if DATASTORE.contains(&method) {
        rewriter.hidden = &OF_DATASTORE;
    }
    let mut done = None;
    commands.with_rules(method, Side::Response, &mut |shape| {
        done = Some(rewriter.value(trimmed(json), &[&Kind::Object(shape)]));
    });
    done.unwrap_or_else(|| rewriter.value(trimmed(json), &[])).ok()?;
    Some(rewriter.finish())
}

/// Any other JSON, such as an error, replaced by what names say alone. `None` if the text is no JSON.
pub fn replaced_json(commands: &dyn Commands, json: &str, replace: &mut dyn Replace) -> Option<String> {
    let mut rewriter = Rewriter::new(commands, replace, json);
    rewriter.value(trimmed(json), &[]).ok()?;
    Some(rewriter.finish())
}

/// Whether a text is an invoice or an offer, which is made to be given to others, wherever it stands: what `decode` is
/// asked for may be one, or a rune.
#[must_use]
pub fn is_for_others(text: &str) -> bool {
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let is_bech32 = text.len() >= 60 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_bech32 && ["lnbc", "lntb", "lnsb", "lni1", "lno1", "lnr1"].iter().any(|with| begins(with))
}

/// Commands whose values are those of options, and their parameters that hold none; some options are passwords.
const OF_OPTIONS: [(&str, &[&str]); 2] =
    [("setconfig", &["config", "transient"]), ("plugin", &["subcommand", "plugin", "directory"])];

/// Commands that keep what nobody knows, which may be a secret, and the members that hold it.
const DATASTORE: [&str; 3] = ["datastore", "deldatastore", "listdatastore"];
const OF_DATASTORE: [&str; 2] = ["string", "hex"];

/// The TLV by which a payment carries its own preimage.
const KEYSEND_PREIMAGE: u64 = 5_482_373_484;

/// The command whose parameters are another's, and the parameter that names that one.
const CHECK: &str = "check";
const COMMAND_TO_CHECK: &str = "command_to_check";

/// Members that make an object the call of another command, as `commando` and `rpc_command` carry it.
const METHOD: &str = "method";
const PARAMS: &str = "params";

/// A member, or an element whose position has a name.
#[derive(Debug)]
struct Member {
    name: String,
    range: Range<usize>,
    /// Whether it is a secret whatever else is known of it.
    secret: bool,
}

struct Rewriter<'w> {
    commands: &'w dyn Commands,
    replace: &'w mut dyn Replace,
    json: &'w str,
    out: String,
    /// How much of the JSON has been written, or replaced.
    copied: usize,
    /// Names whose values are secret, wherever they stand.
    hidden: &'static [&'static str],
}

impl<'w> Rewriter<'w> {
    fn new(commands: &'w dyn Commands, replace: &'w mut dyn Replace, json: &'w str) -> Self {
        Self { commands, replace, json, out: String::with_capacity(json.len()), copied: 0, hidden: &[] }
    }

    fn finish(mut self) -> String {
        self.out.push_str(self.json.get(self.copied..).unwrap_or_default());
        self.out
    }

    fn text_of(&self, range: &Range<usize>) -> &'w str {
        self.json.get(range.clone()).unwrap_or_default()
    }

    fn put(&mut self, range: &Range<usize>, json: &str) {
        self.out.push_str(self.json.get(self.copied..range.start).unwrap_or_default());
        self.out.push_str(json);
        self.copied = range.end;
    }

    /// `true`, `false` and `null` say too little to be hidden.
    fn hide(&mut self, range: &Range<usize>) {
        let json = self.text_of(range);
        if text(json).is_some_and(|text| is_for_others(&text)) {
            self.text(range);
        } else if !matches!(json, "true" | "false" | "null") {
            let stands_in = self.replace.secret(json);
            self.put(range, &stands_in);
        }
    }

    /// The parameters of a call; `None` if it cannot be told whose they are.
    fn call(&mut self, method: &str, range: Range<usize>) -> Result<Option<()>, SyntaxError> {
        let text = self.text_of(&range);
        let start = range.start + trimmed(text).start;
        let (command, mut members) = match self.json.as_bytes().get(start) {
            Some(b'{') => {
                let members = members(text, range.start)?;
                let Some(command) = self.described_by(method, &members) else { return Ok(None) };
                (command, members)
            }
            Some(b'[') => (method.to_owned(), self.positions(method, elements(text, range.start)?)),
            _ => return Ok(None),
        };
        for member in &mut members {
            let name = member.name.as_str();
            let names_command = method == CHECK && name == COMMAND_TO_CHECK;
            let of_options = OF_OPTIONS.iter().find(|(known, _)| *known == command);
            member.secret |= of_options.is_some_and(|(_, others)| !names_command && !others.contains(&name));
            member.secret |= DATASTORE.contains(&command.as_str()) && OF_DATASTORE.contains(&name);
        }
        let (commands, mut done) = (self.commands, None);
        let kept = std::mem::take(&mut members);
        commands.with_rules(&command, Side::Request, &mut |shape| done = Some(self.members(&kept, &[shape])));
        done.unwrap_or_else(|| self.members(&kept, &[])).map(Some)
    }

    /// The command whose parameters those of a call by name are: of `check`, the one to check. `None` if they name two.
    fn described_by(&self, method: &str, members: &[Member]) -> Option<String> {
        let mut named = members.iter().filter(|member| method == CHECK && member.name == COMMAND_TO_CHECK);
        match (named.next(), named.next()) {
            (Some(_), Some(_)) => None,
            (Some(only), None) => Some(text(self.text_of(&only.range)).unwrap_or_else(|| method.to_owned())),
            _ => Some(method.to_owned()),
        }
    }

    /// Parameters by position as if they had come by name. Of positions that no schema names, nobody knows what stands
    /// there.
    fn positions(&self, method: &str, elements: Vec<Range<usize>>) -> Vec<Member> {
        let mut names = Vec::new();
        self.commands.with_rules(method, Side::Request, &mut |shape| {
            names = shape.fields.iter().map(|field| field.name.to_owned()).collect();
        });
        let mut names = names.into_iter();
        let named = |range| match names.next() {
            Some(name) => Member { name, range, secret: false },
            None => Member { name: String::new(), range, secret: true },
        };
        elements.into_iter().map(named).collect()
    }

    fn value(&mut self, range: Range<usize>, kinds: &[&Kind<'_>]) -> Result<(), SyntaxError> {
        let text = self.text_of(&range);
        match text.as_bytes().first() {
            Some(b'{') => {
                let mut shapes = Vec::new();
                kinds.iter().for_each(|kind| shapes_of(kind, &mut shapes));
                self.members(&members(text, range.start)?, &shapes)
            }
            Some(b'[') => {
                let mut items = Vec::new();
                kinds.iter().for_each(|kind| items_of(kind, &mut items));
                elements(text, range.start)?.into_iter().try_for_each(|element| self.value(element, &items))
            }
            Some(b'"') => {
                self.text(&range);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The members of an object, which may be the call of another command.
    fn members(&mut self, members: &[Member], shapes: &[&Shape<'_>]) -> Result<(), SyntaxError> {
        let holds_secret = members.iter().any(|member| names_a_secret(&member.name, self.text_of(&member.range)));
        let mut methods = members.iter().filter(|member| member.name == METHOD);
        let called = match (methods.next(), methods.next()) {
            (Some(only), None) => Some(text(self.text_of(&only.range))),
            (Some(_), Some(_)) => Some(None),
            (None, _) => None,
        };
        for Member { name, range, secret } in members {
            let fields = || shapes.iter().filter_map(|shape| shape.fields.get(shape.find(name.as_bytes())?));
            let is_marked = match fields().next() {
                Some(_) => fields().any(|field| field.secret),
                None => is_secret_name(name),
            };
            let is_hidden = *secret || self.hidden.contains(&name.as_str()) || is_preimage_record(name);
            if is_hidden || is_marked || (holds_secret && is_named_elsewhere(name)) {
                self.hide(range);
                continue;
            }
            match &called {
                Some(method) if name == PARAMS => {
                    let done = method.as_deref().map(|method| self.call(method, range.clone())).transpose()?.flatten();
                    if done.is_none() {
                        self.hide(range);
                    }
                }
                _ => self.value(range.clone(), &fields().map(|field| &field.kind).collect::<Vec<_>>())?,
            }
        }
        Ok(())
    }

    /// A text may be JSON, or a setting.
    fn text(&mut self, range: &Range<usize>) {
        let json = self.text_of(range);
        let Some(decoded) = text(json) else { return };
        if decoded.trim_start().starts_with(['{', '[']) {
            match replaced_json(self.commands, &decoded, self.replace) {
                Some(replaced) if replaced != decoded => self.put(range, &quoted(&replaced)),
                Some(_) => {}
                None => self.hide(range),
            }
            return;
        }
        match decoded.split_once('=') {
            Some((name, value)) if is_secret_name(name) => {
                let stands_in = self.replace.secret(&quoted(value));
                let value = text(&stands_in).unwrap_or(stands_in);
                self.put(range, &quoted(&format!("{name}={value}")));
            }
            _ => {
                if let Some(replaced) = self.replace.text(json) {
                    self.put(range, &replaced);
                }
            }
        }
    }
}

/// Whether a name is the number of that TLV, as nodes read numbers: decimal, hexadecimal after `0x`, octal after `0`.
fn is_preimage_record(name: &str) -> bool {
    let name = name.trim_start();
    let (is_negative, digits) = match name.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, name.strip_prefix('+').unwrap_or(name)),
    };
    let number = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => u64::from_str_radix(hex, 16),
        None if digits.starts_with('0') => u64::from_str_radix(digits, 8),
        None => digits.parse(),
    };
    number.is_ok_and(|number| KEYSEND_PREIMAGE == if is_negative { number.wrapping_neg() } else { number })
}

/// The rules that an object may have to keep to.
fn shapes_of<'k>(kind: &'k Kind<'_>, shapes: &mut Vec<&'k Shape<'k>>) {
    match kind {
        Kind::Object(shape) | Kind::IfObject(shape) => shapes.push(shape),
        Kind::OneOf(arms) | Kind::AnyOf(arms) => arms.iter().for_each(|arm| shapes_of(arm, shapes)),
        _ => {}
    }
}

/// What the elements of an array may have to be.
fn items_of<'k>(kind: &'k Kind<'_>, items: &mut Vec<&'k Kind<'k>>) {
    match kind {
        Kind::Array(array) => items.push(&array.items),
        Kind::OneOf(arms) | Kind::AnyOf(arms) => arms.iter().for_each(|arm| items_of(arm, items)),
        _ => {}
    }
}

/// Where the members of an object stand, whose text begins at `base`.
fn members(json: &str, base: usize) -> Result<Vec<Member>, SyntaxError> {
    let mut source = SliceSource::new(json.as_bytes());
    source.peek()?;
    source.enter_object()?;
    let mut found = Vec::new();
    while let Some(name) = source.next_key(found.is_empty())? {
        let name = String::from_utf8_lossy(name).into_owned();
        found.push(Member { name, range: skipped(&mut source, base)?, secret: false });
    }
    source.finish()?;
    Ok(found)
}

fn elements(json: &str, base: usize) -> Result<Vec<Range<usize>>, SyntaxError> {
    let mut source = SliceSource::new(json.as_bytes());
    source.peek()?;
    source.enter_array()?;
    let mut found = Vec::new();
    while source.next_element(found.is_empty())? {
        found.push(skipped(&mut source, base)?);
    }
    source.finish()?;
    Ok(found)
}

fn skipped(source: &mut SliceSource<'_>, base: usize) -> Result<Range<usize>, SyntaxError> {
    source.peek()?;
    let start = source.offset();
    source.skip()?;
    Ok(base + start as usize..base + source.offset() as usize)
}

/// Where a text begins and ends, white space around it aside.
fn trimmed(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..start.max(text.trim_end().len())
}

/// The text of a JSON string.
fn text(json: &str) -> Option<String> {
    match Tree::parse(json) {
        Ok(Tree::Text(text)) => Some(text),
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    Tree::Text(text.to_owned()).to_string()
}
