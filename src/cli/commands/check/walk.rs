//! Which files are pastes: what was named, and what is in the directories that were named, in order.
//!
//! Links to directories are not followed inside of a directory, so a loop of links ends; what is no file (a pipe
//! that nobody writes to) is not opened, so nothing hangs.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{Path, PathBuf};

/// A path that could not be looked at.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// The path.
    pub(crate) path: PathBuf,
    /// Why.
    pub(crate) error: io::Error,
}

/// The pastes under one path that was named: the file itself, or what is in the directory.
pub(crate) struct Walk {
    /// What is still to come, the next one last.
    waiting: Vec<Found>,
}

enum Found {
    Paste(PathBuf),
    Directory(PathBuf),
    Unreadable(Unreadable),
}

impl Walk {
    /// A walk from a path that was named, which is taken whatever it is called.
    pub(crate) fn from(path: &Path) -> Self {
        let named = path.to_owned();
        let found = match path {
            _ if path == Path::new("-") => Found::Unreadable(Unreadable { path: named, error: no_file() }),
            _ if path.is_dir() => Found::Directory(named),
            _ => Found::Paste(named),
        };
        Self { waiting: vec![found] }
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.waiting.pop()? {
                Found::Paste(path) => return Some(Ok(path)),
                Found::Unreadable(unreadable) => return Some(Err(unreadable)),
                Found::Directory(path) => match entries(&path) {
                    Ok(entries) => self.waiting.extend(entries.iter().rev().filter_map(found)),
                    Err(error) => return Some(Err(Unreadable { path, error })),
                },
            }
        }
    }
}

/// Standard input has no name beside which an expectation could stand.
fn no_file() -> io::Error {
    io::Error::other("--check takes files and directories, not standard input")
}

/// The entries of a directory in the order of their names, which is the same on every machine.
fn entries(directory: &Path) -> io::Result<Vec<DirEntry>> {
    let mut entries = fs::read_dir(directory)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

/// What an entry of a directory is for us, if anything.
fn found(entry: &DirEntry) -> Option<Found> {
    let path = entry.path();
    if is_hidden(&entry.file_name()) {
        return None;
    }
    match kind(entry) {
        Ok(kind) if kind.is_dir() && !is_link(entry) => Some(Found::Directory(path)),
        Ok(kind) if kind.is_file() && is_paste(&entry.file_name()) => Some(Found::Paste(path)),
        Ok(_) => None,
        Err(error) => Some(Found::Unreadable(Unreadable { path, error })),
    }
}

/// The type of an entry, or of what it links to.
fn kind(entry: &DirEntry) -> io::Result<FileType> {
    fs::metadata(entry.path()).map(|metadata| metadata.file_type())
}

fn is_link(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_symlink())
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a file in a directory is a paste, and no expectation and no explanation.
fn is_paste(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    !name.starts_with("README") && !name.contains(".expected.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(name: &str, expected: bool) {
        assert_eq!(is_paste(name.as_ref()), expected);
    }

    #[test]
    fn expectations_and_explanations_are_no_pastes() {
        case("a.txt", true);
        case("a", true);
        case("expected.txt", true);
        case("a.expected.json", false);
        case("a.expected.plain", false);
        case("README.md", false);
        case("README", false);
    }

    #[test]
    fn a_path_that_is_not_there_is_for_the_reader_to_tell() {
        let paths: Vec<_> = Walk::from(Path::new("no/such/file")).map(Result::unwrap).collect();
        assert_eq!(paths, [Path::new("no/such/file")]);
    }
}
