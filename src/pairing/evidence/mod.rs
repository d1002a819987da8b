//! Evidence for and against a reading: proofs, anomalies, and messages about them.
//!
//! ```text
//! line_bytes, byte_delta   bytes of a line, a row and a diff as MediaWiki counts them
//! byte_check               does the stated byte change fit one reading, several or none?
//! anomalies, hard_wrap     rows that no wiki prints: damage that no reader saw
//! alternatives             rows in which the runner-up differs
//! mirror                   readings with old and new exchanged in blocks that satisfy every equation
//! exchange                 sets of blocks whose exchange keeps the sums
//! block                    a block of changed rows: its lines, bytes, and itself with old and new exchanged
//! block_rows               rows in which an engine prints lines of given sides
//! split_context            readings in which a row of context is two lines of one side
//! messages                 notes for --explain, and warnings
//! ```

pub(crate) mod alternatives;
pub(crate) mod anomalies;
mod block;
mod block_rows;
pub(crate) mod byte_check;
pub(crate) mod byte_delta;
mod exchange;
pub(crate) mod hard_wrap;
pub(crate) mod line_bytes;
pub(crate) mod messages;
pub(crate) mod mirror;
pub(crate) mod split_context;
