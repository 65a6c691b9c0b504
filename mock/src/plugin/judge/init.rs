//! What a node tells a plugin with `init`: the values of its options, and where it is.

use cln_runtime::Json;

use super::fault::PluginFault;
use super::manifest::{OptionType, PluginOption};
use cln_protocol::Rule;
use cln_protocol::option_text;

/// An option that a user has given, and its text, if it has one.
pub(crate) type Given = (String, Option<String>);

/// Where the node is.
#[derive(Clone, Debug)]
pub(crate) struct Configuration<'c> {
    pub(crate) lightning_dir: &'c str,
    pub(crate) rpc_file: &'c str,
    /// Whether the node is starting.
    pub(crate) startup: bool,
    pub(crate) network: &'c str,
    /// By place, in order.
    pub(crate) features: &'c [(&'static str, String)],
}

/// The `params` of `init`, which an integer that was typed as `0x10` keeps from being JSON.
pub(crate) fn params(options: &str, configuration: &Configuration<'_>) -> String {
    let text = |text: &str| Json::from(text);
    let features = configuration.features.iter().map(|(place, digits)| format!("\"{place}\":\"{digits}\""));
    format!(
        "{{\"options\":{options},\"configuration\":{{\"lightning-dir\":{},\"rpc-file\":{},\"startup\":{},\"network\":{},\
         \"feature_set\":{{{}}}}}}}",
        text(configuration.lightning_dir),
        text(configuration.rpc_file),
        configuration.startup,
        text(configuration.network),
        features.collect::<Vec<_>>().join(",")
    )
}

/// Whether an option may be given so; if not, what the node says, which does not start then.
pub(crate) fn check(options: &[PluginOption], given: &[Given]) -> Result<(), String> {
    for (name, value) in given {
        let Some(option) = options.iter().find(|option| option.name == *name) else {
            return Err(format!("--{name}: unrecognized option"));
        };
        let given = value.iter().map(|value| format!("={value}")).collect::<String>();
        let objection = match (option.kind, value) {
            (OptionType::Flag, None) => Ok(()),
            (OptionType::Flag, Some(_)) => Err("doesn't allow an argument".to_owned()),
            (_, None) => Err("requires an argument".to_owned()),
            (kind, Some(value)) => check_value(kind, value),
        };
        objection.map_err(|objection| format!("--{name}{given}: {objection}"))?;
    }
    Ok(())
}

/// Whether options may be given so to `plugin start`, which takes any value for that of a flag; if not, what the node says.
pub(crate) fn check_named(options: &[PluginOption], given: &[Given]) -> Result<(), String> {
    given.iter().try_for_each(|(name, value)| {
        let option = options.iter().find(|option| option.name == *name);
        let option = option.ok_or_else(|| format!("unknown parameter {name}"))?;
        value.as_ref().map_or(Ok(()), |value| check_value(option.kind, value))
    })
}

fn check_value(kind: OptionType, value: &str) -> Result<(), String> {
    match kind {
        OptionType::Int if option_text::integer(value).is_none() => Err(format!("'{value}' is not a number")),
        OptionType::Bool if option_text::truth(value).is_none() => Err(format!("Invalid argument '{value}'")),
        _ => Ok(()),
    }
}

/// The options as `init` shows them: those that are given or have a default, in the order of the manifest.
pub(crate) fn options(options: &[PluginOption], given: &[Given]) -> String {
    let members = options.iter().filter_map(|option| {
        let values = values(option, given);
        let shown: Vec<String> = values.iter().map(|value| shown(option.kind, value)).collect();
        let value = if option.is_multi { format!("[{}]", shown.join(",")) } else { shown.last()?.clone() };
        (!values.is_empty()).then(|| format!("\"{}\":{value}", option.name))
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// Integers with which the node starts, and ends as soon as it lists them.
pub(crate) fn bad_literals(options: &[PluginOption], given: &[Given]) -> Vec<PluginFault> {
    let ints = options.iter().filter(|option| option.kind == OptionType::Int);
    let values = ints.flat_map(|option| values(option, given).into_iter().map(move |value| (option, value)));
    let bad = values.filter(|(_, value)| !option_text::can_be_listed(value));
    let fault = |(option, value): (&PluginOption, &str)| {
        PluginFault::new(Rule::BadLiteral, format!("Bad literal for --{}: {value}", option.name), value.as_bytes())
    };
    bad.map(fault).collect()
}

/// What was given, of which the last counts unless it may be given several times; else the default.
fn values<'v>(option: &'v PluginOption, given: &'v [Given]) -> Vec<&'v str> {
    let given = given.iter().filter(|(name, _)| *name == option.name);
    let values: Vec<&str> = given.map(|(_, value)| value.as_deref().unwrap_or("true")).collect();
    if values.is_empty() { option.default.as_deref().into_iter().collect() } else { values }
}

/// A text is escaped, even if it is a default that was escaped already; an integer is copied as it was typed.
fn shown(kind: OptionType, value: &str) -> String {
    match kind {
        OptionType::String | OptionType::Conceal => Json::from(value).to_string(),
        OptionType::Int => value.to_owned(),
        OptionType::Bool => option_text::truth(value).unwrap_or_default().to_string(),
        OptionType::Flag => "true".to_owned(),
    }
}
