//! An option of a plugin, as `listconfigs` and `setconfig` show it.

use std::path::Path;

use cln_protocol::option_text;
use cln_runtime::json::Tree;

use crate::plugin::{Link, OptionType, OptionValue, PluginOption, Source};
use crate::state::State;
use crate::wire::text;

/// What a node shows of a value that is nobody's business.
const CONCEALED: &str = "...";

/// What is shown of an option with these values; `None` if that is nothing, for it has neither a value nor a default.
pub(super) fn members(
    state: &State,
    link: &Link,
    option: &PluginOption,
    values: &[OptionValue],
) -> Option<Vec<(&'static str, Tree)>> {
    let source = |value: &OptionValue| text(source(value.source, state.plugins.folder()));
    let default = || text("default");
    let last = values.last();
    let mut members = match option.kind {
        OptionType::Flag => {
            vec![("set", Tree::Plain(last.is_some().to_string())), ("source", last.map_or_else(default, source))]
        }
        kind if option.is_multi => {
            let shown = values.iter().map(|value| shown(kind, value.text.as_deref().unwrap_or_default()));
            let sources = values.iter().map(source);
            vec![(names(kind).1, Tree::Array(shown.collect())), ("sources", Tree::Array(sources.collect()))]
        }
        kind => {
            let value = last.map_or(option.default.as_deref(), |value| value.text.as_deref())?;
            vec![(names(kind).0, shown(kind, value)), ("source", last.map_or_else(default, source))]
        }
    };
    members.push(("plugin", text(link.path().to_string_lossy())));
    if option.is_dynamic {
        members.push(("dynamic", Tree::Plain("true".to_owned())));
    }
    Some(members)
}

/// Under which name a value stands, and several.
const fn names(kind: OptionType) -> (&'static str, &'static str) {
    match kind {
        OptionType::Int => ("value_int", "values_int"),
        OptionType::Bool => ("value_bool", "values_bool"),
        OptionType::String | OptionType::Conceal | OptionType::Flag => ("value_str", "values_str"),
    }
}

/// An integer is copied as it was typed.
fn shown(kind: OptionType, value: &str) -> Tree {
    match kind {
        OptionType::Int => Tree::Plain(value.to_owned()),
        OptionType::Bool => Tree::Plain(option_text::truth(value).unwrap_or_default().to_string()),
        OptionType::Conceal => text(CONCEALED),
        OptionType::String | OptionType::Flag => text(value),
    }
}

fn source(source: Source, folder: &Path) -> String {
    match source {
        Source::CommandLine => "cmdline".to_owned(),
        Source::PluginStart => "pluginstart".to_owned(),
        Source::Transient => "setconfig transient".to_owned(),
        Source::File(line) => format!("{}:{line}", folder.join("config.setconfig").display()),
    }
}
