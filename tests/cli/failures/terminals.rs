//! Terminals of every size, signals and hang-ups.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use super::send;
use crate::terminal::Terminal;
use crate::workdir::{MARKED, SEED, Workdir};

#[test]
fn draws_on_a_terminal_of_any_size() {
    let sizes = [(0, 0), (0, 24), (1, 1), (1, 0), (2, 50), (19, 3), (20, 2), (u16::MAX, u16::MAX)];
    for (columns, rows) in sizes {
        for line in ["--focus a.txt", "--side-by-side a.txt"] {
            let (work, terminal) = (Workdir::with("a.txt", SEED), Terminal::sized(columns, rows));
            let mut command = work.command(line);
            command.env("TERM", "xterm-256color").env("COLORFGBG", "15;0").env("PAGER", "cat");
            let child = command.stdout(terminal.stream()).stderr(Stdio::piped()).spawn().unwrap();
            drop(command);
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{line} at {columns} by {rows}");
            let seen = terminal.seen_to_the_end();
            assert!(without_codes(&seen).contains("Reinforcement"), "{line} at {columns} by {rows}: {seen}");
        }
    }
    // The limits also apply to widths that are set by hand.
    for columns in ["0", "1", "-1", "99999999999999999999", "wide", ""] {
        let (work, terminal) = (Workdir::with("a.txt", MARKED), Terminal::sized(80, 24));
        let mut command = work.command("--color never a.txt");
        command.env("COLUMNS", columns).stdout(terminal.stream());
        assert!(command.status().unwrap().success(), "{columns}");
        drop(command);
        assert!(without_codes(&terminal.seen_to_the_end()).contains("{+anew+}"), "{columns}");
    }
}

/// The text without the codes of colours and the line breaks of a narrow screen.
fn without_codes(seen: &str) -> String {
    let parts = seen.split('\x1B').enumerate();
    let text = parts.map(
        |(index, part)| if index == 0 { part } else { part.split_once('m').map_or("", |(_, text)| text) },
    );
    text.collect::<String>().replace(|character: char| character.is_whitespace(), "")
}

#[test]
fn signal_during_a_terminal_query_restores_the_terminal() {
    for (signal, number) in [("HUP", 1), ("INT", 2), ("TERM", 15)] {
        let (work, terminal) = (Workdir::with("a.txt", SEED), Terminal::sized(80, 24));
        let mut command = terminal.command(work.command("--pager never a.txt").env("TERM", "xterm-256color"));
        let mut child = command.spawn().unwrap();
        // The program asks for the background; the test does not answer.
        terminal.waits_to_see("\x1B]11;?");
        terminal.waits_for_line_mode(false);
        send(signal, child.id());
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{signal}");
        terminal.is_as_it_was();
    }
}

#[test]
fn the_end_of_a_session_ends_the_program() {
    let (work, terminal) = (Workdir::new(), Terminal::sized(80, 24));
    let mut child = terminal.command(&work.command("")).spawn().unwrap();
    terminal.waits_to_see("press Ctrl-D");
    terminal.waits_for_line_mode(false);
    terminal.hangs_up();
    assert_eq!(child.wait().unwrap().signal(), Some(1));
}
