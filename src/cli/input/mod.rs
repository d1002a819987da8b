//! The inputs: files, standard input, a paste at the terminal, the clipboard, and wikis.
//!
//! ```text
//! source ─┬─▶ file, pipe, keyboard   bytes, unpacked, within the size limit
//!         └─▶ clipboard              HTML or text; page_address: the page that was copied
//! fetch ────▶ wiki                   an address, numbers or a title ─▶ the wiki's diff, two pages, a history
//! reading                            bytes or pages ─▶ marked diffs
//! ```

pub(crate) mod clipboard;
pub(crate) mod export;
pub(crate) mod fetch;
pub(crate) mod guess;
pub(crate) mod page_address;
pub(crate) mod reading;
pub(crate) mod size_limit;
pub(crate) mod source;
#[cfg(feature = "network")]
pub(crate) mod wiki;

#[cfg(not(feature = "network"))]
pub(crate) mod wiki {
    //! A build without network cannot fetch.

    use super::fetch::{FetchRequest, Fetched};

    /// Returns nothing: no name is an address that can be fetched.
    pub(crate) const fn complete_address(_: &str) -> Option<String> {
        None
    }

    /// Returns an error that says how to get the diff.
    pub(crate) fn fetch(_: &FetchRequest) -> Result<Fetched, String> {
        Err("this program was built without the feature \"network\"; open the address in a browser and copy the diff"
            .to_owned())
    }

    /// Returns the kind of an address, which is unknown.
    pub(crate) const fn target_kind(_: &str) -> Option<super::fetch::TargetKind> {
        None
    }
}
