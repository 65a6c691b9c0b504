//! Those who judge the same instance, each in its own way.

mod bindings;
mod engine;
mod standard;

use cln_runtime::json::Tree;
use cln_tests::oracle::Side;
use serde_json::Value;

use crate::agreement::exceptions::{fatal, held_by_type, is_elsewhere, seen};
use crate::agreement::subjects::Subject;

pub(crate) use bindings::{Bindings, Reply};
pub(crate) use engine::engine;
pub(crate) use standard::validator;

/// Pointers and rules, sorted, each once: of a key that stands twice, either value may break the same rule.
pub(crate) type Findings = Vec<(String, String)>;

/// An instance to judge.
#[derive(Clone)]
pub(crate) struct Case<'s> {
    pub(crate) subject: &'s Subject,
    pub(crate) side: Side,
    /// How it came about.
    pub(crate) origin: &'static str,
    pub(crate) instance: String,
}

/// What everyone finds in an instance.
#[derive(Clone, Debug)]
pub(crate) struct Verdicts {
    /// The independent oracle.
    pub(crate) oracle: Findings,
    /// The validator of the generated bindings.
    pub(crate) generated: Findings,
    /// The engine of the command `validate`.
    pub(crate) engine: Findings,
    /// The same, from a stream.
    pub(crate) streamed: Findings,
    /// The generated type: decoded, then validated; or where decoding fails.
    pub(crate) typed: Result<Findings, String>,
    /// The exported JSON Schema: whether it accepts, and what it is to say; `None` if it cannot be asked.
    pub(crate) exported: Option<[bool; 2]>,
}

/// What everyone finds in these cases.
pub(crate) fn judge(bindings: &Bindings, cases: &[Case<'_>]) -> Vec<Verdicts> {
    let replies = bindings.ask(cases).into_iter().zip(engine(cases));
    cases.iter().zip(replies).map(|(case, (reply, engine))| verdicts(case, reply, engine)).collect()
}

fn verdicts(case: &Case<'_>, reply: Reply, [engine, streamed]: [Findings; 2]) -> Verdicts {
    let Case { subject, side, instance, .. } = case;
    let oracle = subject.oracle(*side, instance);
    let exported = Tree::parse(instance).ok().and_then(|tree| {
        let value: Value = serde_json::from_str(instance).ok()?;
        let seen = seen(&tree)?.to_string();
        let expected = if seen == *instance && subject.is_seen_whole() {
            oracle.is_empty()
        } else {
            subject.oracle_seen(*side, &seen).is_empty()
        };
        Some([subject.validator(*side).is_valid(&value), expected])
    });
    Verdicts { oracle, generated: reply.strict, engine, streamed, typed: reply.typed, exported }
}

/// Where the judges of an instance disagree with the oracle, a sentence each; none if all agree.
pub(crate) fn disagreements(case: &Case<'_>, verdicts: &Verdicts) -> Vec<String> {
    let Verdicts { oracle, generated, engine, streamed, typed, exported } = verdicts;
    let mut found = Vec::new();
    for (name, other) in
        [("the generated validator", generated), ("the engine", engine), ("the engine on a stream", streamed)]
    {
        if !are_same(oracle, other) {
            found.push(format!("{name} finds something else"));
        }
    }
    match typed {
        Ok(typed) if typed.is_empty() && !oracle.is_empty() && !is_excused(case, oracle) => {
            found.push("the type accepts".to_owned());
        }
        Ok(typed) if oracle.is_empty() && !typed.iter().all(|(pointer, _)| is_null_elsewhere(case, pointer)) => {
            found.push("the type holds something else".to_owned());
        }
        Err(pointer) if oracle.is_empty() && !is_elsewhere(case.subject.side(case.side), pointer) => {
            found.push(format!("the type refuses what is at {pointer:?}"));
        }
        _ => {}
    }
    match exported {
        Some([true, false]) => found.push("the exported schema accepts".to_owned()),
        Some([false, true]) => found.push("the exported schema refuses".to_owned()),
        _ => {}
    }
    found
}

/// Whether both find the same, as far as the oracle says all there is to say.
fn are_same(oracle: &Findings, other: &Findings) -> bool {
    match fatal(oracle) {
        fatal if fatal.is_empty() => oracle == other,
        fatal => fatal == self::fatal(other),
    }
}

/// Whether there is a `null` that only branches describe: the type leaves it out.
fn is_null_elsewhere(case: &Case<'_>, pointer: &str) -> bool {
    let instance = Tree::parse(&case.instance);
    let is_null = instance.is_ok_and(|tree| matches!(tree.at(pointer), Some(Tree::Plain(word)) if word == "null"));
    is_null && is_elsewhere(case.subject.side(case.side), pointer)
}

/// Whether all that is wrong is what the type cannot hold.
fn is_excused(case: &Case<'_>, found: &Findings) -> bool {
    let Case { subject, side, instance, .. } = case;
    let Ok(instance) = Tree::parse(instance) else { return false };
    let held = held_by_type(subject.side(*side), &instance, found);
    held.into_iter().filter(|_| !subject.is_users(*side)).any(|held| {
        let less = Case { instance: held.to_string(), ..case.clone() };
        let found = subject.oracle(*side, &less.instance);
        found.is_empty() || is_excused(&less, &found)
    })
}

/// Findings in their order, each once.
fn sorted(mut findings: Findings) -> Findings {
    findings.sort();
    findings.dedup();
    findings
}
