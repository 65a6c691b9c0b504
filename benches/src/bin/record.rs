//! What `cln-codegen record` adds to a call: the median of calls straight to a node and through the recorder, in turns, as
//! a Markdown table; a failure if it is too much.

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use cln_benches::node::Node;
use cln_benches::{Failure, clock, size};
use cln_bindings::{DelpayRequest, DelpayStatus};
use cln_runtime::Hash;
use cln_runtime::client::blocking::Client;
use cln_tools::record::{Recording, Stop};

const ROUNDS: usize = 41;
const CALLS: u64 = 500;
const LIMIT: Duration = Duration::from_micros(50);

fn main() -> Result<ExitCode, Failure> {
    let node = Node::start()?;
    let folder = std::env::temp_dir().join(format!("cln-record-bench-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let recording =
        Recording { node: node.socket(), listen: folder.join("rpc"), out: folder.join("out.jsonl"), unchecked: false };
    let schemas = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
    let recorder = recording.start(&cln_codegen::Builder::new().schemas(schemas))?;
    let stop = Stop::new()?;
    let stopper = stop.clone();
    let running = thread::spawn(move || recorder.run(&stop));
    let measured = measure(&Client::connect(node.socket())?, &Client::connect(folder.join("rpc"))?);
    stopper.stop();
    let report = running.join().map_err(|_| "the recorder has panicked")?;
    std::fs::remove_dir_all(&folder)?;
    let (straight, recorded) = measured?;
    let added = recorded.saturating_sub(straight);
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!("| exchanges recorded | straight, median, µs | recorded, median, µs | added, µs |");
    println!("|---:|---:|---:|---:|");
    println!("| {} | {:.1} | {:.1} | {:.1} |", report.written, micros(straight), micros(recorded), micros(added));
    // On small data the figure says nothing.
    let limit = size(LIMIT, Duration::MAX);
    Ok(if added < limit { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The median times of a call, straight and recorded.
fn measure(straight: &Client, recorded: &Client) -> Result<(Duration, Duration), Failure> {
    let request = DelpayRequest::new("00".repeat(32).parse::<Hash>()?, DelpayStatus::Complete);
    let mut failed = None;
    let times = clock::median_times(size(ROUNDS, 3), &[false, true], |is_recorded| {
        let client = if is_recorded { recorded } else { straight };
        let mut times: Vec<Duration> = (0..CALLS)
            .map(|_| {
                let start = Instant::now();
                if let Err(error) = client.call(&request) {
                    failed = Some(error.to_string());
                }
                start.elapsed()
            })
            .collect();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    });
    match failed {
        Some(error) => Err(error.into()),
        None => Ok((times.get(&false).copied().unwrap_or_default(), times.get(&true).copied().unwrap_or_default())),
    }
}
