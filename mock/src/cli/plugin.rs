//! The argument of `--plugin`: a program, and the options that the plugin has.

use crate::PluginProgram;

/// Reads `PATH[,OPTION[=VALUE]]...`, in which a comma that separates nothing is written twice.
pub(super) fn read(argument: &str) -> Result<PluginProgram, String> {
    let mut parts = split(argument).into_iter();
    let path = parts.next().filter(|path| !path.is_empty()).ok_or("expected the path of a program, found nothing")?;
    parts.try_fold(PluginProgram::new(path), |program, part| {
        let (name, value) = match part.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (&*part, None),
        };
        if !is_name(name) {
            return Err(format!(
                "expected an option of the plugin, such as keep-days=30 or dry-run, found {part:?}; a comma in a path or \
                 value is written twice"
            ));
        }
        Ok(match value {
            Some(value) => program.option(name, value),
            None => program.flag(name),
        })
    })
}

/// What stands between single commas, with one comma for each two.
fn split(argument: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = argument.chars().peekable();
    while let Some(letter) = letters.next() {
        match parts.last_mut() {
            Some(part) if letter != ',' || letters.next_if_eq(&',').is_some() => part.push(letter),
            _ => parts.push(String::new()),
        }
    }
    parts
}

/// Whether a plugin may have an option of this name.
fn is_name(name: &str) -> bool {
    let is_letter =
        |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, b'_' | b'-');
    !name.starts_with('-') && !name.is_empty() && name.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn a_comma_separates_unless_it_is_written_twice() {
        for (argument, parts) in [
            ("a", &["a"][..]),
            ("a,b=1,c", &["a", "b=1", "c"]),
            ("x,,y/a,b=1,,2=3,c=", &["x,y/a", "b=1,2=3", "c="]),
            ("a,,,b", &["a,", "b"]),
            ("a,,,,b", &["a,,b"]),
            ("a,", &["a", ""]),
            ("", &[""]),
        ] {
            assert_eq!(split(argument), parts, "{argument}");
        }
    }

    #[test]
    fn an_option_has_a_name_and_perhaps_a_value() {
        let named = |argument: &str| read(argument).map(|program| format!("{program:?}"));
        let shown = r#"PluginProgram { path: "./p", options: ["a", "b-2", "c"], .. }"#;
        assert_eq!(named("./p,a=1=2,b-2,c="), Ok(shown.to_owned()));
        for (argument, part) in
            [("p,", ""), ("p,=1", "=1"), ("p,--a=1", "--a=1"), ("p,a=1,2", "2 x"), ("p,a b", "a b"), ("p,A", "A")]
        {
            let argument = argument.replace(",2", ",2 x");
            let said = named(&argument).unwrap_err();
            assert!(
                said.starts_with("expected an option of the plugin, ") && said.contains(&format!("{part:?}")),
                "{said}"
            );
        }
        assert_eq!(named(",a=1").unwrap_err(), "expected the path of a program, found nothing");
    }
}
