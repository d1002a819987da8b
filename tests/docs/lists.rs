//! Lists and tables of the documents: each is complete, and each entry exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{DOCUMENTS, read, root, run};

const SHAPES: &str = "docs/input-shapes.md";
const LIMITS: &str = "docs/limits.md";
const DEPENDENCIES: &str = "docs/dependencies.md";
const CONFIGURATION: &str = "docs/configuration.md";

#[test]
fn every_shape_has_a_row() {
    let help = run("wikidiff --help");
    let (_, after) = help.split_once("--shape <NAME>").unwrap();
    let (_, values) = after.split_once("Possible values:").unwrap();
    let shapes =
        values.split("\n\n").next().unwrap().lines().filter_map(|line| line.trim().strip_prefix("- "));
    let shapes: Vec<_> = shapes.filter_map(|line| line.split(':').next()).collect();
    assert!(shapes.len() > 10, "the shapes were not found");
    let page = read(SHAPES);
    for shape in shapes {
        assert!(page.contains(&format!("\n| `{shape}` |")), "{SHAPES} has no row for {shape}");
    }
}

#[test]
fn every_option_is_explained() {
    let documents: String = DOCUMENTS.iter().map(read).collect();
    for option in options() {
        assert!(documents.contains(&option), "no document mentions {option}");
    }
}

#[test]
fn every_option_in_a_command_exists() {
    let known = options();
    for path in DOCUMENTS {
        let text = read(path);
        let commands = text.split(['`', '\n', '|', ';']).map(|part| part.trim().trim_start_matches("$ "));
        for command in commands.filter(|part| part.starts_with("wikidiff ")) {
            let named = command.split_whitespace().filter(|word| word.starts_with("--"));
            for option in named.map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphabetic())) {
                assert!(known.contains(option), "{path}: {command}: there is no option {option}");
            }
        }
    }
}

/// The long options of the program.
fn options() -> BTreeSet<String> {
    let help = run("wikidiff --help");
    // A line that begins with "- " describes a value.
    let lines =
        help.lines().map(str::trim_start).filter(|line| line.starts_with('-') && !line.starts_with("- "));
    let words = lines.filter_map(|line| line.split_whitespace().find(|word| word.starts_with("--")));
    words.map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphabetic()).to_owned()).collect()
}

#[test]
fn every_environment_variable_is_listed() {
    let help = run("wikidiff --help");
    let (_, after) = help.split_once("\nEnvironment variables:\n").unwrap();
    let page = read(CONFIGURATION);
    for line in after.lines().take_while(|line| !line.is_empty()) {
        let names = line.split([' ', ',']).filter(|word| word.len() > 3);
        for name in names.filter(|word| word.chars().all(|c| c.is_ascii_uppercase() || c == '_')) {
            assert!(page.contains(&format!("`{name}`")), "{CONFIGURATION} does not list {name}");
        }
    }
}

#[test]
fn every_dependency_has_a_row() {
    let manifest = read("Cargo.toml");
    let named: BTreeSet<_> = dependencies(&manifest).collect();
    assert!(named.contains("similar"), "the dependencies were not found");
    let page = read(DEPENDENCIES);
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: BTreeSet<_> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(listed, named, "the table in {DEPENDENCIES} (left) and Cargo.toml (right)");
}

/// The names in all tables of dependencies.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let tables = manifest.split("\n[").filter(|table| {
        let head = table.lines().next().unwrap_or_default();
        head.ends_with("dependencies]")
    });
    let lines = tables.flat_map(|table| table.lines().skip(1));
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| Some(line.split_once(" = ")?.0))
}

#[test]
fn every_dependency_needs_as_many_crates_as_its_row_says() {
    let page = read(DEPENDENCIES);
    let crates = Crates::on_linux();
    let mut program = BTreeSet::new();
    for Dependency { name, id, is_test_only } in crates.direct() {
        let needed = crates.with_all_needed(&id);
        let row = format!("| `{name}` | {} | ", needed.len());
        assert!(page.contains(&row), "{DEPENDENCIES}: no row begins with {row}");
        if !is_test_only {
            program.extend(needed);
        }
    }
    let sum = format!("{} crates for the whole program", program.len());
    assert!(page.contains(&sum), "{DEPENDENCIES}: it does not say {sum}");
}

/// The crates in `Cargo.lock`, as Cargo builds them on 64-bit Linux.
struct Crates(serde_json::Value);

/// A dependency of a crate.
struct Dependency {
    name: String,
    id: String,
    is_test_only: bool,
}

