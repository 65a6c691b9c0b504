//! The schemas at hand, and the instances that their examples give.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use cln_codegen::diagnostic::Diagnostics;
use cln_codegen::model::{Method, Options as Choices, lower};
use cln_codegen::schema::{self, parse};
use cln_codegen::source::discover;
use cln_codegen::text::Source;
use cln_runtime::Rule;
use cln_runtime::json::Tree;
use cln_tests::folders::{package, shared, workspace};
use cln_tests::oracle::{Options, SchemaFile, Side};

use jsonschema::Validator;

use crate::agreement::exceptions::seen;
use crate::agreement::judges::{Findings, validator};
use crate::agreement::tally::rules_of;

/// Both sides of a schema file.
pub(crate) const SIDES: [Side; 2] = [Side::Request, Side::Response];

/// A folder of schemas that go into one module of bindings.
pub(crate) struct Set {
    /// The module's name.
    pub(crate) name: &'static str,
    pub(crate) folder: PathBuf,
}

/// A schema file.
pub(crate) struct Subject {
    /// The module that its bindings are in.
    pub(crate) set: &'static str,
    /// The set and the path below its folder.
    pub(crate) file: String,
    /// What the file describes: `rpc`, `notification` or `hook`.
    pub(crate) kind: &'static str,
    /// The name inside.
    pub(crate) method: String,
    pub(crate) schema: Tree,
    oracle: SchemaFile,
    /// The oracle that reads the schema as JSON Schema sees it, if that is not as it stands.
    oracle_seen: Option<SchemaFile>,
    pub(crate) model: Method,
    validators: [OnceLock<Validator>; 2],
    rules: [OnceLock<Vec<Rule>>; 2],
}

/// `delpay`, the small schemas, and those of a release: the folder that `CLN_SCHEMAS` names, or the one of the shared
/// material.
pub(crate) fn sets() -> Vec<Set> {
    let release = std::env::var_os("CLN_SCHEMAS").map(PathBuf::from).or_else(|| shared("corpus"));
    let own = [("own", workspace().join("schemas")), ("small", package().join("schemas"))];
    let all = own.into_iter().chain(release.map(|folder| ("release", folder)));
    all.map(|(name, folder)| Set { name, folder }).collect()
}

/// The schema files of these sets.
pub(crate) fn subjects(sets: &[Set]) -> Vec<Subject> {
    let mut diagnostics = Diagnostics::new();
    let mut subjects = Vec::new();
    for set in sets {
        for file in discover(&[&set.folder], &mut diagnostics) {
            let name = format!("{}/{}", set.name, file.relative.to_string_lossy().replace('\\', "/"));
            subjects.push(Subject::read(set.name, name, &file.path));
        }
    }
    assert!(diagnostics.is_empty(), "{diagnostics}");
    subjects
}

impl Subject {
    fn read(set: &'static str, file: String, path: &Path) -> Self {
        Self::new(set, file, fs::read_to_string(path).unwrap())
    }

    /// A schema file by its text.
    pub(crate) fn new(set: &'static str, file: String, text: String) -> Self {
        let text_of = file.clone();
        Self::try_new(set, file, text).unwrap_or_else(|| panic!("{text_of} is refused"))
    }

    /// The same; `None` if the generator refuses it.
    pub(crate) fn try_new(set: &'static str, file: String, text: String) -> Option<Self> {
        let schema = Tree::parse(&text).unwrap();
        let named = |kind| match schema.at(&format!("/{kind}")) {
            Some(Tree::Text(name)) => Some((kind, name.clone())),
            _ => None,
        };
        let (kind, method) = ["rpc", "notification", "hook"].into_iter().find_map(named).unwrap();
        let oracle = SchemaFile::read(&text);
        let mut rules = schema.clone();
        rules.remove("/examples");
        let seen = seen(&rules).unwrap();
        let oracle_seen = (seen != rules).then(|| SchemaFile::read(&seen.to_string()));
        let model = model(&file, text)?;
        Some(Self {
            set,
            file,
            kind,
            method,
            schema,
            oracle,
            oracle_seen,
            model,
            validators: Default::default(),
            rules: Default::default(),
        })
    }

    /// What the independent oracle finds in an instance.
    pub(crate) fn oracle(&self, side: Side, instance: &str) -> Findings {
        findings(&self.oracle, side, instance)
    }

    /// The same, where JSON Schema sees schema and instance in the same way.
    pub(crate) fn oracle_seen(&self, side: Side, instance: &str) -> Findings {
        findings(self.oracle_seen.as_ref().unwrap_or(&self.oracle), side, instance)
    }

    /// Whether JSON Schema sees the schema as it stands.
    pub(crate) fn is_seen_whole(&self) -> bool {
        self.oracle_seen.is_none()
    }

    /// The schema of a side.
    pub(crate) fn side(&self, side: Side) -> &Tree {
        self.schema.at(&format!("/{}", side.key())).unwrap()
    }

    /// The schema of a side, and that it is an object.
    pub(crate) fn top(&self, side: Side) -> Tree {
        let mut top = self.side(side).clone();
        if self.side(side).at("/type").is_none() {
            top.set("/type", Tree::Text("object".to_owned()));
        }
        top
    }

    /// The validator of a side's exported schema.
    pub(crate) fn validator(&self, side: Side) -> &Validator {
        self.validators[side as usize].get_or_init(|| validator(&self.model, side))
    }

    /// The rules that an instance of a side can break.
    pub(crate) fn rules(&self, side: Side) -> &[Rule] {
        self.rules[side as usize].get_or_init(|| rules_of(self, side))
    }

    /// Whether an instance of this side may be an array, too.
    pub(crate) fn is_positional(&self, side: Side) -> bool {
        self.kind == "rpc" && side == Side::Request
    }

    /// Whether the user writes this side, and not the node.
    pub(crate) fn is_users(&self, side: Side) -> bool {
        (side == Side::Request) == (self.kind != "hook")
    }

    /// One side of each documented example.
    pub(crate) fn examples(&self, side: Side) -> Vec<Tree> {
        let place = if side == Side::Request { "request/params" } else { "response" };
        let example = |index| self.schema.at(&format!("/examples/{index}/{place}")).cloned();
        (0..).map_while(example).collect()
    }
}

fn findings(oracle: &SchemaFile, side: Side, instance: &str) -> Findings {
    let found = oracle.judge(side, instance, &Options::default());
    found.into_iter().map(|finding| (finding.pointer, finding.rule.to_owned())).collect()
}

/// The side, as the generator names it.
pub(crate) fn schema_side(side: Side) -> schema::Side {
    match side {
        Side::Request => schema::Side::Request,
        Side::Response => schema::Side::Response,
    }
}

/// A schema file as the generator sees it.
fn model(file: &str, text: String) -> Option<Method> {
    let mut diagnostics = Diagnostics::new();
    let source = Arc::new(Source::new(file, text));
    let method = parse(source, &mut diagnostics)
        .and_then(|document| lower(&document, file, &Choices::default(), &mut diagnostics));
    method.filter(|_| !diagnostics.has_errors())
}
