//! Tries `laws::targets::wreck` on what libFuzzer makes up.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::targets::wreck(bytes));
