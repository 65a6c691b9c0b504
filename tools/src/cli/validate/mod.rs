//! `cln-codegen validate`

mod arguments;
mod lines;
mod verdict;

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::Path;

use bumpalo::Bump;
use cln_codegen::diagnostic::quoted;
use cln_codegen::internals::rules;
use cln_codegen::model::Target;
use cln_codegen::source::is_stdin;
use cln_runtime::rules::Shape;
use cln_runtime::{Rule, Validation, Violations};

pub(super) use self::arguments::Validate;
use self::arguments::VerdictFormat;
use self::lines::{Failure, Line, Lines};
use super::answer::{Answer, Status};
use super::one_method::one_method;
use super::reading::SideName;

/// Bytes of verdicts that are written at a time.
const OUTPUT_BUFFER: usize = 64 << 10;

pub(super) fn run(arguments: &Validate) -> Answer {
    if is_stdin(&arguments.schema) && arguments.file.as_deref().is_none_or(is_stdin) {
        let why = "error: standard input cannot be both the schema and the instance; name a file\n";
        return Answer::bad_input(why.to_owned());
    }
    let (method, complaints) = match one_method(&arguments.schema, &arguments.reading) {
        Ok(found) => found,
        Err(complaints) => return Answer::bad_input(complaints),
    };
    let arena = Bump::new();
    let Some(shape) = rules(&arena, &method, arguments.side.into()) else {
        return Answer::bad_input(format!("{complaints}error: the schema has no such side\n"));
    };
    let is_notified = method.target == Target::Notification && matches!(arguments.side, SideName::Response);
    let rules = Rules { shape: &shape, topic: is_notified.then_some(method.name.as_str()) };
    match input(arguments) {
        Ok(input) => judge(arguments, rules, input, complaints),
        Err(why) => Answer::bad_input(format!("{complaints}error: {why}\n")),
    }
}

fn input(arguments: &Validate) -> Result<Box<dyn Read>, String> {
    match arguments.file.as_deref().filter(|path| !is_stdin(path)) {
        None => Ok(Box::new(io::stdin().lock())),
        Some(path) => match File::open(path) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => Err(unreadable(Some(path), &error)),
        },
    }
}

fn unreadable(path: Option<&Path>, error: &dyn std::fmt::Display) -> String {
    match path.filter(|path| !is_stdin(path)) {
        Some(path) => format!("cannot read {}: {error}", quoted(&path.to_string_lossy())),
        None => format!("cannot read standard input: {error}"),
    }
}

/// Judges all that the input holds and writes the verdicts as they come.
fn judge(arguments: &Validate, rules: Rules<'_>, input: Box<dyn Read>, complaints: String) -> Answer {
    let mut job = Job {
        validation: validation(arguments),
        rules,
        arguments,
        out: BufWriter::with_capacity(OUTPUT_BUFFER, io::stdout().lock()),
        status: Status::Done,
    };
    let outcome = if arguments.jsonl { job.lines(input) } else { job.document(input) };
    let outcome = outcome.and_then(|()| job.out.flush().map_err(Failure::Output));
    let mut answer = Answer { status: job.status, findings: String::new(), complaints };
    match outcome {
        // A reader that went away, such as `head`, has seen enough.
        Ok(()) => {}
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(failure) => {
            // What could be judged is worth to be seen. That this fails has been said, or is all that there is to say.
            let _ = job.out.flush();
            let why = match failure {
                Failure::Output(error) => format!("cannot write to standard output: {error}"),
                Failure::Input(error) => unreadable(arguments.file.as_deref(), &error),
            };
            answer.complaints.push_str(&format!("error: {why}\n"));
            answer.status = Status::BadInput;
        }
    }
    answer
}

/// Of a line, the contract has the first violation; machines get all unless they ask for the first.
fn validation(arguments: &Validate) -> Validation {
    let shows_one = arguments.jsonl && arguments.format == VerdictFormat::Text;
    let validation = Validation::new();
    if arguments.first || shows_one { validation.first_only() } else { validation }
}

/// What the instances are held against.
#[derive(Clone, Copy)]
struct Rules<'a> {
    shape: &'a Shape<'a>,
    /// The notification whose payload it is, which may be given as nodes send it.
    topic: Option<&'a str>,
}

impl Rules<'_> {
    fn judge(self, validation: Validation, json: &[u8]) -> Result<(), Violations> {
        match self.topic {
            Some(topic) => validation.validate_notification(topic, json, self.shape),
            None => validation.validate_json(json, self.shape),
        }
    }

    fn judge_reader(self, validation: Validation, input: impl Read) -> Result<(), Violations> {
        match self.topic {
            Some(topic) => validation.validate_notification_reader(topic, input, self.shape),
            None => validation.validate_reader(input, self.shape),
        }
    }
}

struct Job<'a> {
    validation: Validation,
    rules: Rules<'a>,
    arguments: &'a Validate,
    out: BufWriter<io::StdoutLock<'static>>,
    status: Status,
}

impl Job<'_> {
    /// The whole input is one instance, which is never in memory as a whole.
    fn document(&mut self, input: Box<dyn Read>) -> Result<(), Failure> {
        let verdict = self.rules.judge_reader(self.validation, input);
        self.write(&verdict)?;
        match verdict.as_ref().err().and_then(failed_read) {
            Some(why) => Err(Failure::Input(why)),
            None => Ok(()),
        }
    }

    /// Each line is one instance.
    fn lines(&mut self, input: Box<dyn Read>) -> Result<(), Failure> {
        let mut lines = Lines::new(input);
        loop {
            // Whoever writes the lines may wait for the verdicts so far.
            let out = &mut self.out;
            let line = lines.next(|| out.flush().map_err(Failure::Output))?;
            let verdict = match line {
                None => return Ok(()),
                Some(Line::Whole(line)) => self.rules.judge(self.validation, line),
                Some(Line::Long(line)) => self.rules.judge_reader(self.validation, line),
            };
            if let Some(why) = verdict.as_ref().err().and_then(failed_read) {
                return Err(Failure::Input(why));
            }
            self.write(&verdict)?;
        }
    }

    fn write(&mut self, verdict: &Result<(), Violations>) -> Result<(), Failure> {
        if verdict.is_err() {
            self.status = Status::No;
        }
        let written = match (self.arguments.format, self.arguments.jsonl) {
            (VerdictFormat::Json, _) => verdict::json(&mut self.out, verdict),
            (VerdictFormat::Text, true) => verdict::line(&mut self.out, verdict),
            (VerdictFormat::Text, false) => verdict::text(&mut self.out, verdict),
        };
        written.map_err(Failure::Output)
    }
}

/// Why the input could not be read to its end, if that is so.
fn failed_read(violations: &Violations) -> Option<String> {
    let last = violations.iter().last().filter(|last| last.rule() == Rule::Io)?;
    Some(last.message().to_owned())
}
