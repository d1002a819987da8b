//! The files to check: named files, and the files in named directories, in order.
//!
//! Links to directories inside a directory are not followed, so a loop of links ends. Only regular files are opened, so
//! a pipe without a writer does not block.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

/// A path that cannot be examined.
#[derive(Debug)]
pub(crate) struct PathError {
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
}

/// The files at a named path: the file itself, or the files in the directory.
pub(crate) struct Walk {
    /// The entries to visit, the next entry last.
    stack: Vec<WalkEntry>,
}

enum WalkEntry {
    File(PathBuf),
    Directory(PathBuf),
    Error(PathError),
}

impl Walk {
    /// Starts at a named path. A named file is checked even if its name is one that a directory walk skips.
    pub(crate) fn new(path: &Path) -> Self {
        let named = path.to_owned();
        let entry = match path {
            _ if path == Path::new("-") => {
                WalkEntry::Error(PathError { path: named, error: no_stdin_error() })
            }
            _ if path.is_dir() => WalkEntry::Directory(named),
            _ => WalkEntry::File(named),
        };
        Self { stack: vec![entry] }
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, PathError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.stack.pop()? {
                WalkEntry::File(path) => return Some(Ok(path)),
                WalkEntry::Error(error) => return Some(Err(error)),
                WalkEntry::Directory(path) => match read_sorted(&path) {
                    Ok(entries) => self.stack.extend(entries.iter().rev().filter_map(walk_entry)),
                    Err(error) => return Some(Err(PathError { path, error })),
                },
            }
        }
    }
}

/// Returns the error for `-`: standard input has no expected result.
fn no_stdin_error() -> io::Error {
    io::Error::other("--check reads files and directories, not standard input")
}

/// Reads a directory in the order of names, which is the same on every machine.
fn read_sorted(directory: &Path) -> io::Result<Vec<DirEntry>> {
    let mut entries = fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

/// Classifies an entry of a directory. Hidden and special files are skipped.
fn walk_entry(entry: &DirEntry) -> Option<WalkEntry> {
    let path = entry.path();
    if is_hidden(&entry.file_name()) {
        return None;
    }
    match file_type(entry) {
        Ok(file_type) if file_type.is_dir() && !is_link(entry) => Some(WalkEntry::Directory(path)),
        Ok(file_type) if file_type.is_file() && is_input(&entry.file_name()) => Some(WalkEntry::File(path)),
        Ok(_) => None,
        Err(error) => Some(WalkEntry::Error(PathError { path, error })),
    }
}

/// Returns the type of an entry, or of the target of a link.
fn file_type(entry: &DirEntry) -> io::Result<FileType> {
    fs::metadata(entry.path()).map(|metadata| metadata.file_type())
}

fn is_link(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|file_type| file_type.is_symlink())
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Returns true for an input, and false for an expected result or a README.
fn is_input(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    !name.starts_with("README") && !name.contains(".expected.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn accepts(name: &str, expected: bool) {
        assert_eq!(is_input(name.as_ref()), expected);
    }

    #[test]
    fn skips_expectations_and_readmes() {
        accepts("a.txt", true);
        accepts("a", true);
        accepts("expected.txt", true);
        accepts("a.expected.json", false);
        accepts("a.expected.plain", false);
        accepts("README.md", false);
        accepts("README", false);
    }

    #[test]
    fn leaves_a_missing_file_to_the_reader() {
        let paths: Vec<_> = Walk::new(Path::new("no/such/file")).map(Result::unwrap).collect();
        assert_eq!(paths, [Path::new("no/such/file")]);
    }
}
