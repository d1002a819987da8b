//! How long files and functions may be.

use crate::assert_none;
use crate::source::{Source, program, rust};

/// The most lines of a file, its tests left out.
const MAX_FILE_LINES: usize = 500;

/// The most lines of a function.
const MAX_FUNCTION_LINES: usize = 100;

/// What half of all functions keep to.
const MEDIAN_FUNCTION: usize = 10;

/// What nine of ten functions keep to.
const NINTH_TENTH_FUNCTION: usize = 35;

/// A function: where it begins, and how many lines it takes.
struct Function {
    at: usize,
    lines: usize,
}

#[test]
fn no_file_is_too_long() {
    let too_long = |source: &&Source| source.code.len() > MAX_FILE_LINES;
    let told = |source: &Source| {
        format!("{}: {} lines without tests; give a part of it a file", source.path, source.code.len())
    };
    assert_none(&rust().iter().filter(too_long).map(told).collect::<Vec<_>>());
}

#[test]
fn no_function_is_too_long() {
    let mut wrong = Vec::new();
    for source in &rust() {
        for function in
            functions(&source.lines).into_iter().filter(|function| function.lines > MAX_FUNCTION_LINES)
        {
            wrong.push(format!(
                "{}: {} lines; give its steps names",
                source.place(function.at),
                function.lines
            ));
        }
    }
    assert_none(&wrong);
}

#[test]
fn most_functions_are_short() {
    let sources = program();
    let mut lengths: Vec<usize> =
        sources.iter().flat_map(|source| functions(&source.code)).map(|function| function.lines).collect();
    lengths.sort_unstable();
    let (median, ninth) = (lengths[lengths.len() / 2], lengths[lengths.len() * 9 / 10]);
    let longest = lengths[lengths.len() - 1];
    println!(
        "{} functions in {} files: median {median}, nine of ten up to {ninth}, longest {longest}",
        lengths.len(),
        sources.len()
    );
    assert!(median <= MEDIAN_FUNCTION, "half of the functions have more than {median} lines");
    assert!(ninth <= NINTH_TENTH_FUNCTION, "one of ten functions has more than {ninth} lines");
}

#[test]
fn each_file_says_what_it_is() {
    let silent = |source: &&Source| !source.lines.first().is_some_and(|line| line.starts_with("//! "));
    let told = |source: &Source| format!("{}:1: open it with `//!`: what it is, and why apart", source.path);
    assert_none(&rust().iter().filter(silent).map(told).collect::<Vec<_>>());
}

/// The functions of a file as rustfmt lays them out: from `fn` to the brace below its first letter.
fn functions(lines: &[String]) -> Vec<Function> {
    (0..lines.len()).filter_map(|at| function(lines, at)).collect()
}

fn function(lines: &[String], at: usize) -> Option<Function> {
    let line = &lines[at];
    let indent = line.len() - line.trim_start().len();
    let words = line.trim_start().split(' ').take_while(|word| !word.contains(['/', '"']));
    words.take_while(|word| is_qualifier(word) || *word == "fn").find(|word| *word == "fn")?;
    if line.ends_with('}') || line.ends_with(';') {
        return line.ends_with('}').then_some(Function { at, lines: 1 });
    }
    let closing = format!("{}}}", " ".repeat(indent));
    let end = lines[at + 1..].iter().position(|line| *line == closing)?;
    Some(Function { at, lines: end + 2 })
}

fn is_qualifier(word: &str) -> bool {
    matches!(word, "const" | "async" | "unsafe" | "extern") || word.starts_with("pub")
}

#[test]
fn functions_are_measured_to_their_closing_brace() {
    let text = "fn one() {}\n\nimpl X {\n    pub(crate) const fn two(\n        self,\n    ) -> Y {\n        1\n    }\n}\n";
    let lines: Vec<String> = text.lines().map(String::from).collect();
    let found: Vec<_> = functions(&lines).into_iter().map(|function| (function.at, function.lines)).collect();
    assert_eq!(found, [(0, 1), (3, 5)]);
}
