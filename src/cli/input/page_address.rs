//! The address of the page that was copied. Browsers put it on the clipboard beside the copy, where X11 and Wayland keep
//! any type of data:
//!
//! ```text
//! Chromium    chromium/x-source-url    UTF-8
//! Firefox     text/x-moz-url-priv      UTF-16 in the byte order of the machine; today's give the site alone
//! ```

use super::fetch::is_address;

/// Maximum length of an address in bytes. Servers accept no longer ones.
const MAX_ADDRESS_LEN: usize = 16 * 1024;

/// The types of clipboard data that hold an address.
const TYPES: [&str; 2] = ["chromium/x-source-url", "text/x-moz-url-priv"];

/// Reads the address on the clipboard. A clipboard without one, or without an answer in time, has none.
pub(crate) fn read() -> Option<String> {
    TYPES.iter().find_map(|kind| decode_address(&read_type(kind)?))
}

/// Decodes an address. UTF-16 has a zero byte for each character of an address.
fn decode_address(bytes: &[u8]) -> Option<String> {
    let text = if bytes.contains(&0) {
        let (units, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|unit| u16::from_ne_bytes(*unit)).collect();
        String::from_utf16(&units).ok()?
    } else {
        String::from_utf8(bytes.to_vec()).ok()?
    };
    let address = text.trim_end_matches('\0').trim();
    is_address(address).then(|| address.to_owned())
}

/// Reads the clipboard's data of a type.
#[cfg(all(feature = "clipboard", target_os = "linux"))]
fn read_type(kind: &str) -> Option<Vec<u8>> {
    let has_wayland = std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty());
    let found = has_wayland.then(|| wayland::read_type(kind)).flatten();
    found.or_else(|| x11::read_type(kind))
}

/// Finds nothing: the clipboards of other systems are read without the address.
#[cfg(not(all(feature = "clipboard", target_os = "linux")))]
const fn read_type(_: &str) -> Option<Vec<u8>> {
    None
}

#[cfg(all(feature = "clipboard", target_os = "linux"))]
mod wayland {
    use std::io::Read;

    use wl_clipboard_rs::paste::{ClipboardType, MimeType, Seat, get_contents};

    use super::MAX_ADDRESS_LEN;

    pub(super) fn read_type(kind: &str) -> Option<Vec<u8>> {
        let (pipe, _) =
            get_contents(ClipboardType::Regular, Seat::Unspecified, MimeType::Specific(kind)).ok()?;
        let mut bytes = Vec::new();
        pipe.take(MAX_ADDRESS_LEN as u64).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

#[cfg(all(feature = "clipboard", target_os = "linux"))]
mod x11 {
    use std::thread;
    use std::time::Duration;

    use x11rb::connection::Connection;
    use x11rb::protocol::Event;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, CreateWindowAux, WindowClass};
    use x11rb::rust_connection::RustConnection;
    use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME, NONE};

    use super::MAX_ADDRESS_LEN;

    /// Maximum number of looks for the answer: the program with the copy has a second.
    const MAX_LOOKS: usize = 500;

    /// Time between two looks for the answer.
    const PAUSE: Duration = Duration::from_millis(2);

    /// Asks the program that holds the copy for its data of a type. The answer is a property of a window of ours.
    pub(super) fn read_type(kind: &str) -> Option<Vec<u8>> {
        let (connection, screen) = x11rb::connect(None).ok()?;
        let root = connection.setup().roots.get(screen)?.root;
        let window = connection.generate_id().ok()?;
        let (class, options) = (WindowClass::INPUT_ONLY, CreateWindowAux::new());
        let create = connection.create_window(
            COPY_DEPTH_FROM_PARENT,
            window,
            root,
            0,
            0,
            1,
            1,
            0,
            class,
            COPY_FROM_PARENT,
            &options,
        );
        create.ok()?;
        let atom = |name: &str| {
            connection.intern_atom(false, name.as_bytes()).ok()?.reply().ok().map(|reply| reply.atom)
        };
        let (selection, property, target) = (atom("CLIPBOARD")?, atom("WIKIDIFF_ADDRESS")?, atom(kind)?);
        connection.convert_selection(window, selection, target, property, CURRENT_TIME).ok()?;
        connection.flush().ok()?;
        let answered = wait_for_answer(&connection)?;
        let length = u32::try_from(MAX_ADDRESS_LEN / 4).ok()?;
        let reply =
            connection.get_property(true, window, answered, AtomEnum::ANY, 0, length).ok()?.reply().ok()?;
        (reply.format == 8).then_some(reply.value)
    }

    /// Waits for the property with the answer. There is none if the program has no data of the type.
    fn wait_for_answer(connection: &RustConnection) -> Option<u32> {
        for _ in 0..MAX_LOOKS {
            match connection.poll_for_event().ok()? {
                Some(Event::SelectionNotify(answer)) => {
                    return Some(answer.property).filter(|&property| property != NONE);
                }
                Some(_) => {}
                None => thread::sleep(PAUSE),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(decode_address(bytes).as_deref(), expected);
    }

    #[test]
    fn decodes_the_addresses_of_browsers() {
        case(b"https://wiki.example/?diff=2", Some("https://wiki.example/?diff=2"));
        let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_ne_bytes).collect() };
        case(&wide("https://wiki.example/?diff=2"), Some("https://wiki.example/?diff=2"));
        case(&wide("https://wiki.example/?diff=2\0"), Some("https://wiki.example/?diff=2"));
        case(b"file:///etc/passwd", None);
        case(b"about:blank", None);
        case(b"", None);
        case(b"\xff\xfe", None);
    }
}
