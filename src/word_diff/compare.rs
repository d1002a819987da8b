//! The changed stretches of two lines.

use std::ops::Range;

use super::align::anchored::align;
use super::align::regions::{Regions, regions};
use super::align::sequence::{Edit, Piece, Sequence, sequences};
use super::align::single_edit::only_edit;
use super::refine::ranges::{Changed, extend, push_edit};
use super::refine::similar_words::like_words;
use super::refine::within_word::{is_word, refine};
use super::similarity::common_ends::common_ends;
use super::tokens::content_model::ContentModel;
use crate::model::{Marks, Sides};

/// What differs between two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineComparison {
    /// The changed bytes of each line: in order, not touching, on borders of user-perceived characters.
    pub changed: Sides<Marks>,
    /// How closely the lines were looked at.
    pub granularity: Granularity,
}

/// How closely two lines were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// Word by word.
    Words,
    /// In places only for what is equal around them, because comparing the words there would take too long.
    CommonEnds,
}

/// The most pairs of tokens, summed over the regions of two lines, that are compared: 130,000 tokens against as many
/// others, which takes a second at worst. Longer stretches without a sentence in common have no words
/// in common that would tell a reader anything.
const MAX_PAIRS: u64 = 1 << 34;

/// Compares two lines of wikitext word by word.
#[must_use]
pub fn compare(old: &str, new: &str) -> LineComparison {
    compare_in(ContentModel::Wikitext, old, new)
}

/// Compares two lines of what the syntax is of, word by word.
#[must_use]
pub fn compare_in(syntax: ContentModel, old: &str, new: &str) -> LineComparison {
    let mut comparison = LineComparison { changed: Sides::default(), granularity: Granularity::Words };
    let mut pairs = MAX_PAIRS;
    let lines = Sides { old, new };
    let regions = if old == new { Regions::new() } else { regions(old, new) };
    for region in regions {
        let only = if syntax == ContentModel::Wikitext { only_edit(lines, &region) } else { None };
        match only {
            Some(edit) => push_edit(&mut comparison.changed, edit),
            None => compare_region(&sequences(lines, &region, syntax), &mut pairs, &mut comparison),
        }
    }
    comparison
}

/// Compares the tokens of a region, if there are not more pairs of them than there may be.
fn compare_region(sequences: &Sides<Sequence<'_>>, pairs: &mut u64, comparison: &mut LineComparison) {
    let pieces = sequences.as_ref().map(|sequence| sequence.pieces.as_slice());
    let unequal = unequal(pieces);
    let count = (unequal.old.len() as u64).saturating_mul(unequal.new.len() as u64);
    let edits = if count <= *pairs {
        *pairs -= count;
        align(pieces)
    } else {
        comparison.granularity = Granularity::CommonEnds;
        vec![unequal]
    };
    for edit in &edits {
        mark(&mut comparison.changed, sequences, edit);
    }
}

/// All but the equal tokens at the ends.
fn unequal(pieces: Sides<&[Piece]>) -> Edit {
    let ends = common_ends(pieces);
    pieces.map(|pieces| ends.middle(pieces.len()))
}

/// Marks what an edit changes.
fn mark(changed: &mut Changed, sequences: &Sides<Sequence<'_>>, edit: &Edit) {
    match like_words(sequences, edit) {
        Some(marks) => extend(changed, marks),
        None => push_edit(changed, marked(sequences, edit)),
    }
}

