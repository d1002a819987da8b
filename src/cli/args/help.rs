//! The texts of the help: `-h` on one screen, and the sections of `--help` and of the manual page.

use std::fmt::Write as _;

/// The answer to `-h`: the most used options on one screen of 80 columns and 24 lines, with room for the prompt.
pub(crate) const SHORT_HELP: &str = "\
Show a copied MediaWiki diff with the changed words highlighted
Usage: wikidiff [OPTIONS] [FILE]...

  wikidiff --clipboard           the diff that you copied in the browser
  wikidiff                       paste into the terminal, then press Ctrl-D
  wikidiff 'https://…&diff=2'    the address of a diff
  wikidiff old.wiki new.wiki     two wikitext files

      --clipboard      read the diff from the clipboard
  -s, --side-by-side   show two columns
  -U, --context N      show N unchanged lines around a change, or all
      --focus          show only the words around each change
      --bytes N        byte change of the edit; settles uncertain lines
      --format NAME    html, json, patch, old, new, plain or terminal
  -o, --output FILE    write to FILE; its name may choose the format
      --stat           show counts only
  -q, --quiet          show nothing; exit with 1 if there are changes
      --theme THEME    colours; --list-themes shows all themes
  -P, --no-pager       do not start a pager
  -v, --explain        explain how the input was read

Signs: ~ changed, - removed, + added, < > moved, ? uncertain, ⋯ left out
wikidiff --help explains all options, signs, exit codes and variables
";

/// A paragraph about the program, for `--help` and the manual page.
pub(crate) const LONG_ABOUT: &str = "\
Show a copied MediaWiki diff with the changed words highlighted.

wikidiff reads the \"Difference between revisions\" page of a wiki, as it was copied, saved or fetched. It pairs old \
with new lines, works out the sides of lines whose markers were lost in copying, and marks the changed words. It also \
compares two wikitext files.";

/// A section of two columns: terms, and their meaning.
pub(crate) struct HelpSection {
    /// The heading in `--help`.
    pub(crate) title: &'static str,
    /// The heading in the manual page, as the sections of manual pages are called.
    pub(crate) manual_title: &'static str,
    pub(crate) rows: &'static [(&'static str, &'static str)],
}

/// The sections below the options.
pub(crate) const SECTIONS: [HelpSection; 5] = [
    HelpSection {
        title: "Examples",
        manual_title: "EXAMPLES",
        rows: &[
            ("wikidiff --clipboard", "the diff that you copied in the browser"),
            ("wikidiff", "paste into the terminal, then press Ctrl-D"),
            ("wikidiff 'https://en.wikipedia.org/wiki/Special:Diff/1/2'", "the address of a diff"),
            ("wikidiff 'https://en.wikipedia.org/wiki/ChatGPT' -n 50 -G RLHF", "edits of a page that match"),
            ("wikidiff --wiki enwiki 1 2", "two revisions of a wiki, by their numbers"),
            ("wikidiff old.wiki new.wiki", "two wikitext files"),
            ("wikidiff --bytes=-35 page.txt", "a copied page whose history says that 35 bytes were removed"),
            ("git diff | wikidiff", "the wikitext files of a repository"),
        ],
    },
    HelpSection {
        title: "Signs",
        manual_title: "SIGNS",
        rows: &[
            ("~", "changed line"),
            ("-", "removed line"),
            ("+", "added line"),
            ("<", "old place of a moved line"),
            (">", "new place of a moved line"),
            ("?", "uncertain row: it could be on either side"),
            ("⋯", "unchanged lines or words are left out here"),
        ],
    },
    HelpSection {
        title: "Exit codes",
        manual_title: "EXIT STATUS",
        rows: &[
            ("0", "shown, or no changes, or the reader of a pipe ended early"),
            ("1", "--exit-code or --quiet: there are changes; --check: a check failed"),
            ("1", "--quiet with --grep: there is no match"),
            ("2", "error; --strict: a reading is neither stated nor proved, or the input breaks off"),
            ("2", "--jsonl: a record was answered with an error (0 with --keep-going)"),
            ("2", "--exit-code or --quiet: the input does not say if there are changes, or hides an edit"),
            ("130", "Ctrl-C while you paste, or while a history is fetched"),
        ],
    },
    HelpSection {
        title: "Environment variables",
        manual_title: "ENVIRONMENT",
        rows: &[
            ("NO_COLOR", "not empty: no colours"),
            ("CLICOLOR_FORCE", "not 0: colours also in a pipe"),
            ("CLICOLOR", "0: no colours"),
            ("TERM", "dumb: no colours; with COLORTERM, the number of colours"),
            ("COLORFGBG", "the terminal's colours, if the terminal cannot be asked"),
            ("COLUMNS", "the width of the terminal"),
            ("WIKIDIFF_PAGER", "the pager, before PAGER; empty or cat: none; default: less -RFX"),
            ("WIKIDIFF_OPTS", "options for every run, before those on the command line"),
            ("WIKIDIFF_CONFIG", "the configuration file; empty: none"),
            ("WIKIDIFF_CONTACT", "your e-mail or web address, sent to the wiki"),
            ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "proxies for requests to a wiki"),
        ],
    },
    HelpSection {
        title: "Files",
        manual_title: "FILES",
        rows: &[
            ("~/.config/wikidiff/config", "options for every run, one per line"),
            ("~/.config/wikidiff/themes/NAME.theme", "your own themes"),
            ("$XDG_CONFIG_HOME, %APPDATA%", "replace ~/.config, the latter on Windows"),
        ],
    },
];