impl Crates {
    fn on_linux() -> Self {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--format-version", "1", "--locked", "--offline"]);
        cargo.args(["--filter-platform", "x86_64-unknown-linux-gnu"]).current_dir(root());
        let output = cargo.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "run `cargo fetch --locked`: {errors}");
        Self(serde_json::from_slice(&output.stdout).unwrap())
    }

    fn direct(&self) -> Vec<Dependency> {
        self.named_by(self.0["resolve"]["root"].as_str().unwrap())
    }

    fn named_by(&self, id: &str) -> Vec<Dependency> {
        let nodes = self.0["resolve"]["nodes"].as_array().unwrap();
        let node = nodes.iter().find(|node| node["id"] == id).unwrap();
        let named = node["deps"].as_array().unwrap().iter().map(|named| {
            let id = named["pkg"].as_str().unwrap().to_owned();
            let kinds = named["dep_kinds"].as_array().unwrap();
            let is_test_only = kinds.iter().all(|kind| kind["kind"] == "dev");
            Dependency { name: self.name(&id), id, is_test_only }
        });
        named.collect()
    }

    fn name(&self, id: &str) -> String {
        let packages = self.0["packages"].as_array().unwrap();
        packages.iter().find(|package| package["id"] == id).unwrap()["name"].as_str().unwrap().to_owned()
    }

    /// The crate and every crate that it needs.
    fn with_all_needed(&self, id: &str) -> BTreeSet<String> {
        let (mut open, mut all) = (vec![id.to_owned()], BTreeSet::new());
        while let Some(id) = open.pop() {
            if all.insert(id.clone()) {
                let needed = self.named_by(&id).into_iter().filter(|dependency| !dependency.is_test_only);
                open.extend(needed.map(|dependency| dependency.id));
            }
        }
        all
    }
}

#[test]
fn every_limit_has_the_value_of_its_constant() {
    let page = read(LIMITS);
    let constants = constants("src");
    let rows: Vec<_> = page.lines().filter_map(limit).collect();
    assert!(rows.len() > 20, "the table was not found");
    for (value, name) in rows {
        let values: Vec<_> = constants
            .iter()
            .filter(|constant| constant.name == name)
            .map(|constant| &constant.value)
            .collect();
        assert!(
            values.contains(&&value.to_owned()),
            "{LIMITS}: {name} is {value} there, and {values:?} in the sources"
        );
    }
}

/// The folders whose limits a person can reach, and the beginnings of the names of limits.
const VISIBLE: [&str; 2] = ["src/cli", "src/text"];
const PREFIXES: [&str; 1] = ["MAX_"];

#[test]
fn every_limit_of_the_program_and_of_its_text_has_a_row() {
    let page = read(LIMITS);
    let constants: Vec<_> = VISIBLE.iter().flat_map(|folder| constants(folder)).collect();
    let limits =
        constants.iter().filter(|constant| PREFIXES.iter().any(|prefix| constant.name.starts_with(prefix)));
    let mut count = 0;
    for constant in limits {
        count += 1;
        let row = format!("| `{}` |", constant.name);
        assert!(page.contains(&row), "{LIMITS}: no row ends with {row}");
    }
    assert!(count > 10, "the limits were not found");
}

/// A constant at the top level of a source file.
struct Constant {
    name: String,
    value: String,
}

/// The constants in all sources below a folder.
fn constants(folder: &str) -> Vec<Constant> {
    let (mut open, mut constants) = (vec![root().join(folder)], Vec::new());
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path());
            open.extend(entries.collect::<Vec<PathBuf>>());
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            constants.extend(fs::read_to_string(&path).unwrap().lines().filter_map(constant));
        }
    }
    constants
}

/// Reads `pub(super) const NAME: usize = 12;`.
fn constant(line: &str) -> Option<Constant> {
    let (before, after) = line.split_once("const ")?;
    let is_declaration = before.is_empty() || before.starts_with("pub");
    let (name, after) = after.split_once(": ").filter(|_| is_declaration)?;
    let (_, value) = after.split_once(" = ")?;
    Some(Constant { name: name.to_owned(), value: value.trim_end_matches(';').to_owned() })
}

/// Reads a row of the table of limits: `| what | value | beyond it | constant |`.
fn limit(line: &str) -> Option<(&str, &str)> {
    let cells: Vec<_> = line.split('|').map(str::trim).collect();
    let [_, _what, value, _beyond, name, _] = cells[..] else { return None };
    let is_code = |cell: &str| cell.starts_with('`') && cell.ends_with('`');
    (is_code(value) && is_code(name)).then(|| (value.trim_matches('`'), name.trim_matches('`')))
}
