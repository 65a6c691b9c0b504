//! Parameters that a node reads in another way than their type tells.
//!
//! From a node's answers (`transcripts`) and its source (`documentation-bugs.tsv` names the functions).

use cln_protocol::params::by_type::{self, label, millionths};
use cln_protocol::params::{Refusal, Taken, plain, quoted};

use super::given::{Given, Read};
use super::{invstring, reading};

/// Any command.
const ANY: &str = "*";

/// A command, its parameter, and the function.
const FUNCTIONS: &[(&str, &str, Read)] = &[
    (ANY, "channel_id", |given| quoted(reading::channel_id(given.name, given.value)?)),
    (ANY, "index", index),
    (ANY, "initialpsbt", psbt),
    (ANY, "psbt", psbt),
    (ANY, "signed_psbt", psbt),
    ("addpsbtoutput", "destination", address),
    ("addpsbtoutput", "locktime", integer),
    ("autoclean-once", "subsystem", cleaned),
    ("autoclean-status", "subsystem", cleaned),
    ("bkpr-editdescriptionbyoutpoint", "outpoint", |given| quoted(reading::outpoint(given.name, given.value)?)),
    ("bkpr-editdescriptionbypaymentid", "payment_id", hash),
    ("bkpr-listaccountevents", "payment_id", hash),
    ("bkpr-listincome", "end_time", u64),
    ("bkpr-listincome", "start_time", u64),
    ("bkpr-report", "end_time", u64),
    ("bkpr-report", "start_time", u64),
    ("cancelrecurringinvoice", "offer", offer),
    ("cancelrecurringinvoice", "recurrence_counter", integer),
    ("cancelrecurringinvoice", "recurrence_start", integer),
    ("checkrune", "nodeid", |given| quoted(reading::node_id(given.name, given.value)?)),
    ("checkrune", "rune", rune),
    ("close", "destination", address),
    ("close", "feerange", |given| match given.value.members().count() {
        2 => array(given, "should be an array of 2 entries"),
        _ => Err(given.should("should be an array of 2 entries")),
    }),
    ("close", "unilateraltimeout", integer),
    ("createinvoice", "preimage", preimage),
    ("createonion", "hops", |given| array(given, "should be an array of hops")),
    ("createonion", "onion_size", integer),
    ("createrune", "rune", rune),
    ("decode", "string", |given| {
        let text = reading::text(given.value);
        let prefix = ["lno", "lnr", "lni"].into_iter().find(|prefix| text.to_ascii_lowercase().starts_with(prefix));
        prefix.map_or(Ok(()), |prefix| invstring::bolt12(&text, prefix)).map_err(|why| given.should(&why))?;
        quoted(text)
    }),
    ("delforward", "status", |given| {
        let status = forward_status(given)?;
        if given.value.token() == b"offered" {
            return Err(given.should("delforward status cannot be offered"));
        }
        Ok(status)
    }),
    ("delinvoice", "status", text),
    ("disableinvoicerequest", "invreq_id", hash),
    ("feerates", "style", |given| match given.value.string() {
        Some(b"perkw" | b"perkb") => text(given),
        _ => Err(not(given, "should be 'perkw' or 'perkb'", given.value.json)),
    }),
    ("fetchinvoice", "offer", offer),
    ("fetchinvoice", "payer_metadata", |given| reading::hex(given.value).map_or(Ok(None), quoted)),
    ("fetchinvoice", "recurrence_counter", integer),
    ("fetchinvoice", "recurrence_start", integer),
    ("fetchinvoice", "timeout", integer),
    ("fundchannel_start", "close_to", address),
    ("fundpsbt", "locktime", integer),
    ("fundpsbt", "min_witness_weight", integer),
    ("fundpsbt", "minconf", integer),
    ("fundpsbt", "reserve", integer),
    ("fundpsbt", "startweight", integer),
    ("getlog", "level", level),
    ("getroute", "cltv", integer),
    ("getroute", "fuzzpercent", |given| millionths(given.anywhere())),
    ("getroute", "maxhops", integer),
    ("getroute", "riskfactor", |given| millionths(given.anywhere())),
    ("injectpaymentonion", "blinding", |given| quoted(reading::public_key(given.name, given.value)?)),
    ("invoice", "cltv", integer),
    ("invoice", "description", unescaped),
    ("invoice", "preimage", preimage),
    ("keysend", "extratlvs", tlvs),
    ("keysend", "maxdelay", integer),
    ("keysend", "retry_for", integer),
    ("keysend", "routehints", routehints),
    ("listforwards", "status", forward_status),
    ("listinvoicerequests", "invreq_id", hash),
    ("listinvoices", "offer_id", hash),
    ("listinvoices", "payment_hash", hash),
    ("listnetworkevents", "id", |given| quoted(reading::node_id(given.name, given.value)?)),
    ("listpays", "status", status),
    ("listsendpays", "status", status),
    ("openchannel_init", "close_to", address),
    ("pay", "maxdelay", integer),
    ("pay", "retry_for", integer),
    ("reckless", "command", text),
    ("reserveinputs", "reserve", integer),
    ("sendinvoice", "invreq", |given| bolt12(given, "lnr", "invoice_request")),
    ("sendinvoice", "label", |given| label(given.anywhere())),
    ("sendinvoice", "timeout", integer),
    ("sendonion", "label", unescaped),
    ("sendonion", "localinvreqid", hash),
    ("sendonion", "partid", u64),
    ("sendonion", "shared_secrets", |given| array(given, "should be an array of secrets")),
    ("sendpay", "label", unescaped),
    ("sendpay", "localinvreqid", hash),
    ("sendpay", "route", |given| array(given, "must be an array")),
    ("sendpsbt", "reserve", integer),
    ("setchannel", "enforcedelay", integer),
    ("setchannel", "feeppm", integer),
    ("showrunes", "rune", rune),
    ("txprepare", "minconf", integer),
    ("txprepare", "outputs", outputs),
    ("txprepare", "utxos", outpoints),
    ("unreserveinputs", "reserve", integer),
    ("utxopsbt", "locktime", integer),
    ("utxopsbt", "min_witness_weight", integer),
    ("utxopsbt", "reserve", integer),
    ("utxopsbt", "startweight", integer),
    ("utxopsbt", "utxos", |given| {
        let is_right = given.value.is_array() && given.value.members().next().is_some();
        wrapped(given, is_right, "Please specify an array of 'txid:output_index', not \"", "\"")
    }),
    ("waitblockheight", "blockheight", integer),
    ("waitblockheight", "timeout", integer),
    ("waitsendpay", "timeout", integer),
    ("withdraw", "destination", address),
    ("withdraw", "minconf", integer),
    ("withdraw", "utxos", outpoints),
    ("xkeysend", "extratlvs", tlvs),
    ("xpay", "retry_for", integer),
];