/// The column of the meanings in `--help`. A longer term has its meaning on the next line.
const MEANING_COLUMN: usize = 30;

/// Returns the sections as the text below the options.
pub(crate) fn sections_text() -> String {
    let mut text = String::new();
    for section in &SECTIONS {
        let longest = section.rows.iter().map(|(term, _)| term.chars().count()).max().unwrap_or(0);
        let column = (longest + 4).min(MEANING_COLUMN);
        _ = write!(text, "{}{}:", if text.is_empty() { "" } else { "\n\n" }, section.title);
        for (term, meaning) in section.rows {
            let width = term.chars().count() + 2;
            let gap = match column.checked_sub(width) {
                Some(gap) if gap > 1 => " ".repeat(gap),
                _ => format!("\n{}", " ".repeat(column)),
            };
            _ = write!(text, "\n  {term}{gap}{meaning}");
        }
    }
    text
}

/// The headings of the options in `--help`, each with the ids of its arguments.
pub(crate) const HEADINGS: [(&str, &[&str]); 10] = [
    ("Input", &["revisions", "clipboard", "from", "to", "shape", "jsonl", "keep_going", "input_limit"]),
    ("History", &["max_count", "since", "until", "user"]),
    ("Fetching", &["wiki", "page", "own", "timeout"]),
    (
        "Output",
        &[
            "format",
            "json",
            "output",
            "stat",
            "numstat",
            "quiet",
            "exit_code",
            "reverse",
            "paging",
            "no_pager",
            "pager",
        ],
    ),
    (
        "Looks",
        &[
            "view",
            "side_by_side",
            "context",
            "focus",
            "no_fold",
            "summary",
            "no_gutter",
            "word_diff",
            "color_words",
            "width",
            "show_invisible",
            "color",
            "no_color",
            "theme",
            "list_themes",
            "background",
            "colors",
            "hyperlinks",
            "wiki_url",
            "ambiguous_width",
        ],
    ),
    (
        "Finding",
        &[
            "grep",
            "added",
            "removed",
            "fixed_strings",
            "smart_case",
            "ignore_all_space",
            "ignore_space_change",
            "ignore_blank_lines",
            "ignore_case",
            "ignore_matching_lines",
            "count",
        ],
    ),
    ("Uncertain pastes", &["bytes", "old_size", "new_size", "engine", "strict", "explain"]),
    ("Testing", &["check", "bless", "jobs"]),
    ("Configuration and help", &["no_config", "man", "list_shapes", "completions", "help", "version"]),
    ("Options that undo a configured option", &[]),
];

/// The heading of the options that undo a switch.
pub(crate) const UNDO_HEADING: &str = HEADINGS[HEADINGS.len() - 1].0;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cli::args::command;
    use crate::text::width::{AmbiguousWidth, cluster_width, clusters};

    #[test]
    fn short_help_fits_on_a_screen() {
        // The prompt takes the last line.
        assert!(SHORT_HELP.lines().count() <= 23);
        let width = |line: &str| -> usize {
            clusters(line).map(|cluster| cluster_width(cluster, AmbiguousWidth::Wide)).sum()
        };
        assert_eq!(SHORT_HELP.lines().find(|line| width(line) > 80), None);
    }

    #[test]
    fn short_help_names_options_that_exist() {
        let command = command();
        let known: BTreeSet<String> = command
            .get_arguments()
            .flat_map(|argument| {
                let long = argument.get_long().map(|long| format!("--{long}"));
                let short = argument.get_short().map(|short| format!("-{short}"));
                long.into_iter().chain(short)
            })
            .collect();
        let words = SHORT_HELP.split_whitespace().map(|word| word.trim_end_matches([',', ';']));
        for word in words.filter(|word| word.len() > 1 && word.starts_with('-')) {
            assert!(known.contains(word), "{word}");
        }
    }

    #[test]
    fn every_option_has_a_heading() {
        for argument in command().get_arguments().filter(|argument| !argument.is_positional()) {
            assert!(argument.get_help_heading().is_some(), "{} has no heading", argument.get_id());
        }
    }
}
