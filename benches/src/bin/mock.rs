//! `delpay` by hash with many payments in the mock node's file: a Markdown table, and a failure if it is too slow or takes
//! memory by the size of the file.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use cln_benches::{Failure, size};
use cln_bindings::{DelpayPayments, DelpayPaymentsRequired, DelpayPaymentsStatus, DelpayRequest, DelpayStatus};
use cln_mock::MockNode;
use cln_runtime::client::blocking::Client;
use cln_runtime::{Hash, Msat, Secret};

const FEW: u64 = 1_000;
const MANY: u64 = 1_000_000;
/// Payments that are added in one transaction.
const AT_ONCE: u64 = 10_000;
const CALLS: u64 = 900;

const LIMIT: Duration = Duration::from_millis(1);
/// By how much more memory the node may take with a thousand times as many payments.
const LIMIT_MB: f64 = 8.0;

fn main() -> Result<ExitCode, Failure> {
    // Each step is a process of its own, so that the memory of one does not count for another.
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["fill", file, payments] => fill(Path::new(file), payments.parse()?).map(|()| ExitCode::SUCCESS),
        ["serve", file] => serve(Path::new(file)).map(|()| ExitCode::SUCCESS),
        _ => measure(),
    }
}

fn measure() -> Result<ExitCode, Failure> {
    let folder = std::env::temp_dir().join(format!("cln-mock-bench-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let sizes = [FEW, size(MANY, MANY / 40)];
    let measured = sizes.map(|payments| one(&folder, payments));
    fs::remove_dir_all(&folder)?;
    let [few, many] = measured;
    let (few, many) = (few?, many?);
    println!("| payments in the file | `delpay` by hash, median, ms | 95 % below, ms | peak memory of the node, MB |");
    println!("|---:|---:|---:|---:|");
    for (payments, Measured { median, most, peak }) in sizes.into_iter().zip([&few, &many]) {
        let ms = |time: &Duration| time.as_secs_f64() * 1e3;
        println!("| {payments} | {:.3} | {:.3} | {peak:.1} |", ms(median), ms(most));
    }
    let is_fine = many.median < LIMIT && many.peak < few.peak + LIMIT_MB;
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Measured {
    median: Duration,
    most: Duration,
    peak: f64,
}

/// A node with so many payments, of which some are deleted one after another.
fn one(folder: &Path, payments: u64) -> Result<Measured, Failure> {
    let file = folder.join(payments.to_string());
    let filled = again(["fill".as_ref(), file.as_os_str(), payments.to_string().as_ref()], Stdio::null())?.wait()?;
    if !filled.success() {
        return Err("the file could not be filled".into());
    }
    let mut node = again(["serve".as_ref(), file.as_os_str()], Stdio::piped())?;
    let mut socket = String::new();
    BufReader::new(node.stdout.take().ok_or("no output")?).read_line(&mut socket)?;
    let client = Client::connect(socket.trim())?;
    let mut times = Vec::new();
    for call in 0..CALLS {
        let request = DelpayRequest::new(hash(call * (payments / CALLS)), DelpayStatus::Failed);
        let start = Instant::now();
        let deleted = client.call(&request)?;
        times.push(start.elapsed());
        assert_eq!(deleted.payments.len(), 1);
    }
    let peak = peak_mb(node.id())?;
    // It ends when its input does.
    drop(node.stdin.take());
    node.wait()?;
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    Ok(Measured { median: at(50), most: at(95), peak })
}

fn again<'a>(arguments: impl IntoIterator<Item = &'a std::ffi::OsStr>, output: Stdio) -> Result<Child, Failure> {
    let program = std::env::current_exe()?;
    Ok(Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(output).spawn()?)
}

fn fill(file: &Path, payments: u64) -> Result<(), Failure> {
    let node = MockNode::builder().database(file).start()?;
    for first in (0..payments).step_by(usize::try_from(AT_ONCE)?) {
        let some: Vec<DelpayPayments> = (first..payments.min(first + AT_ONCE)).map(payment).collect();
        node.add_payments(&some)?;
    }
    Ok(())
}

fn serve(file: &Path) -> Result<(), Failure> {
    let node = MockNode::builder().database(file).record(false).start()?;
    println!("{}", node.socket().display());
    std::io::stdout().flush()?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// A hash, far from that of the next number (SplitMix64).
fn hash(number: u64) -> Hash {
    let mut bytes = [0; 32];
    for (part, chunk) in (0..).zip(bytes.chunks_exact_mut(8)) {
        let mut mixed = (number * 4 + part + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        chunk.copy_from_slice(&(mixed ^ (mixed >> 31)).to_le_bytes());
    }
    Hash::from(bytes)
}

/// A payment as large as they are, with its invoice.
fn payment(number: u64) -> DelpayPayments {
    let required = DelpayPaymentsRequired {
        created_index: number + 1,
        id: number + 1,
        payment_hash: hash(number),
        status: DelpayPaymentsStatus::Failed,
        amount_sent_msat: Msat(1000 + number),
        created_at: 1_700_000_000 + number,
    };
    DelpayPayments::new(required)
        .with_groupid(1)
        .with_updated_index(number + 1)
        .with_payment_preimage(Secret::from(hash(number).to_byte_array()))
        .with_bolt11(format!("lnbc{}", hash(number).to_string().repeat(4)))
}

/// The most memory that was resident at a time (Linux).
fn peak_mb(process: u32) -> Result<f64, Failure> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the system tells no peak memory")?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim_end().parse()?;
    Ok(kib * 1024.0 / 1e6)
}
