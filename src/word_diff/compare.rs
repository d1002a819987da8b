//! The comparison of two lines word by word.

use super::align::brackets::align_with_brackets;
use super::align::regions::{Regions, find_regions};
use super::align::sequence::{TokenEdit, TokenSequence, tokenize_region};
use super::align::single_edit::unambiguous_edit;
use super::refine::ranges::{extend, push_edit};
use super::refine::similar_words::align_similar_words;
use super::refine::white_space::white_space_marks;
use super::refine::within_word::{may_refine, refine};
use super::similarity::common_ends::common_ends;
use super::tokens::content_model::ContentModel;
use crate::model::{Marks, Sides};

/// The changes of two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineComparison {
    /// The changed bytes of each line: in order, not touching, on borders of user-perceived characters.
    pub changed: Sides<Marks>,
    /// The granularity of the comparison.
    pub granularity: Granularity,
}

/// The granularity of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// Word by word.
    Words,
    /// In some places the text between equal ends counts as replaced, because to compare its words would take too long.
    CommonEnds,
}

/// The maximum number of token pairs, summed over the regions of two lines: 130,000 tokens against as many others, which
/// takes a second at worst. Longer stretches without a common sentence have no words in common that would help a reader.
const MAX_PAIRS: u64 = 1 << 34;

/// Compares two lines of wikitext word by word.
#[must_use]
pub fn compare(old: &str, new: &str) -> LineComparison {
    compare_in(ContentModel::Wikitext, old, new)
}

/// Compares two lines of a page with this content model word by word.
#[must_use]
pub fn compare_in(model: ContentModel, old: &str, new: &str) -> LineComparison {
    let mut comparison = LineComparison { changed: Sides::default(), granularity: Granularity::Words };
    let mut pairs_left = MAX_PAIRS;
    let lines = Sides { old, new };
    let regions = if old == new { Regions::new() } else { find_regions(old, new) };
    for region in regions {
        let edit = if model == ContentModel::Wikitext { unambiguous_edit(lines, &region) } else { None };
        if let Some(edit) = edit {
            push_edit(&mut comparison.changed, edit);
        } else {
            let mut sequences = tokenize_region(lines, &region, model);
            compare_region(&mut sequences, &mut pairs_left, &mut comparison);
        }
    }
    comparison
}

/// Compares the tokens of a region, as far as the budget of token pairs allows.
fn compare_region(
    sequences: &mut Sides<TokenSequence<'_>>,
    pairs_left: &mut u64,
    comparison: &mut LineComparison,
) {
    let tokens = sequences.as_ref().map(|sequence| sequence.tokens.as_slice());
    let ends = common_ends(tokens);
    let middle = tokens.map(|tokens| ends.middle(tokens.len()));
    let pairs = (middle.old.len() as u64).saturating_mul(middle.new.len() as u64);
    let edits = if pairs <= *pairs_left {
        *pairs_left -= pairs;
        align_with_brackets(sequences)
    } else {
        comparison.granularity = Granularity::CommonEnds;
        vec![middle]
    };
    for edit in &edits {
        mark_edit(&mut comparison.changed, sequences, edit);
    }
}

