//! What `MediaWiki` says around a diff, in every language that it has been translated into.
//!
//! Apart from the readers, because they all meet the same words: the byte change and date of a mobile page
//! ("4 bytes added , 4 February 2023"), the heading, the revisions' labels, the users' links, and lines that
//! only belong to the page. The words stand in `tables/`, one phrase a line; see [`table`].
//!
//! ```text
//! fold ─▶ table ─▶ size · title · revision · furniture
//! ```

pub(crate) mod fold;
mod furniture;
mod revision;
mod size;
pub(crate) mod table;
mod title;

pub(crate) use furniture::{furniture, no_summary};
pub(crate) use revision::{Label, Standing, revision_label, user_line};
pub(crate) use size::{ByteLine, byte_change};
pub(crate) use table::Languages;
pub(crate) use title::{Title, title};

/// The language that most of the evidence allows; of several, the one that the first piece names earliest.
pub(crate) fn language(evidence: &[Languages]) -> Option<&'static str> {
    let mut candidates: Vec<&'static str> = Vec::new();
    for language in evidence.iter().flat_map(|languages| languages.iter()) {
        if !candidates.contains(&language) {
            candidates.push(language);
        }
    }
    let votes =
        |language| evidence.iter().filter(|languages| languages.iter().any(|one| one == language)).count();
    // The last of the best is taken, so the order is turned round.
    candidates.into_iter().rev().max_by_key(|language| votes(*language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(heading: &str, label: &str, expected: &str) {
        let heading = title(heading).expect("the heading is known").languages;
        let label = revision_label(label).expect("the label is known").languages;
        assert_eq!(language(&[heading, label]), Some(expected));
    }

    #[test]
    fn the_language_is_the_one_that_all_evidence_allows() {
        case("ChatGPT: Difference between revisions", "Revision as of 10:00, 3 February 2023", "en");
        case("« ChatGPT » : différence entre les versions", "Version du 3 février 2023 à 10:00", "fr");
        case("「ChatGPT」の版間の差分", "2023年2月3日 (金) 10:00時点における版", "ja");
        case("ChatGPT: различия между версиями", "Версия от 10:00, 3 февраля 2023", "ru");
        case("ChatGPT: הבדלים בין גרסאות בדף", "גרסה מ־10:00, 3 בפברואר 2023", "he");
        case("ChatGPT: الفرق بين النسختين", "مراجعة ١٠:٠٠، ٣ فبراير ٢٠٢٣", "ar");
        case("ChatGPT：修订间差异", "2023年2月3日 (五) 10:00的版本", "zh-hans");
    }

    #[test]
    fn no_evidence_names_no_language() {
        assert_eq!(language(&[]), None);
    }
}
