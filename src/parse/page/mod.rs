//! The page around a diff: everything that a copied diff page says besides its rows.
//!
//! The readers of all shapes share these modules, because they meet the same words, in any of MediaWiki's languages.
//!
//! ```text
//! Jump to content  Toggle sidebar              skipped, and reported       unread_lines
//! Fenn: Difference between revisions           title                    ┐
//! Revision as of 10:00, 3 May 2024 (edit)      revision label           │
//! Ann (talk | contribs)                        user                     ├  heading, revision_details,
//! No edit summary                              summary                  │  messages
//! 4 bytes added, 4 May 2024                    byte change (mobile)     ┘
//! Line 20:⇥Line 22:                            hunk header                 hunk_headers, line_number, digits
//! The bridge is old.                           rows                        (the room `copied`)
//! Latest revision as of 11:00, 4 May 2024      end of the rows             page_footer, mobile_footer
//! The bridge is very old.                      the new revision, rendered  rendered_page
//! ```
//!
//! `wiki_url` works out the address of a wiki's pages, for inputs that contain an address.

pub(crate) mod digits;
pub(crate) mod heading;
pub(crate) mod hunk_headers;
pub(crate) mod line_number;
pub(crate) mod messages;
mod mobile_footer;
pub(crate) mod page_footer;
pub(crate) mod rendered_page;
pub(crate) mod revision_details;
pub(crate) mod wiki_url;
