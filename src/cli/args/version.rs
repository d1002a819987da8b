//! The version, with what is built in.

/// The version with the features that are built in, for `--version`.
pub(crate) const VERSION: &str = match (cfg!(feature = "clipboard"), cfg!(feature = "network")) {
    (true, true) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli clipboard network"),
    (true, false) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli clipboard"),
    (false, true) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli network"),
    (false, false) => concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: cli"),
};
