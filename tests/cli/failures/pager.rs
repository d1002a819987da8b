//! Pagers that fail, and signals during a pager.

use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::thread;
use std::time::Duration;

use super::send;
use crate::terminal::{Terminal, waits_until};
use crate::workdir::{MARKED, Ran, SEED, Workdir};

#[test]
fn failing_pager_is_reported() {
    for (pager, why) in
        [("false", "exit status: 1"), ("kill -9 $$", "SIGKILL"), ("cat; exit 3;", "exit status: 3")]
    {
        for content in [MARKED.to_owned(), SEED.repeat(100)] {
            let work = Workdir::with("a.txt", content);
            let mut command = work.command("--paging always a.txt");
            let ran = Ran::from(command.env("PAGER", pager).output().unwrap()).ends_with(2);
            ran.tells("the pager").tells(why).tells("--no-pager");
        }
    }
}

/// The program at a terminal, with a line of the shell as its pager, which writes `ready` when it has started.
fn start_with_pager(pager: &str, terminal: &Terminal) -> (Workdir, Child) {
    let work = Workdir::with("a.txt", SEED);
    let mut command =
        terminal.command(work.command("--paging always a.txt").env("PAGER", pager).env("COLORFGBG", "15;0"));
    let child = command.spawn().unwrap();
    terminal.waits_to_see("ready");
    (work, child)
}

#[test]
fn a_signal_ends_the_pager_first() {
    for (signal, number) in [("HUP", 1), ("TERM", 15)] {
        let terminal = Terminal::sized(80, 24);
        // Like less, it changes the modes of the terminal and restores them at its end.
        let pager = "before=$(stty -g); stty raw -echo; trap 'sleep 0.2; stty \"$before\"; echo > left; exit 0' HUP TERM; \
                     echo ready; while :; do sleep 0.05; done";
        let (work, mut child) = start_with_pager(pager, &terminal);
        send(signal, child.id());
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{signal}");
        assert!(work.path("left").exists(), "{signal}: the pager was not waited for");
        terminal.is_as_it_was();
    }
}

#[test]
fn ctrl_c_goes_to_the_pager() {
    let mut terminal = Terminal::sized(80, 24);
    let pager = "trap 'echo stopped' INT; echo ready; until read line < /dev/tty; do :; done; cat > /dev/null; echo $line; exit 0";
    let (_work, mut child) = start_with_pager(pager, &terminal);
    // A shell that has not yet begun to read a line misses the first signal.
    waits_until("the pager is stopped", || {
        terminal.types("\x03");
        thread::sleep(Duration::from_millis(100));
        terminal.seen().contains("stopped")
    });
    assert!(child.try_wait().unwrap().is_none(), "it did not wait for the pager");
    terminal.types("quit\r");
    terminal.waits_to_see("quit");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    terminal.is_as_it_was();
}
