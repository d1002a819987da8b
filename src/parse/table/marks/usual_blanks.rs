//! Places at which a text usually has a blank, in wikitext and in prose.

/// Returns true if a blank is usual between two texts: before opening signs and behind closing ones, and on both sides of
/// other signs or on none.
pub(crate) fn has_usual_blank(before: &str, after: &str) -> bool {
    let Some(last) = before.chars().rev().find(|c| !is_format(*c)) else { return false };
    let Some(first) = after.chars().find(|c| !is_format(*c)) else { return false };
    if last.is_whitespace() {
        return before.ends_with(is_format);
    }
    if is_opening(last) || last == first || is_ideograph(last) || is_ideograph(first) {
        return false;
    }
    let is_quote_open = |quote: &str| before.matches(quote).count() % 2 == 1;
    let is_behind_text =
        last.is_alphanumeric() || is_closing(last) || !last.is_ascii() && !matches!(last, '–' | '—');
    match first {
        _ if is_closing(first) => false,
        '<' | '>' => false,
        '"' => is_behind_text && !is_quote_open("\""),
        '\'' => is_behind_text && after.starts_with("''") && !is_quote_open("''"),
        _ if is_opening(first) => is_behind_text,
        _ if first.is_alphanumeric() => match last {
            '"' => !is_quote_open("\""),
            '\'' => false,
            '>' => {
                before.ends_with("/>") || before.rfind('<').is_some_and(|at| before[at..].starts_with("</"))
            }
            _ => is_behind_text || is_spaced_sign(before, last),
        },
        _ => after.trim_start_matches(first).starts_with(char::is_whitespace),
    }
}

/// Returns true if a blank follows the sign at the end of a text: as behind the sign of the same kind before, or else as on
/// its other side. The signs of a list have one.
fn is_spaced_sign(before: &str, sign: char) -> bool {
    let text = before.trim_end_matches(sign);
    match text.rsplit_once(sign) {
        _ if text.trim().is_empty() => matches!(sign, '*' | '#' | '|'),
        Some((_, behind)) => behind.starts_with(char::is_whitespace),
        None => text.ends_with(char::is_whitespace),
    }
}

/// Returns true for a sign that no blank precedes.
pub(crate) const fn is_closing(character: char) -> bool {
    matches!(
        character,
        ',' | ';' | ':' | '.' | '!' | '?' | ')' | ']' | '}' | '»' | '”' | '’' | '%' | '，' | '。'
    )
}

/// Returns true for a sign that no blank follows.
pub(crate) const fn is_opening(character: char) -> bool {
    matches!(character, '(' | '[' | '{' | '«' | '“' | '„' | '‘')
}

/// Returns true for a character that is not shown.
pub(crate) const fn is_format(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// Returns true for an ideograph, or a sign or syllable of the same width.
const fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns true for a letter or digit of a script that separates words by blanks.
pub(crate) fn is_word(character: char) -> bool {
    let is_unspaced =
        matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    character.is_alphanumeric() && !is_unspaced && !is_ideograph(character)
}
