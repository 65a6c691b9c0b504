//! Options that are changed while their plugin runs.

use std::sync::Arc;

use cln_runtime::Json;

use super::asking::{CALLER, NOTHING_AGAINST};
use super::awaited::Slot;
use super::hosted::Plugins;
use super::judge::setconfig::{Setting, checking, judge, params};
use super::judge::{PluginFault, PluginOption, init};
use super::link::{Answer, Link};
use super::option_values::OptionValue;
use crate::wire::{Failure, Value, error_line};
use cln_protocol::lax::{elements, member, object};

/// What `setconfig` is to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change<'c> {
    /// The id of who asks for it, as JSON.
    pub(crate) caller: &'c [u8],
    pub(crate) val: Option<Value<'c>>,
    /// Whether it is gone with the node.
    pub(crate) is_transient: bool,
    /// Whether it is only asked whether it could be done.
    pub(crate) only_check: bool,
}

/// What has come of it.
pub(crate) type Changed = Result<Setting, PluginFault>;

impl Plugins {
    /// Has a plugin take another value of an option; what the caller of `setconfig` would be told is the answer.
    pub(crate) fn set_config(self: &Arc<Self>, link: &Arc<Link>, name: &str, val: Option<&Json>) -> Arc<Slot<Answer>> {
        let filled = Slot::new(&self.bell);
        // As a member of the caller's request, in which the node finds it.
        let given = val.map(|val| format!(r#"{{"val":{val}}}"#)).unwrap_or_default();
        let val = member(object(given.as_bytes()), "val");
        let change = Change { caller: CALLER, val, is_transient: false, only_check: false };
        let manifest = link.manifest().unwrap_or_default();
        let option = manifest.options.iter().find(|option| option.name == name);
        let option = option.ok_or_else(|| Failure::bad_param("config", "Unknown config option"));
        let answered = Arc::clone(&filled);
        let asked = option.and_then(|option| {
            self.change(link, option, change, move |changed| answered.fill(changed.and_then(answer_of)))
        });
        if let Err(failure) = asked {
            filled.fill(Ok(error_line(b"null", &failure)));
        }
        filled
    }

    /// The plugin that has an option, and the option.
    pub(crate) fn option(&self, name: &str) -> Option<(Arc<Link>, PluginOption)> {
        let find = |link: Arc<Link>| {
            let option = link.manifest()?.options.iter().find(|option| option.name == name).cloned();
            option.map(|option| (link, option))
        };
        self.all().into_iter().find_map(find)
    }

    /// The options of all plugins, each with what counts of it.
    pub(crate) fn options(&self) -> Vec<(Arc<Link>, PluginOption, Vec<OptionValue>)> {
        let of = |link: Arc<Link>| {
            let options = link.manifest().map(|manifest| manifest.options.clone()).unwrap_or_default();
            let with_values = move |option: PluginOption| (Arc::clone(&link), option.clone(), link.values_of(&option));
            options.into_iter().map(with_values).collect::<Vec<_>>()
        };
        self.all().into_iter().flat_map(of).collect()
    }

    /// Ends the node if it has an integer that it cannot list.
    pub(crate) fn list_integers(&self) {
        for link in self.all() {
            let options = link.manifest().map(|manifest| manifest.options.clone()).unwrap_or_default();
            if let Some(fault) = init::bad_literals(&options, &link.values().given()).first() {
                self.take_down(&link, fault);
            }
        }
    }

    /// Asks a plugin to take another value of an option, or whether it would.
    pub(crate) fn change(
        self: &Arc<Self>,
        link: &Arc<Link>,
        option: &PluginOption,
        change: Change<'_>,
        done: impl FnOnce(Changed) + Send + 'static,
    ) -> Result<(), Failure> {
        let params = params(option, change.val)?;
        let ask = match change.only_check {
            true if !link.can_check() => {
                done(Ok(Setting::Accepted));
                return Ok(());
            }
            true => self.request("check", Some(change.caller), checking(&params).as_bytes()),
            false => self.request("setconfig", Some(change.caller), params.as_bytes()),
        };
        let (plugins, asked, option) = (Arc::clone(self), Arc::clone(link), option.clone());
        let texts = change.val.map(texts).unwrap_or_default();
        let Change { is_transient, only_check, .. } = change;
        let hear = move |answer: Answer| {
            // What is only checked is not listed afterwards.
            let listed = if only_check { &[][..] } else { &texts };
            let changed = answer.and_then(|answer| judge(&option, listed, &answer));
            match &changed {
                Ok(Setting::Accepted) if !only_check => asked.change_values(|values| {
                    values.change(&option, &texts, is_transient, || plugins.new_setconfig_line());
                }),
                Ok(Setting::Malformed(_, fault)) | Err(fault) => plugins.commit(&asked, fault),
                Ok(_) => {}
            }
            done(changed);
        };
        link.ask(ask, None, Box::new(hear));
        Ok(())
    }
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