/// The bytes that an edit marks on both sides.
fn marked(sequences: &Sides<Sequence<'_>>, edit: &Edit) -> Sides<Range<u32>> {
    let bytes = Sides { old: sequences.old.bytes(&edit.old), new: sequences.new.bytes(&edit.new) };
    if is_word(sequences.old.kinds(&edit.old)) && is_word(sequences.new.kinds(&edit.new)) {
        refine(sequences.as_ref().map(|sequence| sequence.line), bytes)
    } else {
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use smallvec::smallvec;
    use unicode_segmentation::UnicodeSegmentation;

    /// A line with `[-…-]` or `{+…+}` around what changed.
    fn shown(line: &str, changed: &[Range<u32>], [open, close]: [&str; 2]) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for range in changed {
            let (start, end) = (range.start as usize, range.end as usize);
            shown += &[&line[at..start], open, &line[start..end], close].concat();
            at = end;
        }
        shown + &line[at..]
    }

    #[track_caller]
    fn case(expected_old: &str, expected_new: &str) {
        let old = expected_old.replace("[-", "").replace("-]", "");
        let new = expected_new.replace("{+", "").replace("+}", "");
        let changed = compare(&old, &new).changed;
        assert_eq!(shown(&old, &changed.old, ["[-", "-]"]), expected_old);
        assert_eq!(shown(&new, &changed.new, ["{+", "+}"]), expected_new);
    }

    #[test]
    fn brackets_around_unchanged_text_are_marked_alone() {
        case(
            "[[Reinforcement Learning[-]]-] from Human Feedback (RLHF) following",
            "[[Reinforcement Learning from Human Feedback{+]]+} ({+[[+}RLHF{+]]+}) following",
        );
        case("a UK b", "a {+[[+}UK{+]]+} b");
        case("the '''[-''-]name'''[-''-] is", "the '''name''' is");
    }

    #[test]
    fn chance_matches_are_dissolved() {
        case("one [-red and big-] two", "one {+blue and low+} two");
        case("[-16 February-] 2019", "{+6 April+} 2019");
        case("at [-18:52-] o'clock", "at {+15:57+} o'clock");
    }

    #[test]
    fn marks_are_never_joined_over_a_separator() {
        case("||[-6-]||2||[-32-]", "||{+7+}||2||{+33+}");
        case("|[-6-]||[-2-]", "|{+7+}||{+3+}");
        case("{{t|[-a-]=[-1-]}}", "{{t|{+b+}={+2+}}}");
        case("[[[-Ulm-]]] [[[-Rom-]]]", "[[{+Bonn+}]] [[{+Wien+}]]");
        case("It [-is-]. [-He-] went", "It {+was+}. {+She+} went");
    }

    #[test]
    fn marks_begin_and_end_at_natural_borders() {
        case("[[A]] [[B]] end", "[[A]] {+[[X]] +}[[B]] end");
        case("{{t|a=1|b=1}}", "{{t|a=1|b=1{+|c=1+}}}");
        case("One. Two. end", "One. {+Three. +}Two. end");
        case("one two", "one {+six +}two");
        case("||a||b", "||a{+||x+}||b");
    }

    #[test]
    fn white_space_alone_is_seen() {
        case("a[- -]b", "a{+\u{a0}+}b");
        case("a[- -] b", "a b");
        case("a[- -]", "a");
    }

    #[test]
    fn letters_are_compared_inside_of_like_words_and_never_inside_of_numbers() {
        case("color:[-L-]vocals", "color:vocals");
        case("to rec[-ie-]ve", "to rec{+ei+}ve");
        case("in [-1759-]", "in {+1758+}");
        case("of [-that-]", "of {+this+}");
        case("a [-B-]ass", "a {+b+}ass");
        case("राम ने", "राम{+जी+} ने");
        case("([-ฉี-]ปักเกียตั่วอุย)", "({+ซี+}ปักเกียตั่วอุย)");
        case("[-เก-]งกาจ", "{+เต+}งกาจ");
    }

    #[test]
    fn letters_are_compared_inside_of_like_words_beside_other_changes() {
        case("by Vijaykumar Govindram, Delhi", "by Vijaykumar{+ji+} Govindram{+ji+}, Delhi");
        case("the Rama-river", "the Rama{+ji of +}-river");
        case("id:[-L-]vocals value:red", "id:vocals{+ +} value:red");
        case("by [-Karl Meier-], 1901", "by {+Karel Meyer+}, 1901");
        case("[-a forest in-] spring", "{+inside of towns+} spring");
    }

    #[test]
    fn what_makes_two_words_of_one_is_marked_alone() {
        case("a time[---]stamp", "a timestamp");
        case("the Hallamfell", "the Hallam{+\u{200b}+}fell");
        case("into", "in{+ +}to");
        case("on springtails, small snails", "on {+[[+}springtail{+]]+}s, small {+[[+}snail{+]]+}s");
        case("the [-a1b-]", "the {+ab+}");
    }

    #[test]
    fn what_is_the_same_about_any_two_colours_is_not_marked() {
        case("background:#[-fbd2ef-];", "background:#{+C3DCF2+};");
        case("background:[-#fbd2ef-];", "background:{+red+};");
    }

    #[test]
    fn of_a_text_that_changed_places_with_another_the_longer_one_stays() {
        case(
            "#[https://example.org/gallery/of/shrines the shrine at the bay[- (with a tower of seven floors)-]]",
            "#{+the shrine at the bay (with a tower of seven floors)<ref>+}[https://example.org/gallery/of/shrines the shrine at the bay]{+</ref>+}",
        );
    }

    #[test]
    fn words_without_spaces_between_them_are_compared_as_words() {
        case("||ความ[-โกรธเกรี้ยว-]||", "||ความ{+โดดเดี่ยว+}||");
        case("หนองคล้า ใน[-พระ-]สังฆราชูปถัมภ์", "หนองคล้า ในสังฆราชูปถัมภ์");
    }

    #[test]
    fn a_chinese_change_is_as_long_as_what_changed() {
        case("{{站|[-開化-]}}、{{站|亳州}}", "{{站|{+江山+}}}、{{站|亳州}}");
    }

    #[test]
    fn the_longest_lines_keep_all_their_edits() {
        let words = |edit: usize| {
            let word = |at: usize| {
                if at % 1_000 == 500 { format!("edit{edit} ") } else { format!("w{} ", at * 7 % 997) }
            };
            (0..20_000).map(word).collect::<String>()
        };
        let changed = compare(&words(1), &words(2)).changed;
        assert_eq!((changed.old.len(), changed.new.len()), (20, 20));
    }

    #[test]
    fn lines_too_long_and_too_unlike_are_marked_between_their_equal_ends() {
        let line = |letter: char| format!("one {}two", format!("{letter} ").repeat(80_000));
        let (old, new) = (line('a'), line('b'));
        let comparison = compare(&old, &new);
        assert_eq!(comparison.granularity, Granularity::CommonEnds);
        let whole = 4..u32::try_from(old.len()).unwrap() - 4;
        assert_eq!(comparison.changed, Sides::new(smallvec![whole.clone()], smallvec![whole]));
    }

    #[test]
    fn stretches_too_large_to_align_exactly_are_still_compared() {
        let word = |at: usize, step: usize| format!("w{} ", at * at / step % 17);
        let line = |step: usize| (0..1_500).map(|at| word(at, step)).collect::<String>();
        let (old, new) = (line(3), line(5));
        let LineComparison { changed, granularity } = compare(&old, &new);
        assert_eq!(granularity, Granularity::Words);
        assert!(changed.old.len() > 10);
        assert!(is_sound(&old, &changed.old) && is_sound(&new, &changed.new));
        assert_eq!(unchanged(&old, &changed.old), unchanged(&new, &changed.new));
    }

    /// Pieces of wikitext that are alike often enough for all kinds of edits to occur.
    fn wikitext() -> impl Strategy<Value = String> {
        "(?s)(\\[\\[|\\]\\]|\\{\\{|\\}\\}|[|='!#&;:/., \u{a0}\r\n]|<ref>|[a-c]{1,5}|[0-9]|[漢字กำศรีराम🇩🇪👩]|\u{200d}|\u{301}|\u{fe0f}){0,30}"
    }

    fn unchanged(line: &str, changed: &[Range<u32>]) -> String {
        let mut text = String::new();
        let mut at = 0;
        for range in changed {
            text += &line[at..range.start as usize];
            at = range.end as usize;
        }
        text + &line[at..]
    }

    /// In order, apart, and on borders of what a reader sees as characters.
    fn is_sound(line: &str, changed: &[Range<u32>]) -> bool {
        let borders: Vec<usize> = line.grapheme_indices(true).map(|(at, _)| at).chain([line.len()]).collect();
        let is_border = |at: u32| borders.binary_search(&(at as usize)).is_ok();
        changed.iter().all(|range| range.start < range.end && is_border(range.start) && is_border(range.end))
            && changed.windows(2).all(|pair| pair[0].end < pair[1].start)
    }

    proptest! {
        #[test]
        fn ranges_are_sound_and_what_is_unchanged_is_equal(old in wikitext(), new in wikitext()) {
            let changed = compare(&old, &new).changed;
            prop_assert!(is_sound(&old, &changed.old), "{:?} {:?}", old, changed.old);
            prop_assert!(is_sound(&new, &changed.new), "{:?} {:?}", new, changed.new);
            prop_assert_eq!(unchanged(&old, &changed.old), unchanged(&new, &changed.new));
        }

        #[test]
        fn the_only_edit_is_what_comparing_finds(
            parts in prop::collection::vec(prop::sample::select(vec!["one", "two", " ", "1", "||", "]]", ",", "字", "ones", "into"]), 0..24),
            at in any::<prop::sample::Index>(),
            edit in prop::sample::select(vec!["", "six", "one", " one", "7", "||", "one two", "漢 six", "in to", "ones of"]),
        ) {
            let at = at.index(parts.len() + 1);
            let old = parts.concat();
            let new = [&parts[..at], &[edit], &parts[(at + 1).min(parts.len())..]].concat().concat();
            let lines = Sides { old: old.as_str(), new: new.as_str() };
            prop_assume!(old != new);
            for region in regions(&old, &new) {
                let Some(only) = only_edit(lines, &region) else { continue };
                let sequences = sequences(lines, &region, ContentModel::Wikitext);
                let edits = align(sequences.as_ref().map(|sequence| sequence.pieces.as_slice()));
                let (mut found, mut expected) = (Changed::default(), Changed::default());
                for edit in &edits {
                    mark(&mut found, &sequences, edit);
                }
                push_edit(&mut expected, only);
                prop_assert_eq!(found, expected, "{:?} {:?}", old, new);
            }
        }

        #[test]
        fn only_equal_lines_mark_nothing(old in wikitext(), new in wikitext()) {
            let Sides { old: removed, new: added } = compare(&old, &new).changed;
            prop_assert_eq!(removed.is_empty() && added.is_empty(), old == new);
        }
    }

    proptest! {
        // Each case is two lines of some 10,000 characters.
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn long_lines_obey_the_same_laws(
            pieces in prop::collection::vec(("[a-c]{1,3} |漢|字|\u{301}|[|]", 200..400_usize), 20..40),
            edits in prop::collection::vec((any::<prop::sample::Index>(), wikitext()), 1..4),
        ) {
            let mut words: Vec<String> = pieces.into_iter().map(|(piece, count)| piece.repeat(count)).collect();
            let old = words.concat();
            for (at, text) in edits {
                let at = at.index(words.len());
                words[at] = text;
            }
            let new = words.concat();
            let changed = compare(&old, &new).changed;
            prop_assert!(is_sound(&old, &changed.old) && is_sound(&new, &changed.new));
            prop_assert_eq!(unchanged(&old, &changed.old), unchanged(&new, &changed.new));
        }
    }
}
