//! The walls of the outbox under whatever may happen.

use crate::bench::{Bench, DAY_S, EPOCH, LI, RESTORED, ZHAO};
use domain::ids::PlaceId;
use domain::refusal::Refusal;
use domain::time::Timestamp;
use proptest::prelude::*;
use sync::answer::{BlobMeaning, Meaning, Trouble};
use sync::hello::Hello;
use sync::outbox::{Input, Now, Reply, Request, RequestNo, State, StoreOp};
use sync::receipt::Receipt;
use sync::reconcile::{Presence, Reconciled};
use uuid::Uuid;

#[derive(Debug, Clone)]
enum Whim {
    Seal(bool, u8),
    AnswerFirst(u8),
    Lose,
    Write(bool),
    Wait(u16),
    Session(u8),
    Hint(bool),
    Sender(bool),
    OfferAgain,
}

fn whims() -> impl Strategy<Value = Vec<Whim>> {
    let whim = prop_oneof![
        2 => (any::<bool>(), 0..3u8).prop_map(|(mine, photos)| Whim::Seal(mine, photos)),
        8 => (0..12u8).prop_map(Whim::AnswerFirst),
        1 => Just(Whim::Lose),
        8 => prop::bool::weighted(0.85).prop_map(Whim::Write),
        4 => (0..2_000u16).prop_map(Whim::Wait),
        1 => (0..4u8).prop_map(Whim::Session),
        1 => any::<bool>().prop_map(Whim::Hint),
        1 => any::<bool>().prop_map(Whim::Sender),
        1 => Just(Whim::OfferAgain),
    ];
    prop::collection::vec(whim, 1..120)
}

impl Bench {
    fn follow(&mut self, n: u128, whim: &Whim) {
        match whim {
            Whim::Seal(mine, photos) => {
                let photos: Vec<_> = (0..*photos).map(|photo| format!("{}", photo * 7)).collect();
                let photos: Vec<_> = photos.iter().map(String::as_str).collect();
                self.seal(n, if *mine { LI } else { ZHAO }, &photos);
            }
            Whim::AnswerFirst(how) if !self.asked.is_empty() => {
                let (no, request) = self.asked.remove(0);
                self.answer_somehow(no, &request, *how);
            }
            Whim::Lose if !self.asked.is_empty() => {
                let (no, _) = self.asked.remove(0);
                self.step(Input::TimedOut { no });
            }
            Whim::Write(works) if !self.writing.is_empty() => {
                let (no, _) = self.writing.remove(0);
                self.step(if *works { Input::StorageDone { no } } else { Input::StorageFailed { no } });
            }
            Whim::Wait(seconds) => self.pass(i64::from(*seconds)),
            Whim::Session(0) => self.step(Input::SignedOut),
            Whim::Session(1) => self.step(Input::Offline { user: LI }),
            Whim::Session(2) => self.step(Input::SignedIn { user: ZHAO }),
            Whim::Session(_) => self.step(Input::SignedIn { user: LI }),
            Whim::Hint(online) => self.step(if *online { Input::OnlineHint } else { Input::OfflineHint }),
            Whim::Sender(sends) => self.step(if *sends { Input::BecameSender } else { Input::SenderLost }),
            Whim::OfferAgain => {
                let refused = self.outbox.items().find(|item| matches!(item.state, State::Refused { .. })).map(|item| item.id);
                refused.into_iter().for_each(|id| self.step(Input::OfferAgain { id }));
            }
            Whim::AnswerFirst(_) | Whim::Lose | Whim::Write(_) => {}
        }
    }

