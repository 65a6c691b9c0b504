//! `listconfigs`: how the node was told to be.

use cln_runtime::json::Tree;

use super::parameters::read;
use super::{answer, option_row};
use crate::outcome::Outcome;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::wire::{Failure, Value, object};

pub(super) fn run(state: &State, params: Value<'_>, _only_check: bool) -> Outcome {
    let mut wanted = None;
    read(state, "listconfigs", params, &[Parameter::optional("config")], |_, value| {
        wanted = Some(reading::text(value));
        Ok(())
    })?;
    state.plugins.list_integers();
    let mut configs = configs(state);
    if let Some(wanted) = wanted {
        configs.retain(|(name, _)| *name == wanted);
        if configs.is_empty() && state.plugins.option(&wanted).is_none() {
            return Err(Failure::bad_param("config", "Unknown config option"));
        }
    }
    answer::object(state, "listconfigs", vec![("configs", Tree::Object(configs))])
}

/// All options that the documentation shows; what is the node's own is as it is.
fn configs(state: &State) -> Vec<(String, Tree)> {
    let mut configs: Vec<(String, Tree)> = Vec::new();
    for answer in state.documented.documented_answers("listconfigs") {
        let shown = Tree::parse(&answer).ok().and_then(|answer| answer.at("/configs").cloned());
        if let Some(Tree::Object(shown)) = shown {
            let is_new = |name: &str| configs.iter().all(|(known, _)| known != name);
            let shown: Vec<_> = shown.into_iter().filter(|(name, _)| is_new(name)).collect();
            configs.extend(shown);
        }
    }
    let node = &state.identity;
    let color: String = node.id().to_string().chars().take(6).collect();
    let own =
        [("alias", node.alias(), "default"), ("network", node.network().name(), "cmdline"), ("rgb", &color, "default")];
    for (name, value, source) in own {
        let value = Tree::Text(value.to_owned());
        match configs.iter_mut().find(|(known, _)| known == name) {
            Some((_, config)) => drop(config.set("/value_str", value)),
            None => {
                let config = object([("value_str", value), ("source", Tree::Text(source.to_owned()))]);
                configs.push((name.to_owned(), config));
            }
        }
    }
    for (link, option, values) in state.plugins.options() {
        configs.retain(|(name, _)| *name != option.name);
        let members = option_row::members(state, &link, &option, &values);
        configs.extend(members.map(|members| (option.name, object(members))));
    }
    // In a node's order.
    configs.sort_by(|(one, _), (other, _)| one.cmp(other));
    configs
}
