//! Values of the dialect's types, those at the borders among them.

use cln_runtime::json::Tree;
use cln_tests::dice::Dice;

use super::Maker;
use crate::agreement::nodes::number;

/// Types with values that fit, whoever writes them.
const VALUES: &[(&str, &[&str])] = &[
    ("boolean", &["true", "false"]),
    ("null", &["null"]),
    ("integer", &["0", "-1", "9007199254740993", "-9223372036854775808", "9223372036854775807"]),
    ("number", &["0", "-0", "1.0", "1.50", "1795180919.762698110", "-3e2", "18446744073709551616"]),
    ("u8", &["0", "1", "255"]),
    ("u16", &["0", "256", "65535"]),
    ("u32", &["0", "65536", "4294967295"]),
    ("u64", &["0", "4294967296", "9007199254740993", "8789338917165744446", "18446744073709551615"]),
    ("hex", &[r#""""#, r#""00""#, r#""DEADbeef""#]),
    ("short_channel_id", &[r#""103x1x0""#, r#""16777215x16777215x65535""#]),
    ("short_channel_id_dir", &[r#""103x1x0/0""#, r#""16777215x16777215x65535/1""#]),
    ("msat", &["0", "1000", "18446744073709551615"]),
    ("msat_or_all", &["0", "18446744073709551615", r#""all""#]),
    ("msat_or_any", &["0", "18446744073709551615", r#""any""#]),
    ("sat", &["0", "18446744073709551615"]),
    ("sat_or_all", &["0", "18446744073709551615", r#""all""#]),
    ("feerate", &["0", "4294967295", r#""253perkw""#, r#""1000perkb""#, r#""slow""#, r#""6blocks""#, r#""penalty""#]),
    ("currency", &[r#""1USD""#, r#""1.50EUR""#]),
    ("outputdesc", &["{}", r#"{"bcrt1q": 1}"#, r#"{"bcrt1q": 2000, "b/c~": "all"}"#]),
    ("string_map", &["{}", r#"{"a": "b", "": "é"}"#]),
    ("json_object_or_array", &["{}", "[]", r#"[{"a": null}]"#, r#"{"b": [1.0]}"#]),
    ("json_scalar", &["null", "1.50", r#""text""#]),
    ("proof_field", &["7", r#""text""#]),
];

/// What else users may write.
const OF_USERS: &[(&str, &[&str])] = &[
    ("msat", &[r#""10""#, r#""10000msat""#, r#""10sat""#, r#""1btc""#, r#""0.0003btc""#, r#""0.00000010001btc""#]),
    ("msat_or_all", &[r#""10sat""#, r#""0.00000010btc""#]),
    ("msat_or_any", &[r#""10sat""#, r#""0.00000010btc""#]),
    ("sat", &[r#""10""#, r#""10000msat""#, r#""10sat""#, r#""1.5btc""#, r#""0.00000010btc""#]),
    ("sat_or_all", &[r#""10sat""#, r#""0.0003btc""#]),
    ("feerate", &[r#""4000""#]),
];

/// Any JSON.
pub(super) fn any(dice: &mut Dice) -> Tree {
    let values = ["null", "true", "-0.0", "18446744073709551616", r#""text""#, "[]", r#"{"any": [1.0, null]}"#];
    Tree::parse(values[dice.roll(values.len())]).unwrap()
}

/// A value of a type, within the bounds that the nodes set.
pub(super) fn of_type(name: &str, nodes: &[&Tree], maker: &mut Maker<'_>) -> Tree {
    let limit = |keyword| nodes.iter().filter_map(|node| number(node, keyword)).next();
    match name {
        "string" => text(limit("minLength"), limit("maxLength"), maker.dice),
        "hash" | "secret" | "txid" => Tree::Text(digits("", 64, maker.dice)),
        "pubkey" => Tree::Text(digits(["02", "03"][maker.dice.roll(2)], 66, maker.dice)),
        "bip340sig" => Tree::Text(digits("", 128, maker.dice)),
        "signature" => Tree::Text(digits("", [0, 2, 140, 144][maker.dice.roll(4)], maker.dice)),
        "outpoint" => {
            let index = [0, 1, u32::MAX][maker.dice.roll(3)];
            Tree::Text(format!("{}:{index}", digits("", 64, maker.dice)))
        }
        _ => {
            let tables: &[_] = if maker.is_users { &[VALUES, OF_USERS] } else { &[VALUES] };
            let (least, most) = (limit("minimum"), limit("maximum"));
            let fits = |json: &String| match json.parse::<i128>() {
                Ok(value) => least.is_none_or(|least| least <= value) && most.is_none_or(|most| value <= most),
                Err(_) => true,
            };
            let rows = tables.iter().copied().flatten().filter(|(known, _)| *known == name);
            let mut values: Vec<String> = rows.flat_map(|(_, values)| *values).map(|json| (*json).to_owned()).collect();
            values.extend(least.into_iter().chain(most).map(|limit| limit.to_string()));
            values.retain(fits);
            Tree::parse(maker.dice.pick(&values).unwrap_or_else(|| panic!("no value of type {name}"))).unwrap()
        }
    }
}

/// A text; its bytes are more than its characters, now and then. Longer ones may be taken for hex.
fn text(least: Option<i128>, most: Option<i128>, dice: &mut Dice) -> Tree {
    if let (None, None) = (least, most) {
        let texts = ["", "a text", "\u{e9}\u{1d11e}\"\\/\n", "103x1x0", "00ff", "all", "null", "1000"];
        return Tree::Text(texts[dice.roll(texts.len())].to_owned());
    }
    let least = least.unwrap_or(0);
    let most = most.unwrap_or(least + 3);
    let length = [least, most, (least + most) / 2][dice.roll(3)];
    let letter = ["a", "0", "\u{e9}", "\u{1d11e}"][dice.roll(4)];
    Tree::Text(letter.repeat(usize::try_from(length).unwrap()))
}

/// So many hex digits, in either case.
fn digits(start: &str, length: usize, dice: &mut Dice) -> String {
    let mut digits = start.to_owned();
    while digits.len() < length {
        digits.push(char::from(b"0123456789abcdefABCDEF"[dice.roll(22)]));
    }
    digits
}
