//! The words of Thai, Lao, Khmer and Burmese, which are written without spaces.
//!
//! ```text
//! ความโกรธเกรี้ยว  →  ความ│โกรธ│เกรี้ยว
//! ```
//!
//! Cut into letters, these texts would be full of chance matches: unlike words share vowel signs. A dictionary is needed to
//! find the ends of words; ICU's is the one that browsers break these lines with.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use crate::graphemes::extends_cluster;

/// The ends of the words in a run of letters, the end of the run included.
///
/// ICU may split off a combining mark; it stays with its letter here.
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
    fn finds_words_with_the_dictionary() {
        case(&["ความ", "โกรธ", "เกรี้ยว"]);
        case(&["ພາສາ", "ລາວ"]);
        case(&["ប្រទេស", "កម្ពុជា"]);
        case(&["မြန်မာ", "စာ"]);
        case(&[]);
    }
}
