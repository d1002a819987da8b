//! Many things at once: the work on several threads, the results one by one in the order of the items.
//!
//! ```text
//! items ──feed──▶ waiting ──▶ threads ──┐
//!           └───▶ places, in order ─────┴──▶ take
//! ```
//!
//! Each item has a place, a channel for its one result. Both lines have an end, so that a slow reader of the results
//! holds up the feeding, and memory does not grow with the items.

use std::io;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::cli::output::messages;

/// How many items wait for each thread: one to go on with, and one more for when the feeding stutters.
const AHEAD: usize = 2;

/// An item, and the place for its result.
type Placed<T, R> = (T, SyncSender<R>);

/// Does the work on every item, and hands the results on in the order of the items.
///
/// # Errors
/// The first one of `take`; what is still waiting then is given up.
pub(crate) fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: NonZeroUsize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if jobs.get() == 1 {
        return items.map(work).try_for_each(take);
    }
    let most = jobs.get() * AHEAD;
    let (feed, waiting) = sync_channel(most);
    let (places, results) = sync_channel(most);
    let waiting = Arc::new(Mutex::new(waiting));
    thread::scope(|scope| {
        let feeder = move || feed_all(items, &feed, &places);
        thread::Builder::new().spawn_scoped(scope, feeder).map_err(|error| no_thread(&error))?;
        let start = |_| {
            let (waiting, work) = (Arc::clone(&waiting), &work);
            thread::Builder::new().spawn_scoped(scope, move || work_on(&waiting, work))
        };
        start(0).map_err(|error| no_thread(&error))?;
        // Where the system has no more threads to give, those that there are do all of it.
        _ = (1..jobs.get()).map(start).find(Result::is_err);
        // The threads alone hold it now: if all of them are gone, the feeding ends instead of waiting for ever.
        drop(waiting);
        // A place without a result is that of a thread that panicked, which the scope hands on.
        results.into_iter().filter_map(|place: Receiver<R>| place.recv().ok()).try_for_each(&mut take)
    })
}

fn no_thread(error: &io::Error) -> anyhow::Error {
    let why = messages::without_number(error);
    anyhow::anyhow!("no thread can be started ({why}); try again with --jobs 1")
}

/// Feeds the threads until there is nothing more, or nobody takes the results.
fn feed_all<T, R>(
    items: impl Iterator<Item = T>,
    feed: &SyncSender<Placed<T, R>>,
    places: &SyncSender<Receiver<R>>,
) {
    for item in items {
        let (result, place) = sync_channel(1);
        if places.send(place).is_err() || feed.send((item, result)).is_err() {
            return;
        }
    }
}

fn work_on<T, R>(waiting: &Mutex<Receiver<Placed<T, R>>>, work: impl Fn(T) -> R) {
    while let Some((item, place)) = next(waiting) {
        // Where nobody takes the results any more, there is nobody to tell either.
        _ = place.send(work(item));
    }
}

/// The next item; nothing where there will be no more. The lock is held for the waiting alone.
fn next<T>(waiting: &Mutex<Receiver<T>>) -> Option<T> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn jobs(number: usize) -> NonZeroUsize {
        NonZeroUsize::new(number).unwrap()
    }

    #[track_caller]
    fn case(items: usize, threads: usize) {
        let mut taken = Vec::new();
        let slow_at_first = |item: usize| {
            (item..items.min(8)).for_each(|_| thread::yield_now());
            item * 2
        };
        in_order(0..items, jobs(threads), slow_at_first, |result| {
            taken.push(result);
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, (0..items).map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        case(0, 2);
        case(1, 8);
        case(1000, 1);
        case(1000, 2);
        case(1000, 7);
    }

    #[test]
    fn no_more_is_read_than_can_wait() {
        let read = AtomicUsize::new(0);
        let items = (0..1000).inspect(|_| _ = read.fetch_add(1, Ordering::SeqCst));
        let mut taken = 0;
        in_order(
            items,
            jobs(2),
            |item| item,
            |_| {
                taken += 1;
                // Those that wait, those that are worked on, the one in the feeder's hands, and this one.
                let most = taken + 2 * 2 * AHEAD + 2 + 1;
                assert!(read.load(Ordering::SeqCst) <= most, "{taken} taken");
                Ok(())
            },
        )
        .unwrap();
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work() {
        for threads in [1, 3] {
            let failed = in_order(
                0..,
                jobs(threads),
                |item| item,
                |item| match item {
                    5 => anyhow::bail!("five"),
                    _ => Ok(()),
                },
            );
            assert_eq!(failed.unwrap_err().to_string(), "five");
        }
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_is_handed_on_and_does_not_hang() {
        _ = in_order(0..100, jobs(2), |item: i32| assert!(item < 0), |()| Ok(()));
    }
}
