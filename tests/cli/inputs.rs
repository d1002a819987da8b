//! Files, pipes, encodings, and unreadable inputs.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::workdir::{MARKED, MARKED_WORDS, SEED, Workdir, pipe};

const OLD_LINK: &str = "[[Reinforcement Learning[-]]-] from Human Feedback{+]]+}";

#[test]
fn a_file_a_dash_and_a_pipe_show_the_same_picture() {
    let work = Workdir::with("a.txt", SEED);
    let file = work.run("a.txt").ends_with(0).shows(OLD_LINK).tells_nothing();
    assert_eq!(work.pipe("-", SEED).ends_with(0).stdout, file.stdout);
    assert_eq!(work.pipe("", SEED).ends_with(0).stdout, file.stdout);
}

#[track_caller]
fn reads_like_the_seed(input: impl Into<Vec<u8>>) {
    let rows = |json: String| json.split_once("\"title\"").unwrap().1.to_owned();
    let read = rows(pipe("--format json", input).ends_with(0).stdout);
    assert_eq!(read, rows(pipe("--format json", SEED).ends_with(0).stdout));
}

#[test]
fn line_ends_and_byte_order_marks_make_no_difference() {
    reads_like_the_seed(SEED.replace('\n', "\r\n"));
    reads_like_the_seed(format!("\u{FEFF}{SEED}"));
    reads_like_the_seed(format!("\u{FEFF}{}", SEED.replace('\n', "\r\n")));
}

#[test]
fn utf16_with_a_byte_order_mark_is_decoded() {
    let units = |bytes: fn(u16) -> [u8; 2]| {
        format!("\u{FEFF}{SEED}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    reads_like_the_seed(units(u16::to_le_bytes));
    reads_like_the_seed(units(u16::to_be_bytes));
}

#[test]
fn gzip_is_unpacked() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(SEED.as_bytes()).unwrap();
    reads_like_the_seed(packed.finish().unwrap());
    pipe("", b"\x1f\x8b\x08 broken".to_vec()).ends_with(2).tells("this gzip file is damaged");
}

#[test]
fn damaged_bytes_are_shown_and_warned_about() {
    let damaged = MARKED.replace("an old", "an \u{1}ld").into_bytes();
    let damaged: Vec<u8> = damaged.into_iter().map(|byte| if byte == 1 { 0xFF } else { byte }).collect();
    pipe("", damaged.clone())
        .ends_with(0)
        .shows("\u{FFFD}ld")
        .tells("standard input:7: a byte sequence is not UTF-8");
    pipe("--format json", damaged).ends_with(0).shows("\"code\":\"not_utf8\"").tells_nothing();
}

#[track_caller]
fn expect_error(input: &str, message: &str) {
    let ran = Workdir::with("a.txt", input).run("a.txt").ends_with(2).shows_nothing();
    ran.tells("wikidiff: a.txt").tells(message);
}

#[test]
fn text_without_a_diff_is_refused_with_next_step() {
    expect_error("", "copy the diff page");
    expect_error(" \n\n", "copy the diff page");
    expect_error("Dear all,\nhow are you?\n", "wikidiff OLD NEW");
    let ran = Workdir::with("a.txt", "Dear all,\n").run("--explain a.txt").ends_with(2);
    ran.tells("known shapes (choose one with --shape):\n    cells ");
}

#[test]
fn binary_input_is_refused() {
    let garbage: Vec<u8> = (0..=255).collect();
    pipe("", garbage).ends_with(2).shows_nothing().tells("standard input");
}

#[test]
fn a_missing_file_does_not_hide_the_others() {
    let work = Workdir::with("a.txt", MARKED).file("c.txt", MARKED);
    let ran = work.run("a.txt b.txt c.txt").ends_with(2).tells("b.txt: there is no such file");
    assert_eq!(ran.stdout.matches(MARKED_WORDS).count(), 2);
}

#[test]
fn directory_is_refused_with_next_step() {
    Workdir::with("dir/a.txt", MARKED)
        .run("dir")
        .ends_with(2)
        .tells("dir: this is a directory")
        .tells("--check");
}

#[test]
fn name_of_a_file_cannot_control_the_terminal() {
    let ran = Workdir::new().command("").arg("\u{1B}[31mred").output().unwrap();
    assert!(!ran.stderr.contains(&0x1B));
}

#[test]
fn several_files_have_headings_and_one_has_none() {
    let work = Workdir::with("a.txt", MARKED).file("b.txt", SEED);
    work.run("a.txt b.txt").ends_with(0).shows("a.txt").shows("b.txt");
    assert!(!work.run("a.txt").stdout.contains("a.txt"));
}

#[test]
fn several_diffs_in_one_paste_have_headings_with_their_lines() {
    let page = |title: &str| format!("{title}: Difference between revisions\n\n{MARKED}");
    let both = page("Moon") + &page("Sun");
    pipe("", both.as_str()).ends_with(0).shows("standard input:1").shows("standard input:12");
    assert_eq!(pipe("--format json", both).ends_with(0).stdout.lines().count(), 2);
}

#[test]
fn the_shape_can_be_named() {
    pipe("--shape marked", MARKED).ends_with(0).shows(MARKED_WORDS);
    pipe("--shape markdown", MARKED).ends_with(2).tells("standard input");
}
