//! Curly quotation marks, dashes and ellipses, for which a form writes plain signs. The plain signs of the page then have a
//! backslash.
//!
//! ```text
//! \'a\' "b" -- c...        'a' “b” – c…
//! ```

/// Signs of the page that a form may write with plain ones.
pub(crate) const PUNCTUATION: [char; 7] = ['“', '”', '‘', '’', '–', '—', '…'];

/// A text with the signs that plain ones stand for.
pub(crate) struct RestoredText {
    pub(crate) text: String,
    /// True if a sign was restored.
    pub(crate) has_any: bool,
    /// True if a quotation mark was restored: opening and closing ones look the same.
    pub(crate) is_doubtful: bool,
}

/// Removes all escapes of a text, and restores the signs that plain ones stand for.
pub(crate) fn restore_punctuation(text: &str) -> RestoredText {
    let mut restored =
        RestoredText { text: String::with_capacity(text.len()), has_any: false, is_doubtful: false };
    let mut rest = text;
    let mut is_inside = false;
    while let Some(first) = rest.chars().next() {
        let next = rest[first.len_utf8()..].chars().next();
        let is_opening = match (restored.text.chars().next_back(), next) {
            (None, _) => true,
            (Some(last), _) if last.is_whitespace() || matches!(last, '(' | '[' | '{' | '–' | '—') => {
                true
            }
            (_, Some(next)) if next.is_alphanumeric() && first == '"' => !is_inside,
            _ => false,
        };
        let (sign, length) = match first {
            // The other dots of an ellipsis follow the escaped one.
            '\\' if rest.starts_with("\\...") => ("...", 4),
            '\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => (&rest[1..2], 2),
            '-' if rest.starts_with("---") => ("—", 3),
            '-' if rest.starts_with("--") => ("–", 2),
            '.' if rest.starts_with("...") => ("…", 3),
            '"' => (if is_opening { "“" } else { "”" }, 1),
            '\'' => (if is_opening { "‘" } else { "’" }, 1),
            _ => (&rest[..first.len_utf8()], first.len_utf8()),
        };
        is_inside = match sign {
            "“" => true,
            "”" => false,
            _ => is_inside,
        };
        restored.is_doubtful |= matches!(sign, "“" | "”" | "‘" | "’");
        restored.has_any |= !sign.is_ascii() && first.is_ascii();
        restored.text.push_str(sign);
        rest = &rest[length..];
    }
    restored
}
