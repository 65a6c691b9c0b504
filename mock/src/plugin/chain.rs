//! An event at a hook: plugins are asked one after another, until one ends the chain.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use super::awaited::Slot;
use super::hosted::Plugins;
use super::judge::{Changes, Hook, HookAnswer, HookEntry, Modified, PluginFault, Rule, Verdict, judge, params_after};
use super::link::{Answer, Done, Link};
use super::order::{Place, order};
use crate::lock::lock;
use crate::wire::Value;
use cln_protocol::lax::{member, object, raw};

/// An event on its way through the plugins.
struct Chain {
    plugins: Arc<Plugins>,
    hook: Hook,
    /// The id of the call that it is about, or that it comes of; JSON.
    caller: Option<Vec<u8>>,
    /// What the next plugin is asked.
    params: String,
    next: VecDeque<Arc<Link>>,
    /// What the node goes on with.
    changes: Changes,
    modified: Option<Modified>,
    /// Whether one plugin alone is asked, of which the test wants to know what it says.
    is_alone: bool,
    finish: Done,
}

impl Plugins {
    /// Has an event go through all plugins that have registered the hook. What it comes to is the result that the node
    /// goes on with.
    pub(crate) fn hook(self: &Arc<Self>, name: &str, params: &str) -> Arc<Slot<Answer>> {
        let filled = Slot::new(&self.bell);
        match Hook::named(name) {
            None => filled.fill(Err(not_asked(&format!("there is no hook '{name}'")))),
            Some(hook) => self.ask_all(hook, None, params, filling(&filled)),
        }
        filled
    }

    /// The same, on behalf of a caller if there is one, whose id is JSON. What it comes to is handed over by the thread that
    /// hears the last answer.
    pub(crate) fn ask_all(self: &Arc<Self>, hook: Hook, caller: Option<&[u8]>, params: &str, finish: Done) {
        let asked = self.in_order(hook).into_iter().filter(|(_, entry)| wants(entry, params));
        let asked = asked.map(|(link, _)| link).collect();
        let mut chain = self.chain(hook, params, finish);
        chain.caller = caller.map(<[u8]>::to_vec).or(chain.caller);
        chain.begin(asked);
    }

    /// Whether a plugin is asked at this hook.
    pub(crate) fn is_asked(&self, hook: Hook) -> bool {
        self.has_any() && self.all().iter().any(|link| link.has_hook(hook))
    }

    fn chain(self: &Arc<Self>, hook: Hook, params: &str, finish: Done) -> Chain {
        Chain {
            plugins: Arc::clone(self),
            hook,
            // Only a call has a caller of its own.
            caller: command(hook, params, "id").map(|id| id.json.to_vec()),
            params: params.to_owned(),
            next: VecDeque::new(),
            changes: Changes::new(),
            modified: None,
            is_alone: false,
            finish,
        }
    }

    /// Asks one plugin alone.
    pub(crate) fn hook_of(self: &Arc<Self>, link: &Arc<Link>, name: &str, params: &str) -> Arc<Slot<Answer>> {
        let filled = Slot::new(&self.bell);
        let entry = link.hooks().into_iter().find(|entry| entry.hook.name() == name);
        match entry {
            None => {
                let why = || not_asked(&format!("it has not registered the hook '{name}'"));
                filled.fill(Err(link.gone().unwrap_or_else(why)));
            }
            Some(entry) if !wants(&entry, params) => {
                filled.fill(Err(not_asked(&format!("its filters of the hook '{name}' leave this out"))));
            }
            Some(entry) => {
                let chain = Chain { is_alone: true, ..self.chain(entry.hook, params, filling(&filled)) };
                chain.begin(vec![Arc::clone(link)]);
            }
        }
        filled
    }

    /// Plugins that have registered a hook, in the order in which they are asked.
    fn in_order(&self, hook: Hook) -> Vec<(Arc<Link>, HookEntry)> {
        let registered = self.registered(hook);
        let order = ordered(&registered).unwrap_or_default();
        order.into_iter().filter_map(|index| registered.get(index).cloned()).collect()
    }

    /// Plugins that have registered a hook, in the order in which they have.
    fn registered(&self, hook: Hook) -> Vec<(Arc<Link>, HookEntry)> {
        let entry = |link: &Arc<Link>| link.hooks().into_iter().find(|entry| entry.hook == hook);
        self.all().into_iter().filter_map(|link| entry(&link).map(|entry| (link, entry))).collect()
    }

    /// Whether a hook of a new plugin is to be before and after those of others in a circle.
    pub(super) fn check_order(&self, link: &Link) -> Result<(), PluginFault> {
        let is_in_circle = |entry: &HookEntry| ordered(&self.registered(entry.hook)).is_none();
        match link.hooks().into_iter().find(is_in_circle) {
            Some(_) => Err(PluginFault::silent(Rule::HookCycle, "Cannot meet required hook dependencies")),
            None => Ok(()),
        }
    }
}

fn ordered(registered: &[(Arc<Link>, HookEntry)]) -> Option<Vec<usize>> {
    let paths: Vec<_> = registered.iter().map(|(link, _)| link.program.path.to_string_lossy()).collect();
    let places = registered.iter().zip(&paths).map(|((link, entry), path)| Place {
        names: [&*link.name, path],
        before: &entry.before,
        after: &entry.after,
    });
    order(&places.collect::<Vec<_>>())
}

