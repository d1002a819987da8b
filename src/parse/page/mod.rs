//! The `page` room.

pub(crate) mod digits;
pub(crate) mod heading;
pub(crate) mod hunk_headers;
pub(crate) mod line_number;
pub(crate) mod messages;
pub(crate) mod page_footer;
pub(crate) mod rendered_page;
pub(crate) mod wiki_url;
