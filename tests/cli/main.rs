//! The program from outside: inputs, outputs and exit codes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod about;
mod certainty;
mod changes;
mod check;
mod clipboard;
mod config;
mod display;
mod edits;
mod failures;
#[cfg(feature = "network")]
mod fake_wiki;
mod features;
mod find;
mod git;
mod history;
mod hostile_input;
mod ignore;
mod inputs;
mod keyboard;
mod large_exports;
mod mediawiki;
mod outputs;
mod revisions;
#[cfg(feature = "network")]
mod server;
mod stream;
mod terminal;
mod usage;
mod views;

mod wiki;
mod workdir;
