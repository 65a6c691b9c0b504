//! One plugin as its node sees it: what it was asked, what it has said, whether it is there.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::awaited::{Slot, until};
use super::heard::{Heard, News};
use super::judge::{Hook, HookEntry, Manifest, PluginFault, PluginOption, Rule};
use super::option_values::{OptionValue, OptionValues};
use super::process::{Full, Process};
use super::program::Program;
use super::records::{LogLine, Record};
use super::splice::with_member;
use super::stamp::Stamp;
use super::watch::Audience;
use crate::bell::Bell;
use crate::lock::lock;

/// The whole text of an answer, or why there will be none.
pub(crate) type Answer = Result<Vec<u8>, PluginFault>;

/// What an answer is handed to.
pub(crate) type Done = Box<dyn FnOnce(Answer) + Send>;

/// How long the rest of standard error is waited for once a plugin has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A plugin of the node.
#[derive(Debug)]
pub(crate) struct Link {
    /// The base name of its program.
    pub(crate) name: String,
    pub(super) program: Program,
    pub(super) process: Process,
    /// What its file was when it was started.
    pub(super) stamp: Option<Stamp>,
    pub(super) bell: Arc<Bell>,
    audience: Arc<Audience>,
    known: Mutex<Known>,
}

/// What is known of it.
#[derive(Debug, Default)]
struct Known {
    manifest: Option<Arc<Manifest>>,
    values: OptionValues,
    disabled: Option<String>,
    /// Whether it has answered `init`.
    is_ready: bool,
    /// What the node has of it and does not take for a message.
    unfinished: Option<PluginFault>,
    /// By id, quotes included.
    pending: HashMap<Vec<u8>, Pending>,
    /// How many calls were written down for it.
    calls: u64,
    /// What it was asked before it was ready, and the test has not looked at.
    early: VecDeque<EarlyAnswer>,
    log: Record<LogLine>,
    stderr: Record<u8>,
    /// Whether its standard error is closed.
    is_silent: bool,
    faults: Vec<Noted>,
    /// Why it is not there any more.
    gone: Option<PluginFault>,
    /// Whether the test, or the node that stops, has it end.
    is_to_end: bool,
}

/// A request that it has not answered.
struct Pending {
    method: String,
    told: Option<Told>,
    done: Done,
}

impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.method)
    }
}

/// What it will answer to what it was asked before it was ready.
#[derive(Debug)]
pub(crate) struct EarlyAnswer {
    pub(crate) is_hook: bool,
    pub(crate) slot: Arc<Slot<Answer>>,
}

/// Who hears what it tells of a request, with the caller's id in the place of its own.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) caller: Vec<u8>,
    pub(super) heard: Arc<Heard>,
    pub(super) call: u64,
}

/// A fault, and whether the test knows of it.
#[derive(Debug)]
struct Noted {
    fault: PluginFault,
    is_seen: bool,
}

/// A request to a plugin.
pub(super) struct Ask<'a> {
    /// Quotes included.
    pub(super) id: Vec<u8>,
    pub(super) method: &'a str,
    /// The whole text.
    pub(super) text: Vec<u8>,
}

impl Link {
    pub(super) fn new(
        program: Program,
        process: Process,
        values: OptionValues,
        bell: &Arc<Bell>,
        audience: &Arc<Audience>,
    ) -> Self {
        Self {
            name: program.name(),
            stamp: Stamp::of(&program.path),
            program,
            process,
            bell: Arc::clone(bell),
            audience: Arc::clone(audience),
            known: Mutex::new(Known { values, ..Known::default() }),
        }
    }

    /// Asks it something. If it is not there, that is the answer.
    pub(super) fn ask(&self, ask: Ask<'_>, told: Option<Told>, done: Done) {
        let mut known = lock(&self.known);
        if let Some(gone) = known.gone.clone() {
            drop(known);
            return done(Err(gone));
        }
        known.pending.insert(ask.id, Pending { method: ask.method.to_owned(), told, done });
        drop(known);
        self.write(ask.text);
    }

