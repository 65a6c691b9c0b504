//! The commands that schemas describe, their rules built once for all connections.

use std::collections::BTreeMap;

use bumpalo::Bump;
use cln_codegen::internals::rules;
use cln_codegen::model::{Api, Target};
use cln_codegen::schema::Side;
use cln_codegen::secrecy::Commands;
use cln_runtime::rules::Shape;

/// The rules of both sides of each command.
#[derive(Debug)]
pub(super) struct Known<'b>(BTreeMap<String, [Option<Shape<'b>>; 2]>);

impl<'b> Known<'b> {
    /// The rules of all commands, which live in the arena.
    pub(super) fn new(arena: &'b Bump, api: &Api) -> Self {
        let commands = api.methods.iter().filter(|method| method.target == Target::Rpc);
        let sides = |method| Side::ALL.map(|side| rules(arena, method, side));
        Self(commands.map(|method| (method.name.clone(), sides(method))).collect())
    }

    /// Whether a schema describes a command.
    pub(super) fn has(&self, command: &str) -> bool {
        self.0.contains_key(command)
    }

    /// The rules of one side of a command.
    pub(super) fn rules(&self, command: &str, side: Side) -> Option<&Shape<'b>> {
        let [request, response] = self.0.get(command)?;
        match side {
            Side::Request => request.as_ref(),
            Side::Response => response.as_ref(),
        }
    }
}

impl Commands for Known<'_> {
    fn with_rules(&self, command: &str, side: Side, use_rules: &mut dyn FnMut(&Shape<'_>)) {
        if let Some(shape) = self.rules(command, side) {
            use_rules(shape);
        }
    }
}