    fn answer_somehow(&mut self, no: RequestNo, request: &Request, how: u8) {
        let trouble = match how {
            0 => Some(Trouble::NotOurs),
            1 => Some(Trouble::NeedsAuth),
            2 => Some(Trouble::NeedsUpdate),
            3 => Some(Trouble::Unknown { retry_after_s: Some(9) }),
            _ => None,
        };
        let epoch = if how == 4 { RESTORED } else { EPOCH };
        let reply = match (request, trouble) {
            (Request::Hello, Some(trouble)) => Reply::Hello(Err(trouble)),
            (Request::Hello, None) => {
                let user = self.outbox.session().user();
                Reply::Hello(Ok(Hello {
                    service: "xunan".into(),
                    protocol: 1,
                    protocol_min: 1,
                    epoch,
                    now: self.server_now,
                    build: "b".into(),
                    user,
                    is_active: true,
                }))
            }
            (Request::Command { .. }, Some(trouble)) => Reply::Command(trouble.into()),
            (Request::Command { .. }, None) if how == 5 => Reply::Command(Meaning::Refused { refusal: Refusal::Stale, repeats: true }),
            (Request::Command { .. }, None) if how == 6 => Reply::Command(Meaning::Conflict),
            (Request::Command { id, sha256 }, None) => {
                let place = PlaceId(Uuid::nil());
                Reply::Command(Meaning::Receipt(Receipt {
                    id: *id,
                    sha256: *sha256,
                    place,
                    seq: 1,
                    received_at: self.server_now,
                    epoch,
                    quarantine: vec![],
                }))
            }
            (Request::Blob { .. } | Request::AskBlob { .. }, Some(trouble)) => Reply::Blob(BlobMeaning::Trouble(trouble)),
            (Request::Blob { .. } | Request::AskBlob { .. }, None) => Reply::Blob(match how {
                5 => BlobMeaning::Damaged,
                6 => BlobMeaning::Absent,
                7 => BlobMeaning::Refused,
                _ => BlobMeaning::Stored,
            }),
            (Request::Reconcile(_), Some(trouble)) => Reply::Reconciled(Err(trouble)),
            (Request::Reconcile(asked), None) => {
                let presence =
                    (0..asked.held.len()).map(|n| if how == 5 && n % 2 == 0 { Presence::Absent } else { Presence::Present }).collect();
                Reply::Reconciled(Ok(Reconciled { epoch, presence }))
            }
        };
        self.step(Input::Answer { no, epoch: Some(epoch), reply });
    }
}

proptest! {
    /// Whatever happens: what is sent is the session's own, one request an item at a time, only what was written down as offered; what
    /// is deleted was verified; every item is shown, with its reason.
    #[test]
    fn the_walls_hold(whims in whims()) {
        let mut bench = Bench::online();
        let mut sealed = std::collections::BTreeSet::new();
        for (n, whim) in whims.iter().enumerate() {
            bench.follow(n as u128 + 100, whim);
            sealed.extend(bench.outbox.items().map(|item| item.id));
            let mut on_their_way = std::collections::BTreeSet::new();
            for (_, request) in &bench.asked {
                if let Request::Command { id, .. } = request {
                    let item = bench.outbox.item(*id).expect("what is sent is there");
                    prop_assert!(on_their_way.insert(*id), "twice at the same time");
                    prop_assert!(item.attempted);
                    prop_assert_eq!(Some(item.owner), bench.outbox.session().user());
                }
            }
            let purged: std::collections::BTreeSet<_> = bench.writing.iter().flat_map(|(_, ops)| ops).filter_map(|op| if let StoreOp::Purge(proof) = op { Some(proof.id()) } else { None }).collect();
            for id in &purged {
                let item = bench.outbox.item(*id).expect("there until the write is durable");
                prop_assert!(bench.outbox.is_verified(*id));
                prop_assert!(bench.server_now.seconds_since(item.receipt().expect("acknowledged").received_at) >= 7 * DAY_S);
            }
            let summary = bench.outbox.summary(Now { mono_ms: bench.mono_ms, wall: bench.server_now });
            let mine = bench.outbox.items().filter(|item| Some(item.owner) == bench.outbox.session().user()).count();
            prop_assert_eq!(summary.rows.len(), mine);
            prop_assert_eq!((summary.chip.waiting + summary.chip.attention + summary.chip.delivered) as usize, mine);
        }
        let gone = sealed.iter().filter(|id| bench.outbox.item(**id).is_none()).count();
        prop_assert!(gone == 0 || bench.server_now.seconds_since(Timestamp::from_millis(1_772_300_000_000)) >= 7 * DAY_S);
    }

    #[test]
    fn the_same_steps_give_the_same_outputs(whims in whims()) {
        let play = || {
            let mut bench = Bench::online();
            whims.iter().enumerate().for_each(|(n, whim)| bench.follow(n as u128 + 100, whim));
            format!("{:?}", bench.outbox)
        };
        prop_assert_eq!(play(), play());
    }
}
