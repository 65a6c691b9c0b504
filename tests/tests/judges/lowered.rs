//! A schema as the generator sees it, beside the oracle's verdicts on its examples.

use std::sync::Arc;

use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::instances::{Edit, Negative, Side, negatives};
use cln_codegen::model::{Example, Method, Options, lower};
use cln_codegen::schema::parse;
use cln_codegen::text::Source;
use cln_runtime::Rule;
use cln_tests::edit;
use cln_tests::oracle::{self, SchemaFile};

/// A method as the generator sees it, and its schema as the oracle does.
pub(crate) struct Lowered {
    oracle: SchemaFile,
    pub(crate) method: Method,
    /// Of each example, the ways to break it.
    pub(crate) negatives: Vec<Vec<Negative>>,
    /// The names of the parameters, in the order of their positions, as the schema lists them.
    positions: Vec<String>,
}

pub(crate) fn lowered(schema: String) -> Lowered {
    let mut diagnostics = Diagnostics::new();
    let oracle = SchemaFile::read(&schema);
    let source = Arc::new(Source::new("schema.json", schema));
    let lowered = parse(source, &mut diagnostics).and_then(|document| {
        let method = lower(&document, "schema.json", &Options::default(), &mut diagnostics)?;
        let positions = document.request.properties().map(|property| property.name.value.clone()).collect();
        let negatives = negatives(&method);
        Some(Lowered { oracle, method, negatives, positions })
    });
    lowered.filter(|_| !diagnostics.has_errors()).unwrap_or_else(|| panic!("{diagnostics}"))
}

impl Lowered {
    /// What the oracle finds in an instance: rules and pointers.
    pub(crate) fn findings(&self, side: Side, instance: &str) -> Vec<(String, String)> {
        self.findings_with(side, instance, &oracle::Options::default())
    }

    /// The same, if nodes of this release are to be read.
    pub(crate) fn findings_since(&self, side: Side, instance: &str, version: &str) -> Vec<(String, String)> {
        self.findings_with(side, instance, &oracle::Options::since(version))
    }

    fn findings_with(&self, side: Side, instance: &str, options: &oracle::Options) -> Vec<(String, String)> {
        let side = match side {
            Side::Named | Side::Positional => oracle::Side::Request,
            Side::Response => oracle::Side::Response,
        };
        let findings = self.oracle.judge(side, instance, options).into_iter();
        findings.map(|finding| (finding.rule.to_owned(), finding.pointer)).collect()
    }

    /// The instance of an example that a side means; by position, with `null` for all that is not given.
    pub(crate) fn instance(&self, example: &Example, side: Side) -> String {
        match side {
            Side::Named => example.canonical.clone(),
            Side::Response => example.result.clone(),
            Side::Positional => {
                let pointer = |name: &String| format!("/{}", name.replace('~', "~0").replace('/', "~1"));
                let value = |name| edit::get(&example.canonical, &pointer(name)).unwrap_or("null");
                format!("[{}]", self.positions.iter().map(value).collect::<Vec<_>>().join(","))
            }
        }
    }

    fn broken(&self, example: &Example, row: &Negative) -> String {
        let instance = self.instance(example, row.side);
        let broken = match &row.edit {
            Edit::Remove(pointer) => edit::remove(&instance, pointer),
            Edit::Set(pointer, json) => edit::set(&instance, pointer, json),
        };
        broken.unwrap_or_else(|| panic!("{row:?} does not apply to {instance}"))
    }

    /// Confirms what is expected of every example and of every way to break it.
    pub(crate) fn assert_confirmed(&self) {
        for (example, rows) in self.method.examples.iter().zip(&self.negatives) {
            let sides = [
                (Side::Named, &example.params, &example.params_violations),
                (Side::Response, &example.result, &example.result_violations),
            ];
            for (side, instance, expected) in sides {
                assert_eq!(self.findings(side, instance), coded(expected), "{}", example.trace);
            }
            for row in rows {
                let expected = coded(&[(row.rule, row.pointer.clone())]);
                let found = self.findings(row.side, &self.broken(example, row));
                assert_eq!(found, expected, "{}: {row:?}", self.method.name);
            }
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &Negative> {
        self.negatives.iter().flatten()
    }
}

/// Violations as the oracle words them, in its order.
pub(crate) fn coded(violations: &[(Rule, String)]) -> Vec<(String, String)> {
    let mut coded: Vec<_> =
        violations.iter().map(|(rule, pointer)| (rule.code().to_owned(), pointer.clone())).collect();
    coded.sort_by(|(rule, pointer), (other_rule, other)| (pointer, rule).cmp(&(other, other_rule)));
    coded
}
