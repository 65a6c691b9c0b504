//! What laid out text looks like, and that it means the same.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use proc_macro2::{TokenStream, TokenTree};

use super::{WIDTH, lay_out};

/// The layout of a text that stands on one line, as it comes from tokens.
fn laid_out(source: &str) -> String {
    let tokens: TokenStream = source.parse().unwrap();
    let mut text = String::new();
    lay_out(&tokens.to_string(), &mut text);
    assert_eq!(flat(text.parse().unwrap()), flat(tokens), "{text}");
    text
}

/// The tokens, without commas at the ends of groups.
fn flat(tokens: TokenStream) -> Vec<String> {
    let mut flat = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let inside = self::flat(group.stream());
                let ends_with_comma = inside.last().is_some_and(|last| last == ",");
                let end = inside.len() - usize::from(ends_with_comma);
                flat.push(format!("{:?}", group.delimiter()));
                flat.extend(inside.into_iter().take(end));
                flat.push("end".to_owned());
            }
            other => flat.push(other.to_string()),
        }
    }
    flat
}

#[test]
fn short_code_stays_on_its_line() {
    let lines = [
        "#[derive(Clone, Debug)]\n",
        "pub use self::r#gen::{A, B};\n",
        "pub const METHOD: ::a::Info = ::a::Info::of::<A<'_>>();\n",
        "pub static ALL: &'static [&'static str] = &[\"a, b; { } ]\", r#\"x, \"y\"\"#];\n",
        "::a::one_of!(A { 0 B, 1 C; Other });\n",
        "let applies = ::core::matches!(self.tag.as_str(), \"a\" | \"b\") && !self.flag;\n",
        "let name = self.name.as_ref().is_some_and(|name| name == &-1);\n",
        "*self = <::a::B as ::a::C>::d(..Bounds::NONE)?;\n",
        "let one = (x,);\n",
    ];
    for line in lines {
        assert_eq!(laid_out(line), line);
    }
}

#[test]
fn items_fields_statements_and_arms_have_lines_of_their_own() {
    let source = "mod a { use a::A; #[derive(B)] pub struct C { #[d] pub d: A<B, C>, pub e: E } impl C { #[must_use] \
                  pub const fn f(&self) -> u8 { if !g { return 1; } match self { A(x) => x, _ => y } } #[test] fn h() {} } }";
    let expected = "\
mod a {
    use a::A;
    #[derive(B)]
    pub struct C {
        #[d]
        pub d: A<B, C>,
        pub e: E
    }
    impl C {
        #[must_use]
        pub const fn f(&self) -> u8 {
            if !g {
                return 1;
            }
            match self {
                A(x) => x,
                _ => y
            }
        }

        #[test]
        fn h() {}
    }
}
";
    assert_eq!(laid_out(source), expected);
}

#[test]
fn documentation_is_comments_where_comments_can_say_it() {
    let mut text = String::new();
    lay_out("#[doc = r#\" A \"b\".\n\n C\"#] #[doc = \" D\"] #[doc = \"e\"] #[doc = \" F\\n\"] struct A;", &mut text);
    assert_eq!(text, "/// A \"b\".\n///\n/// C\n/// D\n#[doc = \"e\"]\n#[doc = \" F\\n\"]\nstruct A;\n");
}

#[test]
fn an_attribute_that_is_no_comment_stays_on_its_line() {
    let text = "e\\u{301}".repeat(WIDTH / 4);
    let source = format!("#[doc = \"{text}\"]\npub struct A;\n");
    assert_eq!(laid_out(&source), source);
}

#[test]
fn what_does_not_fit_is_broken_at_the_outermost_list() {
    let long = "a".repeat(WIDTH / 2);
    let text = laid_out(&format!("pub fn f(mut self, {long}: u8, b: impl Into<{long}>) -> Self {{}}"));
    assert_eq!(text, format!("pub fn f(\n    mut self,\n    {long}: u8,\n    b: impl Into<{long}>,\n) -> Self {{}}\n"));
    let text = laid_out(&format!("f({long}, g({long}, h({long}, {long})))"));
    assert_eq!(
        text,
        format!(
            "f(\n    {long},\n    g(\n        {long},\n        h(\n            {long},\n            {long},\n        ),\n    ),\n)\n"
        )
    );
    let text = laid_out(&format!("A {{ {long}: 1, b: {long}, ..A::NONE }}"));
    assert_eq!(text, format!("A {{\n    {long}: 1,\n    b: {long},\n    ..A::NONE\n}}\n"));
    let text = laid_out(&format!("f(&g({long}, {long}))"));
    assert_eq!(text, format!("f(&g(\n    {long},\n    {long},\n))\n"));
}

#[test]
fn attributes_of_one_word_share_a_line() {
    let text = laid_out("impl A { #[inline] #[must_use] pub fn a() {} #[derive(B)] #[c] struct D; }");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert_eq!(lines, ["impl A {", "#[inline] #[must_use]", "pub fn a() {}", "#[derive(B)]", "#[c]", "struct D;", "}"]);
}

#[test]
fn small_fields_of_a_value_share_lines() {
    let fields: Vec<String> = (1000..1020).map(|number| format!("a{number}: None")).collect();
    let text = laid_out(&format!("Self {{ {} }}", fields.join(", ")));
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(text.starts_with("Self {\n    a1000: None, a1001: None, "), "{text}");
}

#[test]
fn small_parts_of_a_list_share_lines() {
    let numbers: Vec<String> = (1000..1040).map(|number| number.to_string()).collect();
    let text = laid_out(&format!("static A: &[u16] = &[{}];", numbers.join(", ")));
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
}
