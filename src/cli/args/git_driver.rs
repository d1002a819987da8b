//! Calls by git for the diff of one file: as `GIT_EXTERNAL_DIFF`, or as the `command` of a diff driver.
//!
//! ```text
//! path old-file old-hex old-mode new-file new-hex new-mode [new-path [similarity]]
//! ```
//!
//! The form is that of git(1), `GIT_EXTERNAL_DIFF`. `run_external_diff` in git's `diff.c` adds the last two words for
//! a renamed or copied file. A single word is a path that is not merged. Options may come before the words.

use std::path::{Path, PathBuf};

use super::Args;
use super::values::Format;
use crate::model::{FileChange, Sides};

use crate::cli::input::source::{InputSource, NO_FILE};
use crate::cli::terminal::environment::Environment;

/// The variable that git sets in its calls and nowhere else.
pub(crate) const COUNTER: &str = "GIT_DIFF_PATH_COUNTER";

/// The variables that git sets for the programs that it starts. It hides the second from its own pager, which so has the
/// first alone (`setup_pager` in git's `pager.c`).
const VARIABLES: [&str; 2] = ["GIT_PREFIX", "GIT_PAGER_IN_USE"];

/// The length of an abbreviated object name, as in `git diff`.
const SHORT_NAME: usize = 7;

/// A call by git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GitCall {
    /// Show the changes of a file.
    Changed(ChangedFile),
    /// Report a path that is not merged.
    Unmerged(String),
}

/// A file in two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangedFile {
    /// The path in the repository, before and after.
    pub(crate) paths: Sides<String>,
    /// The content of each side.
    pub(crate) blobs: Sides<GitBlob>,
    /// Git's note about a rename: "similarity index 90%".
    pub(crate) similarity: Option<String>,
}

/// The content of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GitBlob {
    /// The temporary file with the content.
    pub(crate) path: PathBuf,
    name: String,
    mode: String,
}

/// Returns true if git has started the program without a file, as it starts its pager, and the output is a picture for a
/// person.
pub(crate) fn is_pager(args: &Args, environment: &dyn Environment) -> bool {
    let is_text = matches!(args.format, None | Some(Format::Terminal | Format::Plain));
    let is_picture = is_text && !args.json && !args.quiet && !args.stat && !args.filter.count;
    args.files.is_empty() && is_picture && VARIABLES.iter().any(|name| environment.variable(name).is_some())
}

impl GitCall {
    /// Recognises a call by git in the words of the command line.
    pub(crate) fn from_words(words: &[PathBuf], environment: &dyn Environment) -> Option<Self> {
        environment.variable(COUNTER)?;
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        match words {
            [path] => Some(Self::Unmerged(text(path))),
            [path, old, old_name, old_mode, new, new_name, new_mode, renamed @ ..] if renamed.len() <= 2 => {
                let blob = |path: &PathBuf, name, mode| GitBlob {
                    path: path.clone(),
                    name: text(name),
                    mode: text(mode),
                };
                Some(Self::Changed(ChangedFile {
                    paths: Sides::new(text(path), text(renamed.first().unwrap_or(path))),
                    blobs: Sides::new(blob(old, old_name, old_mode), blob(new, new_name, new_mode)),
                    similarity: renamed.get(1).and_then(|words| text(words).lines().next().map(String::from)),
                }))
            }
            _ => None,
        }
    }
}

impl ChangedFile {
    /// Returns the heading: the path, and the change of the file as a whole.
    pub(crate) fn heading(&self) -> String {
        let Sides { old, new } = &self.paths;
        let mut parts = vec![if old == new { new.clone() } else { format!("{old} → {new}") }];
        let modes = self.blobs.as_ref().map(|blob| blob.mode.as_str());
        match (self.blobs.old.is_missing(), self.blobs.new.is_missing()) {
            (true, _) => parts.push("new file".into()),
            (_, true) => parts.push("deleted".into()),
            _ if modes.old != modes.new => parts.push(format!("mode {} → {}", modes.old, modes.new)),
            _ => {}
        }
        parts.extend(self.similarity.clone());
        parts.join(", ")
    }

    /// Lists the changes of the file as a whole. Without them, a change of the mode alone has no change to show.
    pub(crate) fn file_changes(&self) -> Vec<FileChange> {
        let is_renamed = self.paths.old != self.paths.new;
        let mut changes = Vec::from_iter(is_renamed.then_some(FileChange::Renamed));
        let modes = self.blobs.as_ref().map(|blob| blob.mode.clone());
        match (self.blobs.old.is_missing(), self.blobs.new.is_missing()) {
            (true, _) => changes.push(FileChange::Created),
            (_, true) => changes.push(FileChange::Deleted),
            _ if modes.old != modes.new => changes.push(FileChange::Mode(modes)),
            _ => {}
        }
        changes
    }

