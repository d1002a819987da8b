//! Runs the commands that the documents show, and compares their output.
//!
//! In a block marked `console`, a line that begins with `$ ` is a command. The lines up to the next command are its
//! output. `UPDATE_GOLDEN=1 cargo test --test docs console` writes the output of today.

use std::fs;
use std::path::{Path, PathBuf};

use super::{DOCUMENTS, differences, is_update, read, root, run};

#[test]
fn every_console_block_shows_the_output_of_today() {
    let mut outdated = String::new();
    for path in DOCUMENTS {
        let stored = read(path);
        let current = with_current_output(&stored);
        if is_update() {
            fs::write(root().join(path), current).unwrap();
        } else if stored != current {
            outdated.push_str(&differences(&stored, &current).replace("--- stored", &format!("--- {path}")));
        }
    }
    assert!(outdated.is_empty(), "`UPDATE_GOLDEN=1 cargo test --test docs console` updates:\n{outdated}");
}

#[test]
fn the_first_command_of_the_readme_shows_the_sample() {
    let readme = read("README.md");
    let command = readme.lines().find(|line| line.starts_with("cargo run ")).unwrap();
    let (_, arguments) = command.split_once(" -- ").unwrap();
    let output = run(&format!("wikidiff {arguments}"));
    assert!(output.starts_with("ChatGPT ") && output.contains("1 line changed · +4 bytes"), "{output}");
}

#[test]
fn the_readme_says_how_to_run_the_tests() {
    let readme = read("README.md");
    assert!(
        readme.lines().any(|line| line == "cargo test --locked"),
        "`.ci/run` takes its command from there"
    );
}

/// The document with the output that its commands have now.
fn with_current_output(document: &str) -> String {
    let mut text = String::new();
    let mut is_console = false;
    for line in document.lines() {
        let command = line.strip_prefix("$ ").filter(|_| is_console);
        let is_fence = line.starts_with("```");
        if command.is_some() || is_fence || !is_console {
            text.push_str(line);
            text.push('\n');
        }
        if let Some(command) = command {
            let output = run(command);
            let needs_line_end = !output.is_empty() && !output.ends_with('\n');
            text.push_str(&output);
            text.push_str(if needs_line_end { "\n" } else { "" });
        }
        if is_fence {
            is_console = line == "```console";
        }
    }
    text
}

#[test]
fn output_stands_below_its_command_and_nothing_else_changes() {
    let document = "text\n```console\n$ echo one\nold output\n$ printf end\n```\n```sh\n$ echo two\n```\n";
    let expected = "text\n```console\n$ echo one\none\n$ printf end\nend\n```\n```sh\n$ echo two\n```\n";
    assert_eq!(with_current_output(document), expected);
}

/// The first block of code below a line of a document.
fn block_below<'a>(document: &'a str, line: &str) -> &'a str {
    let (_, after) = document.split_once(line).unwrap();
    let (_, block) = after.split_once("```").unwrap();
    block.split_once('\n').unwrap().1.split("```").next().unwrap()
}

/// An empty folder for a test.
fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("docs-{}-{name}", std::process::id()));
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn the_example_of_a_theme_is_a_theme() {
    let folder = empty_folder("theme");
    let path = folder.join("own.theme");
    fs::write(&path, block_below(&read("docs/views.md"), "### Your own theme")).unwrap();
    let command = format!("wikidiff --color always --theme {} fixtures/seed/chatgpt.txt", path.display());
    let output = run(&command);
    assert!(output.starts_with('\x1b') && !output.contains("wikidiff: "), "{output}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn completions_and_the_manual_are_installed_in_a_fresh_home() {
    let home = empty_folder("home");
    let commands = block_below(&read("README.md"), "For shell completions").replace('~', "$HOME");
    let output = run(&format!("export HOME={}\n{commands}", home.display()));
    assert_eq!(output, "");
    for file in ["bash-completion/completions/wikidiff", "man/man1/wikidiff.1"] {
        assert!(fs::metadata(home.join(".local/share").join(file)).unwrap().len() > 1000, "{file}");
    }
    fs::remove_dir_all(home).unwrap();
}
