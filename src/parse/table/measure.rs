//! Columns that a text takes. Programs count them differently: the columns of the screen, characters, or units of UTF-16.

use crate::text::width::{self, AmbiguousWidth};

/// Ways of counting the columns that a text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ColumnMeasure {
    /// Columns of the screen.
    Screen,
    /// Characters.
    Characters,
    /// Units of UTF-16.
    Utf16,
}

impl ColumnMeasure {
    pub(crate) const ALL: [Self; 3] = [Self::Screen, Self::Characters, Self::Utf16];

    /// Counts the columns of a text.
    pub(crate) fn width(self, text: &str) -> usize {
        match self {
            _ if text.is_ascii() => text.len(),
            Self::Screen => width::display_width(text, AmbiguousWidth::Narrow),
            Self::Characters => text.chars().count(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    /// Finds the offset at a column. Returns the end for a shorter text.
    pub(crate) fn offset(self, text: &str, column: usize) -> usize {
        if text.is_ascii() {
            return column.min(text.len());
        }
        let mut seen = 0;
        let mut at = 0;
        for cluster in width::clusters(text) {
            if seen >= column {
                return at;
            }
            seen += self.width(cluster);
            at += cluster.len();
        }
        text.len()
    }
}