/// A parameter that is known by another name, too, by which its first name is unknown then.
const OTHER_NAMES: &[(&str, &str, &str)] = &[("pay", "bolt11", "invstring")];

/// Commands whose parameters are handed on to another one, which reads them when it is run.
const HANDED_ON: &[&str] = &["fundchannel"];

/// The function for a parameter, if it is one of these.
pub(super) fn function(command: &str, parameter: &str) -> Option<Read> {
    let of = |wanted: &str| FUNCTIONS.iter().find(|(command, name, _)| *command == wanted && *name == parameter);
    of(command).or_else(|| of(ANY)).map(|(_, _, function)| *function)
}

/// The other name of a parameter.
pub(super) fn other_name(command: &str, parameter: &str) -> Option<&'static str> {
    let other = OTHER_NAMES.iter().find(|(of, name, _)| *of == command && *name == parameter);
    other.map(|(_, _, other)| *other)
}

/// Whether a command leaves its parameters to another one.
pub(super) fn hands_on(command: &str) -> bool {
    HANDED_ON.contains(&command)
}

fn array(given: Given<'_>, what: &str) -> Taken {
    by_type::array(given.anywhere(), what)
}

fn text(given: Given<'_>) -> Taken {
    quoted(reading::text(given.value))
}

fn unescaped(given: Given<'_>) -> Taken {
    quoted(reading::unescaped(given.name, given.value)?)
}

