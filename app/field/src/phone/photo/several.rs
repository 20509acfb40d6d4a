//! Several files at once: all of them are durable before the first is decoded, which takes seconds each and is when pages die.

use super::{PhotoFault, StoreFault};
use std::collections::VecDeque;

/// Keeps every file, then takes over what was kept; tells what became of each. Where there is no room for all of them at the same time
/// the first ones are taken over before the rest is kept: a picture needs less room than its file.
pub(super) async fn keep_then_take<F, K, T>(
    files: Vec<F>,
    mut keep: impl AsyncFnMut(&F) -> Result<K, PhotoFault>,
    mut take: impl AsyncFnMut(K) -> Result<T, PhotoFault>,
    mut told: impl FnMut(Result<T, PhotoFault>),
) {
    let mut files = VecDeque::from(files);
    while !files.is_empty() {
        let mut kept = vec![];
        while let Some(file) = files.front() {
            match keep(file).await {
                Ok(one) => kept.push(one),
                Err(PhotoFault::Store(StoreFault::Full)) if !kept.is_empty() => break,
                Err(fault) => told(Err(fault)),
            }
            files.pop_front();
        }
        for one in kept {
            told(take(one).await);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// What is done in which order, with room for so many files at a time.
    fn order(files: &[u8], room: usize, unreadable: Option<u8>) -> Vec<String> {
        let done = RefCell::new(vec![]);
        let on_disk = RefCell::new(0);
        let keep = async |file: &u8| {
            if Some(*file) == unreadable {
                return Err(PhotoFault::Unreadable);
            }
            if *on_disk.borrow() == room {
                return Err(PhotoFault::Store(StoreFault::Full));
            }
            *on_disk.borrow_mut() += 1;
            done.borrow_mut().push(format!("keep {file}"));
            Ok(*file)
        };
        let take = async |file: u8| {
            *on_disk.borrow_mut() -= 1;
            done.borrow_mut().push(format!("take {file}"));
            Ok(())
        };
        let told = |outcome: Result<(), PhotoFault>| {
            if let Err(fault) = outcome {
                done.borrow_mut().push(format!("{fault:?}"));
            }
        };
        {
            let work = pin!(keep_then_take(files.to_vec(), keep, take, told));
            assert_eq!(work.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(()), "nothing waits here");
        }
        done.into_inner()
    }

    #[test]
    fn every_file_is_kept_before_the_first_is_decoded() {
        assert_eq!(order(&[1, 2, 3], 9, None), ["keep 1", "keep 2", "keep 3", "take 1", "take 2", "take 3"]);
    }

    #[test]
    fn where_room_is_short_what_was_kept_makes_room_for_the_rest() {
        assert_eq!(order(&[1, 2, 3], 2, None), ["keep 1", "keep 2", "take 1", "take 2", "keep 3", "take 3"]);
        assert_eq!(order(&[1, 2], 0, None), ["Store(Full)", "Store(Full)"], "said of each, and it ends");
    }

    #[test]
    fn one_that_cannot_be_read_stops_none_of_the_others() {
        assert_eq!(order(&[1, 2, 3], 9, Some(2)), ["keep 1", "Unreadable", "keep 3", "take 1", "take 3"]);
    }
}
