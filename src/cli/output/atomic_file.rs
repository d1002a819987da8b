//! A file that is replaced in one step when the whole output is written. Until then, and after any error, the old file
//! stays.
//!
//! ```text
//! out.html              the old content, until the end
//! .wikidiff-a1B2c3      the new content; then it is renamed to out.html
//! ```
//!
//! So an input can be the file that the output goes to. A device or a pipe has no content to keep, and is written to
//! directly. A program that is killed leaves its temporary file behind.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::{Builder, NamedTempFile};

use super::messages::os_error_text;
use crate::cli::exit_code::Outcome;

/// A file that is being written.
pub(crate) struct AtomicFile {
    path: PathBuf,
    sink: FileSink,
    /// True if any byte was written.
    has_output: bool,
}

enum FileSink {
    /// A new file in the same folder, which replaces the file in the end.
    Temporary(BufWriter<NamedTempFile>),
    /// A device or a pipe.
    Direct(BufWriter<File>),
}

impl AtomicFile {
    /// Creates the temporary file. The file itself does not change.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let sink = match fs::metadata(path) {
            Ok(found) if !found.is_file() => open_directly(path),
            // The target of a link is replaced, and the link stays.
            Ok(found) => fs::canonicalize(path).and_then(|path| create_temporary(&path, Some(&found))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => create_temporary(path, None),
            Err(error) => Err(error),
        };
        Ok(Self {
            path: path.to_owned(),
            sink: sink.with_context(|| path.display().to_string())?,
            has_output: false,
        })
    }

    /// Replaces the file, unless the run failed without any output.
    pub(crate) fn finish(self, outcome: Option<Outcome>) -> anyhow::Result<()> {
        let Self { path, sink, has_output } = self;
        let is_kept = outcome.is_some_and(|outcome| has_output || outcome < Outcome::Error);
        let finished = match sink {
            FileSink::Direct(mut file) => file.flush(),
            FileSink::Temporary(file) if is_kept => replace(file, &path),
            FileSink::Temporary(_) => Ok(()),
        };
        finished.with_context(|| path.display().to_string())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.has_output |= !bytes.is_empty();
        let written = match &mut self.sink {
            FileSink::Temporary(file) => file.write(bytes),
            FileSink::Direct(file) => file.write(bytes),
        };
        written.map_err(|error| with_path(&self.path, &error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.sink {
            FileSink::Temporary(file) => file.flush(),
            FileSink::Direct(file) => file.flush(),
        };
        flushed.map_err(|error| with_path(&self.path, &error))
    }
}

fn open_directly(path: &Path) -> io::Result<FileSink> {
    Ok(FileSink::Direct(BufWriter::new(File::options().write(true).open(path)?)))
}

/// Creates a file in the same folder, with the permissions of the old file or those of any new file.
fn create_temporary(path: &Path, old: Option<&Metadata>) -> io::Result<FileSink> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = Builder::new();
    builder.prefix(".wikidiff-");
    set_default_permissions(&mut builder);
    let file = builder.tempfile_in(folder.unwrap_or_else(|| Path::new(".")))?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    Ok(FileSink::Temporary(BufWriter::new(file)))
}

/// Sets the permissions of any new file, from which the system removes those in the umask. By default, a temporary
/// file would be private.
#[cfg(unix)]
fn set_default_permissions(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
const fn set_default_permissions(_: &mut Builder<'_, '_>) {}

fn replace(file: BufWriter<NamedTempFile>, path: &Path) -> io::Result<()> {
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Adds the path to an error, which would read as one of standard output.
fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::other(format!("{} ({})", path.display(), os_error_text(error)))
}
