//! Runs `properties::targets::extracted` on the bytes of libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::targets::extracted(bytes));
