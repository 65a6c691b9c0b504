//! A schema file from its text.

use std::sync::Arc;

use cln_runtime::json::pointer::child;

use super::keyword::{SECTIONS, TOP_LEVEL};
use super::names::check_names;
use super::overrides::Corrections;
use super::reader::{Expected, Keywords, Reader, Unknown};
use super::spelling::{did_you_mean, nearest};
use super::values::string;
use super::{Document, Schema, Section, Side, Target, Type};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, quoted};
use crate::source::{Member, Node, Spanned, parse_json};
use crate::text::{Source, Span};

/// Reads a schema file. All mistakes go to `diagnostics`; if there is an error among them, the
/// document is no more than a guess. `None` if nothing sensible can be made of the file.
pub fn parse(source: Arc<Source>, diagnostics: &mut Diagnostics) -> Option<Document> {
    parse_with(source, Unknown::Refuse, diagnostics)
}

/// Like [`parse`], with a choice of what becomes of keywords and types that the dialect does not know.
pub fn parse_with(source: Arc<Source>, unknown: Unknown, diagnostics: &mut Diagnostics) -> Option<Document> {
    parse_corrected(source, unknown, &mut Corrections::default(), diagnostics)
}

/// Like [`parse_with`], after corrections of what the file says.
pub(crate) fn parse_corrected(
    source: Arc<Source>,
    unknown: Unknown,
    corrections: &mut Corrections,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut root = parse_json(&source, diagnostics)?;
    let marks = corrections.correct(&source, &mut root);
    let mut reader = Reader { source: &source, unknown, diagnostics };
    let Some(members) = root.as_object() else {
        reader.root_not_object(&root);
        return None;
    };
    reader.unknown_top_level(members);
    let named = reader.named(&root, members);
    let target = named.as_ref().map(|&(target, _)| target);
    let [request, response] = Side::ALL.map(|side| {
        let mut schema = reader.side(side, &root, target);
        marks.leave(&mut schema);
        schema
    });
    let (target, name) = named?;
    let mut keywords = Keywords { reader: &mut reader, members, pointer: "", severity: Severity::Warning };
    Some(Document {
        target,
        name,
        title: keywords.text("title").map(|title| title.value),
        description: keywords.prose("description"),
        warning: keywords.text("warning").map(|warning| warning.value),
        added: keywords.version("added"),
        deprecated: keywords.deprecated(),
        request,
        response,
        examples: keywords.examples(),
        errors: keywords.prose("errors"),
        see_also: keywords.prose("see_also"),
        categories: keywords.prose("categories"),
        author: keywords.prose("author"),
        resources: keywords.prose("resources"),
        sections: keywords.sections(),
        source: Arc::clone(&source),
        root,
    })
}

