//! Faults from a file.

use std::time::Duration;

use cln_runtime::json::Tree;
use cln_runtime::{Json, RpcError};

use super::{Fault, MOST_ITEMS};

/// The seed, if the file has one, and the faults of `{"seed": 7, "faults": [{"fault": "delay", "ms": 20}, ...]}`.
pub(crate) fn read(json: &str) -> Result<(Option<u64>, Vec<Fault>), String> {
    let tree = Tree::parse(json).map_err(|error| error.to_string())?;
    let mut members = Members::new(tree, "the file")?;
    let seed = members.number("seed")?;
    let faults = match members.take("faults") {
        Some(Tree::Array(faults)) => faults.into_iter().enumerate().map(|(index, tree)| fault(index, tree)).collect(),
        _ => Err("expected {\"faults\": [...]}".to_owned()),
    }?;
    members.finish()?;
    Ok((seed, faults))
}

fn fault(index: usize, tree: Tree) -> Result<Fault, String> {
    let mut members = Members::new(tree, &format!("/faults/{index}"))?;
    let kind = members.text("fault")?.ok_or_else(|| members.wrong("\"fault\" is missing"))?;
    let mut fault = kind_of(&kind, &mut members)?;
    if let Some(method) = members.text("on")? {
        fault = fault.on(method);
    }
    if let Some(calls) = members.number("after")? {
        fault = fault.after(calls);
    }
    if let Some(times) = members.number("times")? {
        fault = fault.times(times);
    }
    if let Some(percent) = members.number("percent")? {
        if percent > 100 {
            return Err(members.wrong(&format!("\"percent\" is {percent}, and 100 is all")));
        }
        fault = fault.percent(percent);
    }
    members.finish()?;
    Ok(fault)
}

fn kind_of(kind: &str, members: &mut Members) -> Result<Fault, String> {
    Ok(match kind {
        "delay" => Fault::delay(Duration::from_millis(members.required("ms")?)),
        "reorder" => Fault::reorder(Duration::from_millis(members.number("ms")?.unwrap_or(1000))),
        "drop" => Fault::drop_answer(),
        "cut" => Fault::cut_answer(),
        "unknown_enum_value" => Fault::unknown_enum_value(),
        "extra_field" => Fault::extra_field(),
        "missing_field" => Fault::missing_field(),
        "huge_list" => Fault::huge_list(items(members)?),
        "error" => Fault::error(error(members)?),
        "notification" => match (members.text("method")?, members.json("params")) {
            (None, None) => Fault::notification(),
            (method, params) => {
                let params = params.unwrap_or_else(Json::null);
                Fault::notification_of(method.unwrap_or_else(|| "message".to_owned()), params)
            }
        },
        other => return Err(members.wrong(&format!("there is no fault {:?}", other))),
    })
}

fn items(members: &mut Members) -> Result<usize, String> {
    let items = members.required("items")?;
    let bearable = usize::try_from(items).ok().filter(|items| *items <= MOST_ITEMS);
    bearable.ok_or_else(|| members.wrong(&format!("\"items\" is {items}, and {MOST_ITEMS} are the most")))
}

fn error(members: &mut Members) -> Result<RpcError, String> {
    let code = match members.take("code") {
        Some(Tree::Plain(code)) => code.parse().map_err(|_| members.wrong("\"code\" is no integer"))?,
        _ => return Err(members.wrong("\"code\" is missing, or no integer")),
    };
    let message = members.text("message")?.unwrap_or_default();
    let error = RpcError::new(code, message);
    Ok(members.json("data").into_iter().fold(error, RpcError::with_data))
}

/// The members of an object, taken out one by one.
struct Members {
    place: String,
    members: Vec<(String, Tree)>,
}

impl Members {
    fn new(tree: Tree, place: &str) -> Result<Self, String> {
        match tree {
            Tree::Object(members) => Ok(Self { place: place.to_owned(), members }),
            _ => Err(format!("{place}: expected an object")),
        }
    }

    fn wrong(&self, why: &str) -> String {
        format!("{}: {why}", self.place)
    }

