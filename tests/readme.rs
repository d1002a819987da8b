//! The README tells the truth: its commands are run, and what it lists is held against what is there.
//!
//! `UPDATE_GOLDEN=1 cargo test --test readme` writes the answers of the commands anew.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use similar::TextDiff;
use wikidiff::model::Shape;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

#[test]
fn every_command_answers_as_the_readme_says() {
    let readme = read("README.md");
    let answered = answered(&readme);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(root().join("README.md"), answered).unwrap();
        return;
    }
    let diff = TextDiff::from_lines(readme.as_str(), answered.as_str());
    let difference = diff.unified_diff().header("README.md", "what the commands answer").to_string();
    assert!(difference.is_empty(), "UPDATE_GOLDEN=1 cargo test --test readme writes it anew\n{difference}");
}

#[test]
fn the_first_command_shows_the_sample() {
    let readme = read("README.md");
    let command = readme.lines().find(|line| line.starts_with("cargo run ")).unwrap();
    let (_, words) = command.split_once(" -- ").unwrap();
    let shown = answer(&format!("wikidiff {words}"));
    assert!(shown.starts_with("ChatGPT ") && shown.contains("+4 bytes, proved"), "{shown}");
}

#[test]
fn every_shape_is_explained() {
    for shape in Shape::ALL {
        let row = format!("| `{shape}` |");
        assert!(read("README.md").contains(&row), "no row of the table begins with {row}");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let readme = read("README.md");
    let manifest = read("Cargo.toml");
    let names: BTreeSet<_> = dependencies(&manifest).collect();
    assert!(names.contains("similar"), "the dependencies were not found");
    let (_, section) = readme.split_once("\n## Dependencies\n").unwrap();
    let rows = section
        .lines()
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("| `"));
    let listed: BTreeSet<_> = rows.filter_map(|row| row.split('`').next()).collect();
    assert_eq!(listed, names, "the table of dependencies is not up to date");
}

#[test]
fn every_dependency_brings_as_many_crates_as_the_readme_says() {
    let readme = read("README.md");
    let crates = Crates::of_linux();
    let mut all = BTreeSet::new();
    for (name, id, is_of_program) in crates.direct() {
        let with_all = crates.with_all(&id);
        let row = format!("| `{name}` | {} | ", with_all.len());
        assert!(readme.contains(&row), "no row of the table of dependencies begins with {row}");
        all.extend(with_all.into_iter().filter(|_| is_of_program));
    }
    let sum = format!("({} for the whole program)", all.len());
    assert!(readme.contains(&sum), "the dependencies are {sum}");
}

/// The crates that are built, as Cargo.lock has them, on the system that most build servers have.
struct Crates(serde_json::Value);

