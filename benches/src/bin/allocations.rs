//! Allocations of one small request: a Markdown table.

use std::alloc::System;

use cln_benches::request::Library;
use cln_benches::{Failure, data};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

/// Counts, and so slows everything down: this is a program of its own for that reason.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<(), Failure> {
    let params = data::params()?;
    println!("| one small request | allocations | reallocations |");
    println!("|---|---:|---:|");
    for library in Library::ALL {
        library.round_trip(&params)?; // what is made once is not counted
        let region = Region::new(ALLOCATOR);
        let request = library.round_trip(&params)?;
        let counted = region.change();
        drop(request);
        println!("| {library} | {} | {} |", counted.allocations, counted.reallocations);
    }
    Ok(())
}
