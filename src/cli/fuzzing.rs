//! Entry points for the fuzz targets under `tests/fuzz`: the parsers of the program.

use std::ffi::OsString;

use super::args::config::{self, ArgsError};
use super::commands::jsonl::record;
#[cfg(feature = "network")]
use super::input::wiki::address;
use super::terminal::environment::{Environment, Stream, TerminalSize};
use crate::render::style::theme::Background;

/// An environment with `WIKIDIFF_OPTS`, without a configuration file and without a terminal.
struct OptionsVariable<'a>(&'a str);

impl Environment for OptionsVariable<'_> {
    fn variable(&self, name: &str) -> Option<OsString> {
        // An empty `WIKIDIFF_CONFIG` means no file.
        Some(if name == "WIKIDIFF_OPTS" { self.0.into() } else { OsString::new() })
    }

    fn is_terminal(&self, _: Stream) -> bool {
        false
    }

    fn terminal_size(&self, _: Stream) -> Option<TerminalSize> {
        None
    }

    fn background(&self) -> Option<Background> {
        None
    }

    fn supports_hyperlinks(&self) -> bool {
        false
    }
}

/// Parses the value of `WIKIDIFF_OPTS` and returns the error message, if there is one.
///
/// # Panics
/// If the error is in the command line, which has no arguments.
#[must_use]
pub fn parse_options(text: &str) -> Option<String> {
    match config::load_args(&["wikidiff".into()], &OptionsVariable(text), None) {
        Err(ArgsError::Config(message)) => Some(message.to_string()),
        Err(ArgsError::CommandLine(error)) => panic!("the command line was empty: {error}"),
        Err(ArgsError::ShortHelp) => panic!("the command line was empty"),
        Ok(_) => None,
    }
}

/// Parses an address, and a line of words after `--wiki` as numbers and as a title. Returns the host of the address.
#[cfg(feature = "network")]
#[must_use]
pub fn parse_address(text: &str) -> Option<String> {
    let mut words = text.split(' ').map(str::to_owned);
    let host = words.next().unwrap_or_default();
    let words = words.collect::<Vec<_>>();
    _ = address::parse_revisions(&host, &words);
    _ = address::parse_page(&host, &words.join(" "));
    let address = address::parse(text).ok()?;
    address.site.api_locations();
    Some(address.site.host())
}

/// Parses a record of `--jsonl` and returns its id.
#[must_use]
pub fn parse_record(line: &[u8]) -> Option<&str> {
    _ = record::parse_record(line);
    record::parse_id(line).map(serde_json::value::RawValue::get)
}
