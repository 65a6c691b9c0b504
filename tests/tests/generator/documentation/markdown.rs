//! Generated documentation as rustdoc reads it.

use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag};
use syn::visit::{self, Visit};

/// The options that rustdoc sets for the documentation of items.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// The documentation of every item of a file, each as rustdoc joins its lines.
pub(crate) fn documentation(file: &str) -> Vec<String> {
    let mut found = Found::default();
    let file = syn::parse_file(file).unwrap_or_else(|error| panic!("{error}:\n{file}"));
    found.add(&file.attrs);
    found.visit_file(&file);
    found.0
}

#[derive(Default)]
struct Found(Vec<String>);

impl Found {
    fn add(&mut self, attributes: &[syn::Attribute]) {
        let lines: Vec<String> = attributes.iter().filter_map(doc).collect();
        if !lines.is_empty() {
            self.0.push(unindented(&lines.join("\n")));
        }
    }
}

impl Visit<'_> for Found {
    fn visit_item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Struct(item) => self.add(&item.attrs),
            syn::Item::Enum(item) => self.add(&item.attrs),
            syn::Item::Const(item) => self.add(&item.attrs),
            syn::Item::Static(item) => self.add(&item.attrs),
            syn::Item::Fn(item) => self.add(&item.attrs),
            syn::Item::Mod(item) => self.add(&item.attrs),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_field(&mut self, field: &syn::Field) {
        self.add(&field.attrs);
    }

    fn visit_variant(&mut self, variant: &syn::Variant) {
        self.add(&variant.attrs);
        visit::visit_variant(self, variant);
    }

    fn visit_impl_item_fn(&mut self, method: &syn::ImplItemFn) {
        self.add(&method.attrs);
    }
}

/// The text of a documentation attribute.
fn doc(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(meta) = &attribute.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &meta.value else { return None };
    meta.path.is_ident("doc").then(|| text.value())
}

/// Without the blank that parts text from `///`.
fn unindented(docs: &str) -> String {
    docs.split('\n').map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Fails if the text would be more than paragraphs, lists, emphasis, code spans and links to items.
pub(crate) fn assert_harmless(docs: &str, source: &str) {
    let mut links = Vec::new();
    let mut callback = |link: BrokenLink<'_>| {
        links.push(link.reference.to_string());
        Some((CowStr::Borrowed("item"), CowStr::Borrowed("")))
    };
    for event in Parser::new_with_broken_link_callback(docs, options(), Some(&mut callback)) {
        let is_harmless = match &event {
            Event::Start(tag) => {
                matches!(
                    tag,
                    Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Emphasis | Tag::Strong | Tag::Link { .. }
                ) || matches!(tag, Tag::Heading { .. } if docs.contains("# Errors"))
            }
            Event::End(_) | Event::Text(_) | Event::Code(_) | Event::SoftBreak => true,
            _ => false,
        };
        assert!(is_harmless, "{event:?} in\n{docs}\nfrom {source}");
    }
    for link in links {
        let path = link.trim_matches('`');
        let is_item = path.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | ':'));
        assert!(is_item && link.starts_with('`'), "the link {link} in\n{docs}\nfrom {source}");
    }
}
