//! Who may write bytes: the types hold the door for whoever writes to a [`TerminalWriter`](wikidiff::text::writer::TerminalWriter);
//! here stands who writes otherwise, and why that steers no terminal.

use crate::assert_none;
use crate::source::{has_word, program};

/// The files that write bytes of their own, each with its reason.
const WRITERS: [(&str, &str); 12] = [
    ("src/text/", "the room of the door"),
    ("src/render/json.rs", "line ends; what stands in the lines is escaped by text::json"),
    ("src/render/html/", "HTML, whose own door is html::escape"),
    ("src/render/patch.rs", "signs and numbers; lines go through Reader::give, the name through file_name"),
    (
        "src/render/wikitext.rs",
        "Reader::give is where programs get the text as it is, and people what is safe",
    ),
    ("src/cli/output/stderr.rs", "hands on what was told"),
    ("src/cli/output/destination.rs", "hands on what was written to it"),
    ("src/cli/output/pager.rs", "hands on what was written to it"),
    ("src/cli/output/atomic_file.rs", "hands on what was written to it"),
    ("src/cli/commands/man_and_completions.rs", "the manual and completions, which are ours"),
    ("src/cli/commands/jsonl/mod.rs", "hands on JSON that text::json wrote"),
    ("src/cli/commands/check/report.rs", "line ends after what text::json wrote"),
];

/// The files that name a standard stream.
const STREAMS: [(&str, &str); 4] = [
    ("src/cli/output/destination.rs", "the one way to standard output"),
    ("src/cli/output/stderr.rs", "the one way to standard error"),
    ("src/cli/terminal/environment.rs", "asks whether they are terminals"),
    ("src/cli/mod.rs", "clap's own help"),
];

fn is_listed(path: &str, list: &[(&str, &str)]) -> bool {
    list.iter().any(|(start, _)| path.starts_with(start))
}

/// Whether a line writes to something that is no text in memory; those are called by what they are.
fn writes(line: &str) -> bool {
    let macros = ["write!(", "writeln!("].iter().filter_map(|name| line.split_once(name));
    let mut targets = macros.map(|(_, after)| after.trim_start_matches("&mut ").trim_start_matches('*'));
    line.contains(".write_all(")
        || targets.any(|target| ["out", "self.out", "io::"].iter().any(|to| target.starts_with(to)))
}

#[test]
fn only_those_write_bytes_who_have_a_reason() {
    let mut wrong = Vec::new();
    for source in program().iter().filter(|source| !is_listed(&source.path, &WRITERS)) {
        for (index, _) in source.code_lines().filter(|(_, line)| writes(line)) {
            wrong.push(format!(
                "{}: writes bytes; write to a text::screen::TerminalWriter",
                source.place(index)
            ));
        }
    }
    assert_none(&wrong);
}

#[test]
fn only_those_name_a_standard_stream_who_have_a_reason() {
    let mut wrong = Vec::new();
    for source in program().iter().filter(|source| !is_listed(&source.path, &STREAMS)) {
        let names = |line: &str| has_word(line, "stdout()") || has_word(line, "stderr()");
        for (index, _) in source.code_lines().filter(|(_, line)| names(line)) {
            wrong.push(format!("{}: write to Output, or tell it by tell::say", source.place(index)));
        }
    }
    assert_none(&wrong);
}

#[test]
fn everyone_who_is_listed_is_there() {
    let sources = program();
    for (start, _) in WRITERS.iter().chain(&STREAMS) {
        assert!(
            sources.iter().any(|source| source.path.starts_with(start)),
            "{start} is listed, and is not there"
        );
    }
}

#[test]
fn what_writes_is_told_from_what_formats() {
    assert!(writes("        writeln!(out, \"{}\", name)?;"));
    assert!(writes("    self.out.write_all(b\"x\")"));
    assert!(writes("write!(&mut *out, \"x\")"));
    assert!(!writes("write!(formatter, \"x\")"));
}
