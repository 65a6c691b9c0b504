//! The documented examples of `delpay`, small and repeated.

use std::io::{self, Read};

use serde_json::Value;

use crate::Failure;

const SCHEMA: &str = include_str!("../../schemas/delpay.json");

/// A result of `delpay` of at least this many bytes: the documented payments over and over, in compact JSON.
///
/// # Errors
/// The schema's examples are not what they were.
pub fn result(bytes: usize) -> Result<Vec<u8>, Failure> {
    let payments = payments()?.join(",");
    let mut result = format!(r#"{{"payments":[{payments}"#);
    while result.len() < bytes {
        result.push(',');
        result.push_str(&payments);
    }
    result.push_str("]}");
    Ok(result.into_bytes())
}

/// The same in pieces, never in memory as a whole.
///
/// # Errors
/// The schema's examples are not what they were.
pub fn stream(bytes: u64) -> Result<impl Read, Failure> {
    let payments = payments()?.join(",");
    let start = format!(r#"{{"payments":[{payments}"#);
    let more = format!(",{payments}");
    let times = bytes.saturating_sub(start.len() as u64).div_ceil(more.len() as u64);
    let left = times.saturating_mul(more.len() as u64);
    let middle = Repeated { text: more.into_bytes(), at: 0 }.take(left);
    Ok(io::Cursor::new(start.into_bytes()).chain(middle).chain(&b"]}"[..]))
}

/// A text over and over, without end.
struct Repeated {
    text: Vec<u8>,
    at: usize,
}

impl Read for Repeated {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < out.len() {
            let count = self.text.get(self.at..).unwrap_or_default().read(&mut out[filled..])?;
            filled += count;
            self.at = if count == 0 { 0 } else { self.at + count };
        }
        Ok(filled)
    }
}

/// The parameters of the third documented example, which has all four.
///
/// # Errors
/// The schema's examples are not what they were.
pub fn params() -> Result<Vec<u8>, Failure> {
    let schema: Value = serde_json::from_str(SCHEMA)?;
    let params = schema.pointer("/examples/2/request/params").ok_or("example 3 has no params")?;
    Ok(serde_json::to_vec(params)?)
}

/// The payments of all documented examples, in compact JSON.
fn payments() -> Result<Vec<String>, Failure> {
    let schema: Value = serde_json::from_str(SCHEMA)?;
    let examples = schema["examples"].as_array().ok_or("there are no examples")?;
    let payments = examples.iter().filter_map(|example| example["response"]["payments"].as_array());
    let payments: Vec<String> = payments.flatten().map(Value::to_string).collect();
    if payments.len() == 3 { Ok(payments) } else { Err("there should be three payments".into()) }
}