fn integer(given: Given<'_>) -> Taken {
    plain(reading::integer(given.name, given.value)?)
}

fn u64(given: Given<'_>) -> Taken {
    plain(reading::u64(given.name, given.value)?)
}

fn hash(given: Given<'_>) -> Taken {
    quoted(reading::hash(given.name, given.value)?)
}

fn preimage(given: Given<'_>) -> Taken {
    quoted(reading::preimage(given.name, given.value)?)
}

fn status(given: Given<'_>) -> Taken {
    quoted(reading::status(given.name, given.value)?)
}

fn index(given: Given<'_>) -> Taken {
    reading::index(given.name, given.value).and_then(|_| text(given))
}

fn address(given: Given<'_>) -> Taken {
    quoted(reading::address(given.name, given.value, given.network)?)
}

fn psbt(given: Given<'_>) -> Taken {
    reading::psbt(given.name, given.value).and_then(quoted)
}

/// A node knows more of them than it says, in any case.
fn level(given: Given<'_>) -> Taken {
    reading::level(given.name, given.value)?;
    text(given)
}

fn rune(given: Given<'_>) -> Taken {
    let text = given.value.string().unwrap_or_default();
    let is_base64 = text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(byte));
    if text.is_empty() || !is_base64 {
        return Err(given.should("should be base64 string"));
    }
    quoted(reading::text(given.value))
}

fn cleaned(given: Given<'_>) -> Taken {
    quoted(reading::cleaned(given.name, given.value)?)
}

fn forward_status(given: Given<'_>) -> Taken {
    match given.value.token() {
        b"offered" | b"settled" | b"failed" | b"local_failed" => text(given),
        _ => Err(given.should("Unrecognized status")),
    }
}

fn tlvs(given: Given<'_>) -> Taken {
    let begin = format!("Could not decode the TLV object from {}: \"", given.name);
    wrapped(given, given.value.is_object(), &begin, "\" is not a valid JSON object.")
}

fn routehints(given: Given<'_>) -> Taken {
    let begin = format!("Routehint array {} (\"", given.name);
    wrapped(given, given.value.is_array(), &begin, "\") is not an array")
}

fn outpoints(given: Given<'_>) -> Taken {
    let begin = format!("Could not decode the outpoint array for {}: \"", given.name);
    wrapped(given, given.value.is_array(), &begin, "\" is not a valid outpoint array.")
}

fn outputs(given: Given<'_>) -> Taken {
    let begin = "Expected an array of outputs in the format '[{\"txid\":0}, ...]', got \"";
    if given.value.is_array() && !given.value.members().all(|(_, output)| output.is_object()) {
        return Err(Refusal::invalid("The output format must be {destination: amount}"));
    }
    wrapped(given, given.value.is_array(), begin, "\"")
}

/// A value as it is, or an error with its text in the middle.
fn wrapped(given: Given<'_>, is_right: bool, begin: &str, end: &str) -> Taken {
    if is_right {
        return Ok(given.as_is());
    }
    Err(Refusal::invalid([begin.as_bytes(), given.value.token(), end.as_bytes()].concat()))
}

fn offer(given: Given<'_>) -> Taken {
    bolt12(given, "lno", "offer")
}

fn bolt12(given: Given<'_>, prefix: &str, what: &str) -> Taken {
    let text = reading::text(given.value);
    invstring::bolt12(&text, prefix).map_err(|why| given.should(&format!("Unparsable {what}: {why}")))?;
    quoted(text)
}

/// An error that says what was found, in place of a token.
fn not(given: Given<'_>, what: &str, found: &[u8]) -> Refusal {
    let begin = format!("'{}' {what}, not '", given.name);
    Refusal::invalid([begin.as_bytes(), found, b"'"].concat())
}
