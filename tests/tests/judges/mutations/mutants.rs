//! The mutants: each a rule lost.

use cln_runtime::Rule;

use crate::mutations::mutant::Loss::{Code, With, Without};
use crate::mutations::mutant::Mutant;
use crate::mutations::mutant::Schema::{Alternatives, Bounds, Conditions, Delpay, Groups, Values};

/// Each way to lose a rule.
pub(crate) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "required_parameter",
        schema: Delpay,
        rules: &[Rule::Required],
        loss: Without("/request/required/1"),
    },
    Mutant {
        name: "required_field",
        schema: Delpay,
        rules: &[Rule::Required],
        loss: Without("/response/properties/payments/items/required/5"),
    },
    Mutant { name: "pair", schema: Delpay, rules: &[Rule::Paired], loss: Without("/request/pairedWith") },
    Mutant {
        name: "closed_enum",
        schema: Delpay,
        rules: &[Rule::Enum],
        loss: Without("/request/properties/status/enum"),
    },
    Mutant {
        name: "other_enum",
        schema: Delpay,
        rules: &[Rule::Enum],
        loss: With("/request/properties/status/enum", r#"["complete_", "failed"]"#),
    },
    Mutant {
        name: "open_enum",
        schema: Delpay,
        rules: &[Rule::Enum],
        loss: Without("/response/properties/payments/items/properties/status/enum"),
    },
    Mutant {
        name: "hash_as_hex",
        schema: Delpay,
        rules: &[Rule::Format],
        loss: With("/request/properties/payment_hash/type", r#""hex""#),
    },
    Mutant {
        name: "hash_as_string",
        schema: Delpay,
        rules: &[Rule::Format],
        loss: With("/request/properties/payment_hash/type", r#""string""#),
    },
    Mutant {
        name: "pubkey_as_hex",
        schema: Delpay,
        rules: &[Rule::Format],
        loss: With("/response/properties/payments/items/properties/destination/type", r#""hex""#),
    },
    Mutant {
        name: "u64_as_integer",
        schema: Delpay,
        rules: &[Rule::Range],
        loss: With("/request/properties/partid/type", r#""integer""#),
    },
    Mutant {
        name: "u64_as_number",
        schema: Delpay,
        rules: &[Rule::Integer, Rule::Range],
        loss: With("/request/properties/partid/type", r#""number""#),
    },
    Mutant {
        name: "integer_as_any",
        schema: Delpay,
        rules: &[Rule::Type, Rule::Integer],
        loss: Without("/response/properties/payments/items/properties/created_at/type"),
    },
    Mutant {
        name: "open_parameters",
        schema: Delpay,
        rules: &[Rule::Unknown],
        loss: With("/request/additionalProperties", "true"),
    },
    Mutant {
        name: "open_object",
        schema: Delpay,
        rules: &[Rule::Unknown],
        loss: With("/response/properties/payments/items/additionalProperties", "true"),
    },
    Mutant {
        name: "no_parameters",
        schema: Delpay,
        rules: &[Rule::Null, Rule::Arity],
        loss: Code("params: true", "params: false"),
    },
    Mutant {
        name: "min_length",
        schema: Bounds,
        rules: &[Rule::MinLength],
        loss: Without("/request/properties/alias/minLength"),
    },
    Mutant {
        name: "max_length",
        schema: Bounds,
        rules: &[Rule::MaxLength],
        loss: Without("/request/properties/alias/maxLength"),
    },
    Mutant {
        name: "min_items",
        schema: Bounds,
        rules: &[Rule::MinItems],
        loss: Without("/request/properties/words/minItems"),
    },
    Mutant {
        name: "max_items",
        schema: Bounds,
        rules: &[Rule::MaxItems],
        loss: Without("/request/properties/words/maxItems"),
    },
    Mutant {
        name: "minimum",
        schema: Bounds,
        rules: &[Rule::Minimum],
        loss: Without("/request/properties/percent/minimum"),
    },
    Mutant {
        name: "maximum",
        schema: Bounds,
        rules: &[Rule::Maximum],
        loss: Without("/response/properties/block/maximum"),
    },
    Mutant {
        name: "listed_numbers",
        schema: Values,
        rules: &[Rule::Enum],
        loss: Without("/request/properties/level/enum"),
    },
    Mutant { name: "exclusive", schema: Groups, rules: &[Rule::Exclusive], loss: Without("/request/oneOfMany") },
    Mutant { name: "dependent", schema: Groups, rules: &[Rule::Dependent], loss: Without("/request/dependentUpon") },
    Mutant {
        name: "one_of_value",
        schema: Alternatives,
        rules: &[Rule::OneOf],
        loss: Without("/request/properties/id/oneOf"),
    },
    Mutant {
        name: "any_of_value",
        schema: Alternatives,
        rules: &[Rule::AnyOf],
        loss: Without("/request/properties/weight/anyOf"),
    },
    Mutant { name: "one_of_object", schema: Alternatives, rules: &[Rule::OneOf], loss: Without("/response/oneOf") },
    Mutant { name: "any_of_object", schema: Alternatives, rules: &[Rule::AnyOf], loss: Without("/response/anyOf") },
    Mutant {
        name: "condition",
        schema: Conditions,
        rules: &[Rule::Required, Rule::Unknown],
        loss: Without("/response/allOf/0"),
    },
    Mutant {
        name: "inverted_condition",
        schema: Conditions,
        rules: &[Rule::Required, Rule::Unknown],
        loss: With("/response/allOf/0/if/properties/type/enum", r#"["unilateral"]"#),
    },
    Mutant { name: "then", schema: Conditions, rules: &[Rule::Required], loss: Without("/request/then") },
    Mutant {
        name: "required_in_branch",
        schema: Conditions,
        rules: &[Rule::Required],
        loss: Without("/response/allOf/0/then/required"),
    },
    Mutant {
        name: "closed_branch",
        schema: Conditions,
        rules: &[Rule::Unknown],
        loss: Without("/response/allOf/0/then/additionalProperties"),
    },
    Mutant {
        name: "narrower_type_in_branch",
        schema: Conditions,
        rules: &[Rule::Range],
        loss: Without("/response/allOf/0/then/properties/code/type"),
    },
    Mutant {
        name: "bound_in_branch",
        schema: Conditions,
        rules: &[Rule::MinLength],
        loss: Without("/response/allOf/1/then/properties/label/minLength"),
    },
];
