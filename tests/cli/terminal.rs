//! A terminal for tests: a pseudo-terminal whose other end is the test, in place of a person.
#![cfg(unix)]

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// Maximum time to wait for output; far longer than any output takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal.
pub(crate) struct Terminal {
    person: File,
    /// The program's end, kept open so that its modes can be read after the program has ended.
    program: File,
    before: String,
    screen: Arc<TerminalWriter>,
    watcher: JoinHandle<()>,
}

/// The output so far.
#[derive(Default)]
struct TerminalWriter {
    bytes: Mutex<Vec<u8>>,
    /// True if the terminal was closed.
    is_left: AtomicBool,
}

impl Terminal {
    pub(crate) fn new() -> Self {
        let person = openpt(flags()).unwrap();
        grantpt(&person).unwrap();
        unlockpt(&person).unwrap();
        let name = ptsname(&person, Vec::new()).unwrap().into_string().unwrap();
        let flags = OFlags::NOCTTY.bits().cast_signed();
        let program = OpenOptions::new().read(true).write(true).custom_flags(flags).open(name).unwrap();
        let (before, person) = (modes(&program), File::from(person));
        let (screen, eyes) = (Arc::new(TerminalWriter::default()), person.try_clone().unwrap());
        let seen = Arc::clone(&screen);
        let watcher = thread::spawn(move || seen.watch(eyes));
        Self { person, program, before, screen, watcher }
    }

    /// A terminal of a size.
    pub(crate) fn sized(columns: u16, rows: u16) -> Self {
        let terminal = Self::new();
        let size = Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&terminal.person, size).unwrap();
        terminal
    }

    /// The program's end, as one of its streams.
    pub(crate) fn stream(&self) -> Stdio {
        self.program.try_clone().unwrap().into()
    }

    /// Makes this the terminal of a command: of all its streams, and for signals. It has the number of the started
    /// process.
    pub(crate) fn command(&self, command: &Command) -> Command {
        let mut session = Command::new("setsid");
        session.arg("--ctty").arg(command.get_program()).args(command.get_args()).env_clear();
        session.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        session.current_dir(command.get_current_dir().unwrap());
        session.stdin(self.stream()).stdout(self.stream()).stderr(self.stream());
        session
    }

    /// Types or pastes text.
    pub(crate) fn types(&mut self, keys: &str) {
        self.person.write_all(keys.as_bytes()).unwrap();
    }

    /// Returns the output so far.
    pub(crate) fn seen(&self) -> String {
        String::from_utf8_lossy(&self.screen.bytes.lock().unwrap()).into_owned()
    }

    #[track_caller]
    pub(crate) fn waits_to_see(&self, part: &str) {
        waits_until(&format!("{part:?} is seen"), || self.seen().contains(part));
    }

    pub(crate) fn waits_for_line_mode(&self, wanted: bool) {
        waits_until("the mode of the terminal changes", || self.has_line_mode() == wanted);
    }

    pub(crate) fn has_line_mode(&self) -> bool {
        tcgetattr(&self.program).unwrap().local_modes.contains(LocalModes::ICANON)
    }

    /// True if every mode is restored and bracketed paste is off.
    #[track_caller]
    pub(crate) fn is_as_it_was(&self) {
        assert_eq!(modes(&self.program), self.before);
        // The system has passed on the earlier output, since no other program writes to the screen.
        let seen = self.seen();
        if let Some(at) = seen.rfind("\x1B[?2004h") {
            waits_until("the brackets are off", || self.seen()[at..].contains("\x1B[?2004l"));
        }
    }

    /// All output, after every program has closed the terminal.
    pub(crate) fn seen_to_the_end(self) -> String {
        drop(self.program);
        self.watcher.join().unwrap();
        String::from_utf8(std::mem::take(&mut *self.screen.bytes.lock().unwrap())).unwrap()
    }

    /// Hangs up, like a closed window or a lost connection.
    pub(crate) fn hangs_up(self) {
        self.screen.is_left.store(true, Ordering::SeqCst);
        self.watcher.join().unwrap();
    }
}

impl TerminalWriter {
    /// Collects output until the test hangs up, or until the terminal is closed, which reads as an error.
    fn watch(&self, mut eyes: File) {
        let mut chunk = [0; 4096];
        let a_moment = Timespec { tv_sec: 0, tv_nsec: 5_000_000 };
        while !self.is_left.load(Ordering::SeqCst) {
            if poll(&mut [PollFd::new(&eyes, PollFlags::IN)], Some(&a_moment)).is_ok_and(|count| count == 0) {
                continue;
            }
            let Ok(length @ 1..) = eyes.read(&mut chunk) else { return };
            self.bytes.lock().unwrap().extend(&chunk[..length]);
        }
    }
}

/// Keeps the test's end from started programs; if one had it, the test could not hang up.
fn flags() -> OpenptFlags {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    #[cfg(target_os = "linux")]
    let flags = flags | OpenptFlags::CLOEXEC;
    flags
}

fn modes(terminal: &File) -> String {
    format!("{:?}", tcgetattr(terminal).unwrap())
}

/// Waits for a condition, and fails after the maximum time.
#[track_caller]
pub(crate) fn waits_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
