//! An open element, followed up to its own end tag.

/// An open element: its name, and the number of open elements of that name inside it. Other names may be nested in any
/// way, even wrongly.
#[derive(Debug)]
pub(crate) struct OpenElement {
    name: String,
    nested: u32,
}

impl OpenElement {
    /// The element of a start tag.
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), nested: 0 }
    }

    /// Counts a start tag inside the element.
    pub(crate) fn open(&mut self, name: &str) {
        self.nested += u32::from(self.name == name);
    }

    /// Counts an end tag. Returns true if it ends this element.
    pub(crate) fn close(&mut self, name: &str) -> bool {
        let is_own = self.name == name && self.nested == 0;
        self.nested -= u32::from(self.name == name && self.nested > 0);
        is_own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_with_its_own_end_tag() {
        let mut div = OpenElement::new("div");
        div.open("div");
        div.open("p");
        assert!(!div.close("div"), "the inner div");
        assert!(!div.close("p"));
        assert!(div.close("div"));
    }
}
