//! Money that moves in channels.

use cln_runtime::{PublicKey, ShortChannelId};
use rusqlite::{OptionalExtension, Transaction, params};

use super::capacity::{IS_NAMED, is_any, named};

/// The channels together have less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotEnough;

/// Whether money has moved, unless the database has failed. Where there is no channel at all, nothing has to move.
pub(crate) type Moved = rusqlite::Result<Result<(), NotEnough>>;

/// A number of a channel, and an amount of it.
type Share = (i64, i64);

/// Holds an amount for a part of a payment, which must be another than all that hold some: it cannot be spent again
/// until the part is [settled](settle) or [released](release).
pub(crate) fn hold(transaction: &Transaction<'_>, part: &str, amount_msat: u64) -> Moved {
    match shares(transaction, "spendable_msat", amount_msat)? {
        Ok(shares) => take(transaction, part, shares).map(Ok),
        Err(not_enough) => Ok(Err(not_enough)),
    }
}

/// Holds an amount likewise, but in one channel: that of this number with this peer, as a route begins with it. With the
/// number 0x0x0, it is the first with the peer that has room.
pub(crate) fn hold_in(
    transaction: &Transaction<'_>,
    (peer, channel): (&PublicKey, ShortChannelId),
    part: &str,
    amount_msat: u64,
) -> Moved {
    if !is_any(transaction)? || amount_msat == 0 {
        return Ok(Ok(()));
    }
    let Ok(amount) = i64::try_from(amount_msat) else { return Ok(Err(NotEnough)) };
    let select = format!(
        "SELECT channels.number, spendable_msat FROM channels JOIN peers ON id = peer_id \
         WHERE {IS_NAMED} AND connected AND spendable_msat >= ?4 ORDER BY channels.number LIMIT 1"
    );
    let (peer, any, channel) = named(peer, channel);
    let mut select = transaction.prepare_cached(&select)?;
    match select.query_row(params![peer, any, channel, amount], share).optional()? {
        Some((channel, _)) => take(transaction, part, vec![(channel, amount)]).map(Ok),
        None => Ok(Err(NotEnough)),
    }
}

fn take(transaction: &Transaction<'_>, part: &str, shares: Vec<Share>) -> rusqlite::Result<()> {
    let take = "UPDATE channels SET spendable_msat = spendable_msat - ?2, \
                out_payments_offered = ifnull(out_payments_offered, 0) + 1, \
                out_offered_msat = ifnull(out_offered_msat, 0) + ?2 WHERE number = ?1";
    for (channel, amount) in shares {
        transaction.prepare_cached(take)?.execute([channel, amount])?;
        transaction.prepare_cached("INSERT INTO held VALUES (?1, ?2, ?3)")?.execute(params![part, channel, amount])?;
    }
    Ok(())
}

/// What is held for a part is theirs: it has been paid.
///
/// What they have got on top they can send, once they have as much as they have to keep.
pub(crate) fn settle(transaction: &Transaction<'_>, part: &str) -> rusqlite::Result<()> {
    let settle = "UPDATE channels SET to_us_msat = to_us_msat - ?2, \
                  receivable_msat = max(0, total_msat - to_us_msat + ?2 - iif(receivable_msat > 0, \
                      total_msat - to_us_msat - receivable_msat, \
                      max(total_msat - to_us_msat, ifnull(their_reserve_msat, 0)))), \
                  min_to_us_msat = min(min_to_us_msat, to_us_msat - ?2), \
                  out_payments_fulfilled = ifnull(out_payments_fulfilled, 0) + 1, \
                  out_fulfilled_msat = ifnull(out_fulfilled_msat, 0) + ?2 WHERE number = ?1";
    end(transaction, part, settle)
}

/// What is held for a part is ours again: it has failed.
pub(crate) fn release(transaction: &Transaction<'_>, part: &str) -> rusqlite::Result<()> {
    end(transaction, part, "UPDATE channels SET spendable_msat = spendable_msat + ?2 WHERE number = ?1")
}

