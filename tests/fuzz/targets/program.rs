//! Tries the parsers that the program has and the library has not, and two of the library's that read what a person
//! wrote: options, themes, addresses, records of a stream.
#![no_main]

#[path = "../../../src/cli/wiki/address.rs"]
mod address;
#[path = "../../../src/cli/args.rs"]
mod args;
#[path = "../../../src/cli/aside.rs"]
mod aside;
#[path = "../../../src/cli/wiki/asked.rs"]
mod asked;
#[path = "../../../src/cli/config.rs"]
mod config;
#[path = "../../../src/cli/stream/record.rs"]
mod record;
#[path = "../../../src/cli/shapes.rs"]
mod shapes;
#[path = "../../../src/cli/wiki/site.rs"]
mod site;
#[path = "../../../src/cli/tell.rs"]
mod tell;
#[path = "../../../src/cli/usual.rs"]
mod usual;
#[path = "../../../src/cli/version.rs"]
mod version;

/// As much of the machine as a configuration asks it.
mod machine {
    use std::ffi::OsString;

    pub(crate) trait Machine {
        fn variable(&self, name: &str) -> Option<OsString>;
    }
}

/// No file is read here.
mod opening {
    use std::io;
    use std::path::Path;

    pub(crate) fn read_without_waiting(_: &Path, _: u64) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

use std::ffi::OsString;

use wikidiff::render::Wiki;
use wikidiff::render::theme::{Background, Depth, Theme};

/// A machine without a configuration but for one variable.
struct Set(String);

impl machine::Machine for Set {
    fn variable(&self, name: &str) -> Option<OsString> {
        // An empty name stands for no file.
        Some(if name == "WIKIDIFF_OPTS" { (&self.0).into() } else { OsString::new() })
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    match which % 4 {
        0 => options(&text),
        1 => theme(&text),
        2 => addresses(&text),
        _ => record_of(bytes),
    }
});

/// What is refused is told without a character that steers the terminal.
fn options(text: &str) {
    match config::wanted(vec!["wikidiff".into()], &Set(text.to_owned()), None) {
        Err(config::Refused::Set(told)) => {
            assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{told:?}");
        }
        Err(config::Refused::Typed(error)) => panic!("nothing was typed: {error}"),
        Ok(_) => {}
    }
}

fn theme(text: &str) {
    let Ok(theme) = Theme::parse(text) else { return };
    for background in [Background::Dark, Background::Light, Background::Unknown] {
        for depth in [Depth::Sixteen, Depth::Indexed, Depth::True] {
            theme.stylesheet(background, depth);
        }
    }
}

fn addresses(text: &str) {
    if let Ok(address) = address::parse(text) {
        assert!(!address.site.host().is_empty(), "{address:?}");
        address.site.steps();
    }
    let mut words = text.split(' ').map(str::to_owned);
    let host = words.next().unwrap_or_default();
    _ = address::of_revisions(&host, &words.collect::<Vec<_>>());
    _ = Wiki::parse(text);
}

/// The id of a record is a part of its line, as it stands there.
fn record_of(line: &[u8]) {
    if let Some(id) = record::id(line) {
        assert!(String::from_utf8_lossy(line).contains(id.get()), "{id}");
    }
    _ = record::task(line);
}
