//! Work to handlers: in order where it matters, beside each other where not, no more at once than is allowed.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use cln_runtime::RpcError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::timeout;

use super::answer;
use super::load::{Load, Queued, queue};
use super::unanswered::{Unanswered, Waiter, Waiting};
use crate::context::{Context, Shared};
use crate::core::{Said, Task, Work};
use crate::guard::Question;
use crate::handler::Told;
use crate::line::{self, Level};
use crate::manifest::Manifest;
use crate::plugin::{Handlers, Limits, Subscription};
use crate::safe::IfItFails;
use crate::values::Value;

/// Bytes that one permit stands for.
const UNIT: usize = 1024;

/// How long a message may wait until the log tells of it, again and again.
const TIME_TO_COMPLAIN: Duration = Duration::from_secs(30);

/// Has work done.
pub(super) struct Dispatcher<S> {
    shared: Arc<Shared<S>>,
    manifest: Arc<Manifest>,
    handlers: Handlers<S>,
    /// For each subscription that is in order.
    queues: Vec<Option<mpsc::UnboundedSender<Queued<S>>>>,
    methods: Arc<Semaphore>,
    hooks: Arc<Semaphore>,
    /// One at a time: a change that is refused late must not undo a later one.
    changes: Arc<Semaphore>,
    bytes: Arc<Semaphore>,
    all_bytes: u32,
    busy: watch::Sender<usize>,
    unanswered: Arc<Unanswered>,
}