/// Adds the marks of an edit.
fn mark_edit(marks: &mut Sides<Marks>, sequences: &Sides<TokenSequence<'_>>, edit: &TokenEdit) {
    if let Some(found) = align_similar_words(sequences, edit) {
        extend(marks, found);
        return;
    }
    let bytes = sequences.edit_bytes(edit);
    if let Some(found) = white_space_marks(sequences.lines(), &bytes) {
        extend(marks, found);
        return;
    }
    let may_refine = may_refine(sequences.old.kinds(&edit.old)) && may_refine(sequences.new.kinds(&edit.new));
    push_edit(marks, if may_refine { refine(sequences.lines(), bytes) } else { bytes });
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::word_diff::align::anchored::align;
    use proptest::prelude::*;
    use smallvec::smallvec;
    use unicode_segmentation::UnicodeSegmentation;

    /// A line with `[-…-]` or `{+…+}` around what changed.
    fn with_brackets(line: &str, changed: &[Range<u32>], [open, close]: [&str; 2]) -> String {
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
        assert_eq!(with_brackets(&old, &changed.old, ["[-", "-]"]), expected_old);
        assert_eq!(with_brackets(&new, &changed.new, ["{+", "+}"]), expected_new);
    }

    #[test]
    fn marks_brackets_around_unchanged_text_alone() {
        case(
            "[[Reinforcement Learning[-]]-] from Human Feedback (RLHF) following",
            "[[Reinforcement Learning from Human Feedback{+]]+} ({+[[+}RLHF{+]]+}) following",
        );
        case("a UK b", "a {+[[+}UK{+]]+} b");
        case("the '''[-''-]name'''[-''-] is", "the '''name''' is");
    }

    #[test]
    fn joins_marks_over_chance_matches() {
        case("one [-red and big-] two", "one {+blue and low+} two");
        case("[-16 February-] 2019", "{+6 April+} 2019");
        case("at [-18:52-] o'clock", "at {+15:57+} o'clock");
    }

    #[test]
    fn joins_no_marks_over_a_separator() {
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
    fn marks_changed_white_space() {
        case("a[- -]b", "a{+\u{a0}+}b");
        case("a[- -] b", "a b");
        case("a[- -]", "a");
    }

    #[test]
    fn compares_letters_in_similar_words_and_not_in_numbers() {
        case("color:[-L-]vocals", "color:vocals");
        case("a stone here", "a {+sand+}stone here");
        case("please read it", "please {+re+}read it");
        case("a [-char-]coal fire", "a coal fire");
        case("the café", "the {+dé+}café");
        case("he walks", "he walks{+ on+}");
        case("to rec[-ie-]ve", "to rec{+ei+}ve");
        case("in [-1759-]", "in {+1758+}");
        case("of [-that-]", "of {+this+}");
        case("a [-B-]ass", "a {+b+}ass");
        case("राम ने", "राम{+जी+} ने");
        case("([-ฉี-]ปักเกียตั่วอุย)", "({+ซี+}ปักเกียตั่วอุย)");
        case("[-เก-]งกาจ", "{+เต+}งกาจ");
    }

    #[test]
    fn compares_letters_in_similar_words_beside_other_changes() {
        case("by Vijaykumar Govindram, Delhi", "by Vijaykumar{+ji+} Govindram{+ji+}, Delhi");
        case("the Rama-river", "the Rama{+ji of +}-river");
        case("id:[-L-]vocals value:red", "id:vocals{+ +} value:red");
        case("by Karl Me[-i-]er, 1901", "by Kar{+e+}l Me{+y+}er, 1901");
        case("[-a forest in-] spring", "{+inside of towns+} spring");
    }

    #[test]
    fn compares_letters_of_words_around_an_equal_word() {
        case("the [-d-]uke of [-l-]akeland in", "the {+D+}uke of {+L+}akeland in");
        case("boat isn[-'-]t and wasn[-'-]t his", "boat isn{+’+}t and wasn{+’+}t his");
        case("sold [-h-]oney and [-jam-]", "sold {+H+}oney and {+Jam+}");
    }

    #[test]
    fn marks_numbers_in_their_places() {
        case("The [-12-]th and [-13-]th of May", "The {+13+}th and {+14+}th of May");
        case("of [-12 345-] people", "of {+12 346+} people");
        case("of [-1\u{a0}234-] people", "of {+1\u{a0}235+} people");
        case("of 1[-\u{a0}-]234[-\u{a0}-]people", "of 1{+ +}234{+ +}people");
        case("of 1[-\u{a0}-]234 people", "of 1234 people");
    }

    #[test]
    fn keeps_small_words_between_names_and_numbers() {
        case(
            "born in [-1901-] in [-Paris,-] and [-lived-] there",
            "born in {+1902+} in {+London+} and {+died+} there",
        );
        case("from [-Paris-] to [-Rome-] by train", "from {+London+} to {+Berlin+} by train");
    }

    #[test]
    fn cuts_addresses_into_scheme_host_and_path() {
        case("see http://a.org/b", "see http{+s+}://a.org/b");
        case("see https://www.[-old.org-]/b", "see https://www.{+new.org+}/b");
        case("see https://www.[-old.org-]/a/bc", "see https://www.{+new.org+}/a/bc");
    }

    #[test]
    fn closing_bracket_matches_where_its_opening_bracket_does() {
        let changed = compare("a [[cat]] and a dog", "a cat and a [[dog]]").changed;
        assert_eq!(changed.old.as_slice(), [2..4, 7..9]);
        assert_eq!(changed.new.as_slice(), [12..14, 17..19]);
        case("{{c|a=1[-}} {{c-]|b=2}}", "{{c|a=1|b=2}}");
    }

    #[test]
    fn replaces_a_date_whole_if_its_form_changed() {
        case("on [-2021-05-04-] he", "on {+4 May 2021+} he");
        case("on [-May 4, 2021-] he", "on {+4 May 2021+} he");
        case("on [-4 May -]2021 he", "on 2021 he");
        case("on [-4-] May 2021 he", "on {+5+} May 2021 he");
    }

    #[test]
    fn marks_only_the_insertion_that_splits_a_word() {
        case("a time[---]stamp", "a timestamp");
        case("the Hallamfell", "the Hallam{+\u{200b}+}fell");
        case("into", "in{+ +}to");
        case("on springtails, small snails", "on {+[[+}springtail{+]]+}s, small {+[[+}snail{+]]+}s");
        case("the [-a1b-]", "the {+ab+}");
    }

    #[test]
    fn does_not_mark_the_number_sign_of_two_colours() {
        case("background:#[-fbd2ef-];", "background:#{+C3DCF2+};");
        case("background:[-#fbd2ef-];", "background:{+red+};");
    }

    #[test]
    fn keeps_the_longer_of_two_texts_that_changed_places() {
        case(
            "#[https://example.org/gallery/of/shrines the shrine at the bay[- (with a tower of seven floors)-]]",
            "#{+the shrine at the bay (with a tower of seven floors)<ref>+}[https://example.org/gallery/of/shrines the shrine at the bay]{+</ref>+}",
        );
    }

    #[test]
    fn compares_words_of_scripts_without_spaces() {
        case("||ความ[-โกรธเกรี้ยว-]||", "||ความ{+โดดเดี่ยว+}||");
        case("หนองคล้า ใน[-พระ-]สังฆราชูปถัมภ์", "หนองคล้า ในสังฆราชูปถัมภ์");
    }

    #[test]
    fn marks_only_the_changed_chinese_characters() {
        case("{{站|[-開化-]}}、{{站|亳州}}", "{{站|{+江山+}}}、{{站|亳州}}");
    }

    #[test]
    fn very_long_lines_keep_all_their_edits() {
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
    fn marks_very_long_unlike_lines_between_their_equal_ends() {
        let line = |letter: char| format!("one {}two", format!("{letter} ").repeat(80_000));
        let (old, new) = (line('a'), line('b'));
        let comparison = compare(&old, &new);
        assert_eq!(comparison.granularity, Granularity::CommonEnds);
        let whole = 4..u32::try_from(old.len()).unwrap() - 4;
        assert_eq!(comparison.changed, Sides::new(smallvec![whole.clone()], smallvec![whole]));
    }

    #[test]
    fn compares_stretches_too_large_for_an_optimal_alignment() {
        let word = |at: usize, step: usize| format!("w{} ", at * at / step % 17);
        let line = |step: usize| (0..1_500).map(|at| word(at, step)).collect::<String>();
        let (old, new) = (line(3), line(5));
        let LineComparison { changed, granularity } = compare(&old, &new);
        assert_eq!(granularity, Granularity::Words);
        assert!(changed.old.len() > 10);
        assert!(is_sound(&old, &changed.old) && is_sound(&new, &changed.new));
        assert_eq!(unchanged(&old, &changed.old), unchanged(&new, &changed.new));
    }

    /// Wikitext that is often similar enough for all kinds of edits to occur.
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

    /// True if the ranges are in order, do not touch, and lie on borders of user-perceived characters.
    fn is_sound(line: &str, changed: &[Range<u32>]) -> bool {
        let borders: Vec<usize> = line.grapheme_indices(true).map(|(at, _)| at).chain([line.len()]).collect();
        let is_border = |at: u32| borders.binary_search(&(at as usize)).is_ok();
        changed.iter().all(|range| range.start < range.end && is_border(range.start) && is_border(range.end))
            && changed.windows(2).all(|pair| pair[0].end < pair[1].start)
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn ranges_are_sound_and_unchanged_text_is_equal(old in wikitext(), new in wikitext()) {
            let changed = compare(&old, &new).changed;
            prop_assert!(is_sound(&old, &changed.old), "{:?} {:?}", old, changed.old);
            prop_assert!(is_sound(&new, &changed.new), "{:?} {:?}", new, changed.new);
            prop_assert_eq!(unchanged(&old, &changed.old), unchanged(&new, &changed.new));
        }

        #[test]
        fn unambiguous_edit_is_the_edit_of_the_alignment(
            parts in prop::collection::vec(prop::sample::select(vec!["one", "two", " ", "1", "||", "]]", ",", "字", "ones", "into"]), 0..24),
            at in any::<prop::sample::Index>(),
            edit in prop::sample::select(vec!["", "six", "one", " one", "7", "||", "one two", "漢 six", "in to", "ones of"]),
        ) {
            let at = at.index(parts.len() + 1);
            let old = parts.concat();
            let new = [&parts[..at], &[edit], &parts[(at + 1).min(parts.len())..]].concat().concat();
            let lines = Sides { old: old.as_str(), new: new.as_str() };
            prop_assume!(old != new);
            for region in find_regions(&old, &new) {
                let Some(only) = unambiguous_edit(lines, &region) else { continue };
                let sequences = tokenize_region(lines, &region, ContentModel::Wikitext);
                let edits = align(sequences.as_ref().map(|sequence| sequence.tokens.as_slice()));
                let (mut found, mut expected) = (Sides::<Marks>::default(), Sides::<Marks>::default());
                for edit in &edits {
                    mark_edit(&mut found, &sequences, edit);
                }
                push_edit(&mut expected, only);
                prop_assert_eq!(found, expected, "{:?} {:?}", old, new);
            }
        }

        #[test]
        fn marks_nothing_only_in_equal_lines(old in wikitext(), new in wikitext()) {
            let Sides { old: removed, new: added } = compare(&old, &new).changed;
            prop_assert_eq!(removed.is_empty() && added.is_empty(), old == new);
        }
    }

    proptest! {
        // Each case is two lines of some 10,000 characters.
        #![proptest_config(ProptestConfig { cases: 32, ..crate::proptest_config() })]

        #[test]
        fn ranges_of_long_lines_are_sound(
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
