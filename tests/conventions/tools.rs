//! Tests that need a tool are ignored with that reason, and `.ci/run` runs them if the tool is installed.

use std::fs;

use crate::assert_none;
use crate::source::{root, rust};

/// Beginning of the reason of an ignored test that needs a tool.
const NEEDS: &str = "#[ignore = \"needs ";

#[test]
fn ci_runs_every_test_that_needs_a_tool() {
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    let mut findings = Vec::new();
    for source in rust().iter().filter(|source| source.path.starts_with("tests/")) {
        for (index, line) in source.lines.iter().enumerate() {
            let Some(reason) = line.trim_start().strip_prefix(NEEDS) else { continue };
            let rest = source.lines[index..].iter().find_map(|line| line.split_once("fn "));
            let name = rest.and_then(|(_, rest)| rest.split_once('(')).map_or("", |(name, _)| name);
            let module = source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
            if ![name.to_owned(), format!("{module}::")].iter().any(|filter| script.contains(filter.as_str()))
            {
                let tool = reason.trim_end_matches("\"]");
                findings
                    .push(format!("{}: run {name} in .ci/run where there is {tool}", source.place(index)));
            }
        }
    }
    assert_none(&findings);
}