impl Reader<'_> {
    fn root_not_object(&mut self, root: &Node) {
        let message = format!("a schema file holds one JSON object, found {}", root.kind());
        let diagnostic = self
            .found(Code::RootNotObject, root.span, message)
            .label("expected `{`")
            .hint("is this file a schema of Core Lightning?");
        self.push(diagnostic);
    }

    fn unknown_top_level(&mut self, members: &[Member]) {
        for Member { key, .. } in members {
            let name = key.value.as_str();
            if TOP_LEVEL.contains(&name) || SECTIONS.contains(&name) {
                continue;
            }
            let near = nearest(name, TOP_LEVEL.iter().chain(SECTIONS).copied());
            let diagnostic = self
                .found(Code::UnknownTopLevelKey, key.span, format!("the top-level key {} is unknown", quoted(name)))
                .label("unknown key")
                .hint(did_you_mean(near, || "it is ignored".to_owned()))
                .pointer(child("", name));
            self.push(diagnostic);
        }
    }

    /// What the file describes, and its name. Of several, the first.
    fn named(&mut self, root: &Node, members: &[Member]) -> Option<(Target, Spanned<String>)> {
        let mut named = members.iter().filter_map(|member| {
            let target = Target::ALL.into_iter().find(|target| target.key() == member.key.value)?;
            Some((target, member))
        });
        let Some((target, first)) = named.next() else {
            self.push(self.target_missing(root));
            return None;
        };
        for (_, second) in named {
            self.push(self.target_ambiguous(&first.key, &second.key));
        }
        let mut keywords = Keywords { reader: self, members, pointer: "", severity: Severity::Error };
        let name = keywords.text(target.key())?;
        if name.value.is_empty() {
            let diagnostic = self
                .found(Code::NameEmpty, name.span, format!("the name under `{}` is empty", target.key()))
                .label("expected a name")
                .hint("write the name as the node knows it, such as `delpay`");
            self.push(diagnostic);
        }
        Some((target, name))
    }

    fn target_missing(&self, root: &Node) -> Diagnostic {
        let message = "the file has none of `rpc`, `notification` and `hook`".to_owned();
        self.found(Code::TargetMissing, opening(root), message)
            .label("what does this object describe?")
            .hint("name what the file describes, such as: \"rpc\": \"delpay\"")
    }

    fn target_ambiguous(&self, first: &Spanned<String>, second: &Spanned<String>) -> Diagnostic {
        let message = format!("the file has both `{}` and `{}`", first.value, second.value);
        self.found(Code::TargetAmbiguous, second.span, message)
            .label("the second name")
            .related(first.span, "the first name")
            .hint("a file describes one thing: keep one of the two keys")
    }

    /// `request` or `response`, its names checked.
    fn side(&mut self, side: Side, root: &Node, target: Option<Target>) -> Schema {
        let key = side.key();
        let Some(node) = root.get(key) else {
            let diagnostic = self
                .found(Code::SideMissing, opening(root), format!("the file has no `{key}`"))
                .label(format!("expected a `{key}` in this object"))
                .hint(format!("add it; an empty one is written \"{key}\": {{}}"));
            self.push(diagnostic);
            return Schema { pointer: format!("/{key}"), span: root.span, ..Schema::default() };
        };
        let pointer = format!("/{key}");
        let Some(members) = node.as_object() else {
            let members = root.as_object().unwrap_or_default();
            let mut keywords = Keywords { reader: self, members, pointer: "", severity: Severity::Error };
            keywords.wrong_kind(key, node, Expected::OBJECT);
            return Schema { pointer, span: node.span, ..Schema::default() };
        };
        let schema = self.schema(node, members, &pointer);
        let written_by_node = target.is_some_and(|target| side.is_written_by_node(target));
        check_names(self, &schema, written_by_node);
        self.check_is_object(key, &schema);
        schema
    }

    /// Parameters and results are objects on every node so far, and in what is generated.
    fn check_is_object(&mut self, key: &str, schema: &Schema) {
        for part in std::iter::once(schema).chain(schema.alternatives()) {
            let Some(ty) = part.ty.as_ref().filter(|ty| ty.value != Type::Object) else { continue };
            let message = format!("`{key}` is described as `{}`, not as an object", ty.value.name());
            let diagnostic = self
                .found(Code::SideNotObject, ty.span, message)
                .label("only objects can be generated here")
                .hint("describe the object's `properties`; nothing else is read or written here")
                .pointer(part.pointer.clone());
            self.push(diagnostic);
        }
    }
}

impl Keywords<'_, '_> {
    /// The chapters of the manual page, in the order of the file.
    fn sections(&mut self) -> Vec<Section> {
        let mut sections = Vec::new();
        for Member { key, value } in self.members {
            if SECTIONS.contains(&key.value.as_str()) {
                let text = match string(value) {
                    Some(line) => vec![line],
                    None => self.strings(&key.value, value, Expected::LINES),
                };
                sections.push(Section { name: key.clone(), text });
            }
        }
        sections
    }
}

/// The opening brace of an object: the whole object would be too much to show.
const fn opening(node: &Node) -> Span {
    Span::new(node.span.start, node.span.start + 1)
}
