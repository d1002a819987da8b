//! The simulated styles of copying, and the facts that each states.

use super::engine::Engine;

/// A way of copying a diff page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum CopyStyle {
    /// Text extraction of a mobile page: byte change, headers joined by a space, NBSP kept.
    Seed,
    /// A desktop page whose headers can be selected, in Chromium.
    NumberedByTab,
    /// The page before, printed by the PHP engine.
    NumberedByTabPhp,
    /// Text extraction of a desktop page: headers joined by a space.
    NumberedBySpace,
    /// A mobile page whose headers can be selected, in Chromium: each header has two lines.
    NumberedByLine,
    /// A mobile page in Chromium: byte change, no headers.
    Bytes,
    /// The page before, of an edit without a summary: the rows begin right below the byte change.
    BytesWithoutSummary,
    /// A mobile page in German, in Chromium.
    BytesGerman,
    /// A mobile page in Japanese, in Chromium.
    BytesJapanese,
    /// A desktop page in Chromium: only the cells.
    Bare,
    /// The page before, printed by the PHP engine.
    BarePhp,
    /// Text extraction, one row per line.
    Rows,
    /// A page up to MediaWiki 1.36 in Chromium.
    MarkedChromium,
    /// The page before, printed by the PHP engine.
    MarkedChromiumPhp,
    /// A page up to MediaWiki 1.36 in Firefox.
    MarkedFirefox,
    /// The page before, printed by the PHP engine.
    MarkedFirefoxPhp,
    /// A page of a wiki without a `<div>` in the cells.
    MarkedOneLine,
    /// A desktop page in Firefox.
    TabsDesktop,
    /// The page before, printed by the PHP engine.
    TabsDesktopPhp,
    /// The page before, with headers.
    TabsDesktopNumbered,
    /// A mobile page in Firefox: byte change, no headers.
    TabsMobile,
    /// The page before, with headers.
    TabsMobileNumbered,
    /// Text extraction of a page whose markers are text.
    Markers,
    /// An HTML-to-Markdown converter's table.
    Markdown,
    /// Unified diff text.
    Unified,
}

impl CopyStyle {
    /// Every way of copying.
    pub(crate) const ALL: [Self; 25] = [
        Self::Seed,
        Self::NumberedByTab,
        Self::NumberedByTabPhp,
        Self::NumberedBySpace,
        Self::NumberedByLine,
        Self::Bytes,
        Self::BytesWithoutSummary,
        Self::BytesGerman,
        Self::BytesJapanese,
        Self::Bare,
        Self::BarePhp,
        Self::Rows,
        Self::MarkedChromium,
        Self::MarkedChromiumPhp,
        Self::MarkedFirefox,
        Self::MarkedFirefoxPhp,
        Self::MarkedOneLine,
        Self::TabsDesktop,
        Self::TabsDesktopPhp,
        Self::TabsDesktopNumbered,
        Self::TabsMobile,
        Self::TabsMobileNumbered,
        Self::Markers,
        Self::Markdown,
        Self::Unified,
    ];

    /// The engine whose pages are copied so.
    pub(crate) const fn engine(self) -> Engine {
        match self {
            Self::Seed
            | Self::NumberedByTabPhp
            | Self::NumberedByLine
            | Self::Bytes
            | Self::BytesWithoutSummary
            | Self::BytesGerman
            | Self::BytesJapanese
            | Self::BarePhp
            | Self::MarkedChromiumPhp
            | Self::MarkedFirefoxPhp
            | Self::TabsDesktopPhp
            | Self::TabsMobile
            | Self::TabsMobileNumbered => Engine::Php,
            _ => Engine::Wikidiff2,
        }
    }

    /// The engines that can have printed such a page. Only the PHP engine prints the table of a mobile page.
    pub(crate) const fn engines(self) -> &'static [Engine] {
        if self.has_bytes() { &[Engine::Php] } else { &[Engine::Wikidiff2, Engine::Php] }
    }

    /// True if the page states its byte change.
    pub(crate) const fn has_bytes(self) -> bool {
        matches!(
            self,
            Self::Seed
                | Self::NumberedByLine
                | Self::Bytes
                | Self::BytesWithoutSummary
                | Self::BytesGerman
                | Self::BytesJapanese
                | Self::TabsMobile
                | Self::TabsMobileNumbered
        )
    }

    /// True if tabs alone state the sides.
    pub(crate) const fn has_tabs(self) -> bool {
        matches!(self, Self::TabsDesktop | Self::TabsDesktopPhp | Self::TabsDesktopNumbered)
    }

    /// Facts about the rows that the copy states.
    pub(crate) const fn states(self) -> Stated {
        match self {
            Self::MarkedChromium
            | Self::MarkedChromiumPhp
            | Self::MarkedFirefox
            | Self::MarkedFirefoxPhp
            | Self::MarkedOneLine
            | Self::TabsDesktop
            | Self::TabsDesktopPhp
            | Self::TabsDesktopNumbered
            | Self::Markdown => Stated::Rows,
            // An unlike pair and the row after it have the same markers as a row and a changed one.
            Self::Markers | Self::Unified => Stated::Sides,
            _ => Stated::Nothing,
        }
    }
}

/// Facts that a copy states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stated {
    /// The side of each line, and the lines of each row.
    Rows,
    /// The side of each line.
    Sides,
    /// None.
    Nothing,
}
