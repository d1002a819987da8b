//! A parallel map whose results keep the order of the items.
//!
//! ```text
//! items ──feed──▶ queue ──▶ threads ──┐
//!           └───▶ receivers, in order ┴──▶ take
//! ```
//!
//! Each item has a channel for its result. Both queues are bounded, so a slow reader of the results slows down the
//! feeding, and memory does not grow with the number of items.

use std::io;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::cli::output::messages::os_error_text;

/// The number of items that wait for each thread: the next item, and a reserve if the feeding is slow.
const AHEAD: usize = 2;

/// An item, and the channel for its result.
type QueuedItem<T, R> = (T, SyncSender<R>);

/// Applies `work` to every item on several threads, and passes the results to `take` in the order of the items. It
/// ends at the first error of `take`.
pub(crate) fn map_ordered<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: NonZeroUsize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if jobs.get() == 1 {
        return items.map(work).try_for_each(take);
    }
    let capacity = jobs.get() * AHEAD;
    let (feed, queue) = sync_channel(capacity);
    let (receivers, results) = sync_channel(capacity);
    let queue = Arc::new(Mutex::new(queue));
    thread::scope(|scope| {
        // One thread feeds. At least one thread works; if the system has no more threads, those that run do all the work.
        let feeder = move || feed_items(items, &feed, &receivers);
        thread::Builder::new().spawn_scoped(scope, feeder).map_err(|error| no_thread_error(&error))?;
        let start = |_| {
            let (queue, work) = (Arc::clone(&queue), &work);
            thread::Builder::new().spawn_scoped(scope, move || work_on_queue(&queue, work))
        };
        start(0).map_err(|error| no_thread_error(&error))?;
        _ = (1..jobs.get()).map(start).find(Result::is_err);
        // Only the threads hold the queue now. If all of them end, the feeder ends too.
        drop(queue);
        // A receiver without a result belongs to a thread that panicked; the scope repeats the panic.
        results.into_iter().filter_map(|result: Receiver<R>| result.recv().ok()).try_for_each(&mut take)
    })
}

fn no_thread_error(error: &io::Error) -> anyhow::Error {
    anyhow::anyhow!("no thread can be started ({}); try again with --jobs 1", os_error_text(error))
}

/// Feeds the threads until the items end, or the receiver of the results ends.
fn feed_items<T, R>(
    items: impl Iterator<Item = T>,
    feed: &SyncSender<QueuedItem<T, R>>,
    receivers: &SyncSender<Receiver<R>>,
) {
    for item in items {
        let (sender, receiver) = sync_channel(1);
        if receivers.send(receiver).is_err() || feed.send((item, sender)).is_err() {
            return;
        }
    }
}

fn work_on_queue<T, R>(queue: &Mutex<Receiver<QueuedItem<T, R>>>, work: impl Fn(T) -> R) {
    while let Some((item, result)) = next_item(queue) {
        // The receiver may have ended after an error.
        _ = result.send(work(item));
    }
}

/// Waits for the next item. The lock is only held while waiting.
fn next_item<T>(queue: &Mutex<Receiver<T>>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn jobs(number: usize) -> NonZeroUsize {
        NonZeroUsize::new(number).unwrap()
    }

    #[track_caller]
    fn keeps_order(items: usize, threads: usize) {
        let mut taken = Vec::new();
        let slow_at_first = |item: usize| {
            (item..items.min(8)).for_each(|_| thread::yield_now());
            item * 2
        };
        map_ordered(0..items, jobs(threads), slow_at_first, |result| {
            taken.push(result);
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, (0..items).map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn keeps_the_order_of_the_items() {
        keeps_order(0, 2);
        keeps_order(1, 8);
        keeps_order(1000, 1);
        keeps_order(1000, 2);
        keeps_order(1000, 7);
    }

    #[test]
    fn reads_no_more_than_the_queues_hold() {
        let read = AtomicUsize::new(0);
        let items = (0..1000).inspect(|_| _ = read.fetch_add(1, Ordering::SeqCst));
        let mut taken = 0;
        map_ordered(
            items,
            jobs(2),
            |item| item,
            |_| {
                taken += 1;
                // Both queues, the items in work, the item of the feeder, and this item.
                let limit = taken + 2 * 2 * AHEAD + 2 + 1;
                assert!(read.load(Ordering::SeqCst) <= limit, "{taken} taken");
                Ok(())
            },
        )
        .unwrap();
    }

    #[test]
    fn ends_at_an_error_of_take() {
        for threads in [1, 3] {
            let failed = map_ordered(
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
    fn repeats_a_panic_of_a_thread() {
        _ = map_ordered(0..100, jobs(2), |item: i32| assert!(item < 0), |()| Ok(()));
    }
}
