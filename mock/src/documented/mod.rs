//! Any other command: its parameters are held against its schema, and an example of the documentation is the answer.

mod answers;
mod explain;
mod unknown;

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use cln_codegen::model::{Api, Method, Target, canonical_request, with_rules};
use cln_codegen::schema::Side;
use cln_runtime::json::Tree;
use cln_runtime::rules::Shape;

use self::answers::Answers;
use crate::outcome::{Done, Outcome};
use crate::params::typed;
use crate::wire::{Failure, Value};

/// The commands that schemas describe.
#[derive(Debug, Default)]
pub(crate) struct Documented {
    commands: BTreeMap<String, Command>,
    seed: u64,
    lenient: bool,
}

#[derive(Debug)]
struct Command {
    method: Method,
    answers: OnceLock<Answers>,
    /// Whether it has been noted what was mended.
    is_noted: AtomicBool,
}

impl Documented {
    /// The seed decides what the documentation leaves open. A lenient node answers requests that are not documented as
    /// the nearest one that is.
    pub(crate) fn new(api: Api, seed: u64, lenient: bool) -> Self {
        let commands = api.methods.into_iter().filter(|method| method.target == Target::Rpc);
        let command = |method: Method| {
            let name = method.name.clone();
            (name, Command { method, answers: OnceLock::new(), is_noted: AtomicBool::new(false) })
        };
        Self { commands: commands.map(command).collect(), seed, lenient }
    }

    fn find(&self, name: &[u8]) -> Option<&Command> {
        self.commands.get(std::str::from_utf8(name).ok()?)
    }

    fn answers<'c>(&self, command: &'c Command) -> &'c Answers {
        command.answers.get_or_init(|| Answers::new(&command.method, self.seed))
    }

    /// Whether a command's schema is there and lists a parameter.
    pub(crate) fn takes(&self, command: &str, parameter: &str) -> bool {
        self.rules(command.as_bytes(), Side::Request, |shape| shape.find(parameter.as_bytes()).is_some())
            .unwrap_or(false)
    }

    /// Uses the rules of a command; `None` if no schema describes it.
    pub(crate) fn rules<R>(&self, command: &[u8], side: Side, use_rules: impl FnOnce(&Shape<'_>) -> R) -> Option<R> {
        with_rules(&self.find(command)?.method, side, use_rules)
    }

    /// Runs a command. What was mended in its documentation is noted when it first answers.
    pub(crate) fn run(&self, name: &[u8], params: Value<'_>, only_check: bool, note: impl FnOnce(&str)) -> Outcome {
        let command = self.find(name).ok_or_else(|| Failure::unknown_command(name))?;
        let method = &command.method;
        let read = with_rules(method, Side::Request, |shape| typed::read(params, shape));
        let params = read.unwrap_or_else(|| Ok("{}".to_owned()))?;
        if only_check {
            return Ok(Done::new("{}".to_owned()));
        }
        let asked = canonical_request(method, &params).and_then(|params| Tree::parse(&params).ok());
        let asked = asked.unwrap_or_else(|| Tree::Object(Vec::new()));
        let answers = self.answers(command);
        let answer = if self.lenient { answers.nearest(method, &asked) } else { answers.strictly(method, &asked) };
        let answer = answer?;
        if !command.is_noted.swap(true, Ordering::Relaxed)
            && let Some(mended) = explain::mended(method, answers)
        {
            note(&mended);
        }
        Ok(Done::documented(answer))
    }

    /// What a command answers to which requests, in words; `None` if no schema describes it.
    pub(crate) fn explain(&self, name: &str) -> Option<String> {
        let command = self.find(name.as_bytes())?;
        Some(explain::explained(&command.method, self.answers(command), self.lenient))
    }

    /// The documented answers of a command, as JSON.
    pub(crate) fn documented_answers(&self, name: &str) -> Vec<String> {
        let exchanges = self.find(name.as_bytes()).map(|command| &self.answers(command).exchanges);
        exchanges.into_iter().flatten().map(|exchange| exchange.answer.to_string()).collect()
    }
}
