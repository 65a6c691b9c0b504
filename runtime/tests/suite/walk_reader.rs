//! Documents that arrive in pieces: judged and decoded as those in memory, in little memory, whatever comes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::cell::Cell;
use std::io::{self, ErrorKind, Read, repeat};

use crate::sample::{Every, FLAT, HASH, RULED, SampleRequest, SampleResponse, params, response};
use crate::sizes::size;
use cln_runtime::json::MAX_DEPTH;
use cln_runtime::rules::Shape;
use cln_runtime::{MethodInfo, Record, Rule, Validation, Violations};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Gives so many bytes at a time.
struct Pieces<'a>(&'a [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        (&mut self.0).take(self.1 as u64).read(out)
    }
}

const SHAPES: [&Shape<'static>; 5] =
    [&RULED, &FLAT, SampleRequest::SHAPE, SampleResponse::SHAPE, <Every as Record>::SHAPE];

const VALUES: [&str; 26] = [
    "0",
    "9",
    "10",
    "-1",
    "1.0",
    "1e400",
    "18446744073709551616",
    "null",
    "true",
    "\"\"",
    "\"a\"",
    "\"all\"",
    "\"\\u00e9\\n\"",
    "\"10sat\"",
    "[]",
    "[[1]]",
    "[1,300,\"x\",{}]",
    "{}",
    r#"{"a":1,"a":2}"#,
    r#"{"id":1,"kind":"a"}"#,
    r#"{"id":10,"kind":"a","rune":300}"#,
    r#"[{"id":1,"new":[{"b":1,"b":2}]}]"#,
    r#"{"é\u0000":"x"}"#,
    "\"abababababababababababababababababababababababababababababababab\"",
    "\"abababababababababababababababababababababababababababababababag\"",
    "\"103x1x0\"",
];

fn object(names: Vec<&'static str>) -> impl Strategy<Value = String> {
    let member = (select(names), select(VALUES.to_vec()), select(vec!["", " ", "\n  "]))
        .prop_map(|(name, value, white)| format!("{white}{name:?}:{white}{value}"));
    vec(member, 0..9).prop_map(|members| format!("{{{}}}", members.join(",")))
}

fn document() -> impl Strategy<Value = String> {
    let names = |shape: &Shape<'static>| shape.fields.iter().map(|field| field.name).chain(["new", "n/e~w"]).collect();
    prop_oneof![
        4 => select(SHAPES.to_vec()).prop_flat_map(move |shape| object(names(shape))),
        2 => object(names(&RULED)),
        4 => Just(format!(r#"{{"first":1, "items":[1,{{"id":2}}], "any":{{"x":[1]}}, "names":{{"a":"b"}}, "last":"{HASH}"}}"#)),
        2 => Just(r#"{"item":{"id":1,"kind":"a","rune":3},"first":700}"#.to_owned()),
        2 => Just(params(r#","extra":{"a":[1]},"rune":"x","tags":["ab"]"#)),
        2 => Just(format!("[\"{HASH}\",\"failed\",null,1,\"1sat\"]")),
        2 => object(names(SHAPES[3])).prop_map(|more| response(&format!(r#","level":7,"note":{more}"#))),
        1 => select(VALUES.to_vec()).prop_map(str::to_owned),
        1 => (MAX_DEPTH - 3..MAX_DEPTH + 3)
            .prop_map(|depth| format!(r#"{{"any":{}{}}}"#, "[".repeat(depth), "]".repeat(depth))),
    ]
}

/// Documents, most of them with a few bytes replaced, inserted, removed, repeated or cut off.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![3 => select(b"\"\\{}[]:,0-.eE+ \n\tu\x00\x1f/tfn19".to_vec()), 1 => any::<u8>()];
    let change = (0..5_u8, any::<Index>(), byte, 1..9_usize);
    (document(), prop_oneof![1 => Just(Vec::new()), 2 => vec(change, 0..3)]).prop_map(|(document, changes)| {
        let mut bytes = document.into_bytes();
        for (kind, index, byte, length) in changes {
            let at = index.index(bytes.len() + 1);
            let end = bytes.len().min(at + length);
            match kind {
                0 => bytes[at..].iter_mut().take(1).for_each(|old| *old = byte),
                1 => bytes.insert(at, byte),
                2 => drop(bytes.drain(at..end)),
                3 => bytes.extend_from_within(at..end),
                _ => bytes.truncate(at),
            }
        }
        bytes
    })
}

/// The same documents in every run.
fn for_each_document(check: impl Fn(&[u8], usize)) {
    let cases = size("CLN_FUZZ_CASES", 500, 2_000);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let check = |(bytes, piece): (Vec<u8>, usize)| {
        check(&bytes, piece);
        Ok(())
    };
    runner.run(&(mutated(), 2..40_usize), check).unwrap();
}

#[test]
fn the_violations_are_those_of_the_same_bytes_in_memory() {
    let (right, wrong, broken) = (Cell::new(0), Cell::new(0), Cell::new(0));
    for_each_document(|bytes, piece| {
        for shape in SHAPES {
            for validation in [Validation::new(), Validation::new().first_only(), Validation::new().keep(2)] {
                let expected = validation.validate_json(bytes, shape);
                for size in [1, piece, usize::MAX] {
                    assert_eq!(validation.validate_reader(Pieces(bytes, size), shape), expected);
                }
                let is_json = |found: &Violations| found.iter().all(|found| found.rule() != Rule::Json);
                let counter = match &expected {
                    Ok(()) => &right,
                    Err(found) if is_json(found) => &wrong,
                    Err(_) => &broken,
                };
                counter.set(counter.get() + 1);
            }
        }
    });
    let counts = [right.get(), wrong.get(), broken.get()];
    assert!(counts.iter().all(|count| count * 25 > counts.iter().sum::<u32>()), "{counts:?}");
}

#[test]
fn decoding_gives_what_the_same_bytes_in_memory_do() {
    fn same<T: Record + PartialEq + std::fmt::Debug>(bytes: &[u8], piece: usize) {
        assert_eq!(T::from_reader(Pieces(bytes, piece)), T::from_json(bytes));
        assert_eq!(T::from_reader_strict(Pieces(bytes, piece)), T::from_json_strict(bytes));
        assert_eq!(T::validate_reader(Pieces(bytes, piece)), T::validate_json(bytes));
        // What is decoded strictly and what is only validated are judged alike.
        assert_eq!(T::from_json_strict(bytes).map(drop), T::validate_json(bytes));
    }
    for_each_document(|bytes, piece| {
        for size in [1, piece] {
            same::<SampleRequest>(bytes, size);
            same::<SampleResponse>(bytes, size);
            same::<Every>(bytes, size);
        }
    });
    let good = response("");
    assert!(SampleResponse::from_reader_strict(Pieces(good.as_bytes(), 1)).is_ok());
}

#[test]
fn methods_known_by_name_read_streams_too() {
    let method = MethodInfo::of::<SampleRequest>();
    let (request, result) = (params(""), response(""));
    assert_eq!(method.validate_request_reader(Pieces(request.as_bytes(), 1)), Ok(()));
    assert_eq!(method.validate_response_reader(Pieces(result.as_bytes(), 1)), Ok(()));
    assert!(method.validate_request_reader(result.as_bytes()).is_err());
    assert!(method.validate_response_reader(request.as_bytes()).is_err());
    let first = Validation::new().first_only();
    assert_eq!(first.validate_json(b"{}", method.request_shape()).unwrap_err().len(), 1);
    assert_eq!(first.validate_json(b"{}", method.response_shape()).unwrap_err().len(), 1);
}

/// Counts what is read.
struct Counted<'c, R>(R, &'c Cell<u64>);

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(out)?;
        self.1.set(self.1.get() + count as u64);
        Ok(count)
    }
}

/// A text over and over, without end.
struct Cycle(&'static [u8], usize);

impl Read for Cycle {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        for byte in &mut *out {
            *byte = self.0[self.1 % self.0.len()];
            self.1 += 1;
        }
        Ok(out.len())
    }
}

#[test]
fn what_has_no_end_breaks_the_limit_once_the_buffer_is_full() {
    const LIMIT: usize = 1 << 20;
    let endless = |byte: u8| repeat(byte).take(1 << 30);
    let cases: [(&str, Box<dyn Read>, &str); 9] = [
        (r#"{"last":""#, Box::new(endless(b'a')), "one string or number"),
        (r#"{"new":""#, Box::new(endless(b'a')), "one string or number"),
        (r#"{"new":""#, Box::new(Cycle(br"\n", 0)), "one string or number"),
        (r#"{"first":"#, Box::new(endless(b'1')), "one string or number"),
        (r#"{""#, Box::new(endless(b'k')), "one string or number"),
        (r#"{"items":[{"id":["#, Box::new(Cycle(b"1,", 0)), "a value that must be looked at as a whole"),
        (r#"{"item":{"id":["#, Box::new(Cycle(b"1,", 0)), "a value that must be looked at as a whole"),
        (r#"{"names":{"a":""#, Box::new(endless(b'a')), "a value that must be looked at as a whole"),
        (r#"{"any":["#, Box::new(Cycle(b"{\"a\":", 0)), "nested more than"),
    ];
    for (start, rest, said) in cases {
        let read = Cell::new(0);
        let found =
            Validation::new().buffer(LIMIT).validate_reader(Counted(start.as_bytes().chain(rest), &read), &FLAT);
        let found = found.expect_err(start);
        let last = found.iter().last().unwrap();
        assert!(last.message().contains(said), "{start}: {found}");
        assert_eq!(last.rule(), if said.contains("nested") { Rule::Depth } else { Rule::Limit });
        assert!(read.get() <= (start.len() + LIMIT) as u64, "{start}: {} bytes were read", read.get());
    }
}

#[test]
fn the_usual_buffer_is_bounded_too() {
    let read = Cell::new(0);
    let start = br#"{"payments":[{"note":""#;
    let json = Counted(start.chain(repeat(b'a').take(1 << 30)), &read);
    let found = SampleResponse::validate_reader(json).unwrap_err();
    assert_eq!(found.iter().last().unwrap().rule(), Rule::Limit);
    assert!(read.get() <= (start.len() + Validation::DEFAULT_BUFFER) as u64, "{} bytes were read", read.get());
}

/// Members of names that differ, without end.
struct Members(u64, Vec<u8>);

impl Read for Members {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.1.is_empty() {
            self.0 += 1;
            self.1 = format!("\"n{}\":0,", self.0).into_bytes();
        }
        let count = self.1.as_slice().read(out)?;
        self.1.drain(..count);
        Ok(count)
    }
}

#[test]
fn names_without_end_break_the_limit() {
    for start in ["{", r#"{"any":{"#, r#"{"new":[{"a":{"#] {
        let rest = Members(0, Vec::new()).take(1 << 26);
        let found = Validation::new().buffer(1 << 20).validate_reader(start.as_bytes().chain(rest), &FLAT).unwrap_err();
        assert_eq!((found.len(), found.iter().last().unwrap().rule()), (1, Rule::Limit), "{found}");
        assert!(found.to_string().contains("names that no schema lists"), "{found}");
    }
    // The names of one object are forgotten with it.
    let many = format!(r#"{{"any":[{}1],"last":1}}"#, r#"{"a":1,"b":{"c":1}},"#.repeat(20_000));
    let found = Validation::new().buffer(1 << 10).validate_reader(many.as_bytes(), &FLAT).unwrap_err();
    assert!(found.iter().all(|found| found.rule() != Rule::Limit), "{found}");
}

#[test]
fn a_document_may_be_longer_than_the_buffer() {
    let value = r#"{"a":[1,2,3]},"#.repeat(10_000);
    let json = format!(r#"{{"first":1,"any":[{value}1],"new":[{value}1],"last":[{value}1],"first":[{value}1]}}"#);
    let found = Validation::new().buffer(200).validate_reader(json.as_bytes(), &FLAT);
    assert_eq!(found, Validation::new().validate_json(json.as_bytes(), &FLAT));
    assert!(found.unwrap_err().iter().all(|found| found.rule() != Rule::Limit));
}

#[test]
fn a_reader_that_fails_is_told_from_a_document_that_is_wrong() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(ErrorKind::ConnectionReset.into())
        }
    }
    let start = r#"{"payments":[1,2"#.as_bytes();
    let found = SampleResponse::validate_reader(start.chain(Broken)).unwrap_err();
    let last = found.iter().last().unwrap();
    assert_eq!((last.rule(), last.message()), (Rule::Io, "reading failed: connection reset (at byte 16)"));
    let error = SampleResponse::from_reader(br#"{"payments":["#[..].chain(Broken)).unwrap_err();
    assert_eq!(error.rule(), Rule::Io);
    let found = SampleResponse::from_reader_strict(start.chain(Broken)).unwrap_err();
    assert_eq!(found.iter().last().unwrap().rule(), Rule::Io);
}

#[test]
fn nothing_may_follow_the_document() {
    let twice = response("").repeat(2);
    let found = SampleResponse::validate_reader(Pieces(twice.as_bytes(), 1)).unwrap_err();
    assert_eq!(found.to_string().matches("something follows the end of the value").count(), 1);
    let spaced = response("") + " \r\n";
    assert_eq!(SampleResponse::validate_reader(Pieces(spaced.as_bytes(), 1)), Ok(()));
}

#[test]
fn any_depth_is_refused() {
    for open in ["[", r#"{"a":"#] {
        let deep = open.repeat(100_000);
        for json in
            [deep.clone(), format!(r#"{{"any":{deep}"#), format!(r#"{{"items":[{deep}"#), format!(r#"{{"new":{deep}"#)]
        {
            for shape in [&FLAT, &RULED] {
                let found = Validation::new().validate_reader(json.as_bytes(), shape).unwrap_err();
                assert_eq!(found.iter().last().unwrap().rule(), Rule::Depth);
                assert_eq!(Validation::new().validate_json(json.as_bytes(), shape), Err(found));
            }
        }
    }
}
