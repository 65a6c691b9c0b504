//! Figures of readers that disagree mean nothing: this is checked before anything is measured.

use cln_bindings::DelpayResponse;
use cln_rpc::model::responses::DelpayResponse as ClnRpcResponse;
use cln_runtime::Record;
use serde_json::Value;

use crate::Failure;
use crate::reader::{Reader, Way};

/// Replacements that break a rule: `(what, with, who may accept it all the same)`.
const BREAKS: [(&str, &str, &[Way]); 4] = [
    (r#""payment_hash":"6"#, r#""payment_hash":""#, &[Way::Skip]),
    (r#""created_at":1"#, r#""created_at":-1"#, &[Way::Skip]),
    (r#""amount_sent_msat":"#, r#""amount_sent_msat_":"#, &[Way::Skip]),
    // The types tolerate what a newer node may add; validators report it.
    (r#""id":17,"#, r#""id":17,"new":0,"#, &[Way::Serde, Way::ClnRpcSerde, Way::ClnRpcClient, Way::Skip]),
];

/// Checks that everyone reads the same out of a result of all documented payments, and refuses it when it is broken.
///
/// # Errors
/// Who disagrees, and on what.
pub fn check(reader: &Reader, result: &[u8]) -> Result<(), Failure> {
    verdicts(reader, result, &Way::ALL)?;
    same_content(result)?;
    let text = std::str::from_utf8(result)?;
    for (what, with, accepting) in BREAKS {
        let broken = text.replacen(what, with, 1);
        if broken == text {
            return Err(format!("the data no longer holds {what}").into());
        }
        verdicts(reader, broken.as_bytes(), accepting).map_err(|error| format!("{with}: {error}"))?;
    }
    Ok(())
}

fn verdicts(reader: &Reader, json: &[u8], accepting: &[Way]) -> Result<(), Failure> {
    for way in Way::ALL {
        let accepted = reader.accepts(json, way);
        if accepted != accepting.contains(&way) {
            let verdict = if accepted { "accepted" } else { "refused" };
            return Err(format!("{verdict} by {way}").into());
        }
    }
    Ok(())
}

/// Ours re-encodes to the same JSON. cln-rpc writes amounts as strings, so what it writes is compared as our type.
fn same_content(result: &[u8]) -> Result<(), Failure> {
    let ours = DelpayResponse::from_json_strict(result)?;
    let same = [
        ours == serde_json::from_slice::<DelpayResponse>(result)?,
        ours == DelpayResponse::from_json(&serde_json::to_vec(&serde_json::from_slice::<ClnRpcResponse>(result)?)?)?,
        serde_json::from_slice::<Value>(&ours.to_json())? == serde_json::from_slice::<Value>(result)?,
    ];
    if same == [true; 3] { Ok(()) } else { Err(format!("not everyone reads the same: {same:?}").into()) }
}
