//! Calls to a stand-in node: three Markdown tables.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use cln_benches::node::{LARGE, Node};
use cln_benches::session::{Caller, concurrent, sequential};
use cln_benches::{Failure, clock, size};

const ROUNDS: usize = 7;
const CALLS: usize = 10_000;
const AT_ONCE: usize = 64;

fn main() -> Result<(), Failure> {
    // Who measures memory is a process of its own, so that the node's does not count.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [caller, socket] = arguments.as_slice() {
        return print_peak(caller.parse()?, Path::new(socket));
    }
    let node = Node::start()?;
    print_speeds(&node.socket());
    println!();
    print_large(&node.socket())
}

fn timed(run: impl FnOnce() -> Result<(), Failure>) -> Duration {
    let start = Instant::now();
    match run() {
        Ok(()) => start.elapsed(),
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::exit(1);
        }
    }
}

/// How many calls are made at a time.
fn calls() -> usize {
    size(CALLS, 10 * AT_ONCE)
}

fn print_speeds(socket: &Path) {
    let (calls, rounds) = (calls(), size(ROUNDS, 1));
    let one = |caller| timed(|| sequential(caller, socket, calls, false));
    let many = |caller| timed(|| concurrent(caller, socket, calls, AT_ONCE));
    let callers = [Caller::Bare, Caller::Blocking, Caller::Tokio, Caller::ClnRpc];
    let sequential = clock::median_times(rounds, &callers, one);
    let concurrent = clock::median_times(rounds, &Caller::CLIENTS, many);
    println!("| calls a second on one connection | one after another | × cln-rpc | {AT_ONCE} at once | × cln-rpc |");
    println!("|---|---:|---:|---:|---:|");
    for caller in callers {
        println!("| {caller} | {} | {} |", speeds(&sequential, caller), speeds(&concurrent, caller));
    }
}

/// Calls a second, and how many times as many as cln-rpc's.
fn speeds(times: &BTreeMap<Caller, Duration>, caller: Caller) -> String {
    let (Some(time), Some(peer)) = (times.get(&caller), times.get(&Caller::ClnRpc)) else { return " | ".to_owned() };
    let speed = calls() as f64 / time.as_secs_f64();
    format!("{speed:.0} | {:.2}", peer.as_secs_f64() / time.as_secs_f64())
}

fn print_large(socket: &Path) -> Result<(), Failure> {
    let times =
        clock::median_times(size(ROUNDS, 1), &Caller::CLIENTS, |caller| timed(|| sequential(caller, socket, 1, true)));
    println!(
        "| one answer of {:.0} MB | ms | cln-rpc's / this | peak memory, MB | this / cln-rpc's |",
        LARGE as f64 / 1e6
    );
    println!("|---|---:|---:|---:|---:|");
    let peaks = Caller::CLIENTS.map(|caller| Ok::<_, Failure>((caller, peak(caller, socket)?)));
    let peaks = peaks.into_iter().collect::<Result<BTreeMap<_, _>, _>>()?;
    let ms = |caller| times.get(&caller).map_or(0.0, |time: &Duration| time.as_secs_f64() * 1e3);
    let mb = |caller| peaks.get(&caller).map_or(0.0, |kilobytes| *kilobytes as f64 * 1024.0 / 1e6);
    for caller in Caller::CLIENTS {
        let (time, memory) = (ms(Caller::ClnRpc) / ms(caller), mb(caller) / mb(Caller::ClnRpc));
        println!("| {caller} | {:.0} | {time:.2} | {:.0} | {memory:.2} |", ms(caller), mb(caller));
    }
    Ok(())
}

/// The peak memory, in kB, of a process that makes one call with the large answer.
fn peak(caller: Caller, socket: &Path) -> Result<u64, Failure> {
    let output = Command::new(std::env::current_exe()?).arg(format!("{caller:?}")).arg(socket).output()?;
    let text = String::from_utf8(output.stdout)?;
    text.trim().parse().map_err(|_| String::from_utf8_lossy(&output.stderr).into_owned().into())
}

fn print_peak(caller: Caller, socket: &Path) -> Result<(), Failure> {
    sequential(caller, socket, 1, true)?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the system tells no peak memory")?;
    println!("{}", peak.trim().trim_end_matches(" kB"));
    Ok(())
}