impl Crates {
    fn of_linux() -> Self {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--format-version", "1", "--locked", "--offline"]);
        cargo.args(["--filter-platform", "x86_64-unknown-linux-gnu"]).current_dir(root());
        let output = cargo.output().unwrap();
        assert!(
            output.status.success(),
            "run `cargo fetch --locked`: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Self(serde_json::from_slice(&output.stdout).unwrap())
    }

    /// The crates that a crate names, each with its name and whether more than tests need it.
    fn named_by(&self, id: &str) -> Vec<(String, String, bool)> {
        let nodes = self.0["resolve"]["nodes"].as_array().unwrap();
        let node = nodes.iter().find(|node| node["id"] == id).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let named = node["deps"].as_array().unwrap().iter().map(|named| {
            let kinds = named["dep_kinds"].as_array().unwrap();
            let name = self.name(named["pkg"].as_str().unwrap());
            (name, text(&named["pkg"]), kinds.iter().any(|kind| kind["kind"] != "dev"))
        });
        named.collect()
    }

    fn name(&self, id: &str) -> String {
        let packages = self.0["packages"].as_array().unwrap();
        packages.iter().find(|package| package["id"] == id).unwrap()["name"].as_str().unwrap().to_owned()
    }

    fn direct(&self) -> Vec<(String, String, bool)> {
        self.named_by(self.0["resolve"]["root"].as_str().unwrap())
    }

    /// A crate with all that it needs.
    fn with_all(&self, id: &str) -> BTreeSet<String> {
        let (mut open, mut all) = (vec![id.to_owned()], BTreeSet::new());
        while let Some(id) = open.pop() {
            if all.insert(id.clone()) {
                let needed = self.named_by(&id).into_iter().filter(|(_, _, is_needed)| *is_needed);
                open.extend(needed.map(|(_, id, _)| id));
            }
        }
        all
    }
}

#[test]
fn every_limit_is_as_the_code_has_it() {
    let readme = read("README.md");
    let limits: Vec<_> = readme.lines().filter_map(limit).collect();
    assert!(!limits.is_empty(), "the table of limits was not found");
    for Limit { value, name, file } in limits {
        let code = read(file);
        let line = code.lines().find(|line| line.contains(&format!("const {name}: ")));
        let found = line.and_then(|line| line.split_once(" = ")).map(|(_, value)| value);
        assert_eq!(
            found,
            Some(format!("{value};").as_str()),
            "the README is not up to date with {name} in {file}"
        );
    }
}

/// The limits that somebody may run into who looks at a terminal or runs the program, by how their names begin.
const LIMITS: [&str; 2] = ["MOST_", "LONGEST_"];

#[test]
fn every_limit_of_the_program_and_of_its_texts_is_in_the_readme() {
    let readme = read("README.md");
    let rust = |folder: &str| {
        let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        entries.collect::<Vec<_>>()
    };
    let mut open = [rust("src/cli"), rust("src/text")].concat();
    let mut found = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(rust(path.strip_prefix(root()).unwrap().to_str().unwrap()));
            continue;
        }
        let file = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        for name in read(&file).lines().filter_map(limit_named) {
            found += 1;
            let place = format!("`{name}` in `{file}`");
            assert!(readme.contains(&place), "no row of the table of limits ends with {place}");
        }
    }
    assert!(found > 10, "the limits were not found");
}

/// The name of the limit that a line of the program sets.
fn limit_named(line: &str) -> Option<&str> {
    let (_, after) =
        line.split_once("const ").filter(|(before, _)| before.is_empty() || before.starts_with("pub"))?;
    let (name, _) = after.split_once(':')?;
    LIMITS.iter().any(|start| name.starts_with(start)).then_some(name)
}

/// The README with the answers that its commands give now.
///
/// In a block of `console`, a line that begins with `$ ` is a command, and what follows up to the next one is its
/// answer.
fn answered(readme: &str) -> String {
    let mut text = String::new();
    let mut is_console = false;
    for line in readme.lines() {
        let command = line.strip_prefix("$ ").filter(|_| is_console);
        let is_fence = line.starts_with("```");
        if command.is_some() || is_fence || !is_console {
            text.push_str(line);
            text.push('\n');
        }
        text.push_str(&command.map(answer).unwrap_or_default());
        is_console = if is_fence { line == "```console" } else { is_console };
    }
    text
}

/// What a command writes, to standard output and to standard error, in the project's directory.
fn answer(command: &str) -> String {
    let binary = PathBuf::from(env!("CARGO_BIN_EXE_wikidiff"));
    let own = binary.parent().unwrap().to_path_buf();
    let others = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([own].into_iter().chain(std::env::split_paths(&others))).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1; {command}")]).current_dir(root()).env_clear().env("PATH", path);
    shell.env("WIKIDIFF_CONFIG", "");
    String::from_utf8(shell.stdin(Stdio::null()).output().unwrap().stdout).unwrap()
}

/// The names in the tables of dependencies.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let tables = manifest.split("\n[").filter(|table| {
        let head = table.lines().next().unwrap_or_default();
        head.ends_with("dependencies]")
    });
    let lines = tables.flat_map(|table| table.lines().skip(1));
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| Some(line.split_once(" = ")?.0))
}

/// A limit as the README has it.
struct Limit<'r> {
    value: &'r str,
    name: &'r str,
    file: &'r str,
}

/// Reads a row of the table of limits: `| what | value | beyond | NAME in src/file.rs |`.
fn limit(line: &str) -> Option<Limit<'_>> {
    let cells: Vec<_> = line.split('|').map(str::trim).collect();
    let [_, _what, value, _beyond, place, _] = cells[..] else { return None };
    let (name, file) = place.split_once("` in `")?;
    Some(Limit {
        value: value.trim_matches('`'),
        name: name.trim_start_matches('`'),
        file: file.trim_end_matches('`'),
    })
}
