//! What the node has written, as what there is to do: bytes in, work out. No I/O, no time, no handlers.

mod deprecated;
mod init;
mod work;

use std::collections::VecDeque;
use std::sync::Arc;

use cln_protocol::hooks::Hook;
use cln_protocol::lax::{member, object};
use cln_protocol::params::{COMMAND_TO_CHECK, split_check, unknown_command};
use cln_protocol::wire::{Inbox, Message, Next, Value};
use cln_runtime::RpcError;

use crate::guard::Question;
use crate::line;
use crate::manifest::Manifest;
use crate::safe::IfItFails;
use crate::values;

use deprecated::Deprecated;

pub(crate) use deprecated::ONESHOT;
pub use init::Configuration;
pub(crate) use init::Said;
pub(crate) use work::{Event, Task, Work};

/// How long a message may be, in bytes. A node has no limit, but messages have to be held.
const LONGEST: usize = 256 << 20;

/// How many bytes may wait for `init`.
const HELD: usize = 16 << 20;

/// How far the plugin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The node has not said where it is.
    New,
    /// It has.
    Ready,
    /// What it has said cannot be read, or it has ended before it said anything: the plugin never gets ready.
    Vain,
}

/// Why what has come before `init` is not done.
const STARTING: &str = "the plugin is starting, and too much has come before it is ready";

/// Why nothing is done any more.
const NEVER_READY: &str = "the plugin ends before it was ready";

/// The state of the protocol.
#[derive(Debug)]
pub(crate) struct Core {
    manifest: Arc<Manifest>,
    inbox: Inbox,
    stage: Stage,
    deprecated: Deprecated,
    /// What has come before `init`, in order.
    held: VecDeque<Work>,
    held_bytes: usize,
    is_over: bool,
}

impl Core {
    pub(crate) fn new(manifest: Arc<Manifest>) -> Self {
        Self {
            manifest,
            inbox: Inbox::new(LONGEST),
            stage: Stage::New,
            deprecated: Deprecated::new(),
            held: VecDeque::new(),
            held_bytes: 0,
            is_over: false,
        }
    }

    /// Takes in what the node has written.
    pub(crate) fn take_in(&mut self, bytes: &[u8]) {
        self.inbox.take_in(bytes);
    }

    /// What there is to do now; nothing once more has to come.
    pub(crate) fn next(&mut self) -> Option<Event> {
        loop {
            if self.stage != Stage::New
                && let Some(work) = self.held.pop_front()
            {
                return Some(Event::Do(self.possible(work)));
            }
            if self.is_over {
                return None;
            }
            let event = match self.inbox.next_message() {
                Next::Message(message) => asked(&self.manifest, &mut self.deprecated, &message),
                Next::Nothing => return None,
                Next::Malformed(_) => Event::Lost("it is not JSON".to_owned()),
                Next::TooLong(_) => Event::Lost(format!("it is longer than {LONGEST} bytes")),
                Next::Stuck(_) => Event::Lost("there is a zero byte in it".to_owned()),
            };
            let event = match event {
                Event::Do(work) => self.admitted(work),
                event => event,
            };
            self.is_over = matches!(event, Event::Lost(_));
            if !matches!(event, Event::Nothing) {
                return Some(event);
            }
        }
    }

    /// What is to be done now: nothing, if it has to wait. Before `init` nothing is known of options; what the node stands
    /// still for is done at once all the same.
    fn admitted(&mut self, work: Work) -> Event {
        match &work.task {
            Task::Init(init) if init.0.is_ok() => self.stage = Stage::Ready,
            Task::Init(_) => self.stage = Stage::Vain,
            Task::Shutdown { .. } if self.stage == Stage::New => {
                self.stage = Stage::Vain;
                // What has waited is answered first.
                self.held.push_back(work);
                return Event::Nothing;
            }
            _ => {}
        }
        if self.stage != Stage::New || work.is_urgent(&self.manifest) {
            return Event::Do(self.possible(work));
        }
        if self.held_bytes + work.size > HELD {
            return Event::Do(work.refused(STARTING));
        }
        self.held_bytes += work.size;
        self.held.push_back(work);
        Event::Nothing
    }

    /// The work, or its refusal where it cannot be done any more.
    fn possible(&self, work: Work) -> Work {
        let is_vain = self.stage == Stage::Vain && !work.is_urgent(&self.manifest);
        if is_vain { work.refused(NEVER_READY) } else { work }
    }
}

