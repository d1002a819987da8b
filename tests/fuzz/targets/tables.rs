//! Runs `properties::targets::tables` on the bytes of libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::targets::tables(bytes));
