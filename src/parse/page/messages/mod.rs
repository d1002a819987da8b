//! The words of `MediaWiki` around a diff, in every language that it has been translated into.
//!
//! All readers meet these words: the byte change and date of a mobile page ("4 bytes added , 4 February 2023"), the
//! heading, the labels of the revisions, the links after a user's name, and lines that only belong to the page. The
//! words are in `tables/`, one phrase a line; see [`phrase_table`]. They are the wordings of `MediaWiki` 1.18 to 1.43,
//! each plural form on its own line. To add a wording, insert a line at its place in the sort order; the tests check
//! the tables.
//!
//! ```text
//! normalize ─▶ phrase_table ─▶ byte_change · title · revision_head · boilerplate · detail_lines · page_foot · edit_window · entity_names
//! ```

mod boilerplate;
mod byte_change;
mod detail_lines;
mod edit_window;
mod entity_names;
pub(crate) mod normalize;
mod page_foot;
pub(crate) mod phrase_table;
mod revision_head;
mod title;

pub(crate) use boilerplate::{is_boilerplate, is_dokuwiki_link, is_empty_summary};
pub(crate) use byte_change::{ByteChangeLine, parse_byte_change};
pub(crate) use detail_lines::{
    DetailLine, EditLetter, is_edit_count, looks_like_summary, parse_detail_line, parse_edit_letter,
    parse_summary_line, split_tags,
};
pub(crate) use edit_window::{is_summary_field, parse_preview_label, parse_preview_title};
pub(crate) use entity_names::{NAME_SEPARATOR, NameEvidence, parse_entity_name};
pub(crate) use page_foot::{GroupList, is_anonymous_user, is_ip_address, is_page_end, parse_groups};
pub(crate) use phrase_table::Languages;
pub(crate) use revision_head::{RevisionAge, RevisionLabel, parse_revision_label, parse_user};
pub(crate) use title::parse_title;

/// Picks the language that most of the evidence allows. Of several, the language that the evidence names first wins.
pub(crate) fn likeliest_language(evidence: &[Languages]) -> Option<&'static str> {
    let mut candidates: Vec<&'static str> = Vec::new();
    for language in evidence.iter().flat_map(|languages| languages.iter()) {
        if !candidates.contains(&language) {
            candidates.push(language);
        }
    }
    let votes =
        |language| evidence.iter().filter(|languages| languages.iter().any(|code| code == language)).count();
    // `max_by_key` returns the last of several maxima, so the order is reversed.
    candidates.into_iter().rev().max_by_key(|language| votes(*language))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of the lines around a diff.
    const PIECES: [&str; 20] = [
        " ",
        "\u{a0}",
        "\u{200e}",
        "\t",
        "(",
        "（",
        ")",
        "|",
        ",",
        "、",
        "4",
        "٢",
        "2023",
        "10:00",
        " bytes added",
        "Revision as of ",
        ": Difference between revisions",
        "talk",
        "contribs",
        "edit",
    ];

    #[track_caller]
    fn case(heading: &str, label: &str, expected: &str) {
        let heading = parse_title(heading).expect("the heading is known").languages;
        let label = parse_revision_label(label).expect("the label is known").languages;
        assert_eq!(likeliest_language(&[heading, label]), Some(expected));
    }

    #[test]
    fn picks_the_language_of_all_evidence() {
        case("ChatGPT: Difference between revisions", "Revision as of 10:00, 3 February 2023", "en");
        case("« ChatGPT » : différence entre les versions", "Version du 3 février 2023 à 10:00", "fr");
        case("「ChatGPT」の版間の差分", "2023年2月3日 (金) 10:00時点における版", "ja");
        case("ChatGPT: различия между версиями", "Версия от 10:00, 3 февраля 2023", "ru");
        case("ChatGPT: הבדלים בין גרסאות בדף", "גרסה מ־10:00, 3 בפברואר 2023", "he");
        case("ChatGPT: الفرق بين النسختين", "مراجعة ١٠:٠٠، ٣ فبراير ٢٠٢٣", "ar");
        case("ChatGPT：修订间差异", "2023年2月3日 (五) 10:00的版本", "zh-hans");
    }

    #[test]
    fn no_evidence_gives_no_language() {
        assert_eq!(likeliest_language(&[]), None);
    }

    /// True if the part is a slice of the whole.
    fn is_inside(part: &str, whole: &str) -> bool {
        let (whole, part) = (whole.as_bytes().as_ptr_range(), part.as_bytes().as_ptr_range());
        whole.start <= part.start && part.end <= whole.end
    }

    proptest! {
        #![proptest_config(crate::proptest_config())]

        #[test]
        fn results_are_slices_of_any_line(
            pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..8),
            noise in any::<String>(),
        ) {
            for line in [pieces.concat(), pieces.concat() + &noise, noise.clone() + &pieces.concat()] {
                let results = [
                    parse_byte_change(&line).map(|read| read.rest),
                    parse_title(&line).map(|read| read.text),
                    parse_revision_label(&line).map(|read| read.text),
                    parse_user(&line),
                ];
                prop_assert!(results.into_iter().flatten().all(|result| is_inside(result, &line)));
                prop_assert!(!is_boilerplate(&line) || line.len() < 300);
                prop_assert!(!is_empty_summary(&line) || line.len() < 300);
            }
        }
    }
}
