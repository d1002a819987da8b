//! A person at the terminal: a pseudo-terminal with this test at its other end.
#![cfg(unix)]

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Termios, tcgetattr};

use crate::workdir::{Ran, Workdir};

/// The program at a terminal, asked for JSON.
struct Sitting {
    person: File,
    terminal: File,
    before: Termios,
    child: Child,
    /// What the person sees.
    screen: JoinHandle<String>,
}

impl Sitting {
    fn start() -> Self {
        let person = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&person).unwrap();
        unlockpt(&person).unwrap();
        let name = ptsname(&person, Vec::new()).unwrap().into_string().unwrap();
        let terminal = OpenOptions::new().read(true).write(true).open(name).unwrap();
        let before = tcgetattr(&terminal).unwrap();
        let mut command = Workdir::new().command("--format json");
        command.current_dir(env!("CARGO_TARGET_TMPDIR")).stdin(terminal.try_clone().unwrap());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let person = File::from(person);
        let screen = watch(person.try_clone().unwrap());
        Self { person, terminal, before, child, screen }
    }

    /// Waits until the program listens, as a person does who reads what it says.
    fn asked(mut self) -> Self {
        let mut told = vec![0; "paste the diff, then press Ctrl-D\n".len()];
        self.child.stderr.as_mut().unwrap().read_exact(&mut told).unwrap();
        assert_eq!(String::from_utf8(told).unwrap(), "paste the diff, then press Ctrl-D\n");
        self.waits_for_line_mode(false);
        self
    }

    fn waits_for_line_mode(&self, wanted: bool) {
        while tcgetattr(&self.terminal).unwrap().local_modes.contains(LocalModes::ICANON) != wanted {
            thread::yield_now();
        }
    }

    /// Ends the program as the system does that shuts down.
    fn ends_it(&self) {
        let status = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(status.success());
    }

    /// Types some keys, and sees how it ends.
    fn types(mut self, keys: &str) -> (Ran, String) {
        self.person.write_all(keys.as_bytes()).unwrap();
        let output = self.child.wait_with_output().unwrap();
        let after = tcgetattr(&self.terminal).unwrap();
        assert_eq!(after.local_modes, self.before.local_modes);
        assert_eq!(after.input_modes, self.before.input_modes);
        drop(self.terminal);
        (Ran::from(output), self.screen.join().unwrap())
    }
}

/// Watches the screen until the terminal is closed, which reads as an error.
fn watch(mut screen: File) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut seen = Vec::new();
        _ = screen.read_to_end(&mut seen);
        String::from_utf8(seen).unwrap()
    })
}

fn types(keys: &str) -> Ran {
    Sitting::start().asked().types(keys).0
}

/// A paste with one long line, as a terminal sends it.
fn paste(length: usize) -> String {
    let line = "x".repeat(length);
    format!("Line 1:\tLine 1:\r−\t\rold {line}\r+\t\rnew {line}\r")
}

#[test]
fn a_long_line_comes_through_a_bracketed_paste() {
    let keys = format!("\x1B[200~{}\x1B[201~\x04", paste(10_000));
    types(&keys).ends_with(0).shows(&format!("\"new {}\"", "x".repeat(10_000)));
}

#[test]
fn a_long_line_comes_through_without_brackets() {
    types(&format!("{}\x04", paste(10_000))).ends_with(0).shows(&format!("\"old {}\"", "x".repeat(10_000)));
}

#[test]
fn typing_is_echoed_a_paste_is_counted_and_brackets_are_asked_for() {
    let (_, screen) = Sitting::start().asked().types("no\x7Fr\r\x1B[200~a\rb\x1B[201~\x04");
    assert_eq!(screen, "\x1B[?2004hno\u{8} \u{8}r\r\n[2 lines pasted]\r\n\x1B[?2004l");
}

#[test]
fn ctrl_d_twice_ends_in_the_middle_of_a_line() {
    types(&format!("{}\x04\x04", paste(9).trim_end())).ends_with(0).shows("\"new xxxxxxxxx\"");
}

#[test]
fn ctrl_d_alone_is_an_empty_input() {
    let ran = types("\x04").ends_with(2).shows_nothing();
    assert!(ran.stderr.contains("copy the diff page"));
}

#[test]
fn ctrl_c_cancels() {
    types("Line 1:\x03").ends_with(130).shows_nothing().tells_nothing();
}

#[test]
fn a_signal_leaves_the_terminal_as_it_was() {
    let sitting = Sitting::start().asked();
    sitting.ends_it();
    assert_eq!(sitting.types("").0.status.signal(), Some(15));
}

#[test]
fn a_signal_does_what_it_always_did_once_the_paste_is_read() {
    let mut sitting = Sitting::start().asked();
    // Nobody reads what is shown, so the program waits in the middle of it.
    sitting.person.write_all(format!("{}\x04", paste(200_000)).as_bytes()).unwrap();
    sitting.waits_for_line_mode(true);
    sitting.ends_it();
    assert_eq!(sitting.types("").0.status.signal(), Some(15));
}
