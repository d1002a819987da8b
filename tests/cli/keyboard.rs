//! Pasting and typing at a terminal: a pseudo-terminal whose other end is this test.
#![cfg(unix)]

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};

use crate::terminal::Terminal;
use crate::workdir::{Ran, Workdir};

/// The program at a terminal, asked for JSON.
struct Sitting {
    terminal: Terminal,
    child: Child,
}

impl Sitting {
    fn start() -> Self {
        let terminal = Terminal::new();
        let mut command = Workdir::new().command("--format json");
        command.current_dir(env!("CARGO_TARGET_TMPDIR")).stdin(terminal.stream());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        Self { terminal, child }
    }

    /// Waits for the prompt, as a person does.
    fn asked(mut self) -> Self {
        let mut prompt = vec![0; "paste the diff, then press Ctrl-D\n".len()];
        self.child.stderr.as_mut().unwrap().read_exact(&mut prompt).unwrap();
        assert_eq!(String::from_utf8(prompt).unwrap(), "paste the diff, then press Ctrl-D\n");
        self.terminal.waits_for_line_mode(false);
        self
    }

    /// Sends the program a signal, by its name.
    fn gets(&self, signal: &str) {
        let mut kill = Command::new("kill");
        let status = kill.args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Types keys and waits for the end of the program.
    fn types(mut self, keys: &str) -> (Ran, String) {
        self.terminal.types(keys);
        let output = self.child.wait_with_output().unwrap();
        self.terminal.is_as_it_was();
        (Ran::from(output), self.terminal.seen_to_the_end())
    }
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
fn typing_is_echoed_and_a_paste_is_counted() {
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

#[track_caller]
fn ends_by(signal: &str, number: i32) {
    let sitting = Sitting::start().asked();
    sitting.gets(signal);
    assert_eq!(sitting.types("").0.status.signal(), Some(number), "{signal}");
}

#[test]
fn signal_restores_the_terminal() {
    ends_by("HUP", 1);
    ends_by("INT", 2);
    ends_by("TERM", 15);
    // SIGQUIT also writes a core file on some systems.
}

#[test]
fn stop_restores_the_terminal_and_the_paste_continues() {
    let mut sitting = Sitting::start().asked();
    sitting.terminal.types("Line 1:\tLine 1:\r−\t\rold\r");
    sitting.terminal.waits_to_see("old\r\n");
    sitting.gets("TSTP");
    sitting.terminal.waits_for_line_mode(true);
    sitting.terminal.is_as_it_was();
    sitting.gets("CONT");
    sitting.terminal.waits_for_line_mode(false);
    sitting.types("+\t\rnew\r\x04").0.ends_with(0).shows("\"old\"").shows("\"new\"");
}

#[test]
fn hang_up_ends_the_paste() {
    let sitting = Sitting::start().asked();
    sitting.terminal.hangs_up();
    let ran = Ran::from(sitting.child.wait_with_output().unwrap()).ends_with(2).shows_nothing();
    assert!(ran.stderr.contains("standard input: the input is empty"), "{}", ran.stderr);
}

#[test]
fn signals_are_restored_after_the_paste() {
    let mut sitting = Sitting::start().asked();
    // The output is not read, so the program waits in the middle of it.
    sitting.terminal.types(&format!("{}\x04", paste(200_000)));
    sitting.terminal.waits_for_line_mode(true);
    sitting.gets("TERM");
    assert_eq!(sitting.types("").0.status.signal(), Some(15));
}
