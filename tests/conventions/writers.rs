//! Writers of bytes. `TerminalWriter` accepts sanitized text only; every other writer is listed here with the reason
//! why its output cannot control a terminal.

use crate::assert_none;
use crate::source::program;

/// Files that write bytes without `TerminalWriter`, each with its reason.
const WRITERS: [(&str, &str); 13] = [
    ("src/text/", "TerminalWriter itself"),
    ("src/render/json.rs", "line ends; the lines are escaped by text::json"),
    ("src/render/html/", "HTML, escaped by html::escape"),
    (
        "src/render/patch.rs",
        "signs and numbers; lines go through Audience::write_line, the names through patch/names.rs",
    ),
    ("src/render/wikitext.rs", "Audience::write_line: programs get the raw text, people sanitized text"),
    ("src/cli/output/stderr.rs", "forwards messages"),
    ("src/cli/output/destination.rs", "forwards sanitized output"),
    ("src/cli/output/pager.rs", "forwards sanitized output"),
    ("src/cli/output/atomic_file.rs", "forwards sanitized output"),
    ("src/cli/input/export/open.rs", "a temporary file, which only this program reads"),
    ("src/cli/commands/man_and_completions.rs", "the manual and completions have no foreign text"),
    ("src/cli/commands/jsonl/mod.rs", "forwards JSON of text::json"),
    ("src/cli/commands/check/report.rs", "line ends after JSON of text::json"),
];

fn is_listed(path: &str, list: &[(&str, &str)]) -> bool {
    list.iter().any(|(start, _)| path.starts_with(start))
}

/// Returns true if a line writes to a stream. Writers to a string have other variable names.
fn writes_to_stream(line: &str) -> bool {
    let macros = ["write!(", "writeln!("].iter().filter_map(|name| line.split_once(name));
    let mut targets = macros.map(|(_, after)| after.trim_start_matches("&mut ").trim_start_matches('*'));
    line.contains(".write_all(")
        || targets.any(|target| ["out", "self.out", "io::"].iter().any(|to| target.starts_with(to)))
}

#[test]
fn only_listed_files_write_bytes() {
    let mut findings = Vec::new();
    for source in program().iter().filter(|source| !is_listed(&source.path, &WRITERS)) {
        for (index, _) in source.code_lines().filter(|(_, line)| writes_to_stream(line)) {
            findings.push(format!(
                "{}: writes bytes; write to a text::writer::TerminalWriter",
                source.place(index)
            ));
        }
    }
    assert_none(&findings);
}

#[test]
fn listed_files_exist() {
    let sources = program();
    for (start, _) in &WRITERS {
        assert!(
            sources.iter().any(|source| source.path.starts_with(start)),
            "{start} is listed, and is not there"
        );
    }
}

#[test]
fn writing_differs_from_formatting() {
    assert!(writes_to_stream("        writeln!(out, \"{}\", name)?;"));
    assert!(writes_to_stream("    self.out.write_all(b\"x\")"));
    assert!(writes_to_stream("write!(&mut *out, \"x\")"));
    assert!(!writes_to_stream("write!(formatter, \"x\")"));
}