    fn take(&mut self, name: &str) -> Option<Tree> {
        let index = self.members.iter().position(|(found, _)| found == name)?;
        Some(self.members.remove(index).1)
    }

    fn json(&mut self, name: &str) -> Option<Json> {
        self.take(name).and_then(|tree| tree.to_string().parse().ok())
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Tree::Text(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(&format!("\"{name}\" is no string"))),
        }
    }

    fn number(&mut self, name: &str) -> Result<Option<u64>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Tree::Plain(number)) if number.parse::<u64>().is_ok() => Ok(number.parse().ok()),
            Some(_) => Err(self.wrong(&format!("\"{name}\" is no number from 0"))),
        }
    }

    fn required(&mut self, name: &str) -> Result<u64, String> {
        self.number(name)?.ok_or_else(|| self.wrong(&format!("\"{name}\" is missing")))
    }

    /// Nothing may be left: it would be a misspelling.
    fn finish(&self) -> Result<(), String> {
        match self.members.first() {
            Some((name, _)) => Err(self.wrong(&format!("there is no {name:?} here"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn each_fault_can_be_written_down() {
        let file = r#"{"seed": 7, "faults": [
            {"fault": "delay", "ms": 20, "on": "delpay", "after": 1, "times": 2, "percent": 50},
            {"fault": "reorder"}, {"fault": "drop"}, {"fault": "cut"}, {"fault": "unknown_enum_value"},
            {"fault": "extra_field"}, {"fault": "missing_field"}, {"fault": "huge_list", "items": 3},
            {"fault": "error", "code": -1, "message": "no", "data": {"a": [1]}},
            {"fault": "notification"}, {"fault": "notification", "method": "progress", "params": {"num": 1}}
        ]}"#;
        let second = Duration::from_secs(1);
        let faults = vec![
            Fault::delay(Duration::from_millis(20)).on("delpay").after(1).times(2).percent(50),
            Fault::reorder(second),
            Fault::drop_answer(),
            Fault::cut_answer(),
            Fault::unknown_enum_value(),
            Fault::extra_field(),
            Fault::missing_field(),
            Fault::huge_list(3),
            Fault::error(RpcError::new(-1, "no").with_data(r#"{"a":[1]}"#.parse().unwrap())),
            Fault::notification(),
            Fault::notification_of("progress", r#"{"num":1}"#.parse().unwrap()),
        ];
        assert_eq!(read(file), Ok((Some(7), faults)));
    }

    #[test]
    fn mistakes_are_told() {
        for (file, why) in [
            ("[]", "the file: expected an object"),
            ("{}", "expected {\"faults\": [...]}"),
            (r#"{"faults":[],"sead":1}"#, "the file: there is no \"sead\" here"),
            (r#"{"faults":[{}]}"#, "/faults/0: \"fault\" is missing"),
            (r#"{"faults":[{"fault":"explode"}]}"#, "/faults/0: there is no fault \"explode\""),
            (r#"{"faults":[{"fault":"delay"}]}"#, "/faults/0: \"ms\" is missing"),
            (r#"{"faults":[{"fault":"drop","times":-1}]}"#, "/faults/0: \"times\" is no number from 0"),
            (
                r#"{"faults":[{"fault":"huge_list","items":18446744073709551615}]}"#,
                "/faults/0: \"items\" is 18446744073709551615, and 10000000 are the most",
            ),
            (r#"{"faults":[{"fault":"drop","percent":101}]}"#, "/faults/0: \"percent\" is 101, and 100 is all"),
            (r#"{"faults":[{"fault":"error"}]}"#, "/faults/0: \"code\" is missing, or no integer"),
        ] {
            assert_eq!(read(file).unwrap_err(), why);
        }
        assert!(read("nonsense").is_err());
        assert_eq!(Fault::huge_list(usize::MAX), Fault::huge_list(MOST_ITEMS));
        assert!(read(r#"{"faults":[{"fault":"huge_list","items":10000000,"percent":100}]}"#).is_ok());
    }
}
