//! Signals that would end the program, held while that would leave the terminal in a mess.
//!
//! A handler that is set once stays (taken back, it leaves a signal that does nothing at all). So each signal has
//! a switch, which says whether it does what it always did, and the switches are as global as signals are.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGXFSZ};
use signal_hook::low_level::{emulate_default_handler, pipe, unregister};
use signal_hook::{SigId, flag};

static SWITCHES: LazyLock<[Switch; 5]> = LazyLock::new(|| {
    [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP].map(|signal| Switch { signal, is_usual: Arc::default() })
});

/// The signals that would leave a terminal in a mode of ours.
const AT_THE_TERMINAL: [i32; 5] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP];

/// The signals that would leave a pager alone with the terminal. One that stops is for both alike: the shell that sent
/// it waits until this program has stopped.
const UNDER_A_PAGER: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];

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

/// Has a write to a file that may not grow fail, as one to a full disk does, instead of ending the program in the middle
/// of it: then it can be told, and what was begun is put away.
pub(crate) fn survive_the_largest_file() {
    // Where it cannot be set, the program ends as the system has it.
    _ = flag::register(SIGXFSZ, Arc::default());
}

/// Some signals, held until this is dropped.
pub(crate) struct Held {
    /// The last one that came, or 0.
    noted: Arc<AtomicUsize>,
    wake: UnixStream,
    handlers: Vec<SigId>,
}

impl Held {
    /// Holds what would leave the terminal in a mode of ours.
    pub(crate) fn at_the_terminal() -> io::Result<Self> {
        let held = Self::hold(&AT_THE_TERMINAL)?;
        held.wake.set_nonblocking(true)?;
        Ok(held)
    }

    /// Leaves Ctrl-C to the pager: less stops a search at it. What would end this program ends the pager first, or the
    /// shell would come back and fight with the pager for the keyboard.
    pub(crate) fn under_a_pager() -> io::Result<Self> {
        Self::hold(&UNDER_A_PAGER)
    }

    /// Passes on to the pager, once it runs, what would end the program; also what came before.
    pub(crate) fn pass_on_to(&self, pager: u32) -> io::Result<()> {
        let pager = i32::try_from(pager).ok().and_then(Pid::from_raw).ok_or(io::ErrorKind::InvalidInput)?;
        let (wake, noted) = (self.wake.try_clone()?, Arc::clone(&self.noted));
        thread::Builder::new().spawn(move || pass_on(wake, &noted, pager)).map(drop)
    }

    fn hold(signals: &[i32]) -> io::Result<Self> {
        let (wake, waker) = UnixStream::pair()?;
        let mut held = Self { noted: Arc::default(), wake, handlers: Vec::new() };
        for switch in SWITCHES.iter().filter(|switch| signals.contains(&switch.signal)) {
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

    /// Lets a signal that came do what it always did, and sleeps again if the program goes on.
    pub(crate) fn let_go(&self) -> io::Result<()> {
        // First this: what comes meanwhile wakes once more.
        while (&self.wake).read(&mut [0; 64]).is_ok_and(|length| length > 0) {}
        match noted(&self.noted) {
            Some(signal) => emulate_default_handler(signal),
            None => Ok(()),
        }
    }

    /// The same, but for what a person typed at the pager; whether such a key was pressed.
    pub(crate) fn let_go_but_keys(&self) -> bool {
        let signal = noted(&self.noted);
        if let Some(SIGHUP | SIGTERM) = signal {
            // It ends the program; if it does not, there is no more to be done than to go on.
            _ = signal.map(emulate_default_handler);
        }
        signal.is_some()
    }
}

/// The last signal that came, once.
fn noted(noted: &AtomicUsize) -> Option<i32> {
    i32::try_from(noted.swap(0, Ordering::SeqCst)).ok().filter(|signal| *signal != 0)
}

/// Passes on what would end the program, until the signals are held no longer.
fn pass_on(mut wake: UnixStream, noted: &AtomicUsize, pager: Pid) {
    while wake.read(&mut [0]).is_ok_and(|length| length > 0) {
        let passed = match i32::try_from(noted.load(Ordering::SeqCst)) {
            Ok(SIGHUP) => Signal::HUP,
            Ok(SIGTERM) => Signal::TERM,
            _ => continue,
        };
        // A pager that is gone needs no signal.
        _ = kill_process(pager, passed);
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
