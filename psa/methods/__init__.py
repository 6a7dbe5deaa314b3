"""Pure rules and statistics: frames and arrays in, frames and arrays out, no files."""