    /// Has this written to it. A node would keep what waits in memory without end; here a plugin that does not read is lost.
    fn write(&self, text: Vec<u8>) {
        if let Err(Full) = self.process.write(text) {
            let reason = format!("it does not read: more than {} bytes wait for it", Full::MOST);
            self.lose(&PluginFault::silent(Rule::ReadsNothing, reason));
        }
    }

    /// A call, as its caller may have written it.
    pub(super) fn written(&self, text: Vec<u8>) -> Vec<u8> {
        let call = {
            let mut known = lock(&self.known);
            known.calls += 1;
            known.calls
        };
        self.program.trouble.written(text, call)
    }

    pub(super) fn keep_early(&self, answer: EarlyAnswer) {
        lock(&self.known).early.push_back(answer);
    }

    /// The first answer to what it was asked before it was ready.
    pub(crate) fn early(&self) -> Option<EarlyAnswer> {
        lock(&self.known).early.pop_front()
    }

    /// Keeps back what it is told, until [`let_go`](Self::let_go) is called as often.
    pub(crate) fn keep_back(&self) {
        self.process.keep_back();
    }

    /// Has it told all at once that was kept back.
    pub(crate) fn let_go(&self) {
        self.process.let_go();
    }

    /// The same, for who waits.
    pub(super) fn ask_for(&self, ask: Ask<'_>) -> Arc<Slot<Answer>> {
        let slot = Slot::new(&self.bell);
        let filled = Arc::clone(&slot);
        self.ask(ask, None, Box::new(move |answer| filled.fill(answer)));
        slot
    }

    /// It has answered. What nobody has asked is ignored.
    pub(super) fn answered(&self, id: &[u8], text: &[u8]) {
        let pending = lock(&self.known).pending.remove(id);
        match pending {
            Some(pending) => (pending.done)(Ok(text.to_vec())),
            None => self.note(PluginFault::new(Rule::UnknownId, "it answers what it was not asked", text)),
        }
    }

    /// It tells how a request goes on, which is ignored unless that is still open.
    pub(super) fn told_of(&self, id: &[u8], method: &str, params: &[u8]) {
        let told = lock(&self.known).pending.get(id).and_then(|pending| pending.told.clone());
        let Some(Told { caller, heard, call }) = told else {
            return;
        };
        let params = with_member(params, "id", &caller);
        let line =
            [br#"{"jsonrpc":"2.0","method":""#, method.as_bytes(), br#"","params":"#, &params, b"}\n\n"].concat();
        heard.push(call, News::Told(line));
        self.bell.ring();
    }

    /// Writes a notification to it, as often as it has subscribed to that: by its name, and to all, of which `log` is none.
    /// Before it is ready it hears nothing.
    pub(super) fn deliver(&self, topic: &str, line: &[u8]) -> usize {
        let manifest = self.manifest().filter(|_| lock(&self.known).is_ready);
        let times = manifest.map_or(0, |manifest| manifest.deliveries(topic));
        (0..times).for_each(|_| self.write(line.to_vec()));
        times
    }

    /// It is not there any more: all that it was asked is answered so. `false` if it was not there before.
    pub(super) fn lose(&self, why: &PluginFault) -> bool {
        // Before its end is seen, which would be another reason.
        let (pending, is_fault) = {
            let mut known = lock(&self.known);
            if known.gone.is_some() {
                return false;
            }
            known.gone = Some(why.clone());
            let is_fault = !known.is_to_end;
            if is_fault {
                self.keep_fault(&mut known, why.clone());
            }
            (std::mem::take(&mut known.pending), is_fault)
        };
        if is_fault {
            self.tell_fault(why);
        }
        self.process.end();
        for pending in pending.into_values() {
            (pending.done)(Err(why.clone()));
        }
        self.bell.ring();
        true
    }

    /// That it ends is what the test, or the stop of the node, asks for.
    pub(super) fn is_to_end(&self) {
        lock(&self.known).is_to_end = true;
    }

    /// Whether that was asked for.
    pub(super) fn was_to_end(&self) -> bool {
        lock(&self.known).is_to_end
    }

    /// It does not want to be there, which is nothing wrong.
    pub(super) fn disable(&self, reason: String) {
        let why = {
            let mut known = lock(&self.known);
            known.is_to_end = true;
            let at_init = if known.manifest.is_some() { " at init" } else { "" };
            let why = PluginFault::silent(Rule::Ended, format!("disabled itself{at_init}: {reason}"));
            known.disabled = Some(reason);
            why
        };
        if let Some(watcher) = &self.audience.watcher {
            watcher.note(&self.name, &why.reason);
        }
        self.lose(&why);
    }

    /// Why it does not want to be there.
    pub(crate) fn disabled(&self) -> Option<String> {
        lock(&self.known).disabled.clone()
    }

    /// It has answered `init`.
    pub(super) fn is_ready(&self) {
        lock(&self.known).is_ready = true;
    }

    /// When it is, for who tells that it has ended.
    pub(super) fn stage(&self) -> &'static str {
        let known = lock(&self.known);
        match (&known.manifest, known.is_ready) {
            (None, _) => "before replying to getmanifest",
            (Some(_), false) => "before replying to init",
            (Some(_), true) => "during normal operation",
        }
    }

