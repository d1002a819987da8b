//! Fuzzes the parsers of the program, and two parsers of the library for text that a person writes: options, themes,
//! addresses, records of a stream.
#![no_main]

use wikidiff::cli::fuzzing;
use wikidiff::render::{Background, ColorDepth, Theme, WikiUrl};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    match which % 4 {
        0 => parse_options(&text),
        1 => parse_theme(&text),
        2 => parse_address(&text),
        _ => parse_record(bytes),
    }
});

/// A message has no character that controls the terminal.
fn parse_options(text: &str) {
    if let Some(message) = fuzzing::parse_options(text) {
        assert!(!message.contains(|c: char| c.is_control() && c != '\n'), "{message:?}");
    }
}

fn parse_theme(text: &str) {
    let Ok(theme) = Theme::parse(text) else { return };
    for background in [Background::Dark, Background::Light, Background::Unknown] {
        for depth in [ColorDepth::Ansi16, ColorDepth::Ansi256, ColorDepth::TrueColor] {
            theme.stylesheet(background, depth);
        }
    }
}

/// An accepted address names a host.
fn parse_address(text: &str) {
    assert_ne!(fuzzing::parse_address(text).as_deref(), Some(""));
    _ = WikiUrl::parse(text);
}

/// The id of a record is an unchanged part of its line.
fn parse_record(line: &[u8]) {
    if let Some(id) = fuzzing::parse_record(line) {
        assert!(String::from_utf8_lossy(line).contains(id), "{id}");
    }
}
