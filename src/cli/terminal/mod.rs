//! The terminal and the environment: questions to them, raw mode, signals, and the style of the output.
//!
//! ```text
//! environment      variables, terminals, size, background
//!      │
//!      ├─▶ style       colours, theme and links of the output ◀─ themes
//!      └─▶ raw_mode    reads a paste ─▶ bracketed_paste    text, keys, echo
//!                         │
//!                      signals     held until the terminal is restored
//! ```

#[cfg(unix)]
pub(crate) mod bracketed_paste;
pub(crate) mod environment;
pub(crate) mod raw_mode;
#[cfg(unix)]
pub(crate) mod signals;
pub(crate) mod style;
pub(crate) mod themes;
