//! How often each verdict was given, and which rules it was about.

use std::collections::BTreeMap;
use std::fmt;

use cln_runtime::Rule;
use cln_tests::oracle::Side;

use crate::agreement::judges::{Case, Verdicts};
use crate::agreement::nodes::{branches, keywords, member, property, property_names, type_name};
use crate::agreement::subjects::Subject;

/// Counts of verdicts.
#[derive(Default)]
pub(crate) struct Tally {
    /// By judge: how many instances were accepted, and refused.
    judges: BTreeMap<&'static str, [usize; 2]>,
    /// By rule: how many instances of sides that have the rule keep to everything, and how many break the rule.
    pub(crate) rules: BTreeMap<Rule, [usize; 2]>,
    /// By the kind of change: how many mutants were accepted, and refused.
    origins: BTreeMap<&'static str, [usize; 2]>,
}

impl Tally {
    pub(crate) fn count(&mut self, case: &Case<'_>, verdicts: &Verdicts) {
        let Verdicts { oracle, generated, engine, streamed, typed, exported } = verdicts;
        let mut of_judge = |name, is_ok: bool| self.judges.entry(name).or_default()[usize::from(!is_ok)] += 1;
        of_judge("the oracle", oracle.is_empty());
        of_judge("generated validator", generated.is_empty());
        of_judge("engine of `validate`", engine.is_empty());
        of_judge("the same, streamed", streamed.is_empty());
        of_judge("type, then validate()", typed.as_ref().is_ok_and(Vec::is_empty));
        exported.iter().for_each(|[accepts, _]| of_judge("exported JSON Schema", *accepts));
        self.origins.entry(case.origin).or_default()[usize::from(!oracle.is_empty())] += 1;
        for rule in case.subject.rules(case.side) {
            self.rules.entry(*rule).or_default()[0] += usize::from(oracle.is_empty());
        }
        for rule in Rule::ALL.iter().filter(|rule| !matches!(rule, Rule::Limit | Rule::Io)) {
            let is_broken = oracle.iter().any(|(_, code)| code == rule.code());
            self.rules.entry(*rule).or_default()[1] += usize::from(is_broken);
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        let sum = |[a, b]: &mut [usize; 2], [c, d]: [usize; 2]| (*a, *b) = (*a + c, *b + d);
        other.judges.into_iter().for_each(|(name, counts)| sum(self.judges.entry(name).or_default(), counts));
        other.rules.into_iter().for_each(|(name, counts)| sum(self.rules.entry(name).or_default(), counts));
        other.origins.into_iter().for_each(|(name, counts)| sum(self.origins.entry(name).or_default(), counts));
    }

    /// How many instances keep to everything, and how many do not.
    pub(crate) fn verdicts(&self) -> [usize; 2] {
        self.judges["the oracle"]
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<24} {:>9} {:>9}", "judge", "accepts", "refuses")?;
        for (name, [accepted, refused]) in &self.judges {
            writeln!(f, "{name:<24} {accepted:>9} {refused:>9}")?;
        }
        writeln!(f, "\n{:<24} {:>9} {:>9}", "rule", "kept", "broken")?;
        for (rule, [kept, broken]) in &self.rules {
            writeln!(f, "{:<24} {kept:>9} {broken:>9}", rule.code())?;
        }
        writeln!(f, "\n{:<24} {:>9} {:>9}", "kind of instance", "accepted", "refused")?;
        for (name, [accepted, refused]) in &self.origins {
            writeln!(f, "{name:<24} {accepted:>9} {refused:>9}")?;
        }
        Ok(())
    }
}

/// The rules that an instance of this side can break.
pub(crate) fn rules_of(subject: &Subject, side: Side) -> Vec<Rule> {
    let schema = subject.side(side);
    let keywords = keywords(schema);
    let types = types(schema);
    let has = |keyword: &str| keywords.contains(&keyword);
    let is_any = |names: &[&str]| types.iter().any(|name| names.contains(name));
    let amounts = ["msat", "sat", "msat_or_all", "msat_or_any", "sat_or_all", "feerate"];
    let integers = [&["integer", "u8", "u16", "u32", "u64"][..], &amounts].concat();
    let others = ["object", "array", "string", "boolean", "null", "number", "outputdesc", "string_map"];
    let is_lexical = |name: &&str| !integers[..5].contains(name) && !others.contains(name) && !name.starts_with("json");
    let is_at_stake = |rule: &Rule| match rule {
        Rule::Json | Rule::Depth | Rule::Duplicate | Rule::Type => true,
        Rule::Format => types.iter().any(is_lexical),
        Rule::Integer | Rule::Range => is_any(&integers),
        Rule::Enum => has("enum"),
        Rule::Required => has("required"),
        Rule::Unknown => has("additionalProperties") || subject.is_users(side),
        Rule::Null | Rule::Arity => subject.is_positional(side),
        Rule::Paired => has("pairedWith"),
        Rule::Exclusive => has("oneOfMany"),
        Rule::Dependent => has("dependentUpon"),
        Rule::OneOf => has("oneOf"),
        Rule::AnyOf => has("anyOf"),
        Rule::MinLength => has("minLength"),
        Rule::MaxLength => has("maxLength"),
        Rule::MinItems => has("minItems"),
        Rule::MaxItems => has("maxItems"),
        Rule::Minimum => has("minimum"),
        Rule::Maximum => has("maximum"),
        // Of reading, not of an instance.
        Rule::Limit | Rule::Io => false,
        _ => panic!("the suite does not know the rule {rule}"),
    };
    Rule::ALL.iter().copied().filter(is_at_stake).collect()
}

/// The names of all types in a schema.
fn types(node: &cln_runtime::json::Tree) -> Vec<&str> {
    let mut found = Vec::new();
    for branch in branches(node) {
        found.extend(type_name(branch));
        let inner = property_names(branch).filter_map(|name| property(branch, name)).chain(member(branch, "items"));
        found.extend(inner.flat_map(types));
    }
    found
}
