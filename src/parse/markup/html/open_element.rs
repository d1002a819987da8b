//! An element that is open, until the end tag that is its own.

/// An open element: its name, and how many of the same name are open inside of it. Other names may be nested in it
/// as they like, or badly.
#[derive(Debug)]
pub(crate) struct Opened {
    name: String,
    inner: u32,
}

impl Opened {
    /// The element that begins here.
    pub(crate) fn of(name: &str) -> Self {
        Self { name: name.to_owned(), inner: 0 }
    }

    /// Another element begins.
    pub(crate) fn open(&mut self, name: &str) {
        self.inner += u32::from(self.name == name);
    }

    /// An element ends: whether it is this one.
    pub(crate) fn close(&mut self, name: &str) -> bool {
        let is_own = self.name == name && self.inner == 0;
        self.inner -= u32::from(self.name == name && self.inner > 0);
        is_own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_ends_with_its_own_tag() {
        let mut div = Opened::of("div");
        div.open("div");
        div.open("p");
        assert!(!div.close("div"), "the inner one");
        assert!(!div.close("p"));
        assert!(div.close("div"));
    }
}
