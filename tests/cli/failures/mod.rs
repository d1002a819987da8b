//! Failures of the system, each caused for real.
//!
//! | fault | behaviour of the program | tests |
//! |---|---|---|
//! | the reader of a pipe closes it | ends with 0, without a message | `closed_pipe_ends_with_0`, `closed_pipe_ends_with_0_in_every_format` |
//! | the disk is full | reports it and ends with 2; the FILE of `-o` is kept | `full_disk_is_reported`, `full_disk_is_reported_for_every_output`, `full_file_system_is_reported_and_the_file_kept` |
//! | a file may not grow (`ulimit -f`) | the same | `file_size_limit_is_reported_and_the_file_kept` |
//! | standard input is closed | reads it as empty | `closed_stdin_is_empty` |
//! | standard output is closed | drops the output; no file that is opened later receives it | `output_to_closed_stdout_is_dropped`, `output_to_closed_streams_reaches_no_file` |
//! | standard error is closed or full | drops messages; the output is complete, and the exit code stays | `output_is_complete_without_stderr` |
//! | a reader stalls | waits and reads nothing more; signals end the wait | `waits_for_a_stalled_reader`, `signal_ends_a_run_with_a_stalled_reader`, `stream_stops_reading_while_its_reader_stalls` |
//! | SIGHUP, SIGINT, SIGTERM while a paste is read | restores the terminal, then ends by the signal | `signal_restores_the_terminal`, `ctrl_c_cancels`, `signals_are_restored_after_the_paste` |
//! | SIGTSTP while a paste is read | restores the terminal, and sets it again when the program continues | `stop_restores_the_terminal_and_the_paste_continues` |
//! | a signal while the terminal answers the question for its background | restores the terminal, then ends by the signal | `signal_during_a_terminal_query_restores_the_terminal` |
//! | the terminal hangs up | ends the paste, with 2 or by SIGHUP | `hang_up_ends_the_paste`, `the_end_of_a_session_ends_the_program` |
//! | SIGTERM or SIGHUP while a pager runs | forwards the signal to the pager and waits for it, then ends by the signal | `a_signal_ends_the_pager_first` |
//! | SIGINT while a pager runs | leaves it to the pager | `ctrl_c_goes_to_the_pager` |
//! | the pager does not exist or cannot run | reports it; shows the picture without a pager, or ends with 2 if a shell starts the pager | `missing_pager_is_reported` |
//! | the pager dies, or ends with a failure | reports it and ends with 2 | `failing_pager_is_reported` |
//! | the pager is quit early | ends with 0 | `pager_that_quits_early_ends_with_0` |
//! | SIGKILL, or another signal, while `-o` writes | keeps FILE; a temporary file may remain beside it | `killed_run_keeps_the_old_file` |
//! | the terminal has a width of 0, of 1, or of many thousands | takes 80 columns for 0, and never less than 20 | `draws_on_a_terminal_of_any_size` |
//! | HOME is missing or wrong | reads no configuration | `without_a_home_there_is_no_configuration` |
//! | the configuration is a directory, a gigabyte, binary, or hostile | reports its place and ends with 2; `--no-config` helps | `invalid_configuration_is_reported`, `missing_file_is_ignored_unless_named`, `binary_configuration_is_refused`, `invalid_line_is_reported_with_its_number` |
//! | the configuration is unreadable | the same | `unreadable_configuration_is_reported` |
//! | the locale is not UTF-8 | writes UTF-8, and sets the pager to UTF-8 | `the_output_is_utf_8_in_every_locale` |
//! | the clock says 1970 | does not use the clock | `the_clock_does_not_matter` |
//! | an input is a directory | reports how to name its files, and ends with 2 | `directory_is_refused_with_next_step`, `directory_as_standard_input_is_reported` |
//! | an input is a device, or fails during reading | reports it and ends with 2 | `input_error_during_reading_is_reported` |
//! | an input is a pipe, and its writer dies | reads the bytes that arrived | `reads_a_pipe_until_its_writer_dies` |
//! | an input is deleted | reports it before opening; reads it after opening | `a_missing_file_does_not_hide_the_others`, `input_deleted_during_reading_is_read` |
//! | an input changes during reading | shows the bytes that it read, and ends | `growing_input_is_read_to_an_end` |
//! | an input is the output file | reads it before it replaces it | `input_file_can_be_the_output_file` |
//! | there is not enough memory for an input (`ulimit -v`) | reports it, and shows the other inputs | `input_larger_than_memory_is_reported` |
//! | there are not enough threads (`ulimit -v`) | reports it, or works with fewer threads | `missing_threads_are_reported_with_next_step` |
//!
//! A test below checks that all tests in the table exist, and that the table has all tests of this folder.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::workdir::{Ran, Workdir};

mod inputs;
mod pager;
mod settings;
mod streams;
mod terminals;

/// Runs a line of the shell in a directory, with `wikidiff` in its `PATH` and without other variables.
fn shell(work: &Workdir, line: &str) -> Ran {
    Ran::from(shell_command(work, line).output().unwrap())
}

fn shell_command(work: &Workdir, line: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_wikidiff")).parent().unwrap().to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([program].into_iter().chain(std::env::split_paths(&others))).unwrap();
    let mut shell = Command::new("bash");
    shell.args(["-c", line]).current_dir(work.path("")).env_clear().env("PATH", path);
    shell.env("WIKIDIFF_CONFIG", "").stdin(Stdio::null());
    shell
}

/// Sends a signal, by its name.
fn send(signal: &str, process: u32) {
    assert!(Command::new("kill").args(["-s", signal, &process.to_string()]).status().unwrap().success());
}

/// The names of the tests in the files below a folder.
fn tests(folder: &str) -> BTreeSet<String> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut names = BTreeSet::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
            open.extend(entries.collect::<Vec<PathBuf>>());
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        let after = text.split("#[test]\n").skip(1);
        names.extend(after.filter_map(|text| Some(text.split_once("fn ")?.1.split_once('(')?.0.to_owned())));
    }
    names
}

#[test]
fn table_of_failures_names_every_test() {
    let rows = include_str!("mod.rs").lines().filter_map(|line| line.strip_prefix("//! | "));
    let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit_once(" | "));
    let named = cells.flat_map(|(_, cell)| cell.split('`').skip(1).step_by(2));
    let named: BTreeSet<String> = named.map(str::to_owned).collect();
    let all = tests("tests/cli");
    let missing: Vec<_> = named.difference(&all).collect();
    assert!(missing.is_empty(), "these tests do not exist: {missing:?}");
    let mut own = tests("tests/cli/failures");
    own.remove("table_of_failures_names_every_test");
    let unnamed: Vec<_> = own.difference(&named).collect();
    assert!(unnamed.is_empty(), "these tests are missing in the table: {unnamed:?}");
}
