//! Stand-ins for the rooms that are not there yet; deleted when `render` and `text::safe` are.
#![expect(dead_code, reason = "a stand-in")]

pub(crate) mod safe {
    use std::borrow::Cow;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Invisible {
        WhereChanged,
        Everywhere,
    }

    pub(crate) fn safe(text: &str, _invisible: Invisible) -> Cow<'_, str> {
        if !text.contains(char::is_control) {
            return text.into();
        }
        let name = |c: char| if c.is_control() { format!("<U+{:04X}>", u32::from(c)) } else { c.to_string() };
        text.chars().map(name).collect::<String>().into()
    }
}

pub(crate) mod style {
    #[derive(Debug, PartialEq, Eq)]
    pub(crate) struct Stylesheet(pub(crate) &'static str);
    pub(crate) const COLOURED: Stylesheet = Stylesheet("coloured");
    pub(crate) const PLAIN: Stylesheet = Stylesheet("plain");
}

pub(crate) mod render {
    use std::io::{self, Write};

    use wikidiff::model::{Diff, Marked};

    use super::safe::Invisible;
    use super::style::Stylesheet;

    #[derive(Clone, Copy, Debug)]
    pub(crate) struct View {
        pub(crate) width: Option<usize>,
        pub(crate) context: Option<usize>,
        pub(crate) style: &'static Stylesheet,
        pub(crate) invisible: Invisible,
    }

    pub(crate) fn inline(diff: &Diff<'_, Marked<'_>>, view: &View, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{view:?} {diff:?}")
    }

    pub(crate) fn json(diff: &Diff<'_, Marked<'_>>, source: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{{\"source\":{{\"name\":{source:?}}},\"diff\":\"{}\"}}", diff.shape)
    }

    pub(crate) fn explain(diff: &Diff<'_, Marked<'_>>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{:?}", diff.notes)
    }

    pub(crate) fn heading(name: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{name}")
    }
}
