//! Candidates: texts without one kind of damage, and facts about the repair.

use std::borrow::Cow;

use crate::parse::input;

/// Confidence that a text has a kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Confidence {
    /// No copy of a diff looks like this. The candidate is accepted unless it makes the reading less plausible.
    Certain,
    /// A page can look like this. The candidate is accepted only if it makes the reading more plausible.
    Likely,
}

/// Fidelity of a repaired text to the text that was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fidelity {
    /// The repair restores every character.
    Exact,
    /// Some characters may differ, so a reading is likely at most.
    Lossy,
}

/// A text without one kind of damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The text.
    pub(crate) text: String,
    /// For each line of the text the index of the damaged line that it comes from; `None` if the lines are unchanged.
    pub(crate) lines: Option<Vec<usize>>,
    /// Confidence that there was damage of this kind.
    pub(crate) confidence: Confidence,
    /// Fidelity to the text that was copied.
    pub(crate) fidelity: Fidelity,
    /// Index of the first damaged line; `None` if the damage is all over the text.
    pub(crate) first: Option<usize>,
    /// Indices of lines outside the damaged part; they are not part of the diff.
    pub(crate) outside: Vec<usize>,
    /// One sentence without a full stop: the damage and its repair.
    pub(crate) message: Cow<'static, str>,
}

impl Candidate {
    /// Makes a certain and exact repair that keeps the lines of the text.
    pub(crate) fn new(text: String, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text,
            lines: None,
            confidence: Confidence::Certain,
            fidelity: Fidelity::Exact,
            first: None,
            outside: Vec::new(),
            message: message.into(),
        }
    }

    /// Makes a certain and exact repair from its lines, each with the index of the damaged line that it comes from.
    pub(crate) fn from_lines<L: AsRef<str>>(
        lines: &[(usize, L)],
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let text: Vec<&str> = lines.iter().map(|(_, line)| line.as_ref()).collect();
        let origins = lines.iter().map(|(at, _)| *at).collect();
        Self { lines: Some(origins), ..Self::new(text.join("\n"), message) }
    }

    /// Marks the repair as lossy.
    pub(crate) fn lossy(self) -> Self {
        Self { fidelity: Fidelity::Lossy, ..self }
    }

    /// Marks the repair as likely.
    pub(crate) fn likely(self) -> Self {
        Self { confidence: Confidence::Likely, ..self }
    }

    /// Marks the repair as likely unless `is_certain`.
    pub(crate) fn certain_if(self, is_certain: bool) -> Self {
        if is_certain { self } else { self.likely() }
    }
}

/// Applies a function to each line of the text. Returns `None` if the function refuses a line. Lines are joined by line
/// feeds.
pub(crate) fn map_lines<'t, L: AsRef<str>>(
    text: &'t str,
    mut map: impl FnMut(&'t str) -> Option<L>,
) -> Option<String> {
    let mut mapped = String::with_capacity(text.len());
    for (at, line) in input::split_lines(text).into_iter().enumerate() {
        if at > 0 {
            mapped.push('\n');
        }
        mapped.push_str(map(line)?.as_ref());
    }
    Some(mapped)
}
