//! Runs of a property, each with its own input, on all cores.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{self, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cln_fuzz::input::{Corpus, folder};
use cln_fuzz::{Target, take_reached};
use rustix::process::{Resource, Rlimit, setrlimit};

/// The longest that one input may take, on however slow a machine.
const HANGS: Duration = Duration::from_secs(120);

/// All memory that this process may ask for, in bytes.
const MEMORY: u64 = 4 << 30;

/// How many panics there were, in any thread: a property may start some of its own.
static PANICS: AtomicU64 = AtomicU64::new(0);

/// The seed that a thread is at, and since when; none at the end.
type Clock = Mutex<Option<(u64, Instant)>>;

/// What is to be tried.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) target: Target,
    /// The first seed. Each execution has the next.
    pub(crate) seed: u64,
    pub(crate) executions: u64,
    /// Inputs from files, in place of seeded ones.
    pub(crate) files: Vec<PathBuf>,
}

impl Plan {
    pub(crate) const fn new(target: Target) -> Self {
        Self { target, seed: 0, executions: target.executions, files: Vec::new() }
    }
}

/// Runs all plans and says how often what ran. The first input of which a property does not hold ends everything.
pub(crate) fn run(plans: &[Plan]) -> ExitCode {
    let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
    setrlimit(Resource::As, limit).expect("memory can be limited");
    let shows = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        shows(panic);
    }));
    println!("{:<14} {:>10} {:>7}  reached", "target", "executions", "s");
    for plan in plans {
        if !plan.files.is_empty() {
            plan.files.iter().for_each(|path| (plan.target.property)(&fs::read(path).expect("the file can be read")));
            println!("{:<14} {:>10}", plan.target.name, plan.files.len());
        } else if let Err(why) = seeded(plan) {
            eprintln!("{}: {why}", plan.target.name);
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn seeded(plan: &Plan) -> Result<(), String> {
    let (started, run) = (Instant::now(), AtomicU64::new(0));
    let corpus = Corpus::of(&plan.target);
    fs::create_dir_all(artifacts(plan)).expect("a folder can be made");
    let threads = thread::available_parallelism().map_or(1, usize::from) as u64;
    let clocks: Vec<_> = (0..threads).map(|_| Mutex::new(Some((plan.seed, started)))).collect();
    thread::scope(|scope| {
        for (first, clock) in (0..threads).zip(&clocks) {
            let (corpus, run) = (&corpus, &run);
            let seeds = (plan.seed..plan.seed + plan.executions).skip(first as usize).step_by(threads as usize);
            scope.spawn(move || {
                work(plan, corpus, first, seeds, clock, run);
                *clock.lock().unwrap() = None;
            });
        }
        scope.spawn(|| watch(plan, &clocks));
    });
    report(plan, run.into_inner(), started.elapsed())
}

/// Tries these seeds, one after another.
fn work(plan: &Plan, corpus: &Corpus, thread: u64, seeds: impl Iterator<Item = u64>, clock: &Clock, run: &AtomicU64) {
    let path = artifacts(plan).join(format!("running-{}-{thread}", process::id()));
    let running = File::create(&path).expect("a file can be made");
    for seed in seeds {
        // What overflows the stack or the memory cannot say any more which it was.
        running.write_all_at(format!("{seed:<20}\n").as_bytes(), 0).expect("the seed can be kept");
        one(plan, corpus, seed, clock, run);
    }
    fs::remove_file(path).expect("the file can be removed");
}

fn one(plan: &Plan, corpus: &Corpus, seed: u64, clock: &Clock, run: &AtomicU64) {
    *clock.lock().unwrap() = Some((seed, Instant::now()));
    let input = corpus.input(seed);
    let outcome = catch_unwind(AssertUnwindSafe(|| (plan.target.property)(&input)));
    if outcome.is_err() || PANICS.load(Ordering::SeqCst) > 0 {
        give_up(plan, seed, &input);
    }
    run.fetch_add(1, Ordering::Relaxed);
}

/// Keeps the input, says how to see this again and ends everything, other threads among it.
fn give_up(plan: &Plan, seed: u64, input: &[u8]) -> ! {
    let (name, path) = (plan.target.name, artifacts(plan).join(format!("seed-{seed}")));
    fs::write(&path, input).expect("the input can be kept");
    eprintln!("{name}: does not hold of seed {seed}, {}", path.display());
    eprintln!("again: cargo run --manifest-path fuzz/Cargo.toml -- {name} --seed {seed} --executions 1");
    process::exit(1)
}

/// Waits until all are done, or one takes too long.
fn watch(plan: &Plan, clocks: &[Clock]) {
    loop {
        let running: Vec<(u64, Instant)> = clocks.iter().filter_map(|clock| *clock.lock().unwrap()).collect();
        let Some((seed, since)) = running.iter().min_by_key(|(_, since)| *since) else { return };
        if since.elapsed() > HANGS {
            give_up(plan, *seed, &Corpus::of(&plan.target).input(*seed));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

fn report(plan: &Plan, run: u64, took: Duration) -> Result<(), String> {
    let reached = take_reached();
    let shown: Vec<String> = reached.iter().map(|(what, count)| format!("{what} {count}")).collect();
    println!("{:<14} {run:>10} {:>7.1}  {}", plan.target.name, took.as_secs_f64(), shown.join(", "));
    if run == 0 || run != plan.executions {
        return Err(format!("{run} executions, and {} were planned", plan.executions));
    }
    let missing = plan.target.reaches.iter().find(|what| !reached.contains_key(*what));
    match missing.filter(|_| plan.executions >= plan.target.executions) {
        Some(what) => Err(format!("no input came to {what:?}: it holds because nothing happens")),
        None => Ok(()),
    }
}

fn artifacts(plan: &Plan) -> PathBuf {
    folder().join("artifacts").join(plan.target.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(executions: u64) -> Plan {
        let target = Target { name: "none", property: |_| {}, executions: 10, corpora: &[], reaches: &["anything"] };
        Plan { executions, ..Plan::new(target) }
    }

    #[test]
    fn a_run_that_does_less_than_was_planned_fails() {
        for (planned, run) in [(0, 0), (5, 0), (5, 4)] {
            let why = report(&plan(planned), run, Duration::ZERO).unwrap_err();
            assert_eq!(why, format!("{run} executions, and {planned} were planned"));
        }
        assert_eq!(report(&plan(5), 5, Duration::ZERO), Ok(()));
    }

    #[test]
    fn a_whole_run_in_which_nothing_happens_fails() {
        let why = report(&plan(10), 10, Duration::ZERO).unwrap_err();
        assert_eq!(why, "no input came to \"anything\": it holds because nothing happens");
    }
}
