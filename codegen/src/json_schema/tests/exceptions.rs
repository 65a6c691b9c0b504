//! What JSON Schema cannot see.
