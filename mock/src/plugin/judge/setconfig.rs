//! Options that are changed while a plugin runs.

use cln_runtime::Json;

use super::fault::PluginFault;
use super::manifest::{OptionType, PluginOption};
use crate::wire::{Failure, PartKind, Value};
use cln_protocol::Rule;
use cln_protocol::lax::{elements, member, number, object, raw};
use cln_protocol::option_text;

/// What comes of an answer to `setconfig`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Setting {
    /// The option has the new value.
    Accepted,
    /// The caller is told this.
    Refused(Failure),
    /// The caller is told this, and the plugin has not answered as it has to.
    Malformed(Failure, PluginFault),
}

/// The `params` that the plugin is asked with; `val` is what the caller has given. A value always becomes a text.
pub(crate) fn params(option: &PluginOption, val: Option<Value<'_>>) -> Result<String, Failure> {
    let name = &option.name;
    if !option.is_dynamic {
        return Err(Failure::bad_param("config", "Not a dynamic config option"));
    }
    let text = |value: Value<'_>| Json::from(&*value.unescaped()).to_string();
    let val = match (option.kind, val) {
        (OptionType::Flag, None) => None,
        (OptionType::Flag, Some(_)) => {
            return Err(Failure::invalid_params(format!("{name} does not take a value")));
        }
        // All are gone then.
        (_, None) if option.is_multi => Some("[]".to_owned()),
        (_, None) => return Err(Failure::invalid_params(format!("{name} requires a value"))),
        (_, Some(values)) if option.is_multi && values.is_array() => {
            Some(format!("[{}]", elements(values).map(text).collect::<Vec<_>>().join(",")))
        }
        _ if option.is_multi => {
            return Err(Failure::invalid_params(format!("{name} is a multi option: val must be an array")));
        }
        (_, Some(values)) if values.is_array() => {
            return Err(Failure::invalid_params(format!("{name} is not a multi option: val must not be an array")));
        }
        (_, Some(value)) => Some(text(value)),
    };
    let val = val.map(|val| format!(",\"val\":{val}")).unwrap_or_default();
    Ok(format!("{{\"config\":\"{name}\"{val}}}"))
}

/// The `params` of `check`, by which the plugin is asked whether it would take these.
pub(crate) fn checking(params: &str) -> String {
    params.replacen('{', r#"{"command_to_check":"setconfig","#, 1)
}

/// What the node makes of the answer to `setconfig`, or to `check` of it. `values` are the texts that it has asked for.
pub(crate) fn judge(option: &PluginOption, values: &[String], answer: &[u8]) -> Result<Setting, PluginFault> {
    let answered = object(answer);
    match (member(answered, "error"), member(answered, "result")) {
        (Some(error), _) => Ok(refusal(error).map_or_else(|| malformed(option, answer), Setting::Refused)),
        (None, None) => Ok(malformed(option, answer)),
        (None, Some(_)) => accepted(option, values, answer),
    }
}

fn refusal(error: Value<'_>) -> Option<Failure> {
    let code = member(error, "code")?;
    let digits = code.token().strip_prefix(b"-");
    let size: i64 = number(Value { kind: PartKind::Bare, json: digits.unwrap_or(code.token()) })?;
    let message = member(error, "message")?;
    Some(Failure::new(if digits.is_some() { -size } else { size }, raw(message)))
}

fn malformed(option: &PluginOption, answer: &[u8]) -> Setting {
    let name = &option.name;
    let fault =
        PluginFault::new(Rule::SetconfigMalformed, format!("Invalid setconfig {name} response from plugin"), answer);
    Setting::Malformed(Failure::new(-1, format!("Malformed setvalue {name} plugin return")), fault)
}

/// Nobody but the plugin checks an integer.
fn accepted(option: &PluginOption, values: &[String], answer: &[u8]) -> Result<Setting, PluginFault> {
    let is_bad = |value: &&String| option_text::integer(value).is_none() || !option_text::can_be_listed(value);
    match values.iter().find(is_bad) {
        Some(value) if option.kind == OptionType::Int => {
            let reason = format!("Bad literal for --{}: {value}", option.name);
            Err(PluginFault::new(Rule::SetconfigBadInt, reason, answer))
        }
        _ => Ok(Setting::Accepted),
    }
}
