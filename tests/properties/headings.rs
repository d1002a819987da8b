//! Properties of headings: lines about a revision, in any order, change no row.

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use wikidiff::model::{Change, Line};

use crate::support::simulated::{config, read};

/// The words of a diff page in a language.
#[derive(Clone, Copy, Debug)]
struct Words {
    title: &'static str,
    labels: [&'static str; 2],
    users: [&'static str; 2],
    /// Lines that stand anywhere below the user.
    details: &'static [&'static str],
    /// Lines that stand below the summary. Nothing but the heading has them.
    anchors: &'static [&'static str],
}

const WORDS: [Words; 5] = [
    Words {
        title: "Fenn: Difference between revisions",
        labels: [
            "Revision as of 10:00, 3 May 2024 (edit)",
            "Latest revision as of 11:00, 4 May 2024 (edit) (undo)",
        ],
        users: ["Ann (talk | contribs)", "Bob (talk | contribs | block)    rollback 2 edits"],
        details: &[
            "Tags: Mobile edit Mobile web edit",
            "Extended confirmed users\n12,345 edits",
            "[rollback 2 edits]",
            "(thank)",
            "(change visibility)",
            "This is a minor edit",
            "  [Mark as patrolled]",
        ],
        anchors: &[
            "Newer edit →",
            "Next edit →",
            "(2 intermediate revisions by 2 users not shown)",
            "rated as good\n12 % of the page\nNewer edit →  [Mark as patrolled]",
        ],
    },
    Words {
        title: "„Fenn“ – Versionsunterschied",
        labels: [
            "Version vom 3. Mai 2024, 10:00 Uhr (Bearbeiten)",
            "Aktuelle Version vom 4. Mai 2024, 11:00 Uhr",
        ],
        users: ["Ann (Diskussion | Beiträge)", "Bob (Diskussion | Beiträge)"],
        details: &[
            "Markierungen: Mobile Bearbeitung",
            "Sichter\n345 Bearbeitungen",
            "[2 Versionen zurücksetzen]",
            "[Als kontrolliert markieren]",
        ],
        anchors: &["Zum nächsten Versionsunterschied →"],
    },
    Words {
        title: "« Fenn » : différence entre les versions",
        labels: ["Version du 3 mai 2024 à 10:00 (modifier)", "Dernière version du 4 mai 2024 à 11:00"],
        users: ["Ann (discuter | contributions)", "Bob (discuter | contributions)"],
        details: &["Balises : Annulation", "Groupe\n345 modifications", "[révoquer 2 modifications]"],
        anchors: &["Modification suivante →"],
    },
    Words {
        title: "Fenn: различия между версиями",
        labels: ["Версия от 10:00, 3 мая 2024", "Текущая версия от 11:00, 4 мая 2024"],
        users: ["Ann (обсуждение | вклад)", "Bob (обсуждение | вклад)"],
        details: &["Метки: отмена", "Группа\n345 правок", "[откатить 2 правки]"],
        anchors: &["Следующая правка →"],
    },
    Words {
        title: "「Fenn」の版間の差分",
        labels: ["2024年5月3日 (金) 10:00時点における版 (編集)", "2024年5月4日 (土) 11:00時点における最新版"],
        users: ["Ann (トーク | 投稿記録)", "Bob (トーク | 投稿記録)"],
        details: &["タグ: 取り消し", "[2編集を巻き戻し]"],
        anchors: &["新しい編集→"],
    },
];

/// Rows below a heading. A row without context above is the easiest to lose.
const ROWS: [&str; 4] = [
    "The cat sat on the mat.\nThe dog sat on the mat.\nLast line.\nLast line.",
    "Same line.\nSame line.\n\n\nThe cat sat.\nThe dog sat.",
    "A line that is new here.\n(a remark)\n(a remark)\nEnd.\nEnd.",
    "\n\nTags are words.\nTags are names.\nEnd.\nEnd.",
];

/// Lines above and below the summary of one revision.
#[derive(Clone, Debug, Default)]
struct Inserted {
    above: Vec<&'static str>,
    below: Vec<&'static str>,
}

/// Some of the lines, in any order, at any places.
fn inserted(words: Words) -> impl Strategy<Value = Inserted> {
    let details = subsequence(words.details, 0..=words.details.len()).prop_shuffle();
    let anchors = subsequence(words.anchors, 0..=words.anchors.len());
    (details, anchors, any::<Index>(), prop::collection::vec(any::<Index>(), words.anchors.len())).prop_map(
        |(mut above, anchors, split, places)| {
            let mut below = above.split_off(split.index(above.len() + 1));
            for (anchor, place) in anchors.into_iter().zip(places) {
                below.insert(place.index(below.len() + 1), anchor);
            }
            Inserted { above, below }
        },
    )
}

fn page(words: Words, inserted: &[Inserted; 2], rows: &str) -> String {
    let mut lines = vec![words.title];
    for side in [0, 1] {
        lines.extend([words.labels[side], words.users[side]]);
        lines.extend(&inserted[side].above);
        lines.push("(a summary)");
        lines.extend(&inserted[side].below);
        lines.push(" ");
    }
    lines.push(rows);
    lines.join("\n")
}

fn rows(text: &str) -> Vec<Change<Line<'_>>> {
    let diffs = read(text);
    diffs.into_iter().flat_map(|diff| diff.hunks).flat_map(|hunk| hunk.rows).map(|row| row.change).collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn lines_of_a_heading_change_no_row(
        (words, old, new) in select(&WORDS[..]).prop_flat_map(|words| (Just(words), inserted(words), inserted(words))),
        below in select(&ROWS[..]),
    ) {
        let plain = page(words, &Default::default(), below);
        let full = page(words, &[old, new], below);
        prop_assert!(!rows(&plain).is_empty(), "{}", plain);
        prop_assert_eq!(rows(&full), rows(&plain), "{}", full);
    }
}
