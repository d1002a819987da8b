//! How git asks for one file's diff: as `GIT_EXTERNAL_DIFF`, or as the `command` of a diff driver.
//!
//! ```text
//! path old-file old-hex old-mode new-file new-hex new-mode [new-path [similarity]]
//! ```
//!
//! (git(1), `GIT_EXTERNAL_DIFF`; the two last words are added in `run_external_diff` in git's `diff.c` for what was
//! renamed or copied.) One word alone is a path that is not merged yet. Options may stand before them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::model::Sides;
use crate::render::style::theme::Background;

use crate::cli::input::source::Input;
use crate::cli::terminal::environment::{Environment, Stream, TerminalSize};

/// Where git says which of its paths this is; set in its calls and nowhere else.
const COUNTER: &str = "GIT_DIFF_PATH_COUNTER";

/// Where git says that a pager takes what its children write.
const PAGER_IN_USE: &str = "GIT_PAGER_IN_USE";

/// What stands for the file of a revision that has none, on every system.
const NO_FILE: &str = "/dev/null";

/// How much of an object's name is shown: as much as `git diff` does.
const SHORT_NAME: usize = 7;

/// What git asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// To show what changed in a file.
    Changed(Changed),
    /// To say something of a path that is not merged.
    Unmerged(String),
}

/// A file of two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    /// The path in the repository, before and after.
    pub(crate) paths: Sides<String>,
    /// What git knows of each side.
    pub(crate) files: Sides<Blob>,
    /// Git's own words about a rename: "similarity index 90%".
    pub(crate) similarity: Option<String>,
}

/// One side of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Blob {
    /// Where its content is at present.
    pub(crate) content: PathBuf,
    name: String,
    mode: String,
}

impl Call {
    /// Git's call, if it is one.
    pub(crate) fn of(words: &[PathBuf], machine: &dyn Environment) -> Option<Self> {
        machine.variable(COUNTER)?;
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        match words {
            [path] => Some(Self::Unmerged(text(path))),
            [path, old, old_name, old_mode, new, new_name, new_mode, renamed @ ..] if renamed.len() <= 2 => {
                let blob = |content: &PathBuf, name, mode| Blob {
                    content: content.clone(),
                    name: text(name),
                    mode: text(mode),
                };
                Some(Self::Changed(Changed {
                    paths: Sides::new(text(path), text(renamed.first().unwrap_or(path))),
                    files: Sides::new(blob(old, old_name, old_mode), blob(new, new_name, new_mode)),
                    similarity: renamed.get(1).and_then(|words| first_line(&text(words))),
                }))
            }
            _ => None,
        }
    }
}

fn first_line(text: &str) -> Option<String> {
    text.lines().next().map(String::from)
}

impl Changed {
    /// The heading: what happened to the file as a whole.
    pub(crate) fn heading(&self) -> String {
        let Sides { old, new } = &self.paths;
        let mut parts = vec![if old == new { new.clone() } else { format!("{old} → {new}") }];
        let modes = self.files.as_ref().map(|file| file.mode.as_str());
        match (self.files.old.is_missing(), self.files.new.is_missing()) {
            (true, _) => parts.push("new file".into()),
            (_, true) => parts.push("deleted".into()),
            _ if modes.old != modes.new => parts.push(format!("mode {} → {}", modes.old, modes.new)),
            _ => {}
        }
        parts.extend(self.similarity.clone());
        parts.join(", ")
    }

    /// What each side is called over its lines.
    pub(crate) fn labels(&self) -> Sides<Option<String>> {
        let label =
            |path: &str, file: &Blob| (!file.is_missing()).then(|| format!("{path} ({})", file.origin()));
        Sides { old: label(&self.paths.old, &self.files.old), new: label(&self.paths.new, &self.files.new) }
    }
}

impl Blob {
    /// Whether this side has no such file.
    fn is_missing(&self) -> bool {
        self.content == Path::new(NO_FILE)
    }

    /// The file as an input; a missing one is an empty page.
    pub(crate) fn input(&self) -> Input {
        if self.is_missing() { Input::Nothing } else { Input::File(self.content.clone()) }
    }

    /// What the content is of; git names no object for what is not in its store.
    fn origin(&self) -> &str {
        match self.name.get(..SHORT_NAME) {
            Some(name) if name.bytes().any(|byte| byte != b'0') => name,
            _ => "work tree",
        }
    }
}

/// How much of a file git looks at to know whether it is text (`buffer_is_binary` in git's `xdiff-interface.c`).
const LOOKED_AT: usize = 8000;

