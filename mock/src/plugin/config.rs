//! Options that are changed while their plugin runs.

use std::sync::Arc;

use cln_runtime::Json;

use super::asking::{CALLER, NOTHING_AGAINST};
use super::awaited::Slot;
use super::hosted::Plugins;
use super::judge::setconfig::{Setting, judge, params};
use super::judge::{PluginFault, PluginOption};
use super::link::{Answer, Link};
use crate::wire::{Failure, Value, error_line};
use cln_protocol::lax::{elements, member, object};

impl Plugins {
    /// Has a plugin take another value of an option; what the caller of `setconfig` would be told is the answer.
    pub(crate) fn set_config(self: &Arc<Self>, link: &Arc<Link>, name: &str, val: Option<&Json>) -> Arc<Slot<Answer>> {
        let filled = Slot::new(&self.bell);
        // As a member of the caller's request, in which the node finds it.
        let given = val.map(|val| format!(r#"{{"val":{val}}}"#)).unwrap_or_default();
        let val = member(object(given.as_bytes()), "val");
        match asked(link, name, val) {
            Err(failure) => filled.fill(Ok(error_line(b"null", &failure))),
            Ok((option, params)) => {
                let (plugins, judged, values) =
                    (Arc::clone(self), Arc::clone(link), val.map(texts).unwrap_or_default());
                let ask = self.request("setconfig", Some(CALLER), params.as_bytes());
                let answered = Arc::clone(&filled);
                link.ask(
                    ask,
                    None,
                    Box::new(move |answer| {
                        let told = answer.and_then(|text| judge(&option, &values, &text));
                        answered.fill(told.and_then(answer_of).inspect_err(|fault| plugins.commit(&judged, fault)));
                    }),
                );
            }
        }
        filled
    }
}

/// The option, and what its plugin is asked.
fn asked(link: &Link, name: &str, val: Option<Value<'_>>) -> Result<(PluginOption, String), Failure> {
    let manifest = link.manifest().unwrap_or_default();
    let option = manifest.options.iter().find(|option| option.name == name);
    let option = option.ok_or_else(|| Failure::bad_param("config", "Unknown config option"))?;
    Ok((option.clone(), params(option, val)?))
}

/// The texts of a value, or of the values of a list.
fn texts(val: Value<'_>) -> Vec<String> {
    if val.is_array() { elements(val).map(Value::unescaped).collect() } else { vec![val.unescaped()] }
}

fn answer_of(setting: Setting) -> Answer {
    match setting {
        Setting::Accepted => Ok(NOTHING_AGAINST.to_vec()),
        Setting::Refused(failure) => Ok(error_line(b"null", &failure)),
        Setting::Malformed(_, fault) => Err::<Vec<u8>, PluginFault>(fault),
    }
}
