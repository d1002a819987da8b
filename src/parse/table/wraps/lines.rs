//! Lines of a table in columns, and facts about their hunk and their table.

use crate::model::Sides;
use crate::parse::sheet::Marker;
use crate::parse::table::measure::ColumnMeasure;

/// A line of the text, split into its columns.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PhysicalLine<'a> {
    /// Its index.
    pub(crate) at: usize,
    /// The texts, without blanks at their ends; empty on a side without text.
    pub(crate) texts: Sides<&'a str>,
    pub(crate) markers: Sides<Option<Marker>>,
    /// True if the border between the columns is not where other lines have it.
    pub(crate) is_doubtful: bool,
}

impl PhysicalLine<'_> {
    /// Returns true for a line without text.
    pub(crate) const fn is_blank(&self) -> bool {
        self.texts.old.is_empty() && self.texts.new.is_empty()
    }
}

/// The lines under one header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrappedHunk<'l, 'a> {
    pub(crate) lines: &'l [PhysicalLine<'a>],
    /// The numbers of its first lines.
    pub(crate) start: Sides<u32>,
    /// True if no other hunk follows.
    pub(crate) is_last: bool,
}

/// The columns of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ColumnFrame {
    pub(crate) measure: ColumnMeasure,
    /// The column at which the texts of the old side begin.
    pub(crate) old: usize,
    /// The column at which the texts of the new side begin.
    pub(crate) new: usize,
    /// Width of the widest line.
    pub(crate) widest: usize,
    /// True if the form keeps lines without text.
    pub(crate) has_blanks: bool,
}
