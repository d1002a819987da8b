//! From marked rows to bytes: one file per output.
