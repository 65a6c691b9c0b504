//! Documented exchanges, mended where the documentation does not keep to its own rules, or made of the rules.

use bumpalo::Bump;
use cln_runtime::json::Tree;
use cln_runtime::rules::Shape;

use super::chance::Seed;
use super::change::{Change, changes};
use super::make::Maker;
use super::mend::Mender;
use super::placeholders::Placeholders;
use crate::model::examples::violations;
use crate::model::tables::rules;
use crate::model::{Example, Method, Type};
use crate::schema::Side;

/// A request and its answer; strict validation accepts both.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Where it is documented; `None` of one that was made of the rules alone.
    pub trace: Option<String>,
    /// The parameters by name, in [canonical form](crate::model::canonical_request).
    pub request: Tree,
    /// The answer.
    pub answer: Tree,
    /// What is not as documented.
    pub changes: Vec<Change>,
}

/// The documented exchanges of a method, or one that is made of its rules. The seed decides what these leave open.
///
/// What stands in the place of a value, such as `"nodeid0202..."`, becomes the same value wherever it stands. Nothing
/// else changes that the rules accept. There is no exchange if the rules of one side accept nothing that was found.
#[must_use]
pub fn exchanges(method: &Method, seed: u64) -> Vec<Exchange> {
    let arena = Bump::new();
    let Some(sides) = Sides::new(&arena, method, seed) else { return Vec::new() };
    let mut placeholders = Placeholders::default();
    for example in &method.examples {
        sides.learn(example, &mut placeholders);
    }
    let documented = method.examples.iter().filter_map(|example| sides.documented(example, &placeholders));
    let mut exchanges: Vec<Exchange> = documented.collect();
    if exchanges.is_empty() {
        exchanges.extend(sides.made());
    }
    exchanges
}

/// The plainest instance of a side that strict validation accepts; `None` if none was found.
#[must_use]
pub fn instance(method: &Method, side: Side, seed: u64) -> Option<Tree> {
    let arena = Bump::new();
    let sides = Sides::new(&arena, method, seed)?;
    sides.mended(side, Tree::Object(Vec::new()), None)
}

/// An instance of a side with as little changed as it takes for strict validation to accept it; `None` if nothing was
/// found that it accepts.
#[must_use]
pub fn mended(method: &Method, side: Side, instance: &Tree, seed: u64) -> Option<Tree> {
    let arena = Bump::new();
    let sides = Sides::new(&arena, method, seed)?;
    let mut placeholders = Placeholders::default();
    sides.learn_side(side, instance, &mut placeholders);
    let mut instance = instance.clone();
    placeholders.replace(&mut instance);
    sides.mended(side, instance, None)
}

/// Both sides of a method.
struct Sides<'m> {
    method: &'m Method,
    seed: Seed,
    request: Shape<'m>,
    response: Shape<'m>,
}

impl<'m> Sides<'m> {
    fn new(arena: &'m Bump, method: &'m Method, seed: u64) -> Option<Self> {
        let [request, response] = Side::ALL.map(|side| rules(arena, method, side));
        Some(Self { method, seed: Seed(seed), request: request?, response: response? })
    }

    const fn shape(&self, side: Side) -> &Shape<'m> {
        match side {
            Side::Request => &self.request,
            Side::Response => &self.response,
        }
    }

    const fn root(&self, side: Side) -> Type {
        Type::Named(self.method.side(side))
    }

    fn learn(&self, example: &Example, placeholders: &mut Placeholders) {
        for (side, json) in [(Side::Request, &example.canonical), (Side::Response, &example.result)] {
            if let Ok(instance) = Tree::parse(json) {
                self.learn_side(side, &instance, placeholders);
            }
        }
    }

    fn learn_side(&self, side: Side, instance: &Tree, placeholders: &mut Placeholders) {
        let found = violations(&instance.to_string(), self.shape(side));
        placeholders.learn(&Maker::new(self.method, self.seed), &self.root(side), instance, &found);
    }

    fn documented(&self, example: &Example, placeholders: &Placeholders) -> Option<Exchange> {
        let mut differences = Vec::new();
        let mut side = |side: Side, json: &str, asked: Option<&Tree>| {
            let documented = Tree::parse(json).ok()?;
            let mut instance = documented.clone();
            placeholders.replace(&mut instance);
            let mended = self.mended(side, instance, asked);
            let mended = mended.or_else(|| self.mended(side, Tree::Object(Vec::new()), asked))?;
            differences.extend(changes(side, &documented, &mended));
            Some(mended)
        };
        let request = side(Side::Request, &example.canonical, None)?;
        let answer = side(Side::Response, &example.result, Some(&request))?;
        Some(Exchange { trace: Some(example.trace.clone()), request, answer, changes: differences })
    }

    fn made(&self) -> Option<Exchange> {
        let request = self.mended(Side::Request, Tree::Object(Vec::new()), None)?;
        let answer = self.mended(Side::Response, Tree::Object(Vec::new()), Some(&request))?;
        Some(Exchange { trace: None, request, answer, changes: Vec::new() })
    }

    /// An answer is about what was `asked`.
    fn mended(&self, side: Side, instance: Tree, asked: Option<&Tree>) -> Option<Tree> {
        let (root, shape) = (self.root(side), self.shape(side));
        let judge = |json: &str| violations(json, shape);
        let maker = Maker::new(self.method, self.seed).answering(asked);
        Mender::new(&maker, &root, &judge).mend(instance)
    }
}
