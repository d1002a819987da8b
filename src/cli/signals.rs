//! Signals that would end the program, held while that would leave the terminal in a mess.
//!
//! A handler that is set once stays (taken back, it leaves a signal that does nothing at all). So each signal has
//! a switch, which says whether it does what it always did, and the switches are as global as signals are.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::low_level::{emulate_default_handler, pipe, unregister};
use signal_hook::{SigId, flag};

static SWITCHES: LazyLock<[Switch; 4]> = LazyLock::new(|| {
    [SIGHUP, SIGINT, SIGQUIT, SIGTERM].map(|signal| Switch { signal, is_usual: Arc::default() })
});

/// Whether a signal does what it always did.
struct Switch {
    signal: i32,
    is_usual: Arc<AtomicBool>,
}

impl Switch {
    fn hold(&self) -> io::Result<()> {
        self.is_usual.store(false, Ordering::SeqCst);
        // The second time, this is one more look at the same switch.
        flag::register_conditional_default(self.signal, Arc::clone(&self.is_usual))?;
        Ok(())
    }
}

/// Leaves Ctrl-C to the pager for the rest of the run: less stops a search at it. If it ended the program under the
/// pager, the shell would come back and fight with the pager for the keyboard.
pub(crate) fn leave_interrupt_to_pager() -> io::Result<()> {
    SWITCHES.iter().filter(|switch| switch.signal == SIGINT).try_for_each(Switch::hold)
}

/// All of these signals, held until this is dropped.
pub(crate) struct Held {
    /// The last one that came, or 0.
    noted: Arc<AtomicUsize>,
    wake: UnixStream,
    handlers: Vec<SigId>,
}

impl Held {
    pub(crate) fn hold() -> io::Result<Self> {
        let (wake, waker) = UnixStream::pair()?;
        let mut held = Self { noted: Arc::default(), wake, handlers: Vec::new() };
        for switch in SWITCHES.iter() {
            switch.hold()?;
            // In this order: whoever is woken finds the signal noted.
            let (signal, noted) = (switch.signal, Arc::clone(&held.noted));
            let number = signal.unsigned_abs() as usize;
            held.handlers.push(flag::register_usize(signal, noted, number)?);
            held.handlers.push(pipe::register(signal, waker.try_clone()?)?);
        }
        Ok(held)
    }

    /// Can be read from as soon as a signal came.
    pub(crate) const fn wake(&self) -> &UnixStream {
        &self.wake
    }

    /// Lets a signal that came do what it always did.
    pub(crate) fn let_go(&self) -> io::Result<()> {
        match i32::try_from(self.noted.swap(0, Ordering::SeqCst)) {
            Ok(0) | Err(_) => Ok(()),
            Ok(signal) => emulate_default_handler(signal),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        for handler in self.handlers.drain(..) {
            unregister(handler);
        }
        for switch in SWITCHES.iter() {
            switch.is_usual.store(true, Ordering::SeqCst);
        }
    }
}
