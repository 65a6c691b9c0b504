//! What a node looks at once all parameters are read: whether they go together, and what is in a text.

use cln_protocol::params::groups;
use cln_runtime::json::Tree;
use cln_runtime::rules::Shape;

use super::invstring::either;
use super::{Of, invstring};
use crate::network::Network;
use crate::wire::Failure;

/// When a request is refused.
enum When {
    /// More than one of these is given.
    Several(&'static [&'static str]),
    /// None of these is given.
    None(&'static [&'static str]),
    /// The first is given, and the second is not.
    Without(&'static str, &'static str),
    /// One of the first is given together with one of the second.
    Together(&'static [&'static str], &'static [&'static str]),
    /// The first is this JSON, and the second is not given.
    IsWithout(&'static str, &'static str, &'static str),
    /// The text of this is wrong in some way.
    IsWrong(&'static str, fn(&str, Network) -> Result<(), String>),
}

use When::{IsWithout, IsWrong, None as NoneOf, Several, Together, Without};

/// The parameters of a list that is read in pieces.
const START: &str = "Can only specify {start} with {index}";
const LIMIT: &str = "Can only specify {limit} with {index}";

const INVALID: &str = "Invalid {why}";

const UNPARSABLE: &str = "Unparsable invoice '{}': {why}";

/// A command, when it refuses a request, and what it says, where `{}` is the text and `{why}` what is wrong with it: in a
/// node's order.
const RULES: &[(&str, When, &str)] = &[
    ("blacklistrune", Without("end", "start"), "Can not specify end without start"),
    ("checkmessage", IsWrong("zbase", zbase32), "zbase is not valid zbase32"),
    ("createinvoice", IsWrong("invstring", invstring::invoice), UNPARSABLE),
    ("dev-splice", NoneOf(&["script_or_json"]), "Must pass 'script_or_json'"),
    (
        "listchannels",
        Several(&["short_channel_id", "source", "destination"]),
        "Can only specify one of `short_channel_id`, `source` or `destination`",
    ),
    ("listforwards", Without("start", "index"), START),
    ("listforwards", Without("limit", "index"), LIMIT),
    (
        "listforwards",
        Together(&["start"], &["in_channel", "out_channel"]),
        "Cannot use start with in_channel or out_channel",
    ),
    ("listhtlcs", Without("start", "index"), START),
    ("listhtlcs", Without("limit", "index"), LIMIT),
    (
        "listinvoices",
        Several(&["label", "invstring", "payment_hash", "offer_id"]),
        "Can only specify one of {label}, {invstring}, {payment_hash} or {offer_id}",
    ),
    ("listinvoices", Without("start", "index"), START),
    ("listinvoices", Without("limit", "index"), LIMIT),
    ("listinvoices", IsWrong("invstring", invstring::invoice_of_any), "Invalid invstring"),
    ("listpays", Several(&["bolt11", "payment_hash"]), "Can only specify one of {bolt11} or {payment_hash}"),
    ("listpays", Without("start", "index"), START),
    ("listpays", Without("limit", "index"), LIMIT),
    ("listpays", IsWrong("bolt11", invstring::invoice), "Invalid invstring: {why}"),
    ("makesecret", Together(&["hex"], &["string"]), "Cannot have both hex and string"),
    ("makesecret", NoneOf(&["hex", "string"]), "Must have either hex or string"),
    ("pay", IsWrong("bolt11", |text, network| either(text, network, "")), INVALID),
    ("renepay", IsWrong("invstring", |text, network| either(text, network, "")), INVALID),
    ("sendpay", Without("partid", "amount_msat"), "Must specify msatoshi with partid"),
    ("sendpay", IsWithout("route", "[]", "amount_msat"), "Self-payment requires amount_msat"),
    ("signinvoice", IsWrong("invstring", invstring::bolt11), UNPARSABLE),
    ("xpay", IsWrong("invstring", |text, network| either(text, network, " invoice")), INVALID),
    (XPAY_AS_PAY, IsWrong("bolt11", |text, network| either(text, network, " invoice")), INVALID),
];

/// What a node runs in place of a `pay` that asks for nothing else than these, which `xpay` can do, too.
const XPAY_AS_PAY: &str = "xpay-as-pay";
const TAKEN_OVER: &[&str] = &["bolt11", "amount_msat", "retry_for", "maxfee", "partial_msat"];

/// Whether a node says in its own way that a parameter is missing.
pub(super) fn tells_missing(command: &str, parameter: &str) -> bool {
    let is_it = |names: &[&str]| matches!(names, [name] if *name == parameter);
    RULES.iter().any(|(of, when, _)| *of == command && matches!(when, NoneOf(names) if is_it(names)))
}

/// Whether a node would go on with parameters, by the names and JSON of those that are given. `renamed` tells whether one
/// has its other name.
pub(super) fn check(
    of: Of<'_>,
    shape: &Shape<'_>,
    given: &dyn Fn(&str) -> Option<String>,
    renamed: bool,
) -> Result<(), Failure> {
    // To a node, the start of a list at 0 is none.
    let is_list = shape.find(b"index").is_some();
    let is_given = |name: &str| given(name).is_some_and(|value| !is_list || name != "start" || value != "0");
    let any = |names: &[&str]| names.iter().any(|name| is_given(name));
    let runs = if !renamed && is_taken_over(of, shape, &is_given) { XPAY_AS_PAY } else { of.command };
    for (_, when, says) in RULES.iter().filter(|(command, ..)| *command == runs) {
        let is_broken = match when {
            Several(names) => names.iter().filter(|name| is_given(name)).count() > 1,
            NoneOf(names) => !any(names),
            Without(name, needed) => is_given(name) && !is_given(needed),
            Together(some, others) => any(some) && any(others),
            IsWithout(name, json, needed) => given(name).as_deref() == Some(json) && !is_given(needed),
            IsWrong(name, look) => {
                text(of, says, given(name), *look)?;
                false
            }
        };
        if is_broken {
            return Err(Failure::invalid_params(*says));
        }
    }
    Ok(groups(shape, &is_given)?)
}

/// Whether a node has `xpay` do what a request asks of `pay`.
fn is_taken_over(of: Of<'_>, shape: &Shape<'_>, is_given: &dyn Fn(&str) -> bool) -> bool {
    let mut names = shape.fields.iter().map(|field| field.name).filter(|name| is_given(name));
    of.command == "pay" && !of.only_check && is_given("bolt11") && names.all(|name| TAKEN_OVER.contains(&name))
}

/// The error about what is in a text, if there is one.
fn text(
    of: Of<'_>,
    says: &str,
    json: Option<String>,
    look: fn(&str, Network) -> Result<(), String>,
) -> Result<(), Failure> {
    let Some(Tree::Text(text)) = json.and_then(|json| Tree::parse(&json).ok()) else { return Ok(()) };
    look(&text, of.network).map_err(|why| Failure::invalid_params(says.replace("{why}", &why).replace("{}", &text)))
}

/// What a node says of the text of a signature.
fn zbase32(text: &str, _: Network) -> Result<(), String> {
    let is_digit = |byte: u8| b"ybndrfg8ejkmcpqxot1uwisza345h769".contains(&byte.to_ascii_lowercase());
    if text.bytes().all(is_digit) { Ok(()) } else { Err(String::new()) }
}
