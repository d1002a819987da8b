//! The `refine` room.

pub(crate) mod ranges;
pub(crate) mod similar_words;
pub(crate) mod within_word;
