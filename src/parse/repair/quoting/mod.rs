//! The `quoting` room.

pub(crate) mod chat_timestamps;
pub(crate) mod code_fence;
pub(crate) mod line_numbers;
pub(crate) mod quote_marks;
