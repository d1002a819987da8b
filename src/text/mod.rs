//! Text on a terminal: made safe, measured in columns, wrapped.

pub mod whitespace;
