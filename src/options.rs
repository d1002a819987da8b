//! Options of [`parse`](crate::parse()) and [`diff_pages`](crate::diff_pages).

use crate::model::{Engine, Shape, Sides};

/// Facts that the caller knows about the input. All are optional.
///
/// ```
/// use wikidiff::Options;
/// use wikidiff::model::Shape;
///
/// let mut options = Options::default();
/// options.shape = Some(Shape::Cells);
/// options.bytes = Some(-2);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The shape of the input. By default, the text decides.
    pub shape: Option<Shape>,
    /// New minus old size of the page in bytes, as the page history shows. Overrides the size that a copy states.
    pub bytes: Option<i64>,
    /// The engine that printed a copied table.
    pub engine: Option<Engine>,
    /// The ids of the revisions of an export to compare. By default, each revision is compared with the one before it.
    /// With one id only, the new revision is the latest of the page, or the old one is the one before the new one.
    pub revisions: Sides<Option<u64>>,
    /// The number of context lines on each side of a change between two whole pages. By default 2, as in MediaWiki.
    pub context: Option<usize>,
}