    pub(super) fn keep_manifest(&self, manifest: Manifest) {
        lock(&self.known).manifest = Some(Arc::new(manifest));
    }

    /// What it has said of itself, unless it is not there any more.
    pub(super) fn manifest(&self) -> Option<Arc<Manifest>> {
        let known = lock(&self.known);
        known.manifest.clone().filter(|_| known.gone.is_none())
    }

    /// What its options are set to.
    pub(super) fn values(&self) -> OptionValues {
        lock(&self.known).values.clone()
    }

    /// What counts of an option that it has.
    pub(super) fn values_of(&self, option: &PluginOption) -> Vec<OptionValue> {
        lock(&self.known).values.of(option)
    }

    /// Changes what its options are set to.
    pub(super) fn change_values(&self, change: impl FnOnce(&mut OptionValues)) {
        change(&mut lock(&self.known).values);
    }

    /// Whether it has answered `init`.
    pub(super) fn is_active(&self) -> bool {
        lock(&self.known).is_ready
    }

    /// Whether it has this command, and is there.
    pub(super) fn has_method(&self, method: &[u8]) -> bool {
        lock(&self.known).gone.is_none() && self.had_method(method)
    }

    /// Whether it has, or had, this command.
    pub(super) fn had_method(&self, method: &[u8]) -> bool {
        let manifest = lock(&self.known).manifest.clone();
        manifest.is_some_and(|manifest| manifest.methods.iter().any(|known| known.name.as_bytes() == method))
    }

    /// The hooks that it has registered, if it is there.
    pub(super) fn hooks(&self) -> Vec<HookEntry> {
        self.manifest().map(|manifest| manifest.hooks.clone()).unwrap_or_default()
    }

    /// Whether it is asked at this hook.
    pub(super) fn has_hook(&self, hook: Hook) -> bool {
        self.manifest().is_some_and(|manifest| manifest.hooks.iter().any(|entry| entry.hook == hook))
    }

    /// Whether it is told of this.
    pub(super) fn is_told(&self, topic: &str) -> bool {
        let manifest = self.manifest().filter(|_| lock(&self.known).is_ready);
        manifest.is_some_and(|manifest| manifest.deliveries(topic) > 0)
    }

    /// What it is called, where it is, and the commands that it has, or had; `None` if it was never ready.
    pub(super) fn introduction(&self) -> Option<(PathBuf, Vec<String>)> {
        let known = lock(&self.known);
        let manifest = known.manifest.as_ref().filter(|_| known.is_ready)?;
        Some((self.process.path.clone(), manifest.methods.iter().map(|method| method.name.clone()).collect()))
    }

    /// Whether it can tell if its commands would take their parameters.
    pub(crate) fn can_check(&self) -> bool {
        self.manifest().is_some_and(|manifest| manifest.can_check)
    }