    /// Returns the label of each side. A missing file has none.
    pub(crate) fn labels(&self) -> Sides<Option<String>> {
        let label = |path: &str, blob: &GitBlob| {
            (!blob.is_missing()).then(|| format!("{path} ({})", blob.short_name()))
        };
        Sides { old: label(&self.paths.old, &self.blobs.old), new: label(&self.paths.new, &self.blobs.new) }
    }

    /// Returns the path of each side for a patch.
    pub(crate) fn patch_paths(&self) -> Sides<String> {
        let path =
            |path: &String, blob: &GitBlob| if blob.is_missing() { NO_FILE.to_owned() } else { path.clone() };
        Sides { old: path(&self.paths.old, &self.blobs.old), new: path(&self.paths.new, &self.blobs.new) }
    }
}

impl GitBlob {
    /// Returns true if the file does not exist on this side.
    fn is_missing(&self) -> bool {
        self.path == Path::new(NO_FILE)
    }

    /// Returns the content as an input. A missing file is an empty page.
    pub(crate) fn input(&self) -> InputSource {
        if self.is_missing() { InputSource::Empty } else { InputSource::File(self.path.clone()) }
    }

    /// Returns the abbreviated object name. Git writes zeros for a file that is not in its store.
    fn short_name(&self) -> &str {
        match self.name.get(..SHORT_NAME) {
            Some(name) if name.bytes().any(|byte| byte != b'0') => name,
            _ => "work tree",
        }
    }
}

/// The bytes that git searches for a NUL (`buffer_is_binary` in git's `xdiff-interface.c`).
const SEARCHED_BYTES: usize = 8000;

/// The byte order marks of UTF-16, which is text for this program.
const UTF16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// Returns true if git treats the content as binary, because it has a NUL near its start.
pub(crate) fn is_binary(content: &[u8]) -> bool {
    let is_utf16 = UTF16_MARKS.iter().any(|mark| content.starts_with(mark));
    !is_utf16 && memchr::memchr(0, &content[..content.len().min(SEARCHED_BYTES)]).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::environment::fake::{FakeEnvironment, IN_A_PIPE};

    fn call(words: &[&str]) -> Option<GitCall> {
        let words: Vec<_> = words.iter().map(PathBuf::from).collect();
        GitCall::from_words(&words, &FakeEnvironment::new(IN_A_PIPE, &[(COUNTER, "1")]))
    }

    #[track_caller]
    fn has_heading(words: &[&str], heading: &str, labels: [Option<&str>; 2]) {
        let Some(GitCall::Changed(changed)) = call(words) else { panic!("no call: {words:?}") };
        assert_eq!(changed.heading(), heading);
        let found = changed.labels();
        assert_eq!([found.old.as_deref(), found.new.as_deref()], labels);
    }

    const OLD: &str = "1234567890abcdef1234567890abcdef12345678";
    const NONE: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn reads_seven_words_as_a_file_and_nine_as_a_renamed_file() {
        has_heading(
            &["a.wiki", "x_a.wiki", OLD, "100644", "a.wiki", NONE, "100644"],
            "a.wiki",
            [Some("a.wiki (1234567)"), Some("a.wiki (work tree)")],
        );
        has_heading(
            &["a.wiki", "/dev/null", ".", ".", "a.wiki", NONE, "100644"],
            "a.wiki, new file",
            [None, Some("a.wiki (work tree)")],
        );
        has_heading(
            &["a.wiki", "x", OLD, "100644", "/dev/null", ".", "."],
            "a.wiki, deleted",
            [Some("a.wiki (1234567)"), None],
        );
        let similarity = "similarity index 90%\nrename from a.wiki";
        has_heading(
            &["a.wiki", "x", OLD, "100644", "b", OLD, "100755", "b.wiki", similarity],
            "a.wiki → b.wiki, mode 100644 → 100755, similarity index 90%",
            [Some("a.wiki (1234567)"), Some("b.wiki (1234567)")],
        );
    }

    #[test]
    fn reads_one_word_as_an_unmerged_path() {
        assert_eq!(call(&["a.wiki"]), Some(GitCall::Unmerged("a.wiki".into())));
    }

    #[test]
    fn rejects_other_numbers_of_words_and_other_callers() {
        assert_eq!(call(&["a", "b"]), None);
        assert_eq!(call(&[]), None);
        assert_eq!(call(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]), None);
        assert_eq!(GitCall::from_words(&["a".into()], &FakeEnvironment::new(IN_A_PIPE, &[])), None);
    }

    #[test]
    fn treats_a_nul_as_binary_but_not_in_utf_16() {
        assert!(is_binary(b"a\0b"));
        assert!(!is_binary(b"a\nb"));
        assert!(!is_binary(b"\xFF\xFEa\0"));
        assert!(!is_binary(&[&[b'a'; SEARCHED_BYTES][..], b"\0"].concat()));
    }
}
