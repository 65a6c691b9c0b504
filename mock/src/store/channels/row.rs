//! A channel as a row, and back.

use cln_runtime::json::Tree;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction, params_from_iter};

use crate::store::duplicate::is_duplicate;
use crate::store::not_added::NotAdded;
use crate::store::peers;
use crate::store::row::{flag, json, required, text};

/// The members of a list of channels that change when money moves.
const NUMBERS: [&str; 16] = [
    "to_us_msat",
    "total_msat",
    "spendable_msat",
    "receivable_msat",
    "min_to_us_msat",
    "max_to_us_msat",
    "our_reserve_msat",
    "their_reserve_msat",
    "in_payments_offered",
    "in_offered_msat",
    "in_payments_fulfilled",
    "in_fulfilled_msat",
    "out_payments_offered",
    "out_offered_msat",
    "out_payments_fulfilled",
    "out_fulfilled_msat",
];

/// Those without which a channel moves none: the first.
const NEEDED: usize = 4;

/// The state of a channel that is open.
const OPEN: &str = "CHANNELD_NORMAL";

/// Adds a channel as `listpeerchannels` has it.
pub(in crate::store) fn insert(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    if row.at("/our_amount_msat").is_some() {
        let why = "this is how listfunds has it: give the rows of listpeerchannels, which say more";
        return Err(NotAdded::Wrong(why.to_owned()));
    }
    let numbers = NUMBERS.iter().map(|name| number(row, name)).collect::<Result<Vec<_>, _>>()?;
    check(&numbers)?;
    let (peer_id, state) = (required(row, "peer_id")?, required(row, "state")?);
    let carries = state == OPEN && numbers.iter().take(NEEDED).all(Option::is_some);
    peers::know(transaction, &peer_id, flag(row, "peer_connected")?)?;
    let mut values: Vec<Value> = vec![
        peer_id.into(),
        text(row, "channel_id")?.into(),
        text(row, "short_channel_id")?.into(),
        state.into(),
        carries.into(),
        row.to_string().into(),
    ];
    values.extend(numbers.into_iter().map(Value::from));
    let sql = format!(
        "INSERT INTO channels (peer_id, channel_id, short_channel_id, state, carries, row, {}) VALUES (?{})",
        NUMBERS.join(", "),
        ", ?".repeat(values.len() - 1)
    );
    added(transaction.prepare_cached(&sql)?.execute(params_from_iter(values)))
}

fn added(inserted: rusqlite::Result<usize>) -> Result<(), NotAdded> {
    match inserted {
        Err(error) if is_duplicate(&error) => {
            Err(NotAdded::Wrong("a channel with this \"channel_id\" is there already".to_owned()))
        }
        inserted => Ok(inserted.map(drop)?),
    }
}

/// Adds a channel as `listclosedchannels` has it.
pub(in crate::store) fn insert_closed(transaction: &Transaction<'_>, row: &Tree) -> Result<(), NotAdded> {
    let values = (text(row, "peer_id")?, required(row, "channel_id")?, row.to_string());
    let insert = "INSERT INTO closed_channels (peer_id, channel_id, row) VALUES (?1, ?2, ?3)";
    added(transaction.prepare_cached(insert)?.execute(values))
}

/// Which channels are listed; all that are not limited.
#[derive(Clone, Debug, Default)]
pub(crate) struct Which {
    pub(crate) peer_id: Option<String>,
    pub(crate) channel_id: Option<String>,
    pub(crate) short_channel_id: Option<String>,
}

/// Hands channels to `take`, as `listpeerchannels` has them, in the order in which they were added.
pub(crate) fn list(db: &Connection, which: &Which, mut take: impl FnMut(Tree)) -> rusqlite::Result<()> {
    let numbers = NUMBERS.join(", ");
    let sql = format!(
        "SELECT channels.row, connected, {numbers} FROM channels JOIN peers ON id = peer_id \
         WHERE (?1 ISNULL OR peer_id = ?1) AND (?2 ISNULL OR channel_id = ?2) \
         AND (?3 ISNULL OR short_channel_id = ?3) ORDER BY channels.number"
    );
    let mut select = db.prepare_cached(&sql)?;
    let mut rows = select.query((&which.peer_id, &which.channel_id, &which.short_channel_id))?;
    while let Some(row) = rows.next()? {
        take(read(row)?);
    }
    Ok(())
}

/// Hands channels to `take`, as `listclosedchannels` has them: those with one peer, or all.
pub(crate) fn list_closed(db: &Connection, peer_id: Option<&str>, mut take: impl FnMut(&str)) -> rusqlite::Result<()> {
    let select = "SELECT row FROM closed_channels WHERE ?1 ISNULL OR peer_id = ?1 ORDER BY number";
    let mut select = db.prepare_cached(select)?;
    let mut rows = select.query([peer_id])?;
    while let Some(row) = rows.next()? {
        take(row.get_ref(0)?.as_str()?);
    }
    Ok(())
}

/// What it was when it was added, and what has become of that.
fn read(row: &Row<'_>) -> rusqlite::Result<Tree> {
    let mut channel = json(&row.get::<_, String>("row")?)?;
    let is_connected = Tree::Plain(row.get::<_, bool>("connected")?.to_string());
    if channel.at("/peer_connected") != Some(&is_connected) {
        // With the connection, the channel is there again.
        if channel.at("/reestablished").is_some() {
            channel.set("/reestablished", is_connected.clone());
        }
        channel.set("/peer_connected", is_connected);
    }
    for name in NUMBERS {
        if let Some(number) = row.get::<_, Option<i64>>(name)? {
            channel.set(&format!("/{name}"), Tree::Plain(number.to_string()));
        }
    }
    Ok(channel)
}

/// A member that is a number. More than SQLite counts is more than there is in the world; where a node says so, it means
/// that there is no limit, but none of these is one.
fn number(row: &Tree, name: &str) -> Result<Option<i64>, NotAdded> {
    let Some(value) = row.at(&format!("/{name}")) else { return Ok(None) };
    let number = match value {
        Tree::Plain(number) => number.parse::<u64>().ok().and_then(|number| i64::try_from(number).ok()),
        _ => None,
    };
    match number {
        Some(number) => Ok(Some(number)),
        None => Err(NotAdded::Wrong(format!("{name}: expected a number up to {}, found {value}", i64::MAX))),
    }
}

/// What the table insists on, in words.
fn check(numbers: &[Option<i64>]) -> Result<(), NotAdded> {
    let [to_us, total, spendable, receivable, ..] = *numbers else { return Ok(()) };
    let (Some(to_us), Some(total)) = (to_us, total) else { return Ok(()) };
    let wrong = |what: &str| Err(NotAdded::Wrong(format!("{what}: money would be made")));
    if to_us > total {
        return wrong("to_us_msat is more than total_msat");
    }
    if spendable.is_some_and(|spendable| spendable > to_us) {
        return wrong("spendable_msat is more than to_us_msat");
    }
    if receivable.is_some_and(|receivable| receivable > total - to_us) {
        return wrong("receivable_msat is more than total_msat without to_us_msat");
    }
    Ok(())
}
