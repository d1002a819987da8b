//! The diff engines of MediaWiki themselves: wikidiff2, and the PHP engine of Debian's package `mediawiki`.
//!
//! A PHP process prints the rows of one table after the other.

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use wikidiff::model::{Change, Side, Sides};

use super::engine::{Engine, Hunk, Row, Table};
use super::pages::Pages;

/// Folders of the PHP engine, in the script as well.
const FOLDERS: [&str; 2] = ["/usr/share/mediawiki/includes/diff", "/usr/share/mediawiki/includes/Diff"];

/// A process that prints tables.
pub(crate) struct RealEngines {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl RealEngines {
    /// Starts the process.
    pub(crate) fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/real_engine.php");
        let mut php = Command::new("php");
        php.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = php.spawn().expect("php is installed");
        let (questions, answers) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Self { process, questions, answers: BufReader::new(answers) }
    }

    /// Returns true if the PHP engine is installed. wikidiff2 always is where this runs.
    pub(crate) fn has_php_engine() -> bool {
        FOLDERS.iter().any(|folder| Path::new(folder).is_dir())
    }

    /// The table that an engine prints for two pages.
    pub(crate) fn table(&mut self, pages: &Pages, engine: Engine) -> Table {
        let name = if engine == Engine::Php { "php" } else { "wikidiff2" };
        let [old, new] = [&pages.old, &pages.new].map(|lines| lines.join("\n"));
        writeln!(self.questions, "{}", json!({ "engine": name, "old": old, "new": new })).unwrap();
        self.questions.flush().unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        let rows: Vec<Value> = serde_json::from_str(&answer).expect("the script answers with rows");
        let size = |page: &String| i64::try_from(page.len()).unwrap();
        Table { engine, hunks: read_hunks(pages, engine, &rows), bytes: size(&new) - size(&old) }
    }
}

impl Drop for RealEngines {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// Makes hunks of the script's rows. The true lines are those of the pages, counted from the header on.
fn read_hunks(pages: &Pages, engine: Engine, rows: &[Value]) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut at = Sides::new(0, 0);
    for row in rows.iter().map(|row| row.as_array().unwrap()) {
        if let [old, new] = row.as_slice() {
            let start = Sides::new(old, new).map(|number| u32::try_from(number.as_u64().unwrap()).unwrap());
            at = start.map(|number| number as usize - 1);
            hunks.push(Hunk { start, rows: Vec::new() });
            continue;
        }
        let text = |index: usize| row[index].as_str().map(String::from);
        let shown = Sides::new(text(0), text(1));
        let mut line = |side| {
            shown.get(side).as_ref().map(|shown| {
                let line = &pages.get(side)[*at.get(side)];
                *at.get_mut(side) += 1;
                assert!(engine == Engine::Php || shown == line, "wikidiff2 shows {line:?} as {shown:?}");
                line.clone()
            })
        };
        let is_context = row[2] == true;
        let change = match (line(Side::Old), line(Side::New)) {
            (Some(old), Some(new)) if is_context => Change::Context(Sides::new(old, new)),
            (Some(old), Some(new)) => Change::Changed(Sides::new(old, new)),
            (Some(old), None) => Change::Removed(old),
            (None, new) => Change::Added(new.expect("a row has a line")),
        };
        hunks.last_mut().expect("a header stands first").rows.push(Row { change, shown });
    }
    hunks
}
