//! Odds and their natural logarithms, by arithmetic alone.
//!
//! The standard library takes both from the system's library of mathematics, which would then be loaded, bound and
//! partly read at every start of the program: a twentieth of the time that comparing two short pages takes.

use std::f64::consts::{LN_2, SQRT_2};

/// How many times the exponent is halved before its series is summed, and the sum squared after.
const HALVINGS: i32 = 5;

/// How many terms of a series are summed: the next is less than a double can tell, where the argument is small enough.
const TERMS: i32 = 12;

/// e to the power of a number of less than 10 either way.
pub(crate) fn exponential(power: f64) -> f64 {
    let small = power / f64::from(1 << HALVINGS);
    let series = (1..=TERMS).rev().fold(1.0, |sum, term| 1.0 + small / f64::from(term) * sum);
    (0..HALVINGS).fold(series, |root, _| root * root)
}

/// The natural logarithm of a positive number of usual size: twice the inverse hyperbolic tangent of (n - 1) / (n + 1),
/// once the number is near 1.
pub(crate) fn logarithm(mut number: f64) -> f64 {
    let mut doublings = 0.0;
    while number > SQRT_2 {
        (number, doublings) = (number / 2.0, doublings + 1.0);
    }
    while number < SQRT_2 / 2.0 {
        (number, doublings) = (number * 2.0, doublings - 1.0);
    }
    let ratio = (number - 1.0) / (number + 1.0);
    let odd = |term: i32| f64::from(2 * term + 1);
    let series = (0..TERMS).rev().fold(0.0, |sum, term| 1.0 / odd(term) + ratio * ratio * sum);
    2.0 * ratio * series + doublings * LN_2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_agree_with_the_library_of_mathematics() {
        for thousandths in -9_999..10_000 {
            let power = f64::from(thousandths) / 1_000.0;
            assert!((exponential(power) / power.exp() - 1.0).abs() < 1e-13, "{power}");
            let number = power.exp();
            assert!((logarithm(number) - power).abs() < 1e-13, "{number}");
        }
        assert!((logarithm(1e9) - 1e9_f64.ln()).abs() < 1e-13);
    }
}