impl<S: Send + Sync + 'static> Dispatcher<S> {
    pub(super) fn new(shared: Arc<Shared<S>>, manifest: Arc<Manifest>, handlers: Handlers<S>, limits: Limits) -> Self {
        let in_order = |subscription: &Subscription<S>| {
            subscription.is_ordered.then(|| {
                let (sender, receiver) = mpsc::unbounded_channel();
                tokio::spawn(answer::in_order(Arc::clone(&subscription.handler), receiver));
                sender
            })
        };
        let queues = handlers.subscriptions.iter().map(in_order).collect();
        let at_once = |count: usize| Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS)));
        let all_bytes = u32::try_from(limits.bytes / UNIT).unwrap_or(u32::MAX).max(1);
        Self {
            shared,
            manifest,
            handlers,
            queues,
            methods: at_once(limits.methods),
            hooks: at_once(limits.hooks),
            changes: at_once(1),
            bytes: at_once(all_bytes as usize),
            all_bytes,
            busy: watch::Sender::new(0),
            unanswered: Arc::default(),
        }
    }

    /// How much is being done.
    pub(super) fn busy(&self) -> watch::Receiver<usize> {
        self.busy.subscribe()
    }

    /// What is not answered yet.
    pub(super) fn unanswered(&self) -> Arc<Unanswered> {
        Arc::clone(&self.unanswered)
    }

    pub(super) async fn send(&self, line: Vec<u8>) {
        self.shared.outbox.send(line).await;
    }

    /// Has it done, once there is room for it.
    pub(super) async fn dispatch(&mut self, work: Work) {
        let Work { id, task, size } = work;
        let context = Context { id: id.into(), ..Context::of(&self.shared) };
        // Before there is room for it: if it is late or the plugin ends by then, it is answered all the same.
        let waiter = self.waiter(&task, &context.id);
        let units = u32::try_from(size / UNIT + 1).unwrap_or(u32::MAX).min(self.all_bytes);
        let room = match &waiter {
            None => self.room(units).await,
            Some(waiter) => match waiter.in_time(self.room(units)).await {
                Ok(room) => room,
                Err(late) => {
                    answer::settle(&self.shared, waiter, Err(late)).await;
                    return;
                }
            },
        };
        let load = Load::new(room, &self.busy);
        match task {
            Task::Call { index, params, takes_deprecated } => {
                self.call(index, Context { takes_deprecated, ..context }, params, load).await;
            }
            Task::Hook { index, params } => self.hook(index, context, params, waiter, load).await,
            Task::HookInVain { index, params, why } => self.hook_in_vain(index, &context, &params, why).await,
            Task::CallInVain { why } => self.refuse(&context, why).await,
            Task::Told { topic, origin, params } => self.tell(&topic, origin, &params, load),
            Task::Set { option, values } => self.set(option, values, context, load).await,
            Task::Init(init) => self.init(init.0, context, load).await,
            Task::Shutdown { params } => {
                // First, so that those who are told are waited for.
                self.tell("shutdown", None, &params, load);
                self.shared.stopping.send_replace(true);
            }
        }
    }

    /// Waits until a message can be borne, and says so if that takes long. Nothing is read meanwhile, not even the end of the
    /// input: that the node is gone is seen by writing to it.
    async fn room(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        let mut room = pin!(Arc::clone(&self.bytes).acquire_many_owned(units));
        loop {
            match timeout(TIME_TO_COMPLAIN, room.as_mut()).await {
                Ok(room) => return room.ok(),
                Err(_) => {
                    self.shared.log(Level::Unusual, "no more is read until handlers end: they have too much to do")
                }
            }
        }
    }

    async fn call(&self, index: usize, context: Context<S>, params: Arc<[u8]>, load: Load) {
        let Some(handler) = self.handlers.methods.get(index).cloned() else { return };
        let turn = queue(&self.methods).await;
        tokio::spawn(async move {
            let _one = turn.await;
            answer::call(handler, context, params).await;
            drop(load);
        });
    }

    /// Keeps what is asked at a hook until it is answered.
    fn waiter(&self, task: &Task, id: &Arc<[u8]>) -> Option<Waiter> {
        let Task::Hook { index, params } = task else { return None };
        let (entry, (_, deadline)) = (self.manifest.hooks.get(*index)?, self.handlers.hooks.get(*index)?);
        let if_it_fails = entry.if_it_fails.unwrap_or(IfItFails::Open);
        let (id, params) = (Arc::clone(id), Arc::clone(params));
        Some(self.unanswered.keep(Waiting { hook: entry.hook, id, params, if_it_fails }, *deadline))
    }

    async fn hook(&self, index: usize, context: Context<S>, params: Arc<[u8]>, waiter: Option<Waiter>, load: Load) {
        let (Some(waiter), Some((handler, _))) = (waiter, self.handlers.hooks.get(index).cloned()) else {
            return;
        };
        let turn = queue(&self.hooks).await;
        tokio::spawn(async move {
            answer::hook(handler, context, waiter, params, turn).await;
            drop(load);
        });
    }

    async fn hook_in_vain(&self, index: usize, context: &Context<S>, params: &[u8], why: &str) {
        let Some(entry) = self.manifest.hooks.get(index) else { return };
        let if_it_fails = entry.if_it_fails.unwrap_or(IfItFails::Open);
        let question = Question { hook: entry.hook, id: &context.id, params, if_it_fails };
        answer::finish(&context.shared, question.guarded(Err(why.to_owned()))).await;
    }

    async fn refuse(&self, context: &Context<S>, why: &str) {
        self.send(line::error(&context.id, &RpcError::new(-32603, why))).await;
    }

    /// Tells all that have subscribed to it, or to all.
    fn tell(&self, topic: &str, origin: Option<String>, params: &Arc<[u8]>, load: Load) {
        let origin: Option<Arc<str>> = origin.map(Into::into);
        let (topic, load): (Arc<str>, _) = (topic.into(), Arc::new(load));
        for (subscription, queue) in self.handlers.subscriptions.iter().zip(&self.queues) {
            let is_all = subscription.topic == "*" && &*topic != "log";
            if subscription.topic != *topic && !is_all {
                continue;
            }
            let context = Context { origin: origin.clone(), ..Context::of(&self.shared) };
            let told = Told { topic: Arc::clone(&topic), params: Arc::clone(params) };
            let load = Arc::clone(&load);
            match queue {
                // Its task ends with the dispatcher, and not before.
                Some(queue) => drop(queue.send((context, told, load))),
                None => drop(tokio::spawn(answer::hear(Arc::clone(&subscription.handler), context, told, load))),
            }
        }
    }

    async fn set(&self, option: &'static str, values: Vec<Value>, context: Context<S>, load: Load) {
        let change = self.handlers.change.clone();
        let turn = queue(&self.changes).await;
        tokio::spawn(async move {
            let _one = turn.await;
            answer::set(change, context, option, values).await;
            drop(load);
        });
    }

    async fn init(&self, said: Result<Said, String>, context: Context<S>, load: Load) {
        let (configuration, values) = match said {
            Ok(said) => said,
            Err(why) => return self.send(line::result(&context.id, answer::disabled(&why).as_bytes())).await,
        };
        for (name, values) in values {
            self.shared.values.set(name, values);
        }
        // A node says it once.
        let _ = self.shared.configuration.set(configuration);
        let start = self.handlers.start.clone();
        tokio::spawn(async move {
            answer::init(start, context).await;
            drop(load);
        });
    }
}
