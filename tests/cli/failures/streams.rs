//! Standard input, output and error: closed, full, or slow.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{send, shell};
use crate::terminal::waits_until;
use crate::workdir::{MARKED, MARKED_WORDS, Ran, SEED, Workdir};

/// A command line for each kind of output.
const OUTPUTS: [&str; 12] = [
    "a.txt",
    "--format json a.txt",
    "--format html a.txt",
    "--format patch a.txt",
    "--format new a.txt",
    "--stat a.txt",
    "--numstat a.txt",
    "--check a.txt",
    "--list-themes",
    "--man",
    "--completions bash",
    "--help",
];

#[test]
fn closed_stdin_is_empty() {
    for line in ["wikidiff <&-", "wikidiff - <&-"] {
        let ran = shell(&Workdir::new(), line).ends_with(2).shows_nothing();
        ran.tells("standard input: the input is empty");
    }
    shell(&Workdir::new(), "wikidiff --jsonl --strict <&-").ends_with(0).shows_nothing().tells_nothing();
    shell(&Workdir::with("a.txt", MARKED), "wikidiff a.txt <&-").ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn output_to_closed_stdout_is_dropped() {
    let work = Workdir::with("a.txt", MARKED);
    shell(&work, "wikidiff a.txt >&-").ends_with(0).tells_nothing();
    shell(&work, "wikidiff --exit-code a.txt b.txt >&-").ends_with(2).tells("b.txt: there is no such file");
}

/// The system gives an opened file the lowest free number. It must not be the number of a closed stream.
#[test]
fn output_to_closed_streams_reaches_no_file() {
    let work = Workdir::with("a.txt", MARKED);
    shell(&work, "wikidiff --explain -o out.txt a.txt b.txt <&- >&- 2>&-").ends_with(2);
    assert!(work.read("out.txt").starts_with("Line 1:") || work.read("out.txt").contains(MARKED_WORDS));
    assert!(!work.read("out.txt").contains("no such file"), "{}", work.read("out.txt"));
    assert_eq!(work.read("a.txt"), MARKED);
}

#[test]
fn output_is_complete_without_stderr() {
    let work = Workdir::with("a.txt", MARKED);
    for hole in ["2>&-", "2> /dev/full"] {
        let ran = shell(&work, &format!("wikidiff b.txt --explain a.txt {hole}")).ends_with(2);
        ran.shows(MARKED_WORDS);
        shell(&work, &format!("wikidiff --theme nothing a.txt {hole}")).ends_with(2).shows_nothing();
        shell(&work, &format!("wikidiff --no-such-option {hole}")).ends_with(2).shows_nothing();
    }
}

#[test]
fn closed_pipe_ends_with_0_in_every_format() {
    let work = Workdir::with("a.txt", SEED);
    for line in OUTPUTS {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = work.command(line).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        Ran::from(output).ends_with(0).tells_nothing();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_reported_for_every_output() {
    let work = Workdir::with("a.txt", SEED);
    for line in OUTPUTS {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = work.command(line).stdout(full).stderr(Stdio::piped()).output().unwrap();
        Ran::from(output).ends_with(2).tells("cannot write: No space left on device");
    }
    work.run("-o /dev/full a.txt").ends_with(2).tells("/dev/full").tells("No space left on device");
}

#[test]
fn file_size_limit_is_reported_and_the_file_kept() {
    let work = Workdir::with("a.txt", SEED.repeat(9)).file("out.txt", "before");
    let ran = shell(&work, "ulimit -f 1; wikidiff -o out.txt a.txt");
    ran.ends_with(2).tells("cannot write: out.txt (File too large)");
    shell(&work, "ulimit -f 1; wikidiff a.txt > new.txt").ends_with(2).tells("cannot write: File too large");
    assert_eq!(work.read("out.txt"), "before");
    assert_eq!(names(&work), ["a.txt", "new.txt", "out.txt"]);
}

/// A file system of 16 kilobytes, in a namespace in which the test may mount it.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs unshare that may mount"]
fn full_file_system_is_reported_and_the_file_kept() {
    let work = Workdir::with("a.txt", SEED.repeat(50)).file("full/x", "");
    let inside = |line: &str| {
        let mount = "mount -t tmpfs -o size=16k none full && echo before > full/out.txt";
        shell(&work, &format!("unshare --user --map-root-user --mount bash -c '{mount} && {line}'"))
    };
    let ran = inside("wikidiff -o full/out.txt a.txt; echo $?; ls -A full; cat full/out.txt").ends_with(0);
    assert_eq!(ran.stdout, "2\nout.txt\nbefore\n", "{}", ran.stderr);
    ran.tells("cannot write: full/out.txt (No space left on device)");
}

/// The names of all files in the directory.
fn names(work: &Workdir) -> Vec<String> {
    let entries = fs::read_dir(work.path("")).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(target_os = "linux")]
#[test]
fn killed_run_keeps_the_old_file() {
    let work = Workdir::with("out.txt", "before").file("a.txt", SEED);
    // Not SIGINT: if a shell runs the tests in the background, it ignores SIGINT, and so does the program.
    for signal in ["TERM", "KILL"] {
        let mut command = work.command("-o out.txt a.txt -");
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The output so far is flushed before the program waits for the next input.
        let is_written = |entry: fs::DirEntry| {
            entry.file_name().to_string_lossy().starts_with(".wikidiff-")
                && entry.metadata().is_ok_and(|file| file.len() > 0)
        };
        let folder = work.path("");
        waits_until("the diff is written", || fs::read_dir(&folder).unwrap().flatten().any(is_written));
        send(signal, child.id());
        assert!(child.wait().unwrap().signal().is_some());
        assert_eq!(work.read("out.txt"), "before");
        for name in names(&work).iter().filter(|name| name.starts_with(".wikidiff-")) {
            fs::remove_file(work.path(name)).unwrap();
        }
    }
}

#[test]
fn waits_for_a_stalled_reader() {
    let work = Workdir::with("a.txt", SEED.repeat(300));
    let whole = work.run("a.txt").ends_with(0).stdout;
    let (mut reader, writer) = std::io::pipe().unwrap();
    let mut child = work.command("a.txt").stdout(writer).stderr(Stdio::null()).spawn().unwrap();
    let mut first = [0; 100];
    reader.read_exact(&mut first).unwrap();
    thread::sleep(Duration::from_millis(200));
    assert!(child.try_wait().unwrap().is_none(), "more than a pipe holds was written to nobody");
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).unwrap();
    assert_eq!([&first[..], &rest].concat(), whole.as_bytes());
    assert!(child.wait().unwrap().success());
}

#[test]
fn signal_ends_a_run_with_a_stalled_reader() {
    let work = Workdir::with("a.txt", SEED.repeat(300));
    let (mut reader, writer) = std::io::pipe().unwrap();
    let mut child = work.command("a.txt").stdout(writer).stderr(Stdio::null()).spawn().unwrap();
    reader.read_exact(&mut [0; 100]).unwrap();
    send("TERM", child.id());
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}

#[test]
fn stream_stops_reading_while_its_reader_stalls() {
    let record = format!("{}\n", serde_json::json!({"id": 1, "text": MARKED}));
    let mut child = {
        let mut command = Workdir::new().command("--jsonl --jobs 1");
        command.current_dir(env!("CARGO_TARGET_TMPDIR")).stdin(Stdio::piped()).stdout(Stdio::piped());
        command.spawn().unwrap()
    };
    let mut stdin = child.stdin.take().unwrap();
    let (sent, received) = mpsc::channel();
    thread::spawn(move || while stdin.write_all(record.as_bytes()).is_ok() && sent.send(()).is_ok() {});
    // Records are written until the program has read none for half a second.
    let mut taken = 0;
    while received.recv_timeout(Duration::from_millis(500)).is_ok() {
        taken += 1;
        assert!(taken < 1_000_000, "it takes records for ever, and answers nobody");
    }
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9));
    assert!(taken > 0, "it took nothing at all");
}