/// The marks by which UTF-16 is known, which is text to us.
const UTF16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// Whether git takes the content for binary: there is a NUL in it.
pub(crate) fn is_binary(content: &[u8]) -> bool {
    let is_utf16 = UTF16_MARKS.iter().any(|mark| content.starts_with(mark));
    !is_utf16 && content.iter().take(LOOKED_AT).any(|byte| *byte == 0)
}

/// The machine as it is behind git: what git's pager takes is seen on a terminal, whose width git left in `COLUMNS`.
pub(crate) struct BehindGit<'m>(pub(crate) &'m dyn Environment);

impl Environment for BehindGit<'_> {
    fn variable(&self, name: &str) -> Option<OsString> {
        self.0.variable(name)
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        let is_paged = || self.0.variable(PAGER_IN_USE).is_some_and(|value| value == "true" || value == "1");
        self.0.is_terminal(stream) || stream == Stream::Output && is_paged()
    }

    fn screen(&self) -> Option<TerminalSize> {
        self.0.screen()
    }

    /// A pager reads what is typed, so that it would take the terminal's answer for keys.
    fn background(&self) -> Option<Background> {
        self.0.is_terminal(Stream::Output).then(|| self.0.background()).flatten()
    }

    fn has_hyperlinks(&self) -> bool {
        self.0.has_hyperlinks()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::environment::imagined::{IN_A_PIPE, Imagined, imagined};

    fn behind(variables: &'static [(&'static str, &'static str)]) -> Imagined {
        imagined(IN_A_PIPE, variables)
    }

    fn call(words: &[&str]) -> Option<Call> {
        let words: Vec<_> = words.iter().map(PathBuf::from).collect();
        Call::of(&words, &behind(&[(COUNTER, "1")]))
    }

    #[track_caller]
    fn heads(words: &[&str], heading: &str, labels: [Option<&str>; 2]) {
        let Some(Call::Changed(changed)) = call(words) else { panic!("no call: {words:?}") };
        assert_eq!(changed.heading(), heading);
        let found = changed.labels();
        assert_eq!([found.old.as_deref(), found.new.as_deref()], labels);
    }

    const OLD: &str = "1234567890abcdef1234567890abcdef12345678";
    const NONE: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn seven_words_are_a_file_and_nine_a_renamed_one() {
        heads(
            &["a.wiki", "x_a.wiki", OLD, "100644", "a.wiki", NONE, "100644"],
            "a.wiki",
            [Some("a.wiki (1234567)"), Some("a.wiki (work tree)")],
        );
        heads(
            &["a.wiki", "/dev/null", ".", ".", "a.wiki", NONE, "100644"],
            "a.wiki, new file",
            [None, Some("a.wiki (work tree)")],
        );
        heads(
            &["a.wiki", "x", OLD, "100644", "/dev/null", ".", "."],
            "a.wiki, deleted",
            [Some("a.wiki (1234567)"), None],
        );
        heads(
            &[
                "a.wiki",
                "x",
                OLD,
                "100644",
                "b",
                OLD,
                "100755",
                "b.wiki",
                "similarity index 90%\nrename from a.wiki",
            ],
            "a.wiki → b.wiki, mode 100644 → 100755, similarity index 90%",
            [Some("a.wiki (1234567)"), Some("b.wiki (1234567)")],
        );
    }

    #[test]
    fn one_word_is_a_path_that_is_not_merged() {
        assert_eq!(call(&["a.wiki"]), Some(Call::Unmerged("a.wiki".into())));
    }

    #[test]
    fn other_numbers_of_words_and_other_callers_are_no_call() {
        assert_eq!(call(&["a", "b"]), None);
        assert_eq!(call(&[]), None);
        assert_eq!(call(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]), None);
        assert_eq!(Call::of(&["a".into()], &behind(&[])), None);
    }

    #[test]
    fn git_s_pager_is_a_terminal() {
        assert!(BehindGit(&behind(&[(PAGER_IN_USE, "true")])).is_terminal(Stream::Output));
        assert!(!BehindGit(&behind(&[(PAGER_IN_USE, "true")])).is_terminal(Stream::Input));
        assert!(!BehindGit(&behind(&[])).is_terminal(Stream::Output));
    }

    #[test]
    fn a_nul_is_binary_but_not_in_utf_16() {
        assert!(is_binary(b"a\0b"));
        assert!(!is_binary(b"a\nb"));
        assert!(!is_binary(b"\xFF\xFEa\0"));
        assert!(!is_binary(&[&[b'a'; LOOKED_AT][..], b"\0"].concat()));
    }
}
