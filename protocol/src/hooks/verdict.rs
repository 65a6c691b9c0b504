//! What a node makes of an answer to a hook.

use super::hook::Hook;
use crate::lax::{member, raw};
use crate::rule::{Objection, Rule};
use crate::wire::{PartKind, Value};

/// An answer, and what matters of the question.
#[derive(Clone, Copy)]
pub struct HookAnswer<'a> {
    /// The hook.
    pub hook: Hook,
    /// The base name of the plugin.
    pub plugin: &'a str,
    /// The whole text of the answer.
    pub text: &'a [u8],
    /// What the plugin was given as `params`.
    pub params: &'a [u8],
    /// Whether the plugin has the hook `db_write`, too.
    pub has_db_write: bool,
    /// Of `rpc_command`: whether an earlier plugin has modified the request.
    pub is_modified: bool,
    /// Of `rpc_command`: whether there is such a method.
    pub knows_method: &'a dyn Fn(&str) -> bool,
}

/// What the node does now, and what it has not liked all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What it does.
    pub verdict: Verdict,
    /// What it has not liked.
    pub noted: Option<Objection>,
}

/// What the node does with an answer that it survives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It asks the next plugin, or goes on as if there were none; with these changes.
    Continue(Changes),
    /// It does what the answer says, and asks no other plugin.
    Ends,
    /// Of `rpc_command`: it asks the next plugin about the same request, and does this then.
    Modifies(Modified),
}

/// Members of an answer that change what the node goes on with, each as JSON.
pub type Changes = Vec<(&'static str, String)>;

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modified {
    /// This request is run.
    Replace(String),
    /// This is answered as the result.
    Result(String),
    /// This is answered as the error.
    Error(String),
}

impl Judgement {
    /// All goes on as if the plugin had not been asked.
    pub(super) const CONTINUE: Self = Self::of(Verdict::Continue(Changes::new()));

    pub(super) const fn of(verdict: Verdict) -> Self {
        Self { verdict, noted: None }
    }

    pub(super) const fn noting(verdict: Verdict, fault: Objection) -> Self {
        Self { verdict, noted: Some(fault) }
    }
}

/// What comes of judging: a fault ends the node, or leaves it hanging.
pub type Judged = Result<Judgement, Objection>;

impl HookAnswer<'_> {
    pub(super) fn fault(&self, rule: Rule, reason: impl Into<String>) -> Objection {
        Objection { rule, reason: reason.into() }
    }

    /// The result is none that this hook has.
    pub(super) fn unknown(&self) -> Objection {
        let reason = format!("Plugin returned an invalid response to the {} hook", self.hook.name());
        self.fault(Rule::BadHookResult, reason)
    }

    /// A member is not what it has to be.
    pub(super) fn bad_member(&self, name: &str) -> Objection {
        self.fault(Rule::BadHookMember, format!("Bad {name} for {} hook", self.hook.name()))
    }

    /// A member of the result that has to be as `is_valid` says, if it is there.
    pub(super) fn checked<'t>(
        &self,
        result: Value<'t>,
        name: &'static str,
        is_valid: impl Fn(Value<'t>) -> bool,
    ) -> Result<Option<Value<'t>>, Objection> {
        match member(result, name) {
            Some(value) if !is_valid(value) => Err(self.bad_member(name)),
            value => Ok(value),
        }
    }
}

/// What of these members is there.
pub(super) fn changes(result: Value<'_>, names: &[&'static str]) -> Changes {
    let text = |name: &&'static str| Some((*name, String::from_utf8_lossy(member(result, name)?.json).into_owned()));
    names.iter().filter_map(text).collect()
}

/// An amount, with or without its unit.
pub(super) fn is_amount(value: Value<'_>) -> bool {
    let text = raw(value);
    let digits = text.strip_suffix("msat").unwrap_or(&text);
    value.is_scalar() && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u64>().is_ok()
}

/// Bytes of this length in hexadecimal digits.
pub(super) fn has_bytes(value: Value<'_>, length: usize) -> bool {
    crate::lax::hex(value).is_some_and(|digits| digits.len() == 2 * length)
}

/// The result of a hook: what it says, as far as that is a string.
pub(super) fn word<'t>(result: Value<'t>) -> Option<&'t [u8]> {
    member(result, "result").filter(|value| value.kind == PartKind::String).map(Value::token)
}
