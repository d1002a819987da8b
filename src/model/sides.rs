//! Old and new: pairs with one value for each side of a diff.

/// One of the two columns of a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The revision before the edit (MediaWiki's left column).
    Old,
    /// The revision after the edit (MediaWiki's right column).
    New,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// A pair with one value for each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sides<T> {
    /// The value of the revision before the edit.
    pub old: T,
    /// The value of the revision after the edit.
    pub new: T,
}

impl<T> Sides<T> {
    /// A pair of an old and a new value.
    pub const fn new(old: T, new: T) -> Self {
        Self { old, new }
    }

    /// The value of one side.
    pub const fn get(&self, side: Side) -> &T {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    /// The value of one side, mutable.
    pub const fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Old => &mut self.old,
            Side::New => &mut self.new,
        }
    }

    /// Converts both values.
    pub fn map<U>(self, mut convert: impl FnMut(T) -> U) -> Sides<U> {
        Sides { old: convert(self.old), new: convert(self.new) }
    }

    /// Borrows both values.
    pub const fn as_ref(&self) -> Sides<&T> {
        Sides { old: &self.old, new: &self.new }
    }
}