fn end(transaction: &Transaction<'_>, part: &str, change: &str) -> rusqlite::Result<()> {
    let mut delete = transaction.prepare_cached("DELETE FROM held WHERE part = ?1 RETURNING channel, amount_msat")?;
    let shares = delete.query_map([part], share)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut change = transaction.prepare_cached(change)?;
    shares.into_iter().try_for_each(|(channel, amount)| change.execute([channel, amount]).map(drop))
}

/// An amount is ours: somebody has paid.
///
/// We can spend it, once we have as much as we have to keep.
pub(crate) fn receive(transaction: &Transaction<'_>, amount_msat: u64) -> Moved {
    let shares = match shares(transaction, "receivable_msat", amount_msat)? {
        Ok(shares) => shares,
        Err(not_enough) => return Ok(Err(not_enough)),
    };
    let receive = "UPDATE channels SET to_us_msat = to_us_msat + ?2, receivable_msat = receivable_msat - ?2, \
                   spendable_msat = max(0, to_us_msat + ?2 - iif(spendable_msat > 0, \
                       to_us_msat - spendable_msat, max(to_us_msat, ifnull(our_reserve_msat, 0)))), \
                   max_to_us_msat = max(max_to_us_msat, to_us_msat + ?2), \
                   in_payments_offered = ifnull(in_payments_offered, 0) + 1, \
                   in_offered_msat = ifnull(in_offered_msat, 0) + ?2, \
                   in_payments_fulfilled = ifnull(in_payments_fulfilled, 0) + 1, \
                   in_fulfilled_msat = ifnull(in_fulfilled_msat, 0) + ?2 WHERE number = ?1";
    let mut receive = transaction.prepare_cached(receive)?;
    for (channel, amount) in shares {
        receive.execute([channel, amount])?;
    }
    Ok(Ok(()))
}

/// Of which channels an amount is taken that they have in this column: of the first that has it all, or else of all in
/// order, as far as needed.
fn shares(
    transaction: &Transaction<'_>,
    column: &str,
    amount_msat: u64,
) -> rusqlite::Result<Result<Vec<Share>, NotEnough>> {
    if !is_any(transaction)? || amount_msat == 0 {
        return Ok(Ok(Vec::new()));
    }
    let Ok(amount) = i64::try_from(amount_msat) else { return Ok(Err(NotEnough)) };
    let from = format!(
        "SELECT channels.number, {column} FROM channels JOIN peers ON id = peer_id WHERE carries AND connected AND {column}"
    );
    let mut first = transaction.prepare_cached(&format!("{from} >= ?1 ORDER BY channels.number LIMIT 1"))?;
    if let Some((channel, _)) = first.query_row([amount], share).optional()? {
        return Ok(Ok(vec![(channel, amount)]));
    }
    let mut all = transaction.prepare_cached(&format!("{from} > 0 ORDER BY channels.number"))?;
    let all = all.query_map([], share)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(split(all, amount))
}

fn share(row: &rusqlite::Row<'_>) -> rusqlite::Result<Share> {
    Ok((row.get(0)?, row.get(1)?))
}

