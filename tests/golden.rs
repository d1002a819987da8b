//! Compares every paste under `fixtures/` with its expected output: the JSON of `wikidiff --check --bless`, and the
//! picture in a pipe with its messages.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` rewrites the expectations; `fixtures/README.md` says how to add one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use similar::TextDiff;
use wikidiff::internals::error_kinds;
use wikidiff::model::Shape;
use wikidiff::{ErrorKind, ExportError};

/// The command that rewrites the expectations.
const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test --test golden";

/// The endings that a paste may have; its expectations are named without it.
const ENDINGS: [&str; 6] = ["txt", "html", "json", "xml", "md", "diff"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// A paste of the shape.
fn fixture_of_shape(shape: Shape) -> Option<&'static str> {
    Some(match shape {
        Shape::Cells => "seed/chatgpt",
        Shape::Rows => "rows/table-cells",
        Shape::Marked => "marked/chromium-two-hunks",
        Shape::Tabs => "tabs/line-numbers-chinese",
        Shape::Markdown => "markdown/tags-and-entities",
        Shape::Grid => "grid/plain",
        Shape::Columns => "columns/wide",
        Shape::Gaps => "extracted/gaps",
        Shape::Glued => "extracted/glued",
        Shape::Pieces => "extracted/pieces",
        Shape::Inline => "inline/desktop-greek",
        Shape::OneSide => "one-side/new-column",
        Shape::Unified => "unified/two-hunks",
        Shape::Html => "html/page-moved-paragraphs",
        Shape::HtmlInline => "html-inline/page-moved-paragraphs",
        Shape::Api => "api/compare",
        Shape::Rest => "rest/compare",
        Shape::Feed => "feed/atom",
        Shape::Export => "export/two-pages",
        // `tests/cli` tests these: they need two files.
        Shape::Revisions => return None,
        shape => panic!("name a fixture of the new shape {shape}"),
    })
}

/// An input that is refused for this reason.
fn fixture_of_refusal(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::Empty => "refused/empty",
        ErrorKind::NotADiff => "refused/not-a-diff",
        ErrorKind::WordDiff => "refused/git-word-diff",
        ErrorKind::UnsignedLines => "other-wikis/github",
        ErrorKind::OtherWiki(_) => "other-wikis/trac",
        ErrorKind::OneLine => "refused/on-one-line",
        ErrorKind::NotText => "refused/page-without-diff",
        ErrorKind::Damaged => "refused/answer-cut-off",
        ErrorKind::Wiki(_) => "refused/wiki-error",
        ErrorKind::Export(ExportError::OneRevision) => "refused/one-revision",
        // `tests/cli` tests these: they need --from and --to.
        ErrorKind::Export(_) | ErrorKind::NotAnExport => return None,
        kind => panic!("name a fixture of the new refusal {}", kind.name()),
    })
}

/// The output for every paste, by the name of the expectation; written to the fixtures if `UPDATE_GOLDEN` is set.
static READINGS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let readings = readings(&pastes());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        for (name, found) in &readings {
            fs::write(fixtures().join(name), found).unwrap();
        }
    }
    readings
});

#[test]
fn every_paste_is_read_as_expected() {
    let failures: Vec<_> = READINGS.iter().filter_map(|(name, found)| compare_with(name, found)).collect();
    let (count, all) = (failures.len(), failures.join("\n"));
    assert!(count == 0, "{count} expectations do not hold; if the new readings are right: {UPDATE}\n\n{all}");
}

#[test]
fn every_expectation_belongs_to_a_paste() {
    let expectations = files().into_iter().filter(|name| role(name) == Role::Expectation);
    let orphans: Vec<_> = expectations.filter(|name| !READINGS.contains_key(name)).collect();
    assert!(
        orphans.is_empty(),
        "these belong to no paste; remove them, or bring the paste back: {orphans:#?}"
    );
}

#[test]
fn every_shape_has_a_fixture() {
    for shape in Shape::ALL {
        let Some(stem) = fixture_of_shape(shape) else { continue };
        assert_eq!(values(&READINGS[&json_of(stem)])[0]["source"]["shape"], shape.name(), "{stem}");
    }
}

#[test]
fn every_refusal_has_a_fixture() {
    for kind in error_kinds() {
        let Some(stem) = fixture_of_refusal(&kind) else { continue };
        let refusal = serde_json::json!({ "error": kind.name() });
        assert_eq!(values(&READINGS[&json_of(stem)]), [refusal], "{stem}");
    }
}

