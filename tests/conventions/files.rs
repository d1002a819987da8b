//! Files: their length, their number in a folder, leftovers, and paths of one machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::assert_none;
use crate::source::{files, has_word, program, root, rust};

/// Maximum lines of a Rust file without its tests.
const MAX_FILE_LINES: usize = 500;

/// Maximum Rust files of one folder, without `mod.rs` and `tests.rs`.
const MAX_FOLDER_FILES: usize = 12;

/// Marks of unfinished work, each in two parts, so that this file has none.
const LEFTOVERS: [[&str; 2]; 3] = [["TO", "DO"], ["FIX", "ME"], ["X", "XX"]];

/// Beginnings of paths that exist on one machine, each in two parts.
const MACHINE_PATHS: [[&str; 2]; 6] =
    [["/wo", "rk/"], ["/tm", "p/"], ["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["sha", "red/"]];

#[test]
fn files_are_short() {
    let long = rust().into_iter().filter(|source| source.code.len() > MAX_FILE_LINES);
    let findings: Vec<String> =
        long.map(|source| format!("{}: {} lines; move a part out", source.path, source.code.len())).collect();
    assert_none(&findings);
}

#[test]
fn folders_hold_few_files() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for source in &program() {
        let (folder, name) = source.path.rsplit_once('/').unwrap();
        if name != "mod.rs" {
            *counts.entry(folder.to_owned()).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count > MAX_FOLDER_FILES);
    let findings: Vec<String> =
        counts.iter().map(|(folder, count)| format!("{folder}: {count} files; make a sub-folder")).collect();
    assert_none(&findings);
}

#[test]
fn property_tests_of_the_library_record_counter_examples_in_tests() {
    let mut findings = Vec::new();
    for source in rust().iter().filter(|source| source.path.starts_with("src/")) {
        let blocks = source.lines.iter().filter(|line| line.trim_start().starts_with("proptest! {")).count();
        let configured = source.lines.iter().filter(|line| line.contains("crate::proptest_config()")).count();
        if blocks > configured && source.path != "src/lib.rs" {
            findings.push(format!(
                "{}: begin each proptest! with #![proptest_config(crate::proptest_config())]",
                source.path
            ));
        }
    }
    assert_none(&findings);
}

#[test]
fn recorded_counter_examples_belong_to_a_property_test() {
    let recorded = files(Path::new("tests/regressions"));
    assert!(recorded.len() > 1, "no counter-examples are recorded");
    let mut findings = Vec::new();
    for path in recorded.iter().filter(|path| *path != "tests/regressions/properties.txt") {
        let source = path.replace("tests/regressions/", "src/").replace(".txt", ".rs");
        if !fs::read_to_string(root().join(&source)).is_ok_and(|text| text.contains("proptest! {")) {
            findings.push(format!("{path}: {source} has no property test; move the file with the test"));
        }
    }
    assert_none(&findings);
}

#[test]
fn no_work_is_left_for_later() {
    let mut findings = Vec::new();
    for source in &rust() {
        for (index, line) in source.lines.iter().enumerate() {
            for word in LEFTOVERS.map(|parts| parts.concat()) {
                if has_word(line, &word) {
                    findings.push(format!("{}: {word}; do it now, or open an issue", source.place(index)));
                }
            }
        }
    }
    assert_none(&findings);
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    let mut findings = Vec::new();
    // The script of the continuous integration uses files beside the project.
    for path in files(Path::new("")).iter().filter(|path| !path.starts_with(".ci/")) {
        // Binary files are skipped.
        let Ok(text) = fs::read_to_string(root().join(path)) else { continue };
        for (index, line) in text.lines().enumerate() {
            for start in MACHINE_PATHS.map(|parts| parts.concat()) {
                if line.contains(&start) {
                    findings.push(format!("{path}:{}: {start}; start at the project's root", index + 1));
                }
            }
        }
    }
    assert_none(&findings);
}

#[test]
fn fuzz_lock_file_has_all_dependencies_of_the_library() {
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
        "{missing:?}: run `cargo update --workspace --manifest-path tests/fuzz/Cargo.toml`"
    );
}
