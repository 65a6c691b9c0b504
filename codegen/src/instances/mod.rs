//! Instances of methods: values made of the model's rules, whole, mended, and broken on purpose.

mod chance;
mod change;
mod exchange;
mod make;
mod mend;
mod negatives;
mod placeholders;
mod places;

#[cfg(test)]
mod tests;

pub use change::Change;
pub use exchange::{Exchange, exchanges, instance, mended};
pub use negatives::{Edit, Negative, Side, negatives};
