//! Tries `properties::targets::words` on what libFuzzer makes up.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::targets::words(bytes));
