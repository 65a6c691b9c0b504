//! Answers to hooks, with what is wrong in them as faults.

use cln_protocol::Objection;
use cln_protocol::hooks::{self, HookAnswer, Verdict};

use super::fault::PluginFault;

/// What the node does now, and what it has not liked all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) noted: Option<PluginFault>,
}

/// What comes of judging: a fault ends the node, or leaves it hanging.
pub(crate) type Judged = Result<Judgement, PluginFault>;

/// What the node makes of an answer.
pub(crate) fn judge(answer: &HookAnswer<'_>) -> Judged {
    let fault = |objection: Objection| PluginFault::new(objection.rule, objection.reason, answer.text);
    let judgement = hooks::judge(answer).map_err(fault)?;
    Ok(Judgement { verdict: judgement.verdict, noted: judgement.noted.map(fault) })
}
