//! Any other command: its parameters are held against its schema, and an example of the documentation is the answer.

mod answers;
mod events;
mod explain;
mod fit;
mod shared;
mod unknown;

pub(crate) use fit::{fit, fit_object};

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use cln_bindings::DelpayResponse;
use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::model::{Method, Target, canonical_request, with_rules};
use cln_codegen::schema::Side;
use cln_codegen::{Release, Version};
use cln_runtime::Record;
use cln_runtime::json::Tree;
use cln_runtime::rules::Shape;

use self::answers::{Answers, NOT_SET_UP};
use crate::error::Error;
use crate::faults::Fault;
use crate::network::Network;
use crate::outcome::{Done, Outcome};
use crate::params::{Of, Parameter, typed};
use crate::wire::{Failure, Value};

/// The commands that schemas describe.
#[derive(Debug, Default)]
pub(crate) struct Documented {
    release: Option<Arc<Release>>,
    commands: BTreeMap<String, Command>,
    /// Found when it is first asked for, since all schemas are looked through for it.
    version: OnceLock<Option<Version>>,
    seed: u64,
    lenient: bool,
}

#[derive(Debug, Default)]
struct Command {
    answers: OnceLock<Answers>,
    /// Whether it has been noted what was mended.
    is_noted: AtomicBool,
}

/// The node that documented commands belong to.
pub(crate) trait Node {
    /// Whether it has a payment of this hash.
    fn has_payment(&self, hash: &str) -> bool;
    /// The chain that it is on.
    fn network(&self) -> Network;
    /// Takes a line for the log.
    fn note(&self, line: &str);
}

impl Documented {
    /// The commands of these files and folders. The seed decides what the documentation leaves open. A lenient node
    /// answers requests that are not documented as the nearest one that is.
    pub(crate) fn new(schemas: &[PathBuf], seed: u64, lenient: bool) -> Result<Self, Error> {
        let release = shared::release(schemas)?;
        let commands = release.names(Target::Rpc).map(|name| (name.to_owned(), Command::default())).collect();
        Ok(Self { release: Some(release), commands, version: OnceLock::new(), seed, lenient })
    }

