//! Where pastes come from: files, a pipe, and a person at the terminal.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use super::keyboard::{self, Terminal, Typed};

/// Where one input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// A file, or whatever else the name opens.
    File(PathBuf),
    /// Standard input that is no terminal.
    Pipe,
    /// Standard input that is a terminal, with a person at it.
    Keyboard(Terminal),
}

/// Why an input could not be read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The person pressed Ctrl-C.
    Cancelled,
    /// The machine said no.
    Failed(io::Error),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Input {
    /// What the input is called in messages, headings and JSON.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match self {
            Self::File(path) => path.to_string_lossy(),
            Self::Pipe | Self::Keyboard(_) => "standard input".into(),
        }
    }

    /// Reads it whole: a diff needs its end (a copied page states its byte change first, but rows later decide).
    pub(crate) fn read(&self) -> Result<Vec<u8>, Unread> {
        match self {
            Self::File(path) => Ok(fs::read(path)?),
            Self::Pipe => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                Ok(bytes)
            }
            Self::Keyboard(terminal) => read_keyboard(*terminal),
        }
    }
}

/// Asks for a paste and reads it.
fn read_keyboard(terminal: Terminal) -> Result<Vec<u8>, Unread> {
    writeln!(io::stderr(), "paste the diff, then press Ctrl-D")?;
    match keyboard::read(terminal)? {
        Typed::Text(bytes) => Ok(bytes),
        Typed::Cancelled => Err(Unread::Cancelled),
    }
}
