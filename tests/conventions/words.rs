//! Words that stand nowhere: leftovers of the work, and places that no reader of the project knows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::assert_none;
use crate::source::{files, has_word, program, root, rust};

/// What is written on the way and not left behind. In two parts, so that this file has none of them.
const LEFTOVERS: [[&str; 2]; 5] = [["TO", "DO"], ["FIX", "ME"], ["X", "XX"], ["db", "g!("], ["to", "do!("]];

/// Where paths of one machine begin.
const MACHINE_PATHS: [[&str; 2]; 6] =
    [["/wo", "rk/"], ["/tm", "p/"], ["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["sha", "red/"]];

/// Where every dependency comes from.
const INDEX: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[test]
fn nothing_is_left_for_later() {
    let mut wrong = Vec::new();
    for source in &rust() {
        for (index, line) in source.lines.iter().enumerate() {
            for word in LEFTOVERS.map(|parts| parts.concat()) {
                if has_word(line, &word) {
                    wrong.push(format!("{}: {word}; do it now, or make it an issue", source.place(index)));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn nothing_is_unwrapped_outside_of_tests() {
    let mut wrong = Vec::new();
    for source in &program() {
        for (index, _) in source.code_lines().filter(|(_, line)| line.contains(".unwrap()")) {
            wrong
                .push(format!("{}: .unwrap(); say what then, or `expect` why it holds", source.place(index)));
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_file_names_a_place_on_one_machine() {
    let mut wrong = Vec::new();
    // The script of the continuous integration says what it finds beside the project.
    for path in files(Path::new("")).iter().filter(|path| !path.starts_with(".ci/")) {
        // What is not text is not looked at.
        let Ok(text) = fs::read_to_string(root().join(path)) else { continue };
        for (index, line) in text.lines().enumerate() {
            for place in MACHINE_PATHS.map(|parts| parts.concat()) {
                if line.contains(&place) {
                    wrong.push(format!("{path}:{}: {place}; name it from the project's root", index + 1));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_dependency_comes_from_the_public_index() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
    let foreign: Vec<String> = sources
        .filter(|source| source.trim_matches('"') != INDEX)
        .map(|source| format!("Cargo.lock: {source}"))
        .collect();
    assert_none(&foreign);
}

#[test]
fn the_fuzz_targets_are_locked_with_all_that_the_library_needs() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    let manifest = read("Cargo.toml");
    let needed = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let needed = needed.take_while(|line| !line.starts_with('['));
    let needed: BTreeSet<_> = needed
        .filter(|line| !line.contains("optional = true"))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .collect();
    let lock = read("tests/fuzz/Cargo.lock");
    let (_, library) = lock.split_once("name = \"wikidiff\"\n").unwrap();
    let locked = library.lines().skip_while(|line| *line != "dependencies = [").skip(1);
    let locked: BTreeSet<_> =
        locked.take_while(|line| *line != "]").map(|line| line.trim_matches([' ', '"', ','])).collect();
    let missing: Vec<_> = needed.difference(&locked).collect();
    assert!(
        missing.is_empty(),
        "{missing:?}: `cargo update --workspace --manifest-path tests/fuzz/Cargo.toml` writes it anew"
    );
}
