//! The documents as a whole: all of them are checked, their links and paths lead to files, and the README is short.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{DOCUMENTS, read, root};

/// Maximum lines of the README, so that people read all of it.
const MAX_README_LINES: usize = 180;

#[test]
fn the_readme_is_short() {
    let lines = read("README.md").lines().count();
    assert!(lines <= MAX_README_LINES, "README.md has {lines} lines; move a part of it to docs/");
}

#[test]
fn every_page_of_the_documents_is_checked() {
    let stored: BTreeSet<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| format!("docs/{}", path.file_name().unwrap().to_str().unwrap()))
        .collect();
    let checked: BTreeSet<String> =
        DOCUMENTS.iter().filter(|path| path.starts_with("docs/")).map(|path| (*path).to_owned()).collect();
    assert_eq!(stored, checked);
}

#[test]
fn the_readme_links_to_every_page_of_the_documents() {
    let readme = read("README.md");
    for path in DOCUMENTS.iter().filter(|path| **path != "README.md") {
        assert!(readme.contains(&format!("({path})")), "README.md has no link to {path}");
    }
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    for document in DOCUMENTS.into_iter().chain(["tests/README.md"]) {
        let text = read(document);
        for target in links(&text).filter(|target| !target.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let folder = Path::new(document).parent().unwrap();
            let path = if file.is_empty() { document.into() } else { folder.join(file) };
            assert!(root().join(&path).exists(), "{document} links to {target}, which does not exist");
            if !heading.is_empty() {
                let text = read(&path);
                let mut headings = text.lines().filter(|line| line.starts_with('#')).map(anchor);
                assert!(headings.any(|anchor| anchor == heading), "{document}: no heading for {target}");
            }
        }
    }
}

/// The targets of the links and pictures in a text, outside of code.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|prose| {
        let links = prose.split("](").skip(1).filter_map(|after| after.split(')').next());
        let pictures = ["src=\"", "srcset=\""]
            .into_iter()
            .flat_map(move |start| prose.split(start).skip(1).filter_map(|after| after.split('"').next()));
        links.chain(pictures)
    })
}

#[test]
fn the_paths_and_types_in_the_architecture_exist() {
    let folders = names_in("src");
    let types = type_names("src");
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        for name in code_spans(&read(document)) {
            let first = name.split('/').next().unwrap();
            let is_path = name.starts_with("src/") || folders.contains(first);
            assert!(
                !is_path || is_in("", name) || is_in("src", name),
                "{document} names {name}, which is not in src/"
            );
            let type_name = name.split('<').next().unwrap();
            let is_type = type_name.starts_with(char::is_uppercase)
                && type_name.contains(char::is_lowercase)
                && type_name.chars().all(char::is_alphanumeric);
            assert!(
                !is_type || types.contains(type_name),
                "{document} names the type {type_name}, which is not in src/"
            );
        }
    }
}

#[test]
fn the_folders_in_the_architecture_are_those_of_the_source() {
    let text = read("ARCHITECTURE.md");
    let (_, table) = text.split_once("## Folders").unwrap();
    let mut listed = BTreeSet::new();
    for row in
        table.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| !line.is_empty())
    {
        let mut names = code_spans(row);
        let folder = names.next().unwrap();
        // The content of a folder names types and folders inside it; the other code is that of the pipeline.
        let inside =
            names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase()) && !row.contains("one file"));
        for name in inside {
            assert!(is_in(&format!("src/{folder}"), name), "ARCHITECTURE.md: {name} is not in src/{folder}");
        }
        listed.insert(folder.to_owned());
    }
    let roots = ["lib", "main"].map(str::to_owned);
    assert_eq!(listed, names_in("src").into_iter().filter(|name| !roots.contains(name)).collect());
}

/// The code in the prose of a text, without blocks of code.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2))
}

/// True if the folder holds the file, the folder or the Rust module.
fn is_in(folder: &str, name: &str) -> bool {
    let path = root().join(folder).join(name);
    path.exists() || path.with_extension("rs").exists()
}

/// The modules that stand directly in a folder.
fn names_in(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// The names of the types that are defined below a folder.
fn type_names(folder: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            names.extend(type_names(path.to_str().unwrap()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            for keyword in ["struct ", "enum ", "trait ", "type "] {
                let after = text.split(keyword).skip(1);
                names.extend(
                    after
                        .filter_map(|after| after.split(|c: char| !c.is_alphanumeric()).next())
                        .map(str::to_owned),
                );
            }
        }
    }
    names
}

/// The anchor of a heading, as GitHub and GitLab make it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_');
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn anchors_are_those_of_the_hosts() {
    assert_eq!(anchor("## To copy: so that nothing is lost"), "to-copy-so-that-nothing-is-lost");
    assert_eq!(anchor("# `--check`"), "--check");
}
