//! Inputs that are not files, break off, disappear, change, or are too large.

use std::fs::{self, File};
use std::io::Write;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::shell;
use crate::terminal::waits_until;
use crate::workdir::{MARKED, MARKED_WORDS, Ran, SEED, Workdir};

#[test]
fn directory_as_standard_input_is_reported() {
    for line in ["wikidiff < .", "wikidiff --revisions - a.txt < ."] {
        let work = Workdir::with("a.txt", MARKED);
        shell(&work, line).ends_with(2).shows_nothing().tells("standard input: this is a directory");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn input_error_during_reading_is_reported() {
    let work = Workdir::with("a.txt", MARKED);
    let broken = "/proc/self/mem: Input/output error";
    work.run("/proc/self/mem a.txt").ends_with(2).shows(MARKED_WORDS).tells(broken);
    work.run("--revisions /proc/self/mem a.txt").ends_with(2).shows_nothing().tells(broken);
    work.run("/dev/null").ends_with(2).shows_nothing().tells("/dev/null: the input is empty");
}

#[test]
fn reads_a_pipe_until_its_writer_dies() {
    let work = Workdir::with("a.txt", MARKED);
    let ran = shell(&work, "wikidiff <(cat a.txt; kill -9 $BASHPID)");
    ran.ends_with(0).shows(MARKED_WORDS);
    let ran = shell(&work, "mkfifo pipe; (head -c 40 a.txt > pipe; kill -9 $BASHPID) & wikidiff pipe");
    ran.ends_with(0).shows("1 line removed");
}

#[cfg(target_os = "linux")]
#[test]
fn input_deleted_during_reading_is_read() {
    let work = Workdir::with("b.txt", SEED);
    shell(&work, "mkfifo pipe").ends_with(0);
    let (input, pipe) = (work.path("b.txt"), work.path("pipe"));
    let mut command = work.command("- pipe");
    command.stdin(File::open(&input).unwrap()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // The program has both open, or waits for the pipe, when the names are removed.
    let mut writer = File::options().write(true).open(&pipe).unwrap();
    fs::remove_file(input).unwrap();
    fs::remove_file(pipe).unwrap();
    writer.write_all(MARKED.as_bytes()).unwrap();
    drop(writer);
    let ran = Ran::from(child.wait_with_output().unwrap()).ends_with(0);
    ran.shows("[[Reinforcement Learning[-]]-]").shows(MARKED_WORDS);
}

#[test]
fn growing_input_is_read_to_an_end() {
    let work = Workdir::with("a.txt", MARKED);
    let (path, is_over) = (work.path("a.txt"), Arc::new(AtomicBool::new(false)));
    let over = Arc::clone(&is_over);
    let writer = thread::spawn(move || {
        let mut file = File::options().append(true).open(path).unwrap();
        // The writer is slow, so that the file stays small.
        while !over.load(Ordering::SeqCst) {
            file.write_all(b" \t\nmore\n \t\nmore\n").unwrap();
            thread::yield_now();
        }
    });
    let begun = fs::metadata(work.path("a.txt")).unwrap().len();
    waits_until("it grows", || fs::metadata(work.path("a.txt")).unwrap().len() > begun);
    let ran = work.run("--context 0 a.txt");
    is_over.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    ran.ends_with(0).shows(MARKED_WORDS);
}

#[test]
fn input_file_can_be_the_output_file() {
    let work = Workdir::with("a.txt", MARKED);
    work.run("-o a.txt --format new a.txt").ends_with(0).tells_nothing();
    assert_eq!(work.read("a.txt"), "same\na new word\n");
    work.pipe("-o a.txt --format old -", MARKED).ends_with(0);
    assert_eq!(work.read("a.txt"), "same\nan old word\n");
}

/// Only Linux enforces a limit of the address space.
#[cfg(target_os = "linux")]
#[test]
fn input_larger_than_memory_is_reported() {
    let work = Workdir::with("a.txt", MARKED);
    File::create(work.path("large.txt")).unwrap().set_len(100 << 20).unwrap();
    let message = "not enough memory for this input; split it into smaller parts";
    let ran = shell(&work, "ulimit -v 600000; wikidiff large.txt a.txt").ends_with(2).shows(MARKED_WORDS);
    ran.tells(&format!("large.txt: {message}"));
    let ran = shell(&work, "ulimit -v 600000; wikidiff < large.txt").ends_with(2).shows_nothing();
    ran.tells(&format!("standard input: {message}"));
    shell(&work, "ulimit -v 90000; wikidiff large.txt").ends_with(2).tells(&format!("large.txt: {message}"));
}

#[cfg(target_os = "linux")]
#[test]
fn missing_threads_are_reported_with_next_step() {
    let work = Workdir::with("a.txt", MARKED);
    // A thread's stack takes 2 MiB of addresses. The lowest limit under which the program starts allows no thread.
    let check = "wikidiff --check a.txt --jobs";
    let starts = |limit: &u32| shell(&work, &format!("ulimit -v {limit}; {check} 1")).status.success();
    let least = (4000..400_000).step_by(500).find(starts).unwrap();
    let ran = shell(&work, &format!("ulimit -v {least}; {check} 4"));
    ran.ends_with(2).shows_nothing().tells("no thread can be started").tells("--jobs 1");
}
