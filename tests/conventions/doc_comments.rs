//! Doc comments: each file has one, and few open with a relative clause.

use crate::assert_none;
use crate::source::{Source, program, rust};

/// Openings of a headless relative clause. A comment opens with a noun or a verb instead.
const HEADLESS: [&str; 11] =
    ["What", "Whether", "Where", "How", "Which", "Why", "Those", "The same", "That", "Whatever", "Who"];

/// Maximum share of comment blocks with a headless opening, in thousandths.
const MAX_HEADLESS_PER_MILLE: usize = 30;

#[test]
fn every_file_opens_with_a_doc_comment() {
    let is_silent = |source: &&Source| !source.lines.first().is_some_and(|line| line.starts_with("//! "));
    let finding = |source: &Source| format!("{}:1: open the file with `//!`: its subject", source.path);
    assert_none(&rust().iter().filter(is_silent).map(finding).collect::<Vec<_>>());
}

#[test]
fn comments_open_with_a_noun_or_a_verb() {
    let sources = program();
    let blocks: Vec<(String, String)> = sources.iter().flat_map(comment_blocks).collect();
    let headless: Vec<_> = blocks.iter().filter(|(_, text)| is_headless(text)).collect();
    println!("{} of {} comments open with a relative clause", headless.len(), blocks.len());
    let findings: Vec<String> = headless.iter().map(|(place, text)| format!("{place}: {text}")).collect();
    assert!(
        headless.len() * 1000 <= blocks.len() * MAX_HEADLESS_PER_MILLE,
        "open these with a noun or a verb:\n{}",
        findings.join("\n")
    );
}

/// The comment blocks of a file: the place and the first line of each.
fn comment_blocks(source: &Source) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut is_inside = false;
    for (index, line) in source.lines[..source.code.len()].iter().enumerate() {
        let comment =
            line.trim_start().strip_prefix("//").map(|rest| rest.trim_start_matches(['/', '!']).trim());
        if let Some(text) = comment.filter(|_| !is_inside) {
            blocks.push((source.place(index), text.to_owned()));
        }
        is_inside = comment.is_some();
    }
    blocks
}

fn is_headless(text: &str) -> bool {
    HEADLESS.iter().any(|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

#[test]
fn headless_openings_are_recognised() {
    assert!(is_headless("Whether a row is ambiguous."));
    assert!(is_headless("The same, of both sides."));
    assert!(!is_headless("Whatsoever"));
    assert!(!is_headless("Returns true if a row is ambiguous."));
}
