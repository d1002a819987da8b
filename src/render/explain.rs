//! The reasoning behind a reading: shape, language, proof, what the checks said, what was left unread.

use std::io::{self, Write};

use crate::model::{ByteChange, Diff, Proof, Warning};
use crate::text::safe::{Invisible, safe};

/// Writes how the reading of a diff came about, a fact a line.
///
/// # Errors
/// When `out` fails.
pub fn explain<L>(diff: &Diff<'_, L>, out: &mut dyn Write) -> io::Result<()> {
    let title = diff.page.title.as_deref().unwrap_or("not in the input");
    fact("title", title, out)?;
    fact("shape", &format!("{}, from line {} of the input on", diff.shape, diff.first_line), out)?;
    fact("language", diff.page.language.unwrap_or("not known"), out)?;
    fact("proof", proof(diff.proof), out)?;
    fact("bytes", &bytes(diff), out)?;
    diff.notes.iter().try_for_each(|note| fact("note", note, out))?;
    diff.warnings.iter().try_for_each(|warning| fact("warning", &told(warning), out))
}

/// The columns that the names of the facts take.
const NAME: usize = 9;

fn fact(name: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{name:NAME$} {}", safe(text, Invisible::WhereChanged))
}

const fn proof(proof: Proof) -> &'static str {
    match proof {
        Proof::Stated => "stated: the input names every side",
        Proof::Checked => {
            "proved: inferred, and the paste's own arithmetic agrees with this reading and with no other"
        }
        Proof::Inferred => "likely: the likeliest reading, which nothing in the paste proves",
    }
}

fn bytes<L>(diff: &Diff<'_, L>) -> String {
    let computed = diff.bytes_computed;
    let Some(stated) = diff.page.byte_change else {
        return format!("{computed:+} by the rows shown; the page states none");
    };
    let verdict = if stated.agrees_with(computed) { "agree" } else { "disagree" };
    format!("{computed:+} by the rows shown; {} stated by the page; the two {verdict}", told_bytes(stated))
}

fn told_bytes(stated: ByteChange) -> String {
    match stated {
        ByteChange::Signed(bytes) => format!("{bytes:+}"),
        ByteChange::Unsigned(bytes) => format!("{bytes}, the sign not known,"),
    }
}

fn told(warning: &Warning) -> String {
    let Warning { line, code, message } = warning;
    let place = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    format!("{place}{message} ({})", code.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WarningCode;
    use crate::render::tests::diff;

    fn explained<L>(diff: &Diff<'_, L>) -> String {
        let mut out = Vec::new();
        explain(diff, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_fact_has_its_line_and_is_safe() {
        let mut diff = diff("~ <a>/<b>");
        diff.page.byte_change = Some(ByteChange::Signed(4));
        diff.bytes_computed = 4;
        diff.page.language = Some("en");
        diff.notes = vec!["a \x1b[2J note".to_owned()];
        diff.warnings =
            vec![Warning { line: Some(3), code: WarningCode::StrayLine, message: "what is it".to_owned() }];
        let expected = "\
title     Page
shape     cells, from line 1 of the input on
language  en
proof     stated: the input names every side
bytes     +4 by the rows shown; +4 stated by the page; the two agree
note      a <U+001B ESC>[2J note
warning   line 3: what is it (stray_line)
";
        assert_eq!(explained(&diff), expected);
    }

    #[test]
    fn the_bytes_are_told_whatever_is_known_of_them() {
        #[track_caller]
        fn case(stated: Option<ByteChange>, expected: &str) {
            let mut diff = diff("");
            (diff.page.byte_change, diff.bytes_computed) = (stated, -4);
            assert_eq!(bytes(&diff), expected);
        }
        case(None, "-4 by the rows shown; the page states none");
        case(Some(ByteChange::Signed(4)), "-4 by the rows shown; +4 stated by the page; the two disagree");
        case(
            Some(ByteChange::Unsigned(4)),
            "-4 by the rows shown; 4, the sign not known, stated by the page; the two agree",
        );
    }
}
