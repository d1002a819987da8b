//! Names: bounds are `MAX_*` and `MIN_*`, and few types share a name.

use std::collections::BTreeMap;

use crate::assert_none;
use crate::source::{program, rust};

/// Superlatives that a bound does not begin with.
const SUPERLATIVES: [&str; 7] =
    ["MOST_", "LONGEST_", "FEWEST_", "SHORTEST_", "NARROWEST_", "WIDEST_", "LEAST_"];

/// Maximum number of type names that are defined more than once in the crate.
const MAX_SHARED_TYPE_NAMES: usize = 15;

/// The type name that every folder may define: its own error.
const SHARED_BY_CUSTOM: &str = "Error";

#[test]
fn bounds_are_named_max_or_min() {
    let mut findings = Vec::new();
    for source in &rust() {
        for (index, line) in source.code_lines() {
            let Some((_, name)) = line.split_once("const ") else { continue };
            if SUPERLATIVES.iter().any(|start| name.starts_with(start)) {
                findings.push(format!("{}: name the bound MAX_ or MIN_", source.place(index)));
            }
        }
    }
    assert_none(&findings);
}

#[test]
fn few_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in &program() {
        for (index, line) in source.code_lines() {
            if let Some(name) = type_name(line) {
                places.entry(name).or_default().push(source.place(index));
            }
        }
    }
    places.retain(|name, places| places.len() > 1 && name != SHARED_BY_CUSTOM);
    let names: Vec<String> = places.iter().map(|(name, at)| format!("{name}: {}", at.join(", "))).collect();
    println!("{} type names are defined more than once", names.len());
    assert!(
        names.len() <= MAX_SHARED_TYPE_NAMES,
        "give these the name of their folder:\n{}",
        names.join("\n")
    );
}

/// The name of the type that a line defines.
fn type_name(line: &str) -> Option<String> {
    let line = line.trim_start();
    let line = line.strip_prefix("pub").map_or(line, |rest| {
        let rest =
            if rest.starts_with('(') { rest.split_once(')').map_or(rest, |(_, rest)| rest) } else { rest };
        rest.trim_start()
    });
    let rest = ["struct ", "enum ", "trait "].iter().find_map(|word| line.strip_prefix(word))?;
    Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
}

#[test]
fn type_names_are_found_with_any_visibility() {
    for line in ["struct Row {", "pub enum Row {", "    pub(super) trait Row: Sized {"] {
        assert_eq!(type_name(line).as_deref(), Some("Row"));
    }
    assert_eq!(type_name("let structure = 1;"), None);
}
