//! Parameters, without what is secret in them, however it is spelled.

use cln_codegen::schema::Side;
use cln_codegen::secrecy::{Commands, Replace, replaced_params};
use cln_runtime::json::Tree;
use cln_runtime::rules::{Field, KeyIndex, Kind, Shape, key_index, key_index_len};

use crate::documented::Documented;

/// The longest parameters of which anything is shown, in bytes.
const READ: usize = 64 << 10;

/// Leaves out what is secret by its name, by its type or mark in a schema, or because nobody knows what it is.
#[derive(Clone, Copy)]
pub(crate) struct Redaction<'d>(pub(crate) &'d Documented);

impl Redaction<'_> {
    /// The parameters of a call of this method, or how long they are.
    pub(super) fn parameters(self, method: &str, params: &[u8]) -> String {
        let text = std::str::from_utf8(params).ok().filter(|text| text.len() <= READ);
        // As a tree writes it: compact, and no letter escaped that need not be.
        let json = text.and_then(|text| Tree::parse(text).ok()).map(|tree| tree.to_string());
        let shown = json.and_then(|json| self.redacted(method, &json));
        shown.unwrap_or_else(|| format!("({} bytes)", params.len()))
    }

    /// Parameters, their secrets left out; `None` if it cannot be told whose they are.
    pub(crate) fn redacted(self, method: &str, params: &str) -> Option<String> {
        replaced_params(&self, method, params, &mut Hidden)
    }
}

/// The positional parameters of commands that this node knows without their schemas: none is a secret.
static PLAIN: &[Field<'static>] = &[
    Field::optional("0", Kind::Any),
    Field::optional("1", Kind::Any),
    Field::optional("2", Kind::Any),
    Field::optional("3", Kind::Any),
    Field::optional("4", Kind::Any),
    Field::optional("5", Kind::Any),
];
/// Those of the command `plugin`.
static OF_PLUGIN: &[Field<'static>] = &[Field::required("subcommand", Kind::Any), Field::optional("plugin", Kind::Any)];

macro_rules! shape {
    ($fields:ident) => {
        Shape {
            fields: $fields,
            index: KeyIndex::new(&key_index::<{ key_index_len($fields.len()) }>($fields), $fields),
            closed: false,
            params: true,
            groups: &[],
            clauses: &[],
        }
    };
}

static PLAIN_SHAPE: Shape<'static> = shape!(PLAIN);
static SHAPE_OF_PLUGIN: Shape<'static> = shape!(OF_PLUGIN);

impl Commands for Redaction<'_> {
    fn with_rules(&self, command: &str, side: Side, use_rules: &mut dyn FnMut(&Shape<'_>)) {
        if self.0.rules(command.as_bytes(), side, &mut *use_rules).is_some() {
            return;
        }
        match command {
            "delpay" | "listsendpays" | "notifications" => use_rules(&PLAIN_SHAPE),
            "plugin" => use_rules(&SHAPE_OF_PLUGIN),
            _ => {}
        }
    }
}

/// What the log shows in the place of a secret, as the runtime has it.
struct Hidden;

impl Replace for Hidden {
    fn secret(&mut self, _json: &str) -> String {
        "\"<redacted>\"".to_owned()
    }
}
