//! Errors of usage: the message of clap, with the advice of this program for options of other tools.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Options of other programs, each with the option that does the same here, or the reason why there is none.
const FOREIGN_OPTIONS: [(&[&str], &str); 33] = [
    (&["-u", "--patch", "-p"], "--format patch writes a unified diff, and -U N sets the context"),
    (&["-c"], "--format patch writes a unified diff; there are no context diffs"),
    (
        &["-Z", "--ignore-trailing-space", "--ignore-space-at-eol"],
        "-b ignores white space at the end of a line, and its amount elsewhere",
    ),
    (&["-E", "--ignore-tab-expansion"], "-b ignores the amount of white space"),
    (&["-a", "--text"], "binary files cannot be compared"),
    (&["-r", "--recursive"], "directories are not compared; --check reads all files of a directory"),
    (&["-N", "--new-file"], "name an empty file, for example /dev/null"),
    (&["--word-diff-regex"], "words are always compared, as wikitext has them"),
    (&["--color-moved"], "moved lines are always marked"),
    (&["--regexp", "-e"], "use -G REGEX"),
    (&["--pickaxe-regex", "--pickaxe-all"], "-G REGEX searches the added and removed text"),
    (&["--oneline", "--pretty", "--graph"], "--stat lists edits, one on a line"),
    (&["--follow"], "the history of a page goes on when the page is moved"),
    (&["--limit"], "-n N takes the last N edits of a history"),
    (&["--title"], "use --wiki HOST --page TITLE"),
    (&["--host", "--site", "--lang"], "use --wiki HOST"),
    (&["--function-context", "-W", "--show-function"], "-U N sets the context, or -U all"),
    (&["--suppress-common-lines"], "use -U 0"),
    (&["--paginate"], "use --paging always"),
    (&["--name-only", "--name-status", "--brief"], "--quiet says by the exit code if there are changes"),
    (&["--html"], "use --format html, or -o FILE.html"),
    (&["--plain"], "use --format plain"),
    (&["--dark"], "use --background dark"),
    (&["--light"], "use --background light"),
    (&["--columns", "--term-width", "--terminal-width"], "use --width N"),
    (&["--line-numbers"], "line numbers are always shown; --no-gutter leaves them out"),
    (&["--style", "--syntax-theme"], "use --theme; --list-themes shows all themes"),
    (&["--inline"], "the inline view is the default; --view chooses another"),
    (&["--url"], "give the address as FILE: wikidiff https://…"),
    (&["--old", "--new"], "use --format old or --format new; two files need no option: wikidiff OLD NEW"),
    (&["--git", "--no-index", "--cached", "--staged"], "use git: git -c diff.external=wikidiff diff …"),
    (&["--diff-algorithm", "--minimal", "--patience", "--histogram"], "there is one way of comparing lines"),
    (&["--debug", "--verbose"], "use --explain"),
];

/// Returns the lines of the message about an error of usage.
pub(crate) fn error_lines(error: &clap::Error) -> Vec<String> {
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg)
    {
        return vec![unknown_option(option, error), "wikidiff --help explains every option".to_owned()];
    }
    let text = error.render().to_string();
    let text = text.trim_end().strip_prefix("error: ").unwrap_or(&text);
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("For more"));
    lines.map(str::to_owned).collect()
}

/// Describes an unknown option and the way to get what it stands for.
fn unknown_option(option: &str, error: &clap::Error) -> String {
    let name = option.split('=').next().unwrap_or(option);
    let advice = FOREIGN_OPTIONS.iter().find(|(names, _)| names.contains(&name)).map(|(_, advice)| *advice);
    if let Some(advice) = advice {
        return format!("there is no option {name}: {advice}");
    }
    let similar = match error.get(ContextKind::SuggestedArg) {
        Some(ContextValue::String(name)) => Some(name.clone()),
        Some(ContextValue::Strings(names)) => names.first().cloned(),
        _ => None,
    };
    match similar {
        Some(similar) => format!("there is no option {name}; a similar one is {similar}"),
        None => format!("there is no option {name} (a file with this name is ./{name})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{command, parse};

    fn message(words: &[&str]) -> String {
        error_lines(&parse([&["wikidiff"], words].concat()).unwrap_err()).join("\n")
    }

    #[test]
    fn advises_on_options_of_other_tools() {
        assert!(message(&["-Z"]).starts_with("there is no option -Z: -b ignores"));
        assert!(message(&["--word-diff-regex=."]).starts_with("there is no option --word-diff-regex: words"));
        assert!(message(&["--pretty=short"]).starts_with("there is no option --pretty: --stat lists"));
        assert!(
            message(&["--contxt"]).starts_with("there is no option --contxt; a similar one is --context")
        );
        assert!(message(&["-%"]).starts_with("there is no option -% (a file"));
        assert!(!message(&["-Z"]).contains("as a value"));
    }

    #[test]
    fn leaves_out_blank_lines_and_the_pointer_to_the_help() {
        let message = message(&["--width", "9"]);
        assert!(message.contains("it must be 20 or more") && !message.contains("\n\n"), "{message}");
        assert!(!message.contains("For more"), "{message}");
    }

    #[test]
    fn every_foreign_option_is_foreign() {
        let command = command();
        for name in FOREIGN_OPTIONS.iter().flat_map(|(names, _)| *names) {
            let is_own = command.get_arguments().any(|argument| {
                let longs = argument.get_long_and_visible_aliases().unwrap_or_default();
                let shorts = argument.get_short_and_visible_aliases().unwrap_or_default();
                longs.iter().any(|long| *name == format!("--{long}"))
                    || shorts.iter().any(|short| *name == format!("-{short}"))
            });
            assert!(!is_own, "{name} is an option of this program");
        }
    }
}
