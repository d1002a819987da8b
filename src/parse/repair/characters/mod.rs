//! Characters: escapes, encodings and replacements by programs.
//!
//! ```text
//! &lt;ref&gt;     ▶  <ref>        entities: escaped as in HTML
//! âˆ’              ▶  −            mojibake: UTF-8 that was read as Windows-1252
//! =E2=88=92        ▶  −            quoted_printable: the source of a mail
//! ␠␠␠␠             ▶  ⇥            nbsp_and_tabs: tabs that became spaces, spaces that became NBSP
//! “a”                              typography: an office program's marks, reported but not restored
//! ```

pub(crate) mod entities;
pub(crate) mod mojibake;
pub(crate) mod nbsp_and_tabs;
pub(crate) mod quoted_printable;
pub(crate) mod typography;
