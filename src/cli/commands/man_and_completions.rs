//! The manual page, the list of shapes, and completions for shells.

use std::io::{self, Write};

use clap_complete::Shell;

use crate::cli::args::{command, help};
use crate::cli::output::messages::shape_lines;

/// The program's name in completions.
const NAME: &str = "wikidiff";

/// The forms of the command line, for the manual page.
const SYNOPSIS: [&str; 4] = ["[FILE]...", "OLD NEW", "--clipboard", "--wiki HOST REVISION [REVISION]"];

/// A text about the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// The manual page in roff.
    Manual,
    /// The list of shapes.
    Shapes,
    /// The completions for a shell.
    Completions(Shell),
}

/// Writes the text.
pub(crate) fn write(about: About, out: &mut dyn Write) -> io::Result<()> {
    match about {
        About::Manual => write_manual(out),
        About::Shapes => shape_lines().iter().try_for_each(|line| writeln!(out, "{line}")),
        About::Completions(shell) => {
            // The generator panics if writing fails, so it writes to memory.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command(), NAME, &mut script);
            out.write_all(&script)
        }
    }
}

fn write_manual(out: &mut dyn Write) -> io::Result<()> {
    // The first paragraph of the description is the name's own line.
    let (summary, description) = help::LONG_ABOUT.split_once("\n\n").unwrap_or((help::LONG_ABOUT, ""));
    let manual = clap_mangen::Man::new(command().about(summary.trim_end_matches('.').to_owned()));
    manual.render_title(out)?;
    manual.render_name_section(out)?;
    writeln!(out, ".SH SYNOPSIS")?;
    for form in SYNOPSIS {
        writeln!(out, "\\fB{NAME}\\fR [OPTIONS] {}\n.br", escape_roff(form))?;
    }
    writeln!(out, ".SH DESCRIPTION\n{}", escape_roff(description))?;
    writeln!(out, ".SH OPTIONS")?;
    out.write_all(options_below_headings(&manual)?.as_bytes())?;
    for section in &help::SECTIONS {
        writeln!(out, ".SH \"{}\"", section.manual_title)?;
        for (term, meaning) in section.rows {
            writeln!(out, ".TP\n\\fB{}\\fR\n{}", escape_roff(term), escape_roff(meaning))?;
        }
    }
    writeln!(
        out,
        ".SH \"SEE ALSO\"\n\\fBgit\\-diff\\fR(1), \\fBdiff\\fR(1), \\fBpatch\\fR(1), \\fBless\\fR(1)"
    )
}

/// Returns the options of the manual page. The generator makes a section of each heading; here they are subsections.
fn options_below_headings(manual: &clap_mangen::Man) -> io::Result<String> {
    let mut page = Vec::new();
    manual.render_options_section(&mut page)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    text = text.replace(".SH OPTIONS\n", "");
    for (heading, _) in help::HEADINGS {
        let upper = heading.to_uppercase();
        for section in [format!(".SH {upper}\n"), format!(".SH \"{upper}\"\n")] {
            text = text.replace(&section, &format!(".SS \"{heading}\"\n"));
        }
    }
    Ok(text)
}

/// Escapes a text for roff: a hyphen of an option is a minus sign, and a point or an apostrophe does not begin a
/// request.
fn escape_roff(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) { format!("\\&{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    fn text_of(about: About) -> String {
        let mut out = Vec::new();
        write(about, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn contains_every_option() {
        let shells = Shell::value_variants().iter().map(|shell| About::Completions(*shell));
        for about in shells.chain([About::Manual]) {
            let text = text_of(about).replace("\\-", "-");
            let command = command();
            let shown = command.get_arguments().filter(|argument| !argument.is_hide_set());
            for option in shown.filter_map(|argument| argument.get_long()) {
                assert!(text.contains(option), "{option} is not in {about:?}");
            }
        }
    }

    #[test]
    fn has_the_sections_of_a_manual_page() {
        let manual = text_of(About::Manual);
        let sections: Vec<_> = manual.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
        let expected = [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "\"EXAMPLES\"",
            "\"SIGNS\"",
            "\"EXIT STATUS\"",
            "\"ENVIRONMENT\"",
            "\"FILES\"",
            "\"SEE ALSO\"",
        ];
        assert_eq!(sections, expected);
        let headings =
            help::HEADINGS.iter().filter(|(heading, _)| manual.contains(&format!(".SS \"{heading}\"")));
        assert_eq!(headings.count(), help::HEADINGS.len());
    }

    #[test]
    fn escapes_requests_and_hyphens() {
        assert_eq!(escape_roff("'--a' \\"), "\\&'\\-\\-a' \\e");
    }
}
