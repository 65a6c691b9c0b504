//! All peers give the same answer on the data that they are measured with.

use std::io::Read;

use cln_benches::reader::Reader;
use cln_benches::request::Library;
use cln_benches::{Failure, agreement, data};

#[test]
fn all_read_the_same_results() -> Result<(), Failure> {
    agreement::check(&Reader::new()?, &data::result(0)?)
}

#[test]
fn a_stream_holds_what_a_result_does() -> Result<(), Failure> {
    for bytes in [0, 100_000] {
        let mut streamed = Vec::new();
        data::stream(bytes)?.read_to_end(&mut streamed)?;
        assert_eq!(streamed, data::result(usize::try_from(bytes)?)?);
    }
    Ok(())
}

#[test]
fn all_write_the_same_request() -> Result<(), Failure> {
    let params: serde_json::Value = serde_json::from_slice(&data::params()?)?;
    for library in Library::ALL {
        let written: serde_json::Value = serde_json::from_slice(&library.round_trip(&data::params()?)?)?;
        assert_eq!(written, params, "{library}");
    }
    Ok(())
}
