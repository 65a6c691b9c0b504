//! Every trouble that `PluginTrouble` makes, one by one and combined: what the plugins of the examples go through, and those
//! of others. Whoever wants them includes this file by its path.
#![allow(dead_code, reason = "not everybody goes through all of it")]

#[path = "src/sizes.rs"]
mod sizes;

use std::fmt::Debug;
use std::time::Duration;

use cln_mock::{
    EarlyMoment, Error, MockNode, PluginCallError, PluginFault, PluginProgram, PluginTrouble, PluginUnderTest, Rule,
};
use cln_runtime::Json;

/// Of all characters that JSON does not allow, a call has this one with this seed.
const NEWLINE: u64 = 5;

/// More than a plugin reads until it is ready.
const BYTES: u64 = 2_400;

/// Some trouble for a plugin.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub name: String,
    pub made: PluginTrouble,
    /// Whether all that the plugin is told at one time comes in one write.
    pub is_held: bool,
    /// How many more bytes there are in an event that the plugin is asked or told about.
    pub event: usize,
    /// Whether one of its messages takes long.
    pub is_long: bool,
}

/// What a plugin can be asked before it is ready, by name and with these parameters.
#[derive(Clone, Debug)]
pub struct Early {
    pub call: (&'static str, Json),
    /// Unless it has none.
    pub hook: Option<(&'static str, Json)>,
}

impl Trouble {
    pub fn new(name: impl Into<String>, made: PluginTrouble) -> Self {
        Self { name: name.into(), made, is_held: false, event: 0, is_long: false }
    }

    pub fn held(self) -> Self {
        Self { is_held: true, ..self }
    }

    fn event_of(self, event: usize) -> Self {
        Self { event, ..self }
    }

    fn long(self) -> Self {
        Self { is_long: true, ..self }
    }
}

impl Early {
    /// Has a call come at this moment.
    pub fn call(&self, trouble: PluginTrouble, moment: EarlyMoment) -> PluginTrouble {
        let (name, params) = &self.call;
        trouble.early_call(moment, *name, params)
    }

    /// Has it asked at a hook at this moment, if it has one.
    fn hook(&self, trouble: PluginTrouble, moment: EarlyMoment) -> Option<PluginTrouble> {
        self.hook.as_ref().map(|(name, params)| trouble.early_hook(moment, *name, params))
    }
}

/// Every trouble alone; what is long has so many bytes.
pub fn each(early: &Early, long: usize) -> Vec<Trouble> {
    let none = PluginTrouble::new;
    let megabytes = long >> 20;
    let mut all = vec![
        Trouble::new("none", none()),
        Trouble::new("byte by byte", none().pieces(1)),
        Trouble::new("in pieces", none().pieces(100)),
        Trouble::new("several messages in one write", none()).held(),
        Trouble::new("silence before each message", none().pause(Duration::from_millis(50))),
        Trouble::new("silence within messages", none().pieces(200).pause(Duration::from_millis(5))),
        Trouble::new(format!("a call of {megabytes} MB"), none().padding(long)).long(),
        Trouble::new(format!("an event of {megabytes} MB"), none()).event_of(long).long(),
        Trouble::new("a blank line in a call", none().blank_lines()),
        Trouble::new("a raw newline in a call", none().control_characters().seed(NEWLINE)),
        Trouble::new("another raw control character in a call", none().control_characters()),
    ];
    for (moment, when) in [(EarlyMoment::BeforeInit, "before"), (EarlyMoment::WithInit, "with")] {
        let hook = early.hook(none(), moment).map(|made| Trouble::new(format!("a hook {when} `init`"), made));
        all.push(Trouble::new(format!("a call {when} `init`"), early.call(none(), moment)));
        all.extend(hook);
    }
    all.push(Trouble::new("slow reading", none().slow_reading(50, Duration::from_millis(1))));
    all.push(Trouble::new("reading byte by byte", none().slow_reading(1, Duration::ZERO)));
    all
}

/// Several troubles at once, as a seed has it.
pub fn combined(early: &Early, seed: u64) -> Trouble {
    let mut chance = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
    let mut pick = |numbers: &[usize]| {
        let sides = numbers.len() as u64;
        let side = chance % sides;
        chance /= sides;
        numbers.iter().copied().nth(side as usize).unwrap_or_default()
    };
    let pause = |hundreds: usize| Duration::from_micros(100 * hundreds as u64);
    let mut made = PluginTrouble::new().seed(seed).pause(pause(pick(&[0, 0, 1]))).padding(pick(&[0, 0, 2_000]));
    for (is_on, trouble) in [
        (pick(&[0, 1, 1]), (|made| made.blank_lines()) as fn(PluginTrouble) -> PluginTrouble),
        (pick(&[0, 1, 1]), |made| made.control_characters()),
        (pick(&[0, 1]), |made| made.pieces(3)),
        (pick(&[0, 1]), |made| made.pieces(300)),
    ] {
        made = if is_on == 1 { trouble(made) } else { made };
    }
    if let slow @ 1.. = pick(&[0, 1, 50, 4_096]) {
        made = made.slow_reading(slow, pause(if slow > 1 { pick(&[0, 1]) } else { 0 }));
    }
    for moment in [EarlyMoment::BeforeInit, EarlyMoment::WithInit] {
        made = if pick(&[0, 1]) == 1 { early.call(made, moment) } else { made };
        let asked = early.hook(made.clone(), moment).filter(|_| pick(&[0, 1]) == 1);
        made = asked.unwrap_or(made);
    }
    let combined = Trouble::new(format!("combined by seed {seed}"), made);
    if pick(&[0, 1]) == 1 { combined.held() } else { combined }
}

/// How many seeds of combinations are tried.
pub fn seeds() -> std::ops::Range<u64> {
    0..u64::from(sizes::size("CLN_TROUBLES", 8, 60))
}

/// How long a long message is, in bytes.
pub fn long() -> usize {
    if sizes::is_long() { 30 << 20 } else { 1 << 20 }
}

/// Kills at some bytes, from the first on, of what a plugin reads and of what it writes.
pub fn kills(step: usize) -> impl Iterator<Item = PluginTrouble> {
    let none = PluginTrouble::new;
    (0..BYTES).step_by(step).flat_map(move |bytes| [none().kill_after_reading(bytes), none().kill_after_writing(bytes)])
}

/// One kill more in what is [`combined`], as the seed has it.
pub fn kill_combined(early: &Early, seed: u64) -> PluginTrouble {
    let (made, bytes) = (combined(early, seed).made, seed.wrapping_mul(389) % BYTES);
    if seed.is_multiple_of(2) { made.kill_after_reading(bytes) } else { made.kill_after_writing(bytes) }
}

/// How far apart the bytes are at which is killed.
pub fn step() -> usize {
    if sizes::is_long() { 13 } else { 199 }
}

/// Starts a plugin that may be killed before it is ready; `None` if it is.
pub fn start_or_killed(node: &MockNode, program: PluginProgram) -> Option<PluginUnderTest> {
    match node.start_plugin(program) {
        Ok(plugin) => Some(plugin),
        Err(Error::Plugin(_, fault)) => {
            assert_is_kill(&fault);
            None
        }
        Err(other) => panic!("{other}"),
    }
}

/// What a plugin has answered that may be killed before it does; `None` if it is.
pub fn answered_or_killed<T, E: Debug>(answer: Result<T, PluginCallError<E>>) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(PluginCallError::Fault(fault)) => {
            assert_is_kill(&fault);
            None
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn assert_is_kill(fault: &PluginFault) {
    assert_eq!((fault.rule, &*fault.reason, &*fault.offending), (Rule::Ended, "it was killed", ""));
}

/// All that a node has found wrong with a plugin, and that the test has not seen. To have been killed is nothing wrong.
pub fn faults(plugin: &PluginUnderTest) -> Vec<PluginFault> {
    std::iter::from_fn(|| plugin.next_fault_within(Duration::ZERO)).collect()
}
