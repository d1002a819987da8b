//! Words of the scripts that are written without spaces between them: Thai, Lao, Khmer, Burmese.
//!
//! Cut into letters, such text is full of chance matches: two unlike words share a vowel sign here and there.
//! Where a word ends is known to a dictionary alone, and ICU's is the one that browsers break these lines with.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use crate::graphemes::extends_cluster;

/// Where the words of a run of letters end; the last one ends where the run does.
///
/// ICU may set apart a mark that belongs to the letter before; it is left with its letter.
pub(crate) fn word_boundaries(run: &str) -> Vec<usize> {
    let segmenter = LineSegmenter::new_dictionary(LineBreakOptions::default());
    segmenter.segment_str(run).filter(|&at| at > 0 && !extends_cluster(run, at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(words: &[&str]) {
        let mut ends = 0;
        let expected: Vec<_> = words.iter().map(|word| (ends += word.len(), ends).1).collect();
        assert_eq!(word_boundaries(&words.concat()), expected);
    }

    #[test]
    fn a_dictionary_knows_where_words_end() {
        case(&["ความ", "โกรธ", "เกรี้ยว"]);
        case(&["ພາສາ", "ລາວ"]);
        case(&["ប្រទេស", "កម្ពុជា"]);
        case(&["မြန်မာ", "စာ"]);
        case(&[]);
    }
}
