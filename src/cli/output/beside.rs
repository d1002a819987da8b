//! A new file in the folder of another, whose place it can take in one step.
//!
//! On Linux it has no name before that (`O_TMPFILE`, open(2)): whatever ends the program, the system takes it away.
//! Elsewhere, and in file systems that have no such files, it has a name of its own, which a program that is killed
//! leaves behind.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// The file.
pub(crate) enum Beside {
    #[cfg(target_os = "linux")]
    Unnamed(File),
    Named(NamedTempFile),
}

impl Beside {
    /// Makes one beside the path, with the permissions of any new file.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let folder = folder(path);
        #[cfg(target_os = "linux")]
        if let Ok(file) = unnamed::create(folder) {
            return Ok(Self::Unnamed(file));
        }
        builder().tempfile_in(folder).map(Self::Named)
    }

    pub(crate) fn as_file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => file,
            Self::Named(file) => file.as_file(),
        }
    }

    /// Takes the place of a file in the same folder, or a place where none is.
    pub(crate) fn take_the_place_of(self, path: &Path) -> io::Result<()> {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => {
                let named = builder().make_in(folder(path), |name| unnamed::name(&file, name))?;
                named.persist(path).map_err(|error| error.error)
            }
            Self::Named(file) => file.persist(path).map(drop).map_err(|error| error.error),
        }
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.as_file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.as_file().flush()
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".wikidiff-");
    as_any_new_file(&mut builder);
    builder
}

/// Gives the permissions of any new file, from which the system takes what the person's mask forbids; a temporary file
/// would be for the person alone.
#[cfg(unix)]
fn as_any_new_file(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
const fn as_any_new_file(_: &mut Builder<'_, '_>) {}

#[cfg(target_os = "linux")]
mod unnamed {
    //! A file without a name.

    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::path::Path;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, open};

    /// Where the files that are open have names, by which this one gets its own.
    const OPEN: &str = "/proc/self/fd";

    pub(crate) fn create(folder: &Path) -> io::Result<File> {
        fs::metadata(OPEN)?;
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let file = open(folder, flags, Mode::from_raw_mode(0o666))?;
        Ok(file.into())
    }

    /// Gives it a name, by the way that open(2) says.
    pub(crate) fn name(file: &File, name: &Path) -> io::Result<()> {
        let place = format!("{OPEN}/{}", file.as_raw_fd());
        Ok(linkat(CWD, place.as_str(), CWD, name, AtFlags::SYMLINK_FOLLOW)?)
    }
}
