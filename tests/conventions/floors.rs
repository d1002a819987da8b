//! Dependencies between folders: a file uses only folders on lower floors, and the files of a folder have no cycles.

use std::collections::{BTreeMap, BTreeSet};

use crate::assert_none;
use crate::source::{Source, has_word, program, root};

/// The folders, from the lowest floor up. Folders on one floor do not use each other.
const FLOORS: [&[&str]; 7] = [
    &["graphemes", "model"],
    &["options", "text"],
    &["parse", "word_diff"],
    &["pairing", "line_diff", "filter", "render"],
    &["internals", "lib"],
    &["cli"],
    &["main"],
];

/// Names that only these folders may use.
const ONLY_IN: [(&str, &[&str]); 26] = [
    ("clap", &["cli"]),
    ("anyhow", &["cli", "main"]),
    ("similar::", &["line_diff", "word_diff"]),
    ("foldhash", &["word_diff"]),
    ("regex_syntax", &["filter"]),
    ("html5gum", &["parse"]),
    ("quick_xml", &["parse"]),
    ("simdutf8", &["parse"]),
    ("flate2", &["cli"]),
    ("arboard", &["cli"]),
    ("ureq", &["cli"]),
    ("rustls", &["cli"]),
    ("url::", &["cli"]),
    ("std::env", &["cli"]),
    ("std::fs", &["cli"]),
    ("std::process", &["cli", "main"]),
    ("rustix", &["cli"]),
    ("signal_hook", &["cli"]),
    ("stdin", &["cli"]),
    ("stdout", &["cli"]),
    ("stderr", &["cli"]),
    ("terminal_colorsaurus", &["cli"]),
    ("supports_hyperlinks", &["cli"]),
    // The wait for a terminal has a timeout; nothing else uses the clock.
    ("std::time", &["cli"]),
    ("Instant", &[]),
    ("SystemTime", &[]),
];

fn floor(folder: &str) -> usize {
    FLOORS.iter().position(|folders| folders.contains(&folder)).unwrap_or_else(|| {
        panic!("src/{folder} is on no floor; put it into FLOORS, and into the table of the architecture")
    })
}

