//! Runs `properties::targets::words` on the bytes of libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::targets::words(bytes));
