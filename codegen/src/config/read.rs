//! A configuration file: its text, and its keys.

use std::path::Path;
use std::sync::Arc;

use super::Config;
use crate::diagnostic::{Code, Diagnostics, Severity, quoted};
use crate::emit::Derive;
use crate::schema::{Expected, Keywords, Reader, Unknown, did_you_mean, nearest};
use crate::source::{Spanned, parse_json};
use crate::text::Source;

/// The known mistakes of the node's documentation.
const KNOWN_BUGS: &str = include_str!("../../known-bugs.json");

/// The name of that file in messages.
const KNOWN_BUGS_NAME: &str = "known-bugs.json";

const KEYS: &[&str] = &["since", "until", "only", "tests", "derive", "overrides", "lint"];

impl Config {
    /// Reads a file. All its mistakes go to `diagnostics`.
    pub(crate) fn read(path: &Path, diagnostics: &mut Diagnostics) -> Self {
        match Source::read(path) {
            Ok(source) => from_source(&Arc::new(source), diagnostics),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                Self::default()
            }
        }
    }

    /// The corrections that come with this crate.
    pub(crate) fn built_in(diagnostics: &mut Diagnostics) -> Self {
        let mut config = from_source(&Arc::new(Source::new(KNOWN_BUGS_NAME, KNOWN_BUGS)), diagnostics);
        config.overrides.iter_mut().for_each(|wanted| wanted.bundled = true);
        config
    }
}

/// Reads a configuration. What is wrong with it goes to `diagnostics`, and is left out.
pub(super) fn from_source(source: &Arc<Source>, diagnostics: &mut Diagnostics) -> Config {
    let Some(root) = parse_json(source, diagnostics) else { return Config::default() };
    let mut reader = Reader { source, unknown: Unknown::Refuse, diagnostics };
    let Some(members) = root.as_object() else {
        let diagnostic = reader
            .found(Code::WrongKind, root.span, format!("a configuration is one JSON object, found {}", root.kind()))
            .label("expected `{`")
            .hint("write it like this: {\"since\": \"v24.11\", \"overrides\": []}");
        reader.push(diagnostic);
        return Config::default();
    };
    let mut keys = Keywords { reader: &mut reader, members, pointer: "", severity: Severity::Error };
    keys.known(KEYS);
    Config {
        since: keys.version("since").map(|version| version.value),
        until: keys.version("until").map(|version| version.value),
        only: keys.texts("only").into_iter().map(|name| name.value).collect(),
        tests: keys.flag("tests"),
        derives: keys.derives(),
        overrides: keys.overrides(),
        lint: keys.lint(),
    }
}

impl Keywords<'_, '_> {
    /// Reports each key that is none of these.
    pub(super) fn known(&mut self, known: &[&str]) {
        for member in self.members {
            let name = member.key.value.as_str();
            if known.contains(&name) {
                continue;
            }
            let hint = did_you_mean(nearest(name, known.iter().copied()), || {
                format!("the known keys are `{}`", known.join("`, `"))
            });
            let diagnostic = self
                .reader
                .found(Code::UnknownConfigKey, member.key.span, format!("the key {} is unknown here", quoted(name)))
                .label("unknown key")
                .hint(hint)
                .pointer(self.child(name));
            self.reader.push(diagnostic);
        }
    }

    /// An array of strings; empty if the key is absent.
    pub(super) fn texts(&mut self, key: &str) -> Vec<Spanned<String>> {
        self.find(key).map(|node| self.strings(key, node, Expected::LINES)).unwrap_or_default()
    }

    fn derives(&mut self) -> Vec<Derive> {
        let mut derives = Vec::new();
        for path in self.texts("derive") {
            match path.value.parse::<Derive>() {
                Ok(derive) => derives.push(derive),
                Err(error) => {
                    let diagnostic = self
                        .reader
                        .found(Code::BadDerive, path.span, error.to_string())
                        .label("not a path")
                        .hint("write a path that is valid in the generated code, such as `::my::Trait`")
                        .pointer(self.child("derive"));
                    self.reader.push(diagnostic);
                }
            }
        }
        derives
    }
}