#[test]
fn a_folder_names_only_lower_floors() {
    let sources = program();
    let mut wrong = Vec::new();
    for source in &sources {
        for (index, line) in source.code_lines() {
            for named in FLOORS.concat().into_iter().filter(|folder| names_folder(source, line, folder)) {
                if named != source.folder() && floor(named) >= floor(source.folder()) {
                    wrong.push(format!(
                        "{}: {} (floor {}) names {named} (floor {}); move what it needs down, or hand it in as data",
                        source.place(index),
                        source.folder(),
                        floor(source.folder()),
                        floor(named),
                    ));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn the_table_of_the_architecture_lists_the_floors() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for (number, folders) in FLOORS.iter().enumerate() {
        let row = text.lines().find(|line| line.starts_with(&format!("| {number} | "))).unwrap_or_default();
        let listed: BTreeSet<_> =
            row.split('`').skip(1).step_by(2).map(|name| name.trim_end_matches(".rs")).collect();
        assert_eq!(
            listed,
            folders.iter().copied().collect(),
            "ARCHITECTURE.md: floor {number} (left), FLOORS (right)"
        );
    }
}

/// True if the line names a folder from the crate's root down. Only `lib.rs` stands there itself.
fn names_folder(source: &Source, line: &str, folder: &str) -> bool {
    let is_declared = line.trim_start().trim_start_matches("pub ").starts_with("mod ");
    let from_root = ["crate::", "wikidiff::"].iter().any(|root| has_word(line, &format!("{root}{folder}")));
    from_root || source.path == "src/lib.rs" && !is_declared && has_word(line, &format!("{folder}::"))
}

#[test]
fn a_tool_is_named_only_in_its_folder() {
    let mut wrong = Vec::new();
    for source in &program() {
        for (index, line) in source.code_lines() {
            for (name, folders) in ONLY_IN {
                if has_word(line, name) && !folders.contains(&source.folder()) {
                    let place = source.place(index);
                    wrong.push(format!(
                        "{place}: {name} belongs to {folders:?}; hand in what is needed as data"
                    ));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn files_of_a_folder_name_each_other_without_cycles() {
    let sources = program();
    let modules: BTreeMap<String, &Source> = sources.iter().map(|source| (source.module(), source)).collect();
    let edges: BTreeMap<String, BTreeSet<String>> = modules
        .iter()
        .map(|(module, source)| (module.clone(), used_modules(module, source, &modules)))
        .collect();
    let mut wrong = Vec::new();
    let mut done = BTreeSet::new();
    for module in edges.keys() {
        if let Some(cycle) = cycle(module, &edges, &mut Vec::new(), &mut done) {
            wrong.push(format!(
                "{}: they name each other in a circle; move what they share down",
                cycle.join(" → ")
            ));
        }
    }
    assert_none(&wrong);
}

/// The modules of its own folder that a file uses.
fn used_modules(module: &str, source: &Source, modules: &BTreeMap<String, &Source>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let text = statements(source);
    let children = modules.keys().filter(|child| parent(child) == module && !module.is_empty());
    let by_name =
        children.filter(|child| has_word(&text, &format!("{}::", &child[module.len() + 2..]))).cloned();
    for path in paths(&text, module).into_iter().chain(by_name) {
        let Some(target) = file_of(&path, modules) else { continue };
        let is_same_folder = target.split("::").next() == module.split("::").next();
        if is_same_folder && target != module {
            named.insert(target);
        }
    }
    named
}

/// The program as one text. Re-exports of children (`mod`, `pub use`) are a table of contents and count as no use; an
/// indented `use super` belongs to a module inside the file.
fn statements(source: &Source) -> String {
    let is_inner = |line: &&str| line.starts_with(' ') && line.trim_start().starts_with("use super::");
    let lines: Vec<&str> = source.code_lines().map(|(_, line)| line).filter(|line| !is_inner(line)).collect();
    let text = lines.join(" ");
    let is_contents = |statement: &&str| {
        let statement = statement.trim_start();
        [
            "mod ",
            "pub mod ",
            "pub(crate) mod ",
            "pub(super) mod ",
            "pub use ",
            "pub(crate) use ",
            "pub(super) use ",
        ]
        .iter()
        .any(|start| statement.starts_with(start))
    };
    text.split_inclusive(';').filter(|statement| !is_contents(statement)).collect()
}

/// The absolute paths that a text names from inside a module.
fn paths(text: &str, module: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, start) in
        [("crate::", ""), ("wikidiff::", ""), ("super::", parent(module)), ("self::", module)]
    {
        for (at, _) in text.match_indices(word) {
            let is_path_start = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            if is_path_start {
                expand(start, &text[at + word.len()..], &mut found);
            }
        }
    }
    found
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

/// Adds a path that continues with `rest`: names joined by `::`, or a list of paths in braces.
fn expand(start: &str, rest: &str, found: &mut Vec<String>) {
    if let Some(list) = rest.strip_prefix('{') {
        for part in top_level_parts(list) {
            expand(start, part.trim(), found);
        }
        return;
    }
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let after = &rest[name.len()..];
    let path = match name.as_str() {
        "super" => parent(start).to_owned(),
        "self" => start.to_owned(),
        name => format!("{start}::{name}").trim_start_matches("::").to_owned(),
    };
    match after.strip_prefix("::") {
        Some(after) => expand(&path, after, found),
        None => found.push(path),
    }
}

/// The parts between commas of a list whose opening brace is behind, up to its closing one.
fn top_level_parts(list: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[from..at]);
                from = at + 1;
            }
            '}' => {
                parts.push(&list[from..at]);
                return parts;
            }
            _ => {}
        }
    }
    parts
}

/// The module whose file defines the item: the child that its parent re-exports it from, or else the longest module that
/// the path begins with.
fn file_of(path: &str, modules: &BTreeMap<String, &Source>) -> Option<String> {
    let (module, rest) = longest_module(path, modules)?;
    let Some(name) = rest.split("::").next().filter(|name| !name.is_empty()) else { return Some(module) };
    passed_on(&module, name, modules).or(Some(module))
}

fn longest_module(path: &str, modules: &BTreeMap<String, &Source>) -> Option<(String, String)> {
    let mut module = path;
    loop {
        if modules.contains_key(module) {
            let rest = path[module.len()..].trim_start_matches("::").to_owned();
            return Some((module.to_owned(), rest));
        }
        module = module.rsplit_once("::")?.0;
    }
}

/// The child of a module from which the module re-exports this name with `pub use`.
fn passed_on(module: &str, name: &str, modules: &BTreeMap<String, &Source>) -> Option<String> {
    let text = modules[module].code.join(" ");
    let uses = text.split(';').map(str::trim).filter(|one| one.starts_with("pub") && one.contains("use "));
    let mut found = Vec::new();
    for one in uses {
        expand(module, one.split_once("use ")?.1, &mut found);
    }
    let path = found.into_iter().find(|path| path.rsplit("::").next() == Some(name))?;
    longest_module(&path, modules).map(|(module, _)| module).filter(|child| child != module)
}

/// A cycle that starts at the module or leads into it, if it was not reported before.
fn cycle(
    module: &str,
    edges: &BTreeMap<String, BTreeSet<String>>,
    way: &mut Vec<String>,
    done: &mut BTreeSet<String>,
) -> Option<Vec<String>> {
    if let Some(at) = way.iter().position(|step| step == module) {
        let mut cycle = way[at..].to_vec();
        cycle.push(module.to_owned());
        return Some(cycle);
    }
    if !done.insert(module.to_owned()) {
        return None;
    }
    way.push(module.to_owned());
    let found = edges[module].iter().find_map(|next| cycle(next, edges, way, done));
    way.pop();
    found
}

#[test]
fn paths_are_found_in_lists_and_from_inside() {
    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        assert_eq!(paths(text, "read::cells"), expected);
    }
    case(
        "use super::{head::{self, Head}, input::Input};",
        &["read::head", "read::head::Head", "read::input::Input"],
    );
    case("use crate::model::{Cell, Place};", &["model::Cell", "model::Place"]);
    case("self::x() + super::super::run()", &["run", "read::cells::x"]);
}

#[test]
fn a_circle_is_found() {
    let edge = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|to| (*to).to_owned()).collect());
    let edges = BTreeMap::from([edge("a", &["b"]), edge("b", &["c"]), edge("c", &["b"])]);
    let found = cycle("a", &edges, &mut Vec::new(), &mut BTreeSet::new());
    assert_eq!(found.unwrap(), ["b", "c", "b"]);
}
