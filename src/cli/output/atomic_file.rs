//! A file that is replaced at once, when all is written: until then, and if anything goes wrong, it stays as it was.
//!
//! What is written goes to a file beside it, which then takes its name. So a paste can be read from the very file that
//! the output goes to. Where the system has files without a name, it is one until then, so that nothing is left of it
//! however the program ends. A device or a pipe has no content to keep, and is written to as it is.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::beside::Beside;
use super::messages;
use crate::cli::exit_code::Ending;
use anyhow::Context;

/// A file that is being written.
pub(crate) struct Saved {
    path: PathBuf,
    target: Target,
    /// Whether anything was written.
    is_touched: bool,
}

enum Target {
    /// To be put in the place of the file.
    Beside(BufWriter<Beside>),
    /// A device or a pipe.
    Straight(BufWriter<File>),
}

impl Saved {
    /// Opens what is written to; the file itself is not touched.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let target = match fs::metadata(path) {
            Ok(found) if !found.is_file() => straight(path),
            Ok(found) => fs::canonicalize(path).and_then(|path| beside(&path, Some(&found))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => beside(path, None),
            Err(error) => Err(error),
        };
        Ok(Self { path: path.to_owned(), target: target.with_context(|| told(path))?, is_touched: false })
    }

    /// Puts the file in its place, unless nothing could be shown.
    pub(crate) fn finish(self, ending: Option<Ending>) -> anyhow::Result<()> {
        let is_kept = self.is_touched || ending.is_some_and(|ending| ending < Ending::Trouble);
        let Self { path, target, .. } = self;
        match target {
            Target::Straight(mut file) => file.flush().with_context(|| told(&path)),
            Target::Beside(file) if is_kept && ending.is_some() => {
                put(file, &path).with_context(|| told(&path))
            }
            Target::Beside(_) => Ok(()),
        }
    }
}

impl Write for Saved {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_touched |= !bytes.is_empty();
        let written = match &mut self.target {
            Target::Beside(file) => file.write(bytes),
            Target::Straight(file) => file.write(bytes),
        };
        written.map_err(|error| named(&self.path, &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.target {
            Target::Beside(file) => file.flush(),
            Target::Straight(file) => file.flush(),
        };
        flushed.map_err(|error| named(&self.path, &error))
    }
}

fn straight(path: &Path) -> io::Result<Target> {
    Ok(Target::Straight(BufWriter::new(File::options().write(true).open(path)?)))
}

/// A file beside the given one, with its permissions, or those of any new file.
fn beside(path: &Path, found: Option<&Metadata>) -> io::Result<Target> {
    let file = Beside::create(path)?;
    if let Some(found) = found {
        file.as_file().set_permissions(found.permissions())?;
    }
    Ok(Target::Beside(BufWriter::new(file)))
}

fn put(file: BufWriter<Beside>, path: &Path) -> io::Result<()> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    // A link stays one: what it leads to is replaced.
    file.take_the_place_of(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
}

fn told(path: &Path) -> String {
    format!("{}: cannot be written; name another FILE", path.display())
}

/// The error of a file that is not standard output.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::other(format!("{} ({})", path.display(), messages::without_number(error)))
}
