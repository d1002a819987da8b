//! Failures of the system, each provoked for real.
//!
//! | fault | what the program does | tests |
//! |---|---|---|
//! | the reader of a pipe goes away | ends with 0, without a word | `a_reader_that_goes_away_is_no_trouble`, `a_reader_that_goes_away_is_no_trouble_whatever_is_written` |
//! | the disk is full | says so, ends with 2; the FILE of `-o` stays as it was | `full_disk_is_reported`, `full_disk_is_reported_for_every_output`, `full_file_system_is_reported_and_the_file_kept` |
//! | a file may not grow (`ulimit -f`) | the same | `file_size_limit_is_reported_and_the_file_kept` |
//! | standard input is closed | it is an empty one | `a_closed_standard_input_is_an_empty_one` |
//! | standard output is closed | what is written goes nowhere, and into no file that is opened later | `a_closed_standard_output_is_a_black_hole`, `output_to_closed_streams_reaches_no_file` |
//! | standard error is closed or full | messages are lost, the output is not, and the exit code stays | `a_standard_error_that_takes_nothing_keeps_nothing_from_the_output` |
//! | a reader stalls | it is waited for, and nothing more is read meanwhile; signals end the wait | `a_reader_that_stalls_is_waited_for_and_gets_all`, `a_signal_ends_a_run_whose_reader_stalls`, `a_stream_whose_reader_stalls_is_read_no_further` |
//! | SIGHUP, SIGINT, SIGTERM while a paste is read | the terminal is put back, then the signal ends the program | `a_signal_leaves_the_terminal_as_it_was`, `ctrl_c_cancels`, `signals_are_restored_after_the_paste` |
//! | SIGTSTP while a paste is read | the terminal is put back, and taken again when the program goes on | `a_stop_leaves_the_terminal_as_it_was_and_the_paste_goes_on` |
//! | a signal while the terminal is asked for its background | the terminal is put back, then the signal ends the program | `signal_during_a_terminal_query_restores_the_terminal` |
//! | the terminal hangs up | the paste is over, with 2 or by SIGHUP | `a_terminal_that_hangs_up_ends_the_paste`, `the_end_of_a_session_ends_the_program` |
//! | SIGTERM or SIGHUP while a pager runs | the pager gets it too, and is waited for; then the signal ends the program | `a_signal_ends_the_pager_first` |
//! | SIGINT while a pager runs | it is the pager's | `ctrl_c_is_the_pagers` |
//! | the pager is none, or no program | it is told; the picture is shown without one where that is known in time, else it ends with 2 | `missing_pager_is_reported` |
//! | the pager dies, or ends with a failure | it is told, and ends with 2 | `failing_pager_is_reported` |
//! | the pager is quit early | ends with 0 | `a_pager_that_is_quit_early_is_no_trouble` |
//! | SIGKILL, or another signal, while `-o` writes | FILE stays as it was; a temporary file may remain beside it | `a_run_that_is_killed_leaves_the_file_as_it_was` |
//! | the terminal has a width of 0, of 1, or a silly one | 80 columns where it says none, never less than 20 | `a_terminal_of_any_size_is_drawn_on` |
//! | there is no HOME, or a wrong one | there is no configuration either | `without_a_home_there_is_no_configuration` |
//! | the configuration is a directory, a gigabyte, no text, or hostile | it is told, with its place, and ends with 2; `--no-config` helps | `invalid_configuration_is_reported`, `missing_file_is_ignored_unless_named`, `a_file_that_is_no_text_is_refused`, `a_line_that_is_wrong_is_named` |
//! | the configuration may not be read | the same | `unreadable_configuration_is_reported` |
//! | the locale is not UTF-8 | what is written is UTF-8 all the same: it is data, and a pager is told so | `the_output_is_utf_8_in_every_locale` |
//! | the clock says 1970 | nothing is measured by it | `the_clock_does_not_matter` |
//! | an input is a directory | it is told how to name its files, and ends with 2 | `directory_is_refused_with_next_step`, `directory_as_standard_input_is_reported` |
//! | an input is a device, or breaks while it is read | it is told, and ends with 2 | `input_error_during_reading_is_reported` |
//! | an input is a pipe, and its writer dies | what came is read | `a_pipe_whose_writer_dies_is_read_as_far_as_it_came` |
//! | an input vanishes | what is gone before it is opened is told; what is open is read | `a_missing_file_does_not_hide_the_others`, `an_input_that_vanishes_while_it_is_read_is_read` |
//! | an input changes while it is read | what was read is shown, and the program ends | `an_input_that_grows_while_it_is_read_has_an_end` |
//! | an input is the file that is written | it is read before it is replaced | `an_input_can_be_the_output` |
//! | there is not enough memory for an input (`ulimit -v`) | it is told, and the others are shown | `input_larger_than_memory_is_reported` |
//! | there are not enough threads (`ulimit -v`) | it is told, or fewer do the work | `missing_threads_are_reported_with_next_step` |
//!
//! A test below holds that every test that is named here exists, and that every test of this folder is named.
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

/// Runs a line of the shell in a directory, where `wikidiff` is the program; nothing of the environment reaches it.
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
    assert!(unnamed.is_empty(), "these tests stand in no row of the list: {unnamed:?}");
}
