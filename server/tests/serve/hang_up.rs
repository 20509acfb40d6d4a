//! Clients that hang up: what they have sent is there whole or not at all, and what the server has begun it finishes.

use crate::field::{OnPhone, Random, cookies, found, now, reconcile, verify};
use crate::line::Line;
use crate::server::Server;
use std::time::Duration;
use sync::reconcile::{Held, Presence};

const HANG_UPS: u128 = 120;
/// After the last byte they stay for so long at most, microseconds: some hang up while the record is being written.
const STAY_MAX_US: u64 = 6_000;

#[test]
fn who_hangs_up_cancels_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    found(&data, None);
    let server = Server::start_for_work(&data, None);
    let (cookies, at, mut random) = (cookies(&server), now(), Random(7));
    let visits: Vec<OnPhone> = (0..HANG_UPS).map(|n| OnPhone::new(n, at)).collect();
    for visit in &visits {
        let (call, body) = (format!("PUT /api/v1/commands/{}", visit.id), &visit.sealed.bytes);
        let headers = [("cookie", visit.cookie(&cookies)), ("content-type", "application/json")];
        // One in three before the end.
        let sent = if visit.n.is_multiple_of(3) { body.len() - 1 } else { body.len() };
        let stay = Duration::from_micros(random.below(STAY_MAX_US));
        Line::open(&server.address).unwrap().break_off(&call, &headers, body, sent, stay).unwrap();
    }
    let mut line = Line::open(&server.address).unwrap();
    let mut taken = 0;
    for visit in &visits {
        let held = vec![Held::Command { id: visit.id, sha256: visit.sealed.sha256 }];
        match reconcile(&mut line, visit.cookie(&cookies), held)[0] {
            Presence::Present => {
                assert!(!visit.n.is_multiple_of(3), "half a visit is none");
                taken += 1;
            }
            Presence::Absent => {}
            other => panic!("{other:?}"),
        }
        // Whoever heard nothing sends it again.
        assert_eq!(visit.hand_in(&mut line, visit.cookie(&cookies)).unwrap().status, 201);
    }
    assert!(taken > 0, "nobody stayed long enough for anything to begin");
    assert_eq!(server.end().0, Some(0));
    verify(&data);
}
