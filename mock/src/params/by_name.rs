//! Parameters that a node reads in another way than their type tells.
//!
//! From a node's answers (`transcripts`) and its source (`documentation-bugs.tsv` names the functions).

use super::by_type::{array, label, millionths};
use super::given::{Given, Read, Taken, plain, quoted};
use super::{invstring, reading};
use crate::wire::Failure;

/// Any command.
const ANY: &str = "*";

/// A command, its parameter, and the function.
const FUNCTIONS: &[(&str, &str, Read)] = &[
    (ANY, "channel_id", |given| quoted(reading::channel_id(given.name, given.value)?)),
    (ANY, "index", index),
    (ANY, "initialpsbt", psbt),
    (ANY, "psbt", psbt),
    (ANY, "signed_psbt", psbt),
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
    ("close", "feerange", |given| match given.value.members().count() {
        2 => array(given, "should be an array of 2 entries"),
        _ => Err(given.should("should be an array of 2 entries")),
    }),
    ("close", "unilateraltimeout", integer),
    ("connect", "id", |given| quoted(reading::node_id_at_host(given.name, given.value)?)),
    ("connect", "port", |given| match reading::u16(given.name, given.value) {
        Ok(0) => Err(given.should("should be non-zero")),
        Ok(port) => plain(port),
        Err(_) => Err(given.should("should be a 16-bit integer")),
    }),
    ("createinvoice", "preimage", preimage),
    ("createonion", "hops", |given| array(given, "should be an array of hops")),
    ("createonion", "onion_size", integer),
    ("createrune", "rune", rune),
    ("datastore", "key", key),
    ("datastore", "mode", |given| {
        let modes = ["must-create", "must-replace", "create-or-replace", "must-append", "create-or-append"];
        let what = "should be 'must-create', 'must-replace', 'create-or-replace', 'must-append', or 'create-or-append'";
        quoted(reading::word(given.name, given.value, &modes, what)?)
    }),
    ("datastore", "string", unescaped),
    ("datastoreusage", "key", key),
    ("decode", "string", |given| {
        let text = reading::text(given.value);
        let prefix = ["lno", "lnr", "lni"].into_iter().find(|prefix| text.to_ascii_lowercase().starts_with(prefix));
        prefix.map_or(Ok(()), |prefix| invstring::bolt12(&text, prefix)).map_err(|why| given.should(&why))?;
        quoted(text)
    }),
    ("deldatastore", "key", key),
    ("delforward", "status", |given| {
        let status = forward_status(given)?;
        if given.value.token() == b"offered" {
            return Err(given.should("delforward status cannot be offered"));
        }
        Ok(status)
    }),
    ("delinvoice", "status", text),
    ("disableinvoicerequest", "invreq_id", hash),
    ("disconnect", "id", |given| {
        quoted(reading::node_id(given.name, given.value).map_err(|_| given.should("invalid peer id"))?)
    }),
    ("feerates", "style", |given| match given.value.string() {
        Some(b"perkw" | b"perkb") => text(given),
        _ => Err(not(given, "should be 'perkw' or 'perkb'", given.value.json)),
    }),
    ("fetchinvoice", "offer", offer),
    ("fetchinvoice", "payer_metadata", |given| reading::hex(given.value).map_or(Ok(None), quoted)),
    ("fetchinvoice", "recurrence_counter", integer),
    ("fetchinvoice", "recurrence_start", integer),
    ("fetchinvoice", "timeout", integer),
    ("fundpsbt", "locktime", integer),
    ("fundpsbt", "min_witness_weight", integer),
    ("fundpsbt", "minconf", integer),
    ("fundpsbt", "reserve", integer),
    ("fundpsbt", "startweight", integer),
    ("getlog", "level", level),
    ("getroute", "cltv", integer),
    ("getroute", "fuzzpercent", millionths),
    ("getroute", "maxhops", integer),
    ("getroute", "riskfactor", millionths),
    ("injectpaymentonion", "blinding", |given| quoted(reading::public_key(given.name, given.value)?)),
    ("invoice", "cltv", integer),
    ("invoice", "description", unescaped),
    ("invoice", "preimage", preimage),
    ("keysend", "extratlvs", tlvs),
    ("keysend", "maxdelay", integer),
    ("keysend", "retry_for", integer),
    ("listdatastore", "key", key),
    ("listforwards", "status", forward_status),
    ("listinvoicerequests", "invreq_id", hash),
    ("listinvoices", "offer_id", hash),
    ("listinvoices", "payment_hash", hash),
    ("listnetworkevents", "id", |given| quoted(reading::node_id(given.name, given.value)?)),
    ("listpays", "status", status),
    ("listpeers", "level", level),
    ("listsendpays", "status", status),
    ("newaddr", "addresstype", |given| quoted(reading::address_type(given.name, given.value)?)),
    ("pay", "maxdelay", integer),
    ("pay", "retry_for", integer),
    ("ping", "len", integer),
    ("ping", "pongbytes", integer),
    ("reckless", "command", text),
    ("reserveinputs", "reserve", integer),
    ("sendinvoice", "invreq", |given| bolt12(given, "lnr", "invoice_request")),
    ("sendinvoice", "label", label),
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
    ("unreserveinputs", "reserve", integer),
    ("utxopsbt", "locktime", integer),
    ("utxopsbt", "min_witness_weight", integer),
    ("utxopsbt", "reserve", integer),
    ("utxopsbt", "startweight", integer),
    ("waitblockheight", "blockheight", integer),
    ("waitblockheight", "timeout", integer),
    ("waitsendpay", "timeout", integer),
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

fn key(given: Given<'_>) -> Taken {
    reading::key(given.name, given.value).map(|_| given.as_is())
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
    let subsystems = [
        "succeededforwards",
        "failedforwards",
        "succeededpays",
        "failedpays",
        "paidinvoices",
        "expiredinvoices",
        "networkevents",
    ];
    quoted(reading::word(given.name, given.value, &subsystems, "should be a valid subsystem name")?)
}

fn forward_status(given: Given<'_>) -> Taken {
    match given.value.token() {
        b"offered" | b"settled" | b"failed" | b"local_failed" => text(given),
        _ => Err(given.should("Unrecognized status")),
    }
}

fn tlvs(given: Given<'_>) -> Taken {
    if given.value.is_object() {
        return Ok(given.as_is());
    }
    let begin = format!("Could not decode the TLV object from {}: \"", given.name);
    Err(Failure::invalid_params([begin.as_bytes(), given.value.token(), b"\" is not a valid JSON object."].concat()))
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
fn not(given: Given<'_>, what: &str, found: &[u8]) -> Failure {
    let begin = format!("'{}' {what}, not '", given.name);
    Failure::invalid_params([begin.as_bytes(), found, b"'"].concat())
}
