//! What a suspicion gives: the text without the damage, and what there is to say about it.

use std::borrow::Cow;

use crate::parse::input;

/// How sure it is that the text is damaged so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sureness {
    /// No copy of a diff looks like this: taken unless it makes less sense.
    Certain,
    /// A page can look like this: taken only if it makes more sense.
    Likely,
}

/// Whether the text is now what was copied, to the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// It is.
    None,
    /// Something of it may be different, and no reading of it is more than likely.
    Some,
}

/// A text in which a damage is undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    /// The text.
    pub(crate) text: String,
    /// For each of its lines the index of the damaged line that it comes from; none where they are the same.
    pub(crate) lines: Option<Vec<usize>>,
    /// How sure it is that there was such damage.
    pub(crate) sureness: Sureness,
    /// Whether something is lost.
    pub(crate) loss: Loss,
    /// The first damaged line, by index, where the damage is not all over the text.
    pub(crate) first: Option<usize>,
    /// Lines that are no part of what was damaged, by index.
    pub(crate) outside: Vec<usize>,
    /// What happened and what was done, one sentence without a full stop.
    pub(crate) message: Cow<'static, str>,
}

impl Repair {
    /// A certain repair without loss, of a text that keeps its lines.
    pub(crate) fn of(text: String, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            text,
            lines: None,
            sureness: Sureness::Certain,
            loss: Loss::None,
            first: None,
            outside: Vec::new(),
            message: message.into(),
        }
    }

    /// The same, of lines that come from these lines.
    pub(crate) fn of_lines<L: AsRef<str>>(
        lines: &[(usize, L)],
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let text: Vec<&str> = lines.iter().map(|(_, line)| line.as_ref()).collect();
        let numbers = lines.iter().map(|(at, _)| *at).collect();
        Self { lines: Some(numbers), ..Self::of(text.join("\n"), message) }
    }

    /// The same, with something lost.
    pub(crate) fn with_loss(self) -> Self {
        Self { loss: Loss::Some, ..self }
    }

    /// The same, certain only if something holds.
    pub(crate) fn sure_if(self, is_sure: bool) -> Self {
        if is_sure { self } else { self.if_likely() }
    }

    /// The same, to be believed only if it makes more sense.
    pub(crate) fn if_likely(self) -> Self {
        Self { sureness: Sureness::Likely, ..self }
    }
}

/// The text with each line put through a function, or nothing where one of them does not take it. The line ends stay
/// line feeds.
pub(crate) fn each_line<'t, L: AsRef<str>>(
    text: &'t str,
    mut change: impl FnMut(&'t str) -> Option<L>,
) -> Option<String> {
    let mut changed = String::with_capacity(text.len());
    for (at, line) in input::split_lines(text).into_iter().enumerate() {
        if at > 0 {
            changed.push('\n');
        }
        changed.push_str(change(line)?.as_ref());
    }
    Some(changed)
}

/// What the tests of all kinds of damage expect of a suspicion.
#[cfg(test)]
pub(crate) mod expect {
    use super::Repair;

    /// A text, and indices of lines with it.
    pub(crate) type Indexed<'e> = Option<(&'e str, &'e [usize])>;

    /// The text without the damage, where there are signs of it.
    #[track_caller]
    pub(crate) fn text(repair: Option<Repair>, damaged: &str, expected: Option<&str>) {
        assert_eq!(repair.map(|repair| repair.text).as_deref(), expected, "{damaged:?}");
    }

    /// The same, and which line each of its lines comes from.
    #[track_caller]
    pub(crate) fn lines(repair: Option<Repair>, damaged: &str, expected: Indexed<'_>) {
        let found = repair.map(|repair| (repair.text, repair.lines.unwrap_or_default()));
        indexed(found.as_ref(), damaged, expected);
    }

    /// The same, and the lines that are no part of what was damaged.
    #[track_caller]
    pub(crate) fn outside(repair: Option<Repair>, damaged: &str, expected: Indexed<'_>) {
        let found = repair.map(|repair| (repair.text, repair.outside));
        indexed(found.as_ref(), damaged, expected);
    }

    #[track_caller]
    fn indexed(found: Option<&(String, Vec<usize>)>, damaged: &str, expected: Indexed<'_>) {
        let found = found.map(|(text, indices)| (text.as_str(), indices.as_slice()));
        assert_eq!(found, expected, "{damaged:?}");
    }
}