impl Chain {
    /// Asks plugins one after another, or all at once where a node does.
    fn begin(self, asked: Vec<Arc<Link>>) {
        if self.hook.is_chained() || asked.len() < 2 {
            return Self { next: asked.into(), ..self }.go_on();
        }
        let all = Arc::new(Mutex::new((asked.len(), Some(self.finish))));
        for link in asked {
            let all = Arc::clone(&all);
            let finish: Done = Box::new(move |answer| one_of(&all, answer));
            let chain = self.plugins.chain(self.hook, &self.params, finish);
            Self { next: [link].into(), ..chain }.go_on();
        }
    }

    /// Asks the next plugin, if there is one.
    fn go_on(mut self) {
        let Some(link) = self.next.pop_front() else {
            let result = self.result();
            return (self.finish)(Ok(result.into_bytes()));
        };
        let ask = self.plugins.request(self.hook.name(), self.caller.as_deref(), self.params.as_bytes());
        let asked = Arc::clone(&link);
        link.ask(ask, None, Box::new(move |answer| self.hear(&asked, answer)));
    }

    fn hear(mut self, link: &Arc<Link>, answer: Answer) {
        let text = match answer {
            Ok(text) => text,
            Err(gone) => return self.without(link, gone),
        };
        match self.judge(link, &text) {
            Err(fault) => {
                self.plugins.commit(link, &fault);
                (self.finish)(Err(fault));
            }
            Ok(verdict) => {
                let result = member(object(&text), "result").map(|result| result.json.to_vec()).unwrap_or_default();
                match verdict {
                    _ if self.is_alone => (self.finish)(Ok(result)),
                    Verdict::Ends => (self.finish)(Ok(result)),
                    Verdict::Continue(changes) => {
                        self.params = params_after(self.hook, &self.params, &changes);
                        self.changes.retain(|(name, _)| changes.iter().all(|(new, _)| new != name));
                        self.changes.extend(changes);
                        self.go_on();
                    }
                    Verdict::Modifies(modified) => {
                        self.modified = Some(modified);
                        self.go_on();
                    }
                }
            }
        }
    }

    fn judge(&self, link: &Link, text: &[u8]) -> Result<Verdict, PluginFault> {
        let judgement = judge(&HookAnswer {
            hook: self.hook,
            plugin: &link.name,
            text,
            params: self.params.as_bytes(),
            has_db_write: link.hooks().iter().any(|entry| entry.hook == Hook::DbWrite),
            is_modified: self.modified.is_some(),
            knows_method: &|method| self.plugins.knows(method),
        })?;
        if let Some(fault) = judgement.noted {
            self.plugins.note(link, fault);
        }
        Ok(judgement.verdict)
    }

    /// A plugin that is not there any more lets the event pass, as far as the node lives without it, and does not end itself.
    fn without(self, link: &Arc<Link>, gone: PluginFault) {
        let method = command(self.hook, &self.params, "method");
        let own = method.is_some_and(|method| link.had_method(method.token()));
        let fatal = match self.hook {
            Hook::DbWrite => Some(Rule::EndedInDbWrite),
            _ if own => Some(Rule::EndedInOwnCommand),
            _ => None,
        };
        match fatal {
            Some(rule) => {
                let fault =
                    PluginFault::silent(rule, format!("the plugin has ended at the hook '{}'", self.hook.name()));
                self.plugins.commit(link, &fault);
                (self.finish)(Err(fault));
            }
            None if self.is_alone || self.plugins.is_ending() => (self.finish)(Err(gone)),
            None => self.go_on(),
        }
    }

    /// What the node goes on with if no plugin has ended the chain.
    fn result(&self) -> String {
        match &self.modified {
            Some(Modified::Replace(request)) => format!(r#"{{"replace":{request}}}"#),
            Some(Modified::Result(result)) => format!(r#"{{"return":{{"result":{result}}}}}"#),
            Some(Modified::Error(error)) => format!(r#"{{"return":{{"error":{error}}}}}"#),
            None => {
                let changes: String = self.changes.iter().map(|(name, json)| format!(r#","{name}":{json}"#)).collect();
                format!(r#"{{"result":"continue"{changes}}}"#)
            }
        }
    }
}

/// What fills a slot.
fn filling(slot: &Arc<Slot<Answer>>) -> Done {
    let filled = Arc::clone(slot);
    Box::new(move |answer| filled.fill(answer))
}

/// A member of the call that `rpc_command` is about.
fn command<'p>(hook: Hook, params: &'p str, name: &str) -> Option<Value<'p>> {
    let request = member(object(params.as_bytes()), "rpc_command").filter(|_| hook == Hook::RpcCommand)?;
    member(request, name)
}

/// One of several that are asked at once has answered: the first fault counts, or the last answer.
fn one_of(all: &Mutex<(usize, Option<Done>)>, answer: Answer) {
    let finish = {
        let (left, finish) = &mut *lock(all);
        *left -= 1;
        if *left == 0 || answer.is_err() { finish.take() } else { None }
    };
    if let Some(finish) = finish {
        finish(answer);
    }
}

/// Whether the filters of a plugin let an event through.
fn wants(entry: &HookEntry, params: &str) -> bool {
    let params = object(params.as_bytes());
    match entry.hook {
        Hook::RpcCommand => {
            let method = member(params, "rpc_command").and_then(|request| member(request, "method"));
            method.is_none_or(|method| entry.wants_method(&raw(method)))
        }
        Hook::Custommsg => {
            let payload = member(params, "payload").map(raw).unwrap_or_default();
            let kind = payload.get(..4).and_then(|digits| u64::from_str_radix(digits, 16).ok());
            kind.is_none_or(|kind| entry.wants_type(kind))
        }
        _ => true,
    }
}

/// A node does not ask at all.
fn not_asked(why: &str) -> PluginFault {
    PluginFault::silent(Rule::NotAsked, why)
}