    /// The names of all commands that schemas describe.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.commands.keys().map(String::as_str)
    }

    /// The version of the release, as far as its schemas tell.
    pub(crate) fn version(&self) -> Option<&Version> {
        self.version.get_or_init(|| self.release.as_ref()?.newest()).as_ref()
    }

    /// The method that a schema describes, if it can be used.
    fn method(&self, name: &[u8]) -> Option<Result<&Method, &Diagnostics>> {
        let name = std::str::from_utf8(name).ok()?;
        self.release.as_ref()?.method(Target::Rpc, name).transpose()
    }

    /// A command, as it is described and as it answers.
    fn find(&self, name: &[u8]) -> Option<(&Method, &Command, &Answers)> {
        let method = self.method(name)?.ok()?;
        let command = self.commands.get(&method.name)?;
        Some((method, command, command.answers.get_or_init(|| Answers::new(method, self.seed))))
    }

    /// Keeps those parameters of a command that its schema lists, if there is one.
    pub(crate) fn keep_described(&self, command: &str, known: &mut Vec<Parameter<'_>>) {
        self.rules(command.as_bytes(), Side::Request, |shape| {
            known.retain(|parameter| shape.find(parameter.name.as_bytes()).is_some());
        });
    }

    /// The answer to a request that is documented as it is.
    pub(crate) fn as_documented(&self, name: &[u8], params: Value<'_>, node: &dyn Node) -> Option<Done> {
        let (method, _, answers) = self.find(name)?;
        // As it is written, too: what `check` is given beside a command is that command's.
        let written = std::str::from_utf8(params.json).ok().and_then(|json| Tree::parse(json).ok());
        if let Some(answer) = written.and_then(|asked| answers.documented(&asked)) {
            return Some(Done::documented(answer));
        }
        let of = Of { command: &method.name, network: node.network(), only_check: false };
        let read = with_rules(method, Side::Request, |shape| typed::read(of, params, shape))?;
        let params = read.ok().or_else(|| self.made_up(method, params))?;
        let asked = Tree::parse(&canonical_request(method, &params)?).ok()?;
        answers.documented(&asked).map(Done::documented)
    }

    /// The parameters of a command in the form by which requests are compared; `None` if no schema describes it.
    pub(crate) fn canonical(&self, command: &str, params: &str) -> Option<String> {
        canonical_request(self.method(command.as_bytes())?.ok()?, params)
    }

    /// Uses the rules of a command; `None` if no schema describes it.
    pub(crate) fn rules<R>(&self, command: &[u8], side: Side, use_rules: impl FnOnce(&Shape<'_>) -> R) -> Option<R> {
        with_rules(self.method(command)?.ok()?, side, use_rules)
    }

    /// Uses the rules of a command's answer. Those of payments are there without a schema.
    pub(crate) fn answer_rules<R>(&self, command: &[u8], use_rules: impl FnOnce(&Shape<'_>) -> R) -> Option<R> {
        match command {
            b"delpay" | b"listsendpays" if self.method(command).is_none() => Some(use_rules(DelpayResponse::SHAPE)),
            _ => self.rules(command, Side::Response, use_rules),
        }
    }

    /// Refuses a fault that could never do anything.
    pub(crate) fn check_fault(&self, fault: &Fault) -> Result<(), Error> {
        match fault.needs_rules_of() {
            Some(command) if self.answer_rules(command.as_bytes(), |_| ()).is_none() => {
                Err(Error::FaultWithoutSchema(command.to_owned()))
            }
            _ => Ok(()),
        }
    }

    /// Runs a command. What was mended in its documentation is noted when it first answers. Of what the `node` has,
    /// nothing is denied.
    pub(crate) fn run(&self, name: &[u8], params: Value<'_>, only_check: bool, node: &dyn Node) -> Outcome {
        let method = self.method(name).ok_or_else(|| Failure::unknown_command(name))?;
        let method = method.map_err(|wrong| Failure::new(NOT_SET_UP, format!("its schema is wrong: {wrong}")))?;
        let of = Of { command: &method.name, network: node.network(), only_check };
        let read = with_rules(method, Side::Request, |shape| typed::read(of, params, shape));
        let params = match read.unwrap_or_else(|| Ok("{}".to_owned())) {
            Ok(params) => params,
            // What the documentation makes up is not refused, though a node would.
            Err(refused) => self.made_up(method, params).ok_or(refused)?,
        };
        if only_check {
            return Ok(Done::new("{}".to_owned()));
        }
        let (_, command, answers) = self.find(name).ok_or_else(|| Failure::unknown_command(name))?;
        let asked = canonical_request(method, &params).and_then(|params| Tree::parse(&params).ok());
        let answer = if self.lenient {
            answers.nearest(method, &asked.unwrap_or_else(|| Tree::Object(Vec::new())))?
        } else {
            // What cannot be compared is not documented.
            let asked = asked.ok_or_else(|| answers::not_set_up(method))?;
            answers.strictly(method, &asked, &|key| node.has_payment(key))?
        };
        if !command.is_noted.swap(true, Ordering::Relaxed)
            && let Some(mended) = explain::mended(method, answers)
        {
            node.note(&mended);
        }
        Ok(Done::documented(answer))
    }

    /// The parameters as they are written, if that request is documented.
    fn made_up(&self, method: &Method, params: Value<'_>) -> Option<String> {
        // Of more than there are, canonical form leaves out the rest.
        let most = method.struct_def(method.request)?.fields.len();
        let json = std::str::from_utf8(params.json).ok().filter(|_| params.members().count() <= most)?;
        let params = canonical_request(method, json)?;
        let (_, _, answers) = self.find(method.name.as_bytes())?;
        answers.documented(&Tree::parse(&params).ok()?).map(|_| params)
    }

    /// What a command answers to which requests, in words; only to those that are documented if the node does the
    /// command itself.
    pub(crate) fn explain(&self, name: &str, is_done: bool) -> Result<String, Error> {
        if let Some(Err(wrong)) = self.method(name.as_bytes()) {
            return Err(Error::Schemas(cln_codegen::Error::Schemas(wrong.clone())));
        }
        let (method, _, answers) = self.find(name.as_bytes()).ok_or_else(|| Error::NoSuchCommand(name.to_owned()))?;
        Ok(if is_done { explain::exchanges(answers) } else { explain::explained(method, answers, self.lenient) })
    }

    /// The documented answers of a command, as JSON.
    pub(crate) fn documented_answers(&self, name: &str) -> Vec<String> {
        let exchanges = self.find(name.as_bytes()).map(|(_, _, answers)| &answers.exchanges);
        exchanges.into_iter().flatten().map(|exchange| exchange.answer.to_string()).collect()
    }
}