fn split(rooms: Vec<Share>, amount: i64) -> Result<Vec<Share>, NotEnough> {
    let mut left = amount;
    let mut shares = Vec::new();
    for (channel, room) in rooms {
        let share = room.min(left);
        left -= share;
        if share > 0 {
            shares.push((channel, share));
        }
    }
    if left == 0 { Ok(shares) } else { Err(NotEnough) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use cln_runtime::json::Tree;
    use rusqlite::Connection;

    use super::*;
    use crate::store::channels::{Which, insert, list};
    use crate::store::layout;

    /// Of 1,000 msat with 100 on either side that have to stay there, and 5 of ours that are for fees.
    const CHANNEL: &str = r#"{"peer_id":"02","peer_connected":true,"state":"CHANNELD_NORMAL","to_us_msat":600,
        "total_msat":1000,"spendable_msat":495,"receivable_msat":300,"min_to_us_msat":600,"max_to_us_msat":600,
        "our_reserve_msat":100,"their_reserve_msat":100}"#;

    fn database(channels: &[&str]) -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        layout::prepare(&mut db, false).unwrap();
        let transaction = db.transaction().unwrap();
        for channel in channels {
            insert(&transaction, &Tree::parse(channel).unwrap()).unwrap();
        }
        transaction.commit().unwrap();
        db
    }

    /// For each channel what is ours, what we can send, what we can receive.
    fn balances(db: &Connection) -> Vec<[u64; 3]> {
        let mut balances = Vec::new();
        list(db, &Which::default(), |channel| {
            let number = |name: &str| channel.at(name).unwrap().to_string().parse().unwrap();
            balances.push([number("/to_us_msat"), number("/spendable_msat"), number("/receivable_msat")]);
        })
        .unwrap();
        balances
    }

    /// What can be sent in the channels that are open.
    fn open(db: &Connection) -> Vec<u64> {
        let open = "SELECT spendable_msat FROM channels WHERE carries AND peer_id NOT LIKE '03%' ORDER BY number";
        let mut select = db.prepare(open).unwrap();
        select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    fn changed<T>(db: &mut Connection, change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> T {
        let transaction = db.transaction().unwrap();
        let done = change(&transaction).unwrap();
        transaction.commit().unwrap();
        done
    }

    fn member(db: &Connection, name: &str) -> String {
        let mut found = String::new();
        list(db, &Which::default(), |channel| found = channel.at(name).unwrap().to_string()).unwrap();
        found
    }

    #[test]
    fn what_is_held_is_paid_or_comes_back() {
        let mut db = database(&[CHANNEL]);
        assert_eq!(changed(&mut db, |t| hold(t, "a", 400)), Ok(()));
        assert_eq!(balances(&db), [[600, 95, 300]]);
        assert_eq!(changed(&mut db, |t| hold(t, "b", 96)), Err(NotEnough));
        assert_eq!(changed(&mut db, |t| hold(t, "b", 95)), Ok(()));
        changed(&mut db, |t| release(t, "b"));
        changed(&mut db, |t| settle(t, "a"));
        assert_eq!(balances(&db), [[200, 95, 700]]);
        // What has ended does not end again.
        changed(&mut db, |t| settle(t, "a"));
        changed(&mut db, |t| release(t, "a"));
        assert_eq!(balances(&db), [[200, 95, 700]]);
        let sums = ["/out_payments_offered", "/out_offered_msat", "/out_payments_fulfilled", "/out_fulfilled_msat"];
        assert_eq!(sums.map(|name| member(&db, name)), ["2", "495", "1", "400"]);
        assert_eq!(["/min_to_us_msat", "/max_to_us_msat"].map(|name| member(&db, name)), ["200", "600"]);
    }

    #[test]
    fn what_is_received_can_be_sent() {
        let mut db = database(&[CHANNEL]);
        assert_eq!(changed(&mut db, |t| receive(t, 301)), Err(NotEnough));
        assert_eq!(changed(&mut db, |t| receive(t, 300)), Ok(()));
        assert_eq!(balances(&db), [[900, 795, 0]]);
        let sums = ["/in_payments_offered", "/in_offered_msat", "/in_payments_fulfilled", "/in_fulfilled_msat"];
        assert_eq!(sums.map(|name| member(&db, name)), ["1", "300", "1", "300"]);
        assert_eq!(member(&db, "/max_to_us_msat"), "900");
    }

    #[test]
    fn each_side_keeps_what_it_has_to_keep() {
        let ours = CHANNEL.replace("600", "1000").replace("495", "895").replace("300", "0");
        let mut db = database(&[&ours]);
        for (amount, balance) in [(60, [940, 835, 0]), (60, [880, 775, 20])] {
            changed(&mut db, |t| hold(t, "a", amount)).unwrap();
            changed(&mut db, |t| settle(t, "a"));
            assert_eq!(balances(&db), [balance]);
        }
        let theirs = CHANNEL.replace("600", "40").replace("495", "0").replace("300", "860");
        let mut db = database(&[&theirs]);
        for balance in [[90, 0, 810], [140, 40, 760]] {
            changed(&mut db, |t| receive(t, 50)).unwrap();
            assert_eq!(balances(&db), [balance]);
        }
    }

    #[test]
    fn the_first_channel_with_room_takes_it_or_several_do() {
        let closing = CHANNEL.replace("CHANNELD_NORMAL", "CLOSINGD_COMPLETE");
        let away = CHANNEL.replace("true", "false").replace(r#""02""#, r#""03""#);
        let unknown = CHANNEL.replace("spendable_msat", "unknown_msat");
        let rich = CHANNEL.replace("600", "800").replace("495", "695").replace("300", "100");
        let mut db = database(&[&closing, &away, &unknown, CHANNEL, &rich]);
        for (part, amount, held, left) in
            [("a", 600, Ok(()), [495, 95]), ("b", 591, Err(NotEnough), [495, 95]), ("c", 590, Ok(()), [0, 0])]
        {
            assert_eq!(changed(&mut db, |t| hold(t, part, amount)), held, "{part}");
            assert_eq!(open(&db), left, "{part}");
        }
        changed(&mut db, |t| release(t, "c"));
        assert_eq!(open(&db), [495, 95]);
    }

    #[test]
    fn without_a_channel_nothing_moves_and_nothing_is_refused() {
        let mut db = database(&[]);
        assert_eq!(changed(&mut db, |t| hold(t, "a", u64::MAX)), Ok(()));
        changed(&mut db, |t| settle(t, "a"));
        assert_eq!(changed(&mut db, |t| receive(t, u64::MAX)), Ok(()));
        let mut db = database(&[CHANNEL]);
        assert_eq!(changed(&mut db, |t| receive(t, u64::MAX)), Err(NotEnough));
    }

    /// Many payments in both directions, some of which fail: no step makes or loses any money.
    #[test]
    fn money_adds_up_whatever_happens() {
        let other = CHANNEL.replace("600", "150").replace("495", "45").replace("300", "750");
        let mut db = database(&[CHANNEL, &other, &other]);
        let sums =
            |db: &Connection| balances(db).iter().fold([0; 3], |sum, row| std::array::from_fn(|i| sum[i] + row[i]));
        let (mut ours, mut pending, mut dice) = (sums(&db)[0], Vec::new(), 1_u64);
        for step in 0..2000 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (amount, part) = ((dice >> 40) % 300, format!("{step}"));
            let [_, spendable, receivable] = sums(&db);
            match (dice >> 33) % 4 {
                0 => {
                    let held = changed(&mut db, |t| hold(t, &part, amount));
                    assert_eq!(held.is_ok(), amount <= spendable, "{step}");
                    pending.extend(held.ok().map(|()| (part, amount)));
                }
                1 => {
                    let received = changed(&mut db, |t| receive(t, amount));
                    assert_eq!(received.is_ok(), amount <= receivable, "{step}");
                    ours += received.map_or(0, |()| amount);
                }
                end => {
                    let Some((part, amount)) = pending.pop() else { continue };
                    changed(&mut db, |t| if end == 2 { settle(t, &part) } else { release(t, &part) });
                    let back = if end == 2 { 0 } else { amount };
                    ours -= if end == 2 { amount } else { 0 };
                    assert!(sums(&db)[1] >= spendable + back, "{step}");
                }
            }
            assert_eq!(sums(&db)[0], ours, "{step}");
            for [to_us, spendable, receivable] in balances(&db) {
                assert!(to_us <= 1000 && spendable <= to_us && receivable <= 1000 - to_us, "{step}");
            }
        }
        for (part, _) in pending {
            changed(&mut db, |t| release(t, &part));
        }
        assert_eq!(sums(&db)[0], ours);
        let held: u64 = db.query_row("SELECT count(*) FROM held", [], |row| row.get(0)).unwrap();
        assert_eq!(held, 0);
    }
}