/// The JSON and the picture of every paste.
fn readings(pastes: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let copies = Copies::of(pastes);
    let both = |(stem, paste): (&String, &String)| {
        [(json_of(stem), copies.json(stem)), (format!("{stem}.expected.plain"), copies.picture(paste))]
    };
    pastes.iter().flat_map(both).collect()
}

fn json_of(stem: &str) -> String {
    format!("{stem}.expected.json")
}

/// The role of a file under `fixtures/`.
#[derive(Debug, PartialEq, Eq)]
enum Role<'n> {
    /// A paste, and the name that its expectations share with it.
    Paste(&'n str),
    /// The expected output of a paste.
    Expectation,
    /// A document about the fixtures.
    Explanation,
    /// A file of no known kind.
    Unknown,
}

fn role(name: &str) -> Role<'_> {
    let file = name.rsplit('/').next().unwrap_or(name);
    if file == "README.md" || file == ".gitattributes" {
        return Role::Explanation;
    }
    if file.ends_with(".expected.json") || file.ends_with(".expected.plain") {
        return Role::Expectation;
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) if ENDINGS.contains(&ending) => Role::Paste(stem),
        _ => Role::Unknown,
    }
}

/// The pastes by the name that their expectations share with them.
fn pastes() -> BTreeMap<String, String> {
    let mut pastes = BTreeMap::new();
    for name in files() {
        match role(&name) {
            Role::Paste(stem) => {
                let other = pastes.insert(stem.to_owned(), name.clone());
                assert_eq!(other, None, "{name} would share its expectations with another paste; rename one");
            }
            Role::Unknown => {
                panic!("fixtures/{name} is neither a paste ({}) nor an expectation", ENDINGS.join(", "))
            }
            Role::Expectation | Role::Explanation => {}
        }
    }
    pastes
}

/// Every file below `fixtures/`, its path relative to it with `/` between the parts.
fn files() -> Vec<String> {
    let root = fixtures();
    let mut waiting = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(directory) = waiting.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                files.push(name.replace('\\', "/"));
            }
        }
    }
    files
}

/// Copies of the pastes, in a folder in which the program may write expectations.
struct Copies(PathBuf);

impl Copies {
    fn of(pastes: &BTreeMap<String, String>) -> Self {
        let copies =
            Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("golden-{}", std::process::id())));
        for paste in pastes.values() {
            let to = copies.0.join(paste);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(fixtures().join(paste), to).unwrap();
        }
        let blessed = copies.wikidiff(["--check", "--bless", "."]).stdout(Stdio::null()).status().unwrap();
        assert!(blessed.success(), "wikidiff --check --bless ended with {blessed}");
        copies
    }

    /// The program in the folder of the copies, without environment variables.
    fn wikidiff<const N: usize>(&self, words: [&str; N]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wikidiff"));
        command.args(words).current_dir(&self.0).env_clear().env("WIKIDIFF_CONFIG", "").stdin(Stdio::null());
        command
    }

    /// The output of `--check --bless` for a paste.
    fn json(&self, stem: &str) -> String {
        fs::read_to_string(self.0.join(format!("{stem}.expected.json"))).unwrap()
    }

    /// The output of `wikidiff PASTE 2>&1` to a pipe.
    fn picture(&self, paste: &str) -> String {
        let path = self.0.join("picture");
        let file = File::create(&path).unwrap();
        let both = (file.try_clone().unwrap(), file);
        let status = self.wikidiff([paste]).stdout(both.0).stderr(both.1).status().unwrap();
        assert!(matches!(status.code(), Some(0 | 2)), "wikidiff {paste} ended with {status}");
        fs::read_to_string(path).unwrap()
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// The difference from an expectation, if there is one.
fn compare_with(name: &str, found: &str) -> Option<String> {
    let Ok(expected) = fs::read_to_string(fixtures().join(name)) else {
        return Some(format!("fixtures/{name} is not there"));
    };
    (expected != found).then(|| difference(name, &readable(name, &expected), &readable(name, found)))
}

fn difference(name: &str, expected: &str, found: &str) -> String {
    let diff = TextDiff::from_lines(expected, found);
    diff.unified_diff().header(&format!("fixtures/{name}"), "found").to_string()
}

/// JSON with a value on each line, so that a difference has few lines. Other text is unchanged.
fn readable(name: &str, text: &str) -> String {
    if !name.ends_with(".expected.json") {
        return text.to_owned();
    }
    let lines: Vec<_> = values(text).iter().map(|value| format!("{value:#}\n")).collect();
    lines.concat()
}

/// The values of JSON Lines.
fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
