//! The one method that a schema file describes, for commands that are about one.

use std::path::Path;

use cln_codegen::Builder;
use cln_codegen::diagnostic::quoted;
use cln_codegen::model::{Method, Options};

use super::answer::{rendered, said};
use super::reading::Reading;

/// The method, and warnings; or what is wrong.
pub(super) fn one_method(schema: &Path, reading: &Reading) -> Result<(Method, String), String> {
    let options = Options { since: reading.since.clone(), until: reading.until.clone() };
    let builder = Builder::new().schemas(schema).read(options, Vec::new()).unknown(reading.unknown.into());
    let (api, warnings) = reading.correcting.say_to(builder).model().map_err(|error| said(&error))?;
    let complaints = rendered(&warnings);
    let count = api.methods.len();
    match <[Method; 1]>::try_from(api.methods) {
        Ok([method]) => Ok((method, complaints)),
        Err(_) => {
            let schema = quoted(&schema.to_string_lossy());
            let hint = match count {
                0 => "the versions or the configuration leave it out",
                _ => "name one file",
            };
            Err(format!("{complaints}error: {schema} contains {count} schemas instead of one: {hint}\n"))
        }
    }
}
