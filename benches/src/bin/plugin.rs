//! Plugins, asked over their pipes as a node asks: a Markdown table.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cln_benches::plugin::{Plugin, htlcs};
use cln_benches::{Failure, clock, size};

const ROUNDS: usize = 9;
const HOOKS: usize = 10_000;
const AT_ONCE: usize = 64;

/// The same plugin, on what it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kit {
    Ours,
    ClnPlugin,
}

/// What is measured of each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Figure {
    OneAfterAnother,
    AtOnce,
    Start,
}

impl Kit {
    const ALL: [Self; 2] = [Self::Ours, Self::ClnPlugin];

    const fn name(self) -> &'static str {
        match self {
            Self::Ours => "cln-plugin-kit",
            Self::ClnPlugin => "cln-plugin",
        }
    }

    /// `benches/plugin` has built it beside this program.
    fn program(self) -> Result<PathBuf, Failure> {
        let name = match self {
            Self::Ours => "plugin-kit-user",
            Self::ClnPlugin => "cln-plugin-user",
        };
        Ok(std::env::current_exe()?.with_file_name(name))
    }

    /// Lines of its source that are neither empty nor a comment.
    fn lines(self) -> usize {
        let source = match self {
            Self::Ours => include_str!("../../plugin-kit-user/src/main.rs"),
            Self::ClnPlugin => include_str!("../../cln-plugin-user/src/main.rs"),
        };
        source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
    }
}

fn main() -> Result<(), Failure> {
    let hooks = htlcs(size(HOOKS, 10 * AT_ONCE));
    let mut cpu: BTreeMap<(Figure, Kit), Duration> = BTreeMap::new();
    let turns: Vec<_> = [Figure::Start, Figure::OneAfterAnother, Figure::AtOnce]
        .into_iter()
        .flat_map(|figure| Kit::ALL.map(|kit| (figure, kit)))
        .collect();
    let rounds = size(ROUNDS, 1);
    let times = clock::median_times(rounds, &turns, |(figure, kit)| {
        let (time, used) = or_exit(measured(figure, kit, &hooks));
        *cpu.entry((figure, kit)).or_default() += used;
        time
    });
    println!(
        "| the same plugin | hooks a second, one after another | × | CPU µs each | {AT_ONCE} at once | × | CPU µs each | ms to the manifest | MB | lines |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for kit in Kit::ALL {
        let time = |figure| times.get(&(figure, kit)).map_or(0.0, Duration::as_secs_f64);
        let peer = |figure| times.get(&(figure, Kit::ClnPlugin)).map_or(0.0, Duration::as_secs_f64);
        let speed = |figure| {
            let used = cpu.get(&(figure, kit)).map_or(0.0, Duration::as_secs_f64);
            let each = used / rounds as f64 / hooks.len() as f64 * 1e6;
            format!("{:.0} | {:.2} | {each:.1}", hooks.len() as f64 / time(figure), peer(figure) / time(figure))
        };
        let megabytes = fs::metadata(kit.program()?)?.len() as f64 / 1e6;
        println!(
            "| {} | {} | {} | {:.1} | {megabytes:.1} | {} |",
            kit.name(),
            speed(Figure::OneAfterAnother),
            speed(Figure::AtOnce),
            time(Figure::Start) * 1e3,
            kit.lines()
        );
    }
    Ok(())
}

/// How long it takes, and how much of it the plugin computes.
fn measured(figure: Figure, kit: Kit, hooks: &[Vec<u8>]) -> Result<(Duration, Duration), Failure> {
    let start = Instant::now();
    let mut plugin = Plugin::start(&kit.program()?)?;
    if figure == Figure::Start {
        return Ok((start.elapsed(), Duration::ZERO));
    }
    plugin.init()?;
    plugin.ask(hooks.iter().take(AT_ONCE), AT_ONCE)?;
    let (start, before) = (Instant::now(), plugin.cpu_time()?);
    plugin.ask(hooks.iter(), if figure == Figure::AtOnce { AT_ONCE } else { 1 })?;
    Ok((start.elapsed(), plugin.cpu_time()?.saturating_sub(before)))
}

fn or_exit<T>(outcome: Result<T, Failure>) -> T {
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        std::process::exit(1)
    })
}
