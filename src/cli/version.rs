//! The version, with what is built in.

/// The version with the features that are built in, for `--version`.
pub(crate) const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli");
