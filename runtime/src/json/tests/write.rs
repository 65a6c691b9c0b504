//! What the writers append.

use crate::json::compact;
use crate::json::write::{write_hex, write_i64, write_string, write_u64};
use crate::json::{Problem, SliceSource, Source, SyntaxError};

fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = b">".to_vec();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn strings_are_escaped_where_json_demands_it() {
    for (text, json) in [
        ("", r#">"""#),
        ("plain text, long enough", r#">"plain text, long enough""#),
        ("\"\\/", r#">"\"\\/""#),
        ("\n\r\t\u{8}\u{c}", r#">"\n\r\t\b\f""#),
        ("a\0b\u{1f}\u{b}", r#">"a\u0000b\u001f\u000b""#),
        ("é\u{7f}€😀\u{2028}\n", ">\"é\u{7f}€😀\u{2028}\\n\""),
    ] {
        assert_eq!(written(|out| write_string(text, out)), json);
    }
}

#[test]
fn every_character_survives_being_written_and_read() {
    let text: String = (0..=0x2ff).chain(0xffe0..0x1_0010).filter_map(char::from_u32).collect();
    let mut out = Vec::new();
    write_string(&text, &mut out);
    assert_eq!(SliceSource::new(&out).string(), Ok(text.as_bytes()));
}

#[test]
fn bytes_are_written_as_lower_case_hex() {
    assert_eq!(written(|out| write_hex(&[], out)), ">\"\"");
    assert_eq!(written(|out| write_hex(&[0x00, 0xAB, 0xff], out)), ">\"00abff\"");
}

#[test]
fn integers_are_written_in_decimal() {
    for number in [0, 1, 9, 10, 99, 100, 1_234_567_890, u64::MAX - 1, u64::MAX] {
        assert_eq!(written(|out| write_u64(number, out)), format!(">{number}"));
    }
    for number in [i64::MIN, -1_000, -1, 0, 1, i64::MAX] {
        assert_eq!(written(|out| write_i64(number, out)), format!(">{number}"));
    }
}

#[test]
fn compact_removes_white_space_and_nothing_else() {
    for (text, expected) in [
        (" 1.50 ", "1.50"),
        ("\t[ 1 ,\r\n  -0.0e+00 , \"a b\\\" \\\\\" , null ]\n", r#"[1,-0.0e+00,"a b\" \\",null]"#),
        ("{ \"a \\u0041\" : { } , \"é \u{a0}\" : [ ] }", "{\"a \\u0041\":{},\"é \u{a0}\":[]}"),
    ] {
        assert_eq!(compact(text).as_deref(), Ok(expected));
        assert_eq!(compact(expected).as_deref(), Ok(expected));
    }
}

#[test]
fn compact_refuses_what_is_not_json() {
    assert_eq!(compact("[1,]"), Err(SyntaxError::new(3, Problem::Expected("a value"))));
    assert_eq!(compact("1 1"), Err(SyntaxError::new(2, Problem::Trailing)));
    assert_eq!(compact(""), Err(SyntaxError::new(0, Problem::UnexpectedEnd)));
}
