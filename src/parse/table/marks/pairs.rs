//! Starts and ends of marks, and a text cut at them.

/// Start and end of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MarkPair {
    pub(crate) start: &'static str,
    pub(crate) end: &'static str,
}

impl MarkPair {
    /// The sign that shows the pair in a text.
    pub(crate) const fn sign(self) -> &'static str {
        if self.start.len() > 1 { self.start } else { self.end }
    }

    /// Returns true for a sign that wikitext does not have.
    pub(crate) fn is_distinctive(self) -> bool {
        !matches!(self.start, "++" | "**" | "<u>" | "<s>" | "~~")
    }
}

/// Marks of deleted words.
pub(crate) const DELETED: [MarkPair; 4] = [
    MarkPair { start: "~~", end: "~~" },
    MarkPair { start: "[DEL:", end: ":DEL]" },
    MarkPair { start: "<del>", end: "</del>" },
    MarkPair { start: "<s>", end: "</s>" },
];

/// Marks of inserted words.
pub(crate) const INSERTED: [MarkPair; 6] = [
    MarkPair { start: "[INS:", end: ":INS]" },
    MarkPair { start: "[", end: "]{.underline}" },
    MarkPair { start: "<ins>", end: "</ins>" },
    MarkPair { start: "<u>", end: "</u>" },
    MarkPair { start: "++", end: "++" },
    MarkPair { start: "**", end: "**" },
];

/// A text cut at its marks: parts outside and inside by turns, the first outside.
pub(crate) type Parts<'t> = Vec<&'t str>;

/// Cuts a text at its marks. Returns `None` if a mark has no end.
pub(crate) fn cut(text: &str, pair: MarkPair) -> Option<Parts<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    if pair.end == "]{.underline}" {
        return cut_bracketed(text, pair.end);
    }
    while let Some((before, after)) = rest.split_once(pair.start) {
        let (inside, behind) = after.split_once(pair.end)?;
        parts.extend([before, inside]);
        rest = behind;
    }
    parts.push(rest);
    Some(parts)
}

/// Cuts a text at marks that begin with a bracket, which brackets of the text can be inside: those are escaped.
fn cut_bracketed<'t>(text: &'t str, end: &str) -> Option<Parts<'t>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(end) {
        let is_escaped =
            |at: usize| before[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        let start = before.rmatch_indices('[').map(|(at, _)| at).find(|&at| !is_escaped(at))?;
        parts.extend([&before[..start], &before[start + 1..]]);
        rest = behind;
    }
    parts.push(rest);
    Some(parts)
}

pub(crate) fn outside<'p, 't>(parts: &'p Parts<'t>) -> impl Iterator<Item = &'t str> + use<'p, 't> {
    parts.iter().copied().step_by(2)
}

/// Returns true if a text has marks of deleted words.
pub(crate) fn has_strikes(text: &str) -> bool {
    DELETED.iter().any(|pair| text.contains(pair.start))
}

/// Returns true if the text outside the marks of deleted words stands on the other side as well, in order.
pub(crate) fn strikes_fit(old: &str, new: &str) -> bool {
    let pair = DELETED.into_iter().find(|pair| old.contains(pair.start));
    pair.and_then(|pair| cut(old, pair)).is_some_and(|parts| stands_in(outside(&parts), new))
}

/// Characters that a form leaves as they are: without white space and the backslashes of escapes.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\\')
}

/// Returns true if the characters of some parts stand in a text, in order. Unmarked words of the text may be between any
/// two of them.
pub(crate) fn stands_in<'t>(parts: impl Iterator<Item = &'t str>, text: &str) -> bool {
    let mut rest = folded(text);
    parts.flat_map(folded).all(|wanted| rest.any(|found| found == wanted))
}

/// Returns true if a text has a blank, and nothing else, between two characters that touch in one of some parts. The form may
/// have lost a blank there that was marked alone.
pub(crate) fn has_blank_between<'t>(parts: impl Iterator<Item = &'t str>, text: &str) -> bool {
    let mut rest = text.chars().filter(|c| *c != '\\');
    for part in parts {
        let mut touches = false;
        for wanted in part.chars().filter(|c| *c != '\\') {
            if wanted.is_whitespace() {
                touches = false;
                continue;
            }
            let mut between = String::new();
            loop {
                match rest.next() {
                    None => return false,
                    Some(found) if found == wanted => break,
                    Some(found) => between.push(found),
                }
            }
            if touches && !between.is_empty() && between.trim().is_empty() {
                return true;
            }
            touches = true;
        }
    }
    false
}

/// Returns true if all text is inside the marks.
pub(crate) fn is_whole(parts: &Parts<'_>) -> bool {
    parts.len() > 1 && outside(parts).all(|part| part.trim().is_empty())
}
