//! Any other command: its parameters are held against its schema, and an example of the documentation is the answer.

use std::collections::BTreeMap;

use cln_codegen::model::{Api, Method, Target, canonical_request, with_rules};
use cln_codegen::schema::Side;
use cln_runtime::json::Tree;
use cln_runtime::rules::Shape;

use crate::outcome::{Done, Outcome};
use crate::params::typed;
use crate::wire::{Failure, Value};

/// The commands that schemas describe.
#[derive(Debug, Default)]
pub(crate) struct Documented {
    methods: BTreeMap<String, Method>,
}

impl Documented {
    pub(crate) fn new(api: Api) -> Self {
        let commands = api.methods.into_iter().filter(|method| method.target == Target::Rpc);
        Self { methods: commands.map(|method| (method.name.clone(), method)).collect() }
    }

    fn find(&self, name: &[u8]) -> Option<&Method> {
        self.methods.get(std::str::from_utf8(name).ok()?)
    }

    /// Whether a command's schema is there and lists a parameter.
    pub(crate) fn takes(&self, command: &str, parameter: &str) -> bool {
        self.rules(command.as_bytes(), Side::Request, |shape| shape.find(parameter.as_bytes()).is_some())
            .unwrap_or(false)
    }

    /// Uses the rules of a command; `None` if no schema describes it.
    pub(crate) fn rules<R>(&self, command: &[u8], side: Side, use_rules: impl FnOnce(&Shape<'_>) -> R) -> Option<R> {
        with_rules(self.find(command)?, side, use_rules)
    }

    pub(crate) fn run(&self, command: &[u8], params: Value<'_>, only_check: bool) -> Outcome {
        let method = self.find(command).ok_or_else(|| Failure::unknown_command(command))?;
        let read = with_rules(method, Side::Request, |shape| typed::read(params, shape));
        let params = read.unwrap_or_else(|| Ok("{}".to_owned()))?;
        if only_check {
            return Ok(Done::new("{}".to_owned()));
        }
        match example(method, &params) {
            Some(result) => Ok(Done::documented(result.to_owned())),
            None => Err(Failure::new(-1, format!("No example of {} is documented", method.name))),
        }
    }
}

/// The documented answer to these parameters, or else to those that have most in common with them.
fn example<'m>(method: &'m Method, params: &str) -> Option<&'m str> {
    let asked = canonical_request(method, params).and_then(|params| Tree::parse(&params).ok());
    let score = |example: &cln_codegen::model::Example| {
        let documented = Tree::parse(&example.canonical).ok();
        asked.as_ref().zip(documented).map_or(isize::MIN, |(asked, documented)| in_common(asked, &documented))
    };
    // Of those with as much in common, the first.
    method.examples.iter().rev().max_by_key(|example| score(example)).map(|example| example.result.as_str())
}

/// How many members are the same, less those that are not.
fn in_common(asked: &Tree, documented: &Tree) -> isize {
    let (Tree::Object(asked), Tree::Object(documented)) = (asked, documented) else { return isize::MIN };
    let same = asked.iter().filter(|member| documented.contains(member)).count();
    let others = asked.len() + documented.len() - 2 * same;
    2 * same.cast_signed() - others.cast_signed()
}
