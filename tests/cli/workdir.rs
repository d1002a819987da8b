//! A directory for each test, in which the program runs with the environment of the test.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The user's sample: one changed line, "4 bytes added".
pub(crate) const SEED: &str = include_str!("../../fixtures/seed/chatgpt.txt");

/// A paste that states its sides: one changed line.
pub(crate) const MARKED: &str = "Line 1:\tLine 1:\n \t\nsame\n \t\nsame\n−\t\nan old word\n+\t\na new word\n";

/// The changed words of `MARKED`, without colour.
pub(crate) const MARKED_WORDS: &str = "[-an old-]{+a new+} word";

/// A directory that is removed after its test.
pub(crate) struct Workdir(PathBuf);

impl Workdir {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("work-{}-{number}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A directory with one file in it.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        Self::new().file(name, content)
    }

    /// Writes a file, and the directories above it.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program in this directory. Of the environment, it gets only `PATH`.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wikidiff"));
        command.args(line.split_whitespace()).current_dir(&self.0).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).stdin(Stdio::null());
        command.env("WIKIDIFF_CONFIG", "");
        command
    }

    /// Runs the program with arguments and an empty standard input.
    pub(crate) fn run(&self, line: &str) -> Ran {
        Ran::from(self.command(line).output().unwrap())
    }

    /// Runs the program with arguments and a standard input.
    pub(crate) fn pipe(&self, line: &str, input: impl Into<Vec<u8>>) -> Ran {
        let mut command = self.command(line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (mut stdin, input) = (child.stdin.take().unwrap(), input.into());
        // A program that ends early closes its input. That is not an error here.
        let writer = thread::spawn(move || _ = stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ran::from(output)
    }
}

impl Drop for Workdir {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs the program on a standard input, in an empty directory.
pub(crate) fn pipe(line: &str, input: impl Into<Vec<u8>>) -> Ran {
    Workdir::new().pipe(line, input)
}

/// A finished run: exit status and output.
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.status.code(), Some(code), "{}{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn shows(self, part: &str) -> Self {
        assert!(self.stdout.contains(part), "{part:?} is not in {}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn shows_nothing(self) -> Self {
        assert_eq!(self.stdout, "");
        self
    }

    #[track_caller]
    pub(crate) fn tells(self, part: &str) -> Self {
        assert!(self.stderr.starts_with("wikidiff: "), "{}", self.stderr);
        assert!(self.stderr.contains(part), "{part:?} is not in {}", self.stderr);
        self
    }

    #[track_caller]
    pub(crate) fn tells_nothing(self) -> Self {
        assert_eq!(self.stderr, "");
        self
    }
}
