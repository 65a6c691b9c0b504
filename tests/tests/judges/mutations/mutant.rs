//! How code comes about that lacks a rule.

use std::fs;
use std::path::Path;

use cln_codegen::Builder;
use cln_runtime::Rule;
use cln_tests::edit;
use cln_tests::folders::{package, workspace};

use Loss::{Code, With, Without};
use Schema::{Alternatives, Bounds, Conditions, Delpay, Groups, Values};

/// Code without a rule, or without some that are lost together.
pub(crate) struct Mutant {
    /// The name of its module.
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
    pub(crate) rules: &'static [Rule],
    pub(crate) loss: Loss,
}

/// The schemas that mutants are made of, each with the example that its first test replays.
#[derive(Clone, Copy)]
pub(crate) enum Schema {
    /// `delpay`, with the one example that has all parameters.
    Delpay,
    /// The small schema that has every bound.
    Bounds,
    /// The small schema of parameters that exclude or need each other.
    Groups,
    /// The small schema of values of several types.
    Alternatives,
    /// The small schema of fields that depend on others.
    Conditions,
    /// The small schema of listed values that are no strings.
    Values,
}

/// How a rule gets lost.
pub(crate) enum Loss {
    /// The schema does not have what stands at this pointer.
    Without(&'static str),
    /// The schema has this JSON at this pointer.
    With(&'static str, &'static str),
    /// The code has the second text in place of the first, which stands there once: for rules that no schema can
    /// switch off.
    Code(&'static str, &'static str),
}

impl Schema {
    pub(crate) const ALL: [Self; 6] = [Delpay, Bounds, Groups, Alternatives, Conditions, Values];

    /// The name of the module whose code has lost nothing.
    pub(crate) fn control(self) -> String {
        format!("control_{}", self.name())
    }

    const fn name(self) -> &'static str {
        match self {
            Delpay => "delpay",
            Bounds => "bounds",
            Groups => "groups",
            Alternatives => "alternatives",
            Conditions => "conditions",
            Values => "values",
        }
    }

    fn text(self) -> String {
        let Delpay = self else {
            return fs::read_to_string(package().join(format!("schemas/{}.json", self.name()))).unwrap();
        };
        let schema = fs::read_to_string(workspace().join("schemas/delpay.json")).unwrap();
        let schema = edit::remove(&schema, "/examples/0").unwrap();
        edit::remove(&schema, "/examples/0").unwrap()
    }

    /// The code made of it, and its tests.
    pub(crate) fn code(self) -> String {
        Generated::of(&self.text()).in_one_file()
    }
}

impl Mutant {
    /// The code that has lost the rule, and the tests of the code that has not.
    pub(crate) fn code(&self) -> String {
        let schema = self.schema.text();
        let truth = Generated::of(&schema);
        let tampered = match self.loss {
            Without(pointer) => edit::remove(&schema, pointer).unwrap(),
            With(pointer, json) => edit::set(&schema, pointer, json).unwrap(),
            Code(..) => schema,
        };
        let mut code = Generated::of(&tampered).code;
        if let Code(old, new) = self.loss {
            assert_eq!(code.matches(old).count(), 1, "{old} in the code of {}", self.name);
            code = code.replace(old, new);
        }
        assert_ne!(code, truth.code, "{} has lost nothing", self.name);
        Generated { code, ..truth }.in_one_file()
    }
}

/// What is made of a schema.
struct Generated {
    code: String,
    tests: String,
}

impl Generated {
    fn of(schema: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = Path::join(folder.path(), "schema.json");
        fs::write(&file, schema).unwrap();
        let files = Builder::new().schemas(&file).command("cargo test").generate_to_memory().unwrap();
        let is_code = |name: &str| name != "mod.rs" && !name.contains('/');
        let code = files.iter().find(|(name, _)| is_code(name)).unwrap().1;
        let tests = files.iter().find(|(name, _)| name.starts_with("tests/")).unwrap().1;
        let (code, _) = code.split_at(code.find("#[cfg(test)]\n#[path").unwrap());
        Self { code: code.to_owned(), tests: without_rust(tests) }
    }

    fn in_one_file(&self) -> String {
        format!("{}#[cfg(test)]\nmod conformance {{\n{}}}\n", self.code, self.tests)
    }
}

/// The tests without the example that is made in Rust: code that has lost a rule may lack types that it names.
fn without_rust(tests: &str) -> String {
    tests.split("\n\n").filter(|item| !item.contains("_in_rust()")).collect::<Vec<_>>().join("\n\n")
}
