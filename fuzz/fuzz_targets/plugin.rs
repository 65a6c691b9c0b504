//! `plugin` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| cln_fuzz::plugin(bytes));
