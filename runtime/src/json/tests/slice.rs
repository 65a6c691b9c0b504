//! What only a source over a slice can do.

use crate::json::{Next, Problem, SliceSource, Source, SyntaxError};

#[test]
fn raw_text_outlives_the_source() {
    let input = b"[ {\"a\": 1.0} , 2]".to_vec();
    let text = {
        let mut source = SliceSource::new(&input);
        source.enter_array().unwrap();
        source.next_element(true).unwrap();
        let text = source.raw_borrowed().unwrap();
        assert_eq!(source.next_element(false), Ok(true));
        assert_eq!(source.raw_borrowed(), Ok("2"));
        text
    };
    assert_eq!(text, "{\"a\": 1.0}");
}

#[test]
fn raw_text_is_checked() {
    let error = SyntaxError::new(2, Problem::Expected("a value"));
    assert_eq!(SliceSource::new(b" [}").raw_borrowed(), Err(error.clone()));
    assert_eq!(SliceSource::new(b" [}").raw(), Err(error));
}

#[test]
fn a_clone_reads_on_from_the_same_place() {
    let mut source = SliceSource::new(b"[1,[2]]");
    source.enter_array().unwrap();
    source.next_element(true).unwrap();
    source.number().unwrap();
    source.next_element(false).unwrap();
    let mut second = source.clone();
    assert_eq!(source.skip(), Ok(()));
    assert_eq!(second.offset(), 3);
    assert_eq!(second.peek(), Ok(Next::Array));
    assert_eq!(second.raw(), Ok("[2]"));
    assert_eq!(second.next_element(false), Ok(false));
}

#[test]
fn debug_output_shows_no_input() {
    let mut source = SliceSource::new(b"[\"secret\"]");
    source.enter_array().unwrap();
    assert_eq!(format!("{source:?}"), "Tokens { offset: 1, depth: 1, .. }");
}
