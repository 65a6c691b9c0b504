//! Prepares a call of `delpay`, reads what a node answers, and tells its errors apart.

mod node {
    cln_runtime::include_bindings!();
}

use std::error::Error;

use cln_runtime::jsonrpc::{Id, Request, Response};
use node::{DelpayError, DelpayRequest, DelpayResponse, DelpayStatus};

const HASH: &str = "647252f7e45fce7bb964523206874f40f58fbb7b208bc08967caa0e2404990c9";

fn main() -> Result<(), Box<dyn Error>> {
    let request = request()?;
    println!("to the node: {}", String::from_utf8(Request::new(Id::from(1), request.clone()).to_json())?);

    let mut broken = request;
    broken.groupid = None; // A setter would not have allowed that.
    if let Err(violations) = broken.validate() {
        println!("not sent: {violations}");
    }

    println!("{}", outcome(ANSWER)?);
    println!("{}", outcome(REFUSAL)?);
    Ok(())
}

/// What is required goes to `new`; options that belong together are set together.
fn request() -> Result<DelpayRequest, Box<dyn Error>> {
    let request = DelpayRequest::new(HASH.parse()?, DelpayStatus::Failed).with_partid_and_groupid(2, 1);
    request.validate()?;
    Ok(request)
}

/// What a node's answer means.
fn outcome(answer: &str) -> Result<String, Box<dyn Error>> {
    let response = Response::<DelpayResponse>::from_json(answer.as_bytes())?;
    Ok(match response.outcome.map_err(DelpayError::from) {
        Ok(deleted) => {
            let parts = deleted.payments.iter();
            let parts: Vec<String> = parts.map(|part| format!("{} ({})", part.amount_sent_msat, part.status)).collect();
            format!("deleted: {}", parts.join(", "))
        }
        Err(DelpayError::PayNoSuchPayment(_)) => "there is no such payment".to_owned(),
        Err(other) => return Err(other.into()),
    })
}

const ANSWER: &str = r#"{"jsonrpc": "2.0", "id": 1, "result": {"payments": [{
    "created_index": 17, "id": 17, "groupid": 1, "partid": 2, "status": "failed",
    "payment_hash": "647252f7e45fce7bb964523206874f40f58fbb7b208bc08967caa0e2404990c9",
    "amount_msat": 1000000, "amount_sent_msat": 1000000, "created_at": 1722303798
}]}}"#;

const REFUSAL: &str =
    r#"{"jsonrpc": "2.0", "id": 1, "error": {"code": 208, "message": "Payment with payment_hash not found"}}"#;

#[cfg(test)]
mod tests {
    use cln_runtime::Rule;

    use super::*;

    #[test]
    fn an_answer_and_a_refusal_are_told_apart() -> Result<(), Box<dyn Error>> {
        assert_eq!(outcome(ANSWER)?, "deleted: 1000000msat (failed)");
        assert_eq!(outcome(REFUSAL)?, "there is no such payment");
        Ok(())
    }

    #[test]
    fn half_of_a_pair_is_a_violation() -> Result<(), Box<dyn Error>> {
        let mut request = request()?;
        request.groupid = None;
        let violations = request.validate().unwrap_err();
        let found: Vec<(&str, Rule)> = violations.iter().map(|found| (found.pointer(), found.rule())).collect();
        assert_eq!(found, [("/groupid", Rule::Paired)]);
        Ok(())
    }
}
