//! Speed of reading results of `delpay`, and of one small request: two Markdown tables.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use cln_benches::reader::{Reader, Way};
use cln_benches::request::Library;
use cln_benches::{Failure, agreement, clock, data, size};

const RESULT_BYTES: usize = 40_000_000;
const ROUNDS: usize = 9;
const REQUESTS: u32 = 100_000;

/// Who is compared with whom, and how many times as fast we must be.
const COMPARISONS: [(Way, Way, f64); 7] = [
    (Way::Serde, Way::ClnRpcSerde, 5.0),
    (Way::Strict, Way::ClnRpcClient, 14.0),
    (Way::Strict, Way::Jsonschema, 11.0),
    (Way::Strict, Way::JsonschemaMacro, 10.0),
    (Way::Strict, Way::Skip, 0.4),
    (Way::Validate, Way::Jsonschema, 15.0),
    (Way::ValidateReader, Way::Jsonschema, 12.0),
];

fn main() -> Result<(), Failure> {
    let reader = Reader::new()?;
    agreement::check(&reader, &data::result(0)?)?;
    let result = data::result(size(RESULT_BYTES, 1_000_000))?;
    let times = clock::medians(size(ROUNDS, 1), &Way::ALL, |way| {
        black_box(reader.accepts(black_box(&result), way));
    });
    print_speeds(&result, &times);
    println!();
    print_requests(&data::params()?);
    Ok(())
}

fn print_speeds(result: &[u8], times: &BTreeMap<Way, Duration>) {
    let speed = |way: Way| times.get(&way).map_or(0.0, |time| result.len() as f64 / 1e6 / time.as_secs_f64());
    println!("| {:.0} MB of results | MB/s | against | MB/s | ratio | at least |", result.len() as f64 / 1e6);
    println!("|---|---:|---|---:|---:|---:|");
    for (ours, peer, at_least) in COMPARISONS {
        let (fast, slow) = (speed(ours), speed(peer));
        println!("| {ours} | {fast:.0} | {peer} | {slow:.0} | {:.2} | {at_least} |", fast / slow);
    }
}

fn print_requests(params: &[u8]) {
    let requests = size(REQUESTS, 100);
    let times = clock::medians(size(ROUNDS, 1), &Library::ALL, |library| {
        for _ in 0..requests {
            let _ = black_box(library.round_trip(black_box(params)));
        }
    });
    println!("| one small request | ns |");
    println!("|---|---:|");
    for (library, time) in times {
        println!("| {library} | {} |", (time / requests).as_nanos());
    }
}
