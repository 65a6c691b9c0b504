//! The crate `jsonschema`, on the exported schema.

use cln_codegen::model::Method;
use cln_tests::oracle::Side;
use cln_tools::json_schema::of_method;
use jsonschema::Validator;
use serde_json::Value;

use crate::agreement::subjects::schema_side;

/// The validator of one side.
pub(crate) fn validator(method: &Method, side: Side) -> Validator {
    let exported: Value = serde_json::from_str(&of_method(method, schema_side(side))).unwrap();
    jsonschema::validator_for(&exported).unwrap()
}
