//! Stretches whose sides differ in white space alone.
//!
//! ```text
//! edit      [-1⍽204⍽-]          {+1 204 +}        a number whose thousands a blank separates is one token
//! marks     1[-⍽-]204[-⍽-]      1{+ +}204{+ +}
//! ```

use std::ops::Range;

use super::ranges::push_edit;
use crate::graphemes::first_cluster;
use crate::model::{Marks, Sides};

/// Marks the white space that differs, or returns `None` if anything else does.
pub(crate) fn white_space_marks(lines: Sides<&str>, bytes: &Sides<Range<u32>>) -> Option<Sides<Marks>> {
    let mut marks = Sides::<Marks>::default();
    let mut at = Sides::new(bytes.old.start, bytes.new.start);
    loop {
        let old = next_cluster(lines.old, at.old..bytes.old.end);
        let new = next_cluster(lines.new, at.new..bytes.new.end);
        match (old, new) {
            (None, None) => return Some(marks),
            (Some(old), Some(new)) if old.text == new.text => at = Sides::new(old.end, new.end),
            (Some(old), _) if old.is_blank() => {
                push_edit(&mut marks, Sides { old: at.old..old.end, new: 0..0 });
                at.old = old.end;
            }
            (_, Some(new)) if new.is_blank() => {
                push_edit(&mut marks, Sides { old: 0..0, new: at.new..new.end });
                at.new = new.end;
            }
            _ => return None,
        }
    }
}

/// A user-perceived character of a line.
struct Cluster<'t> {
    text: &'t str,
    /// Its end in the line.
    end: u32,
}

impl Cluster<'_> {
    /// Returns true for one character of white space, without combining marks.
    fn is_blank(&self) -> bool {
        let mut characters = self.text.chars();
        characters.next().is_some_and(char::is_whitespace) && characters.next().is_none()
    }
}

/// The first user-perceived character of a range of bytes.
fn next_cluster(line: &str, bytes: Range<u32>) -> Option<Cluster<'_>> {
    let text = &line[bytes.start as usize..bytes.end as usize];
    let (_, length) = first_cluster(text)?;
    Some(Cluster { text: &text[..length], end: bytes.start + u32::try_from(length).ok()? })
}
