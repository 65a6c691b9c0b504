//! Answers to hooks, checked before they are written.

use cln_protocol::hooks::{Hook, HookAnswer, judge};

use crate::line;
use crate::safe::{self, IfItFails};

/// What is needed to judge an answer.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) hook: Hook,
    pub(crate) id: &'q [u8],
    pub(crate) params: &'q [u8],
    pub(crate) if_it_fails: IfItFails,
}

/// What becomes of a hook.
pub(crate) struct Guarded {
    /// What is written; `None` where nothing would be survived.
    pub(crate) line: Option<Vec<u8>>,
    /// What went wrong.
    pub(crate) fault: Option<String>,
}

impl Question<'_> {
    /// What is written in answer to what a handler has made of it, or why it has made nothing.
    pub(crate) fn guarded(&self, handled: Result<Vec<u8>, String>) -> Guarded {
        let why = match handled.and_then(|result| self.checked(&result)) {
            Ok(line) => return Guarded { line: Some(line), fault: None },
            Err(why) => why,
        };
        let (did, line) = match self.safe() {
            Some((safe, line)) => (format!("answered {safe}"), Some(line)),
            None => ("answered nothing, so that the event waits: no answer would be safe".to_owned(), None),
        };
        Guarded { line, fault: Some(format!("hook {}: {why}; {did}", self.hook.name())) }
    }

    /// The safe answer and its line, if there is one.
    pub(crate) fn safe(&self) -> Option<(String, Vec<u8>)> {
        let safe = safe::answer(self.hook, self.if_it_fails, self.params)?;
        let line = match (self.hook, self.if_it_fails) {
            (Hook::DbWrite, IfItFails::Closed) => line::result(self.id, safe.as_bytes()),
            // What a psbt is made of is the node's own, and still it may not be one.
            _ => self.checked(safe.as_bytes()).ok()?,
        };
        Some((safe, line))
    }

    /// The answer, if the node takes it without a complaint.
    fn checked(&self, result: &[u8]) -> Result<Vec<u8>, String> {
        let line = line::result(self.id, result);
        let judged = judge(&HookAnswer {
            hook: self.hook,
            plugin: "this plugin",
            text: &line,
            params: self.params,
            // Which a plugin of this crate never has together with `commitment_revocation`.
            has_db_write: false,
            is_modified: false,
            knows_method: &|_| true,
        });
        match judged {
            Ok(judgement) => match judgement.noted {
                None => Ok(line),
                Some(objection) => Err(refused(&objection)),
            },
            Err(objection) => Err(refused(&objection)),
        }
    }
}

fn refused(objection: &cln_protocol::Objection) -> String {
    let does = objection.rule.consequence();
    format!("the handler's answer was not written, because {does}: {}", objection.reason)
}
