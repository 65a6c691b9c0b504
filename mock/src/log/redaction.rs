//! Parameters, without what is secret in them, however it is spelled.

use cln_codegen::schema::Side;
use cln_runtime::json::Tree;
use cln_runtime::rules::Shape;
use cln_runtime::{Json, is_secret_name};

use crate::documented::Documented;
use crate::params::{COMMAND_TO_CHECK, unsigned};

/// The longest parameters of which anything is shown, in bytes.
const READ: usize = 64 << 10;

/// What stands in the place of a secret, as the runtime has it.
const REDACTED: &str = "<redacted>";

/// The commands whose parameters are another's, or hold options.
const CHECK: &str = "check";
const SETCONFIG: &str = "setconfig";

/// The parameters of `setconfig` that hold no option's value; some options are passwords.
const OF_SETCONFIG: [&str; 2] = ["config", "transient"];

/// Parameters that hold what nobody knows, and may be a secret.
const OF_UNKNOWN: [(&str, &str); 2] = [("datastore", "string"), ("datastore", "hex")];

/// The TLV by which a payment carries its own preimage.
const KEYSEND_PREIMAGE: u64 = 5_482_373_484;

/// Members that make an object the call of another command, as `commando` and `rpc_command` carry it.
const METHOD: &str = "method";
const PARAMS: &str = "params";

/// Leaves out what is secret by its name, by its type or mark in a schema, or because nobody knows what it is.
#[derive(Clone, Copy)]
pub(super) struct Redaction<'d>(pub(super) &'d Documented);

impl Redaction<'_> {
    /// The parameters of a call of this method, or how long they are.
    pub(super) fn parameters(self, method: &str, params: &[u8]) -> String {
        let text = std::str::from_utf8(params).ok().filter(|text| text.len() <= READ);
        let tree = text.and_then(|text| Tree::parse(text).ok());
        match tree.and_then(|tree| self.of_command(method, tree)) {
            Some(shown) => shown.to_string(),
            None => format!("({} bytes)", params.len()),
        }
    }

    /// `None` if it cannot be told whose parameters these are.
    fn of_command(self, method: &str, params: Tree) -> Option<Tree> {
        match params {
            Tree::Array(elements) => Some(self.by_position(method, elements)),
            Tree::Object(members) => self.by_name(method, members),
            Tree::Plain(_) | Tree::Text(_) => None,
        }
    }

    fn by_name(self, method: &str, members: Vec<(String, Tree)>) -> Option<Tree> {
        let command = described_by(method, &members)?;
        let secret = |name: &str| {
            let find =
                |shape: &Shape<'_>| shape.find(name.as_bytes()).and_then(|index| Some(shape.fields.get(index)?.secret));
            let is_marked = self.0.rules(command.as_bytes(), Side::Request, find).flatten().unwrap_or(false);
            let names_command = method == CHECK && name == COMMAND_TO_CHECK;
            let is_value = command == SETCONFIG && !names_command && !OF_SETCONFIG.contains(&name);
            is_marked || is_value || is_unknown(&command, name)
        };
        let hidden = |(name, tree): (String, Tree)| {
            let tree = if secret(&name) { hide() } else { tree };
            (name, tree)
        };
        Some(self.anywhere(Tree::Object(members.into_iter().map(hidden).collect())))
    }

    /// Redacted as if they had come by name, for one may name what another holds. Of positions that no schema names,
    /// nobody knows what stands there.
    fn by_position(self, method: &str, elements: Vec<Tree>) -> Tree {
        let field = |index: usize| {
            if matches!(method, "delpay" | "listsendpays" | "notifications") {
                return (index.to_string(), false);
            }
            let field = |shape: &Shape<'_>| shape.fields.get(index).map(|field| (field.name.to_owned(), field.secret));
            let field = self.0.rules(method.as_bytes(), Side::Request, field).flatten();
            field.unwrap_or_else(|| (index.to_string(), true))
        };
        let named = elements.into_iter().enumerate().map(|(index, tree)| {
            let (name, is_secret) = field(index);
            let is_secret = is_secret || is_unknown(method, &name);
            (name, if is_secret { hide() } else { tree })
        });
        match self.anywhere(Tree::Object(named.collect())) {
            Tree::Object(members) => Tree::Array(members.into_iter().map(|(_, tree)| tree).collect()),
            other => other,
        }
    }

    /// What the runtime shows of the same JSON, after all that is hidden deeper in it.
    fn anywhere(self, tree: Tree) -> Tree {
        let json = self.deeper(tree).to_string().parse::<Json>().map(|json| json.redacted());
        json.ok().and_then(|json| Tree::parse(&json).ok()).unwrap_or_else(hide)
    }

    /// Without the secrets of calls inside, and of texts that are JSON or `name=value` themselves.
    fn deeper(self, tree: Tree) -> Tree {
        match tree {
            Tree::Array(elements) => Tree::Array(elements.into_iter().map(|element| self.deeper(element)).collect()),
            Tree::Object(members) => {
                let hidden = |(name, tree)| {
                    let is_preimage = unsigned(String::as_bytes(&name)) == Some(KEYSEND_PREIMAGE);
                    (name, if is_preimage { hide() } else { tree })
                };
                Tree::Object(self.inner_call(members.into_iter().map(hidden).collect()))
            }
            Tree::Text(text) => Tree::Text(self.text(text)),
            plain @ Tree::Plain(_) => plain,
        }
    }

    fn inner_call(self, members: Vec<(String, Tree)>) -> Vec<(String, Tree)> {
        let mut methods = members.iter().filter(|(name, _)| name == METHOD);
        let method = match (methods.next(), methods.next()) {
            (Some((_, Tree::Text(method))), None) => Some(method.clone()),
            (None, _) => return members.into_iter().map(|(name, tree)| (name, self.deeper(tree))).collect(),
            _ => None,
        };
        let params = |tree| method.as_ref().and_then(|method| self.of_command(method, tree)).unwrap_or_else(hide);
        let shown = |(name, tree): (String, Tree)| {
            let tree = if name == PARAMS { params(tree) } else { self.deeper(tree) };
            (name, tree)
        };
        members.into_iter().map(shown).collect()
    }

    fn text(self, text: String) -> String {
        if text.trim_start().starts_with(['{', '[']) {
            return Tree::parse(&text).map_or_else(|_| REDACTED.to_owned(), |tree| self.anywhere(tree).to_string());
        }
        match text.split_once('=') {
            Some((name, _)) if is_secret_name(name) => format!("{name}={REDACTED}"),
            _ => text,
        }
    }
}

/// The command whose parameters those of a call by name are: of `check`, the one to check. `None` if they name two.
fn described_by(method: &str, members: &[(String, Tree)]) -> Option<String> {
    let mut named = members.iter().filter(|(name, _)| method == CHECK && name == COMMAND_TO_CHECK);
    match (named.next(), named.next()) {
        (Some(_), Some(_)) => None,
        (Some((_, Tree::Text(command))), None) => Some(command.clone()),
        _ => Some(method.to_owned()),
    }
}

/// Whether nobody knows what a parameter holds.
fn is_unknown(command: &str, name: &str) -> bool {
    OF_UNKNOWN.contains(&(command, name))
}

fn hide() -> Tree {
    Tree::Text(REDACTED.to_owned())
}
