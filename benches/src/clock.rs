//! Medians of interleaved rounds: what slows the machine for a while slows everyone.

use std::collections::BTreeMap;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The median CPU time that `run` takes for each of these, over rounds in which each has its turn.
pub fn medians<T: Copy + Ord>(rounds: usize, turns: &[T], mut run: impl FnMut(T)) -> BTreeMap<T, Duration> {
    median_times(rounds, turns, |turn| {
        let start = cpu_time();
        run(turn);
        cpu_time().saturating_sub(start)
    })
}

/// The median of the times that `run` tells for each of these, over rounds in which each has its turn.
pub fn median_times<T: Copy + Ord>(
    rounds: usize,
    turns: &[T],
    mut run: impl FnMut(T) -> Duration,
) -> BTreeMap<T, Duration> {
    let mut times: BTreeMap<T, Vec<Duration>> = BTreeMap::new();
    for _ in 0..rounds {
        for &turn in turns {
            times.entry(turn).or_default().push(run(turn));
        }
    }
    times.into_iter().map(|(turn, times)| (turn, median(times))).collect()
}

/// What this thread has used: unlike the time of day, it does not count what others do meanwhile.
fn cpu_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
