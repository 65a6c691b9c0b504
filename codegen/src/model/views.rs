//! Typed access to what a tag promises: where `type` is `"mutual"`, the fields that must then be there.

use std::collections::BTreeMap;

use cln_runtime::rules::ScalarKind;

use super::branches::Object;
use super::context::Lowering;
use super::names::{camel_part, snake};
use super::{Branch, Clause, Field, Type, TypeDef, View, ViewTest, docs};

/// A tag with more values than this would make an unreadable name.
const MAX_VALUES: usize = 6;

impl Lowering<'_> {
    /// One view for each condition that a tag decides and that promises fields.
    pub(super) fn lower_views(&mut self, name: &str, clauses: &[Clause], object: Object<'_>) -> Vec<View> {
        let mut views: Vec<View> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for clause in clauses {
            let Clause::If { test, reason, then: Some(then), .. } = clause else { continue };
            let promised = promised(then, object.fields);
            let Some(tests) = self.tests(test, object.fields).filter(|_| !promised.is_empty()) else { continue };
            let words: Vec<String> = tests.iter().map(ViewTest::words).collect();
            let words = words.join(" and ");
            let Some(method) = snake(&format!("as {words}")) else { continue };
            let place = *places.entry(method.clone()).or_insert(views.len());
            if let Some(view) = views.get_mut(place) {
                if view.tests == tests {
                    let more = promised.into_iter().filter(|index| !view.fields.contains(index));
                    let more: Vec<usize> = more.collect();
                    view.fields.extend(more);
                }
                continue;
            }
            let name = self.reserve_name(&format!("{name}{}", camel_part(&words)));
            let reason = docs::markdown(std::iter::once(reason.as_str())).concat();
            views.push(View { name, method, reason, tests, fields: promised });
        }
        views
    }

    /// What a branch asks of tags; `None` if it asks anything else, or nothing.
    fn tests(&self, test: &Branch, fields: &[Field]) -> Option<Vec<ViewTest>> {
        let is_tag = |index: &usize| test.kinds.iter().any(|(tag, _)| tag == index);
        if !test.clauses.is_empty() || test.kinds.is_empty() || !test.required.iter().all(is_tag) {
            return None;
        }
        test.kinds.iter().map(|(index, ty)| self.test(*index, ty, fields.get(*index)?)).collect()
    }

    fn test(&self, index: usize, ty: &Type, field: &Field) -> Option<ViewTest> {
        let Type::Scalar(_, Some(limits)) = ty else { return None };
        let values = limits.values.as_ref().filter(|values| values.len() <= MAX_VALUES)?;
        match &field.ty {
            Type::Scalar(ScalarKind::Bool, _) => match values.as_slice() {
                [only] if only == "true" || only == "false" => {
                    Some(ViewTest::Flag { index, wire: field.wire.clone(), value: only == "true" })
                }
                _ => None,
            },
            Type::Scalar(ScalarKind::String, _) if !field.secret => texts(index, values),
            Type::Named(id) if matches!(self.types.get(id.0), Some(Some(TypeDef::Enum(_)))) => texts(index, values),
            _ => None,
        }
    }
}

fn texts(index: usize, values: &[String]) -> Option<ViewTest> {
    let unquoted = |json: &String| {
        let text = json.strip_prefix('"')?.strip_suffix('"')?;
        (!text.contains('\\')).then(|| text.to_owned())
    };
    let values: Option<Vec<String>> = values.iter().map(unquoted).collect();
    Some(ViewTest::Text { index, values: values? })
}

/// The fields that a branch requires and the object as such does not.
fn promised(then: &Branch, fields: &[Field]) -> Vec<usize> {
    let is_optional = |index: &usize| fields.get(*index).is_some_and(|field| !field.required);
    then.required.iter().copied().filter(is_optional).collect()
}

impl ViewTest {
    fn words(&self) -> String {
        match self {
            Self::Text { values, .. } => values.join(" or "),
            Self::Flag { wire, value: true, .. } => wire.clone(),
            Self::Flag { wire, value: false, .. } => format!("not {wire}"),
        }
    }
}
