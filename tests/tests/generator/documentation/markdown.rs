//! Generated documentation as rustdoc reads it.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};
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

/// How the documented example of a request begins, which its documentation ends with.
const EXAMPLE: &str = "\n\n# Example\n\n```json\n";

/// How its second half begins, which is Rust.
const IN_RUST: &str = "\n```\n\n```ignore\n";

/// Fails if the text would be more than paragraphs, lists, emphasis, code spans and links to items, and an example at
/// its end.
pub(crate) fn assert_harmless(docs: &str, source: &str) {
    match docs.split_once(EXAMPLE) {
        Some((text, example)) => {
            assert_plain(text, source);
            assert_example(example, source);
        }
        None => assert_plain(docs, source),
    }
}

/// Whether documentation ends with an example, of which rustdoc says that it ignores it.
pub(crate) fn has_example(docs: &str) -> bool {
    docs.contains(EXAMPLE)
}

/// Fails if anything in an example ends one of its two blocks.
fn assert_example(example: &str, source: &str) {
    let Some((json, code)) = example.split_once(IN_RUST) else { panic!("{example}\nfrom {source}") };
    let code = code.strip_suffix("\n```").unwrap_or_else(|| panic!("{code}\nfrom {source}"));
    for block in [json, code] {
        assert!(!block.lines().any(|line| line.trim_start().starts_with("```")), "{block}\nfrom {source}");
    }
    let _: serde_json::Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    syn::parse_str::<syn::Stmt>(code).unwrap_or_else(|error| panic!("{error}: {code}"));
    let whole = format!("{}{example}", EXAMPLE.trim_start());
    let blocks = Parser::new_ext(&whole, options()).filter_map(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => Some(language.to_string()),
        Event::Start(Tag::Heading { .. }) | Event::End(_) | Event::Text(_) => None,
        other => panic!("{other:?} in\n{whole}\nfrom {source}"),
    });
    assert_eq!(blocks.collect::<Vec<_>>(), ["json", "ignore"], "{whole}\nfrom {source}");
}

fn assert_plain(docs: &str, source: &str) {
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
