//! Lines: line ends, wrapping, doubling and indentation that programs added.
//!
//! ```text
//! a␍b              ▶  a␊b          line_endings: ends of other systems and programs
//! a␊␊b␊␊c          ▶  a␊b␊c        double_spacing: an empty line after, or before, each line
//! a long␊line      ▶  a long line  unwrap_lines: lines that were wrapped at a column
//! ␠␠a␊␠␠b          ▶  a␊b          indentation: white space or invisible characters at each line
//! ```

pub(crate) mod double_spacing;
pub(crate) mod indentation;
pub(crate) mod line_endings;
pub(crate) mod unwrap_lines;
