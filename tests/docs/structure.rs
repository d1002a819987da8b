//! The documents as a whole: all of them are checked, their links lead to files and headings, and the README is short.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{DOCUMENTS, read, root};

/// A README that is longer is not read to its end.
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