/// What a message asks.
fn asked(manifest: &Manifest, deprecated: &mut Deprecated, message: &Message<'_>) -> Event {
    let Some(method) = message.method else { return Event::Nothing };
    let params = message.params.map_or(&b"{}"[..], |params| params.json);
    let size = message.text.len();
    match message.id {
        None => {
            if method.unescaped() == ONESHOT {
                deprecated.read_oneshot(params);
            }
            told(message, method, params)
        }
        // It would be repeated in the answer.
        Some(id) if !is_json(id.json) => Event::Lost("its id is not JSON".to_owned()),
        Some(id) => match request(manifest, deprecated, &method.unescaped(), params) {
            Ok(Asked::Answer(result)) => Event::Write(line::result(id.json, result.as_bytes())),
            Ok(Asked::Undeclared(hook)) => {
                let question = Question { hook, id: id.json, params, if_it_fails: IfItFails::Open };
                question.safe().map_or(Event::Nothing, |(_, line)| Event::Write(line))
            }
            Ok(Asked::Task(task)) => Event::Do(Work { id: id.json.into(), task, size }),
            Err(error) => Event::Write(line::error(id.json, &error)),
        },
    }
}

/// Whether these bytes are strict JSON, and not only what a node takes for it.
fn is_json(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.parse::<cln_runtime::Json>().is_ok())
}

/// What comes of a request.
enum Asked {
    Answer(String),
    Task(Task),
    /// A hook that the manifest does not name. An error would abort the node.
    Undeclared(Hook),
}

fn request(manifest: &Manifest, deprecated: &mut Deprecated, method: &str, params: &[u8]) -> Result<Asked, RpcError> {
    match method {
        "getmanifest" => {
            deprecated.read_manifest(params);
            return Ok(Asked::Answer(manifest.text()));
        }
        "init" => return Ok(Asked::Task(Task::Init(init::read(manifest, params)))),
        "check" => {
            return check(manifest, deprecated.of_call(), params).map(|command| Asked::Answer(checked(&command)));
        }
        "setconfig" => return setting(manifest, params).map(Asked::Task),
        _ => {}
    }
    if let Some(hook) = Hook::named(method) {
        let index = manifest.hooks.iter().position(|entry| entry.hook == hook);
        return match index {
            Some(index) => Ok(Asked::Task(Task::Hook { index, params: params.into() })),
            None => Ok(Asked::Undeclared(hook)),
        };
    }
    let takes_deprecated = deprecated.of_call();
    match manifest.methods.iter().position(|known| known.name == method) {
        Some(index) => Ok(Asked::Task(Task::Call { index, params: params.into(), takes_deprecated })),
        None => Err(unknown_command(method.as_bytes()).into()),
    }
}

/// What is told without an answer being wanted.
fn told(message: &Message<'_>, method: Value<'_>, params: &[u8]) -> Event {
    let topic = method.unescaped();
    let origin = member(object(message.text), "origin").map(Value::unescaped);
    let task = match &*topic {
        "shutdown" => Task::Shutdown { params: params.into() },
        _ => Task::Told { topic, origin, params: params.into() },
    };
    Event::Do(Work { id: [].into(), task, size: message.text.len() })
}

fn checked(command: &str) -> String {
    format!(r#"{{"{COMMAND_TO_CHECK}":{}}}"#, cln_runtime::Json::from(command))
}

/// Whether a command would take its parameters. They are those of `check`, with the command's name among them.
fn check(manifest: &Manifest, takes_deprecated: bool, params: &[u8]) -> Result<String, RpcError> {
    let (command, rest) = split_check(params)?;
    let command = String::from_utf8_lossy(command).into_owned();
    if command == "setconfig" {
        return setting(manifest, &rest).map(|_| command);
    }
    let method = manifest.methods.iter().find(|method| method.name == command);
    let method = method.ok_or_else(|| unknown_command(command.as_bytes()))?;
    (method.check)(&rest, takes_deprecated)?;
    Ok(command)
}

fn missing(name: &str) -> RpcError {
    RpcError::new(-32602, format!("missing required parameter: {name}"))
}

/// An option, and what it is to be.
fn setting(manifest: &Manifest, params: &[u8]) -> Result<Task, RpcError> {
    let params = object(params);
    let name = member(params, "config").ok_or_else(|| missing("config"))?.unescaped();
    let option = manifest.options.iter().find(|option| option.name == name && option.is_dynamic);
    let option = option.ok_or_else(|| RpcError::new(-32602, format!("{name}: not a dynamic option of this plugin")))?;
    let values = values::changed(option, member(params, "val"))
        .map_err(|why| RpcError::new(-32602, format!("{name}: {why}")))?;
    Ok(Task::Set { option: option.name, values })
}
