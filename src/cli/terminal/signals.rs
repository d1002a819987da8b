//! Signals that would end the program, held while an abrupt end would leave the terminal in a bad state.
//!
//! A handler stays once it is set: taking it back would leave a signal without any effect. So each signal has a global
//! switch between its default action and the action of this module.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGXFSZ};
use signal_hook::low_level::{emulate_default_handler, pipe, unregister};
use signal_hook::{SigId, flag};

static SWITCHES: LazyLock<[Switch; 5]> =
    LazyLock::new(|| AT_THE_TERMINAL.map(|signal| Switch { signal, is_default: Arc::default() }));

/// The signals that would leave the terminal in raw mode.
const AT_THE_TERMINAL: [i32; 5] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP];

/// The signals that would leave a pager alone with the terminal. SIGTSTP stops both programs: the shell waits until
/// this program has stopped.
const UNDER_A_PAGER: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

/// The switch of a signal.
struct Switch {
    signal: i32,
    /// True if the signal has its default action.
    is_default: Arc<AtomicBool>,
}

impl Switch {
    fn hold(&self) -> io::Result<()> {
        self.is_default.store(false, Ordering::SeqCst);
        // A second registration only reads the switch once more.
        flag::register_conditional_default(self.signal, Arc::clone(&self.is_default))?;
        Ok(())
    }
}

/// Ignores SIGXFSZ, so that writing beyond the maximum file size is an error instead of the end of the program. The
/// error can be reported, and the temporary file is removed.
pub(crate) fn ignore_file_size_signal() {
    // If this fails, the signal ends the program as before.
    _ = flag::register(SIGXFSZ, Arc::default());
}

/// Signals that are held until this value is dropped.
pub(crate) struct HeldSignals {
    /// The last signal that came, or 0.
    pending: Arc<AtomicUsize>,
    wake: UnixStream,
    handlers: Vec<SigId>,
}

impl HeldSignals {
    /// Holds the signals that would leave the terminal in raw mode.
    pub(crate) fn for_terminal() -> io::Result<Self> {
        let held = Self::hold(&AT_THE_TERMINAL)?;
        held.wake.set_nonblocking(true)?;
        Ok(held)
    }

    /// Holds the signals that would leave a pager alone. Ctrl-C is for the pager: less stops a search with it. A signal
    /// that ends this program ends the pager first, or shell and pager would compete for the keyboard.
    pub(crate) fn for_pager() -> io::Result<Self> {
        Self::hold(&UNDER_A_PAGER)
    }

    /// Starts to forward the signals that end the program to the running pager, including those that came before.
    pub(crate) fn forward_to(&self, pager: u32) -> io::Result<()> {
        let pager = i32::try_from(pager).ok().and_then(Pid::from_raw).ok_or(io::ErrorKind::InvalidInput)?;
        let (wake, pending) = (self.wake.try_clone()?, Arc::clone(&self.pending));
        thread::Builder::new().spawn(move || forward_signals(wake, &pending, pager)).map(drop)
    }

    fn hold(signals: &[i32]) -> io::Result<Self> {
        let (wake, waker) = UnixStream::pair()?;
        let mut held = Self { pending: Arc::default(), wake, handlers: Vec::new() };
        for switch in SWITCHES.iter().filter(|switch| signals.contains(&switch.signal)) {
            switch.hold()?;
            // In this order, the signal is stored before the waiting thread wakes.
            let (signal, pending) = (switch.signal, Arc::clone(&held.pending));
            let number = signal.unsigned_abs() as usize;
            held.handlers.push(flag::register_usize(signal, pending, number)?);
            held.handlers.push(pipe::register(signal, waker.try_clone()?)?);
        }
        Ok(held)
    }

    /// Returns a stream that becomes readable when a signal comes.
    pub(crate) const fn wake(&self) -> &UnixStream {
        &self.wake
    }

    /// Performs the default action of a signal that came. Keeps holding if the program goes on.
    pub(crate) fn release(&self) -> io::Result<()> {
        // This comes first, so that a new signal wakes the reader again.
        while (&self.wake).read(&mut [0; 64]).is_ok_and(|length| length > 0) {}
        match take_pending(&self.pending) {
            Some(signal) => emulate_default_handler(signal),
            None => Ok(()),
        }
    }

    /// Returns true if a signal came.
    pub(crate) fn is_pending(&self) -> bool {
        self.pending.load(Ordering::SeqCst) != 0
    }

    /// Performs the default action of SIGHUP and SIGTERM. Returns true if any signal came, for example by a key at the
    /// pager.
    pub(crate) fn release_after_pager(&self) -> bool {
        let signal = take_pending(&self.pending);
        if let Some(SIGHUP | SIGTERM) = signal {
            // This ends the program. If it fails, the program goes on.
            _ = signal.map(emulate_default_handler);
        }
        signal.is_some()
    }
}

/// Takes the last signal that came.
fn take_pending(pending: &AtomicUsize) -> Option<i32> {
    i32::try_from(pending.swap(0, Ordering::SeqCst)).ok().filter(|signal| *signal != 0)
}

/// Forwards SIGHUP and SIGTERM to the pager until the signals are released.
fn forward_signals(mut wake: UnixStream, pending: &AtomicUsize, pager: Pid) {
    while wake.read(&mut [0]).is_ok_and(|length| length > 0) {
        let signal = match i32::try_from(pending.load(Ordering::SeqCst)) {
            Ok(SIGHUP) => Signal::HUP,
            Ok(SIGTERM) => Signal::TERM,
            _ => continue,
        };
        // The pager may have ended already.
        _ = kill_process(pager, signal);
    }
}

impl Drop for HeldSignals {
    fn drop(&mut self) {
        for handler in self.handlers.drain(..) {
            unregister(handler);
        }
        for switch in SWITCHES.iter() {
            switch.is_default.store(true, Ordering::SeqCst);
        }
    }
}