    /// Waits until there is something that it has said or done.
    pub(crate) fn wait_for<T>(&self, patience: Duration, look: impl FnMut() -> Option<T>) -> Option<T> {
        self.bell.wait_for(until(patience), look)
    }

    /// Why it is not there any more.
    pub(crate) fn gone(&self) -> Option<PluginFault> {
        lock(&self.known).gone.clone()
    }

    /// How its process has ended; ends it.
    pub(crate) fn exit(&self) -> Option<ExitStatus> {
        self.process.end()
    }

    /// Something that it has done wrong and that does not end it.
    pub(super) fn note(&self, fault: PluginFault) {
        self.tell_fault(&fault);
        self.keep_fault(&mut lock(&self.known), fault);
        self.bell.ring();
    }

    fn keep_fault(&self, known: &mut Known, fault: PluginFault) {
        if self.audience.is_test {
            known.faults.push(Noted { fault, is_seen: false });
        }
    }

    fn tell_fault(&self, fault: &PluginFault) {
        if let Some(watcher) = &self.audience.watcher {
            watcher.fault(&self.name, fault);
        }
    }

    /// The test knows of this fault.
    pub(crate) fn see(&self, seen: &PluginFault) {
        let mut known = lock(&self.known);
        known.faults.iter_mut().filter(|noted| noted.fault == *seen).for_each(|noted| noted.is_seen = true);
    }

    /// The first fault that the test does not know of, which it now does.
    pub(crate) fn see_next(&self) -> Option<PluginFault> {
        let mut known = lock(&self.known);
        let noted = known.faults.iter_mut().find(|noted| !noted.is_seen)?;
        noted.is_seen = true;
        Some(noted.fault.clone())
    }

    /// Faults that the test does not know of.
    pub(crate) fn unseen(&self) -> Vec<PluginFault> {
        let known = lock(&self.known);
        known.faults.iter().filter(|noted| !noted.is_seen).map(|noted| noted.fault.clone()).collect()
    }

    pub(super) fn keep_unfinished(&self, unfinished: Option<PluginFault>) {
        lock(&self.known).unfinished = unfinished;
        self.bell.ring();
    }

    /// What the node has of it and does not take for a message.
    pub(super) fn unfinished(&self) -> Option<PluginFault> {
        lock(&self.known).unfinished.clone()
    }

    pub(super) fn keep_log(&self, line: LogLine) {
        if let Some(watcher) = &self.audience.watcher {
            watcher.log(&self.name, &line);
        }
        if self.audience.is_test {
            lock(&self.known).log.add(line.size(), [line]);
        }
        self.bell.ring();
    }

    pub(super) fn keep_stderr(&self, bytes: &[u8]) {
        if self.audience.is_test {
            lock(&self.known).stderr.add(bytes.len(), bytes.iter().copied());
        }
        self.bell.ring();
    }

    /// Its standard error is closed, and all that was written there is known.
    pub(super) fn is_silent(&self) {
        lock(&self.known).is_silent = true;
        self.bell.ring();
    }

    /// Whether it is not there any more, and nothing more can come of it.
    #[cfg(feature = "cli")]
    pub(super) fn has_ended(&self) -> bool {
        let known = lock(&self.known);
        known.gone.is_some() && known.is_silent
    }

    /// What it has had the node log.
    pub(crate) fn log(&self) -> Vec<LogLine> {
        lock(&self.known).log.kept.clone()
    }

    /// What a plugin that has ended has written to standard error. A process that it has left behind may still hold that
    /// open, and is not waited for.
    pub(super) fn last_words(&self) -> String {
        if self.audience.is_test {
            self.wait_for(LAST_WORDS, || lock(&self.known).is_silent.then_some(()));
        }
        self.stderr()
    }

    /// What it has written to standard error.
    pub(crate) fn stderr(&self) -> String {
        String::from_utf8_lossy(&lock(&self.known).stderr.kept).into_owned()
    }
}
