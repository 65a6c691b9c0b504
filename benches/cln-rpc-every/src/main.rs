//! Decodes and encodes whichever request or answer stands on a line, as `compile` has it done with generated bindings.

use std::io::stdin;

use cln_rpc::{Request, Response};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in stdin().lines() {
        let line = line?;
        if let Ok(request) = serde_json::from_str::<Request>(&line) {
            println!("{}", serde_json::to_string(&request)?);
        }
        if let Ok(response) = serde_json::from_str::<Response>(&line) {
            println!("{}", serde_json::to_string(&response)?);
        }
    }
    Ok(())
}
