//! The server is killed under load, again and again. Whatever it answered before is there afterwards.

use crate::field::{OnPhone, Random, cookies, found, now, reconcile, verify};
use crate::line::{Answer, Line};
use crate::server::Server;
use domain::digest::Sha256;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use sync::reconcile::{Held, Presence};

/// Kills in a usual run; `XUNAN_SERVER_KILLS` says another number.
const KILLS: u64 = 10;
const SENDERS: u64 = 6;
/// The longest life, milliseconds. Most are shorter.
const LIFE_MAX_MS: u64 = 700;
/// Where the numbers begin; `XUNAN_SEED` says another.
const SEED: u64 = 20_261_127;

/// What was answered in one life of the server.
#[derive(Default)]
struct Promised {
    receipts: Vec<(OnPhone, Answer)>,
    blobs: Vec<(u128, Sha256)>,
    /// Sent, and nothing was heard.
    in_doubt: Vec<OnPhone>,
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

#[test]
fn what_was_answered_outlives_every_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    found(&data, None);
    let (kills, seed) = (number("XUNAN_SERVER_KILLS", KILLS), number("XUNAN_SEED", SEED));
    let (mut random, next, at) = (Random(seed), AtomicU64::new(0), now());
    let mut server = Server::start_for_work(&data, None);
    let cookies = cookies(&server);
    let (mut receipts, mut blobs, mut slowest) = (0, 0, Duration::ZERO);
    for kill in 0..kills {
        let life = Duration::from_millis(30 + random.below(LIFE_MAX_MS) * random.below(100) / 100);
        let promised = Mutex::new(Promised::default());
        std::thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope
                    .spawn(|| work(&server.address, &cookies, &promised, || OnPhone::new(next.fetch_add(1, Ordering::Relaxed).into(), at)));
            }
            std::thread::sleep(life);
            let pid = server.child.id().to_string();
            assert!(std::process::Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
        });
        server.kill();
        let since = Instant::now();
        server = Server::start_for_work(&data, None);
        slowest = slowest.max(server.until_ready(since));
        let promised = promised.into_inner().unwrap();
        receipts += promised.receipts.len();
        blobs += promised.blobs.len();
        check(&server.address, &cookies, promised, &format!("seed {seed}, kill {kill}"));
    }
    assert_eq!(server.end().0, Some(0));
    verify(&data);
    assert!(receipts > 0 && blobs > 0, "it was killed before it did anything");
    println!(
        "{kills} kills: {receipts} receipts and {blobs} photos answered before them, none lost; ready again after {slowest:?} at most"
    );
}

/// Sends until the line breaks.
fn work(address: &str, cookies: &[String], promised: &Mutex<Promised>, next: impl Fn() -> OnPhone) {
    let Ok(mut line) = Line::open(address) else { return };
    loop {
        let visit = next();
        let cookie = visit.cookie(cookies);
        match visit.hand_in(&mut line, cookie) {
            Ok(answer) => {
                assert_eq!(answer.status, 201, "{answer:?}");
                promised.lock().unwrap().receipts.push((visit.clone(), answer));
            }
            Err(_) => return promised.lock().unwrap().in_doubt.push(visit),
        }
        let n = visit.n;
        if visit.bring(&mut line, cookie, |sha256| promised.lock().unwrap().blobs.push((n, sha256))).is_err() {
            return;
        }
    }
}

fn check(address: &str, cookies: &[String], promised: Promised, when: &str) {
    let mut line = Line::open(address).unwrap();
    for (visit, answer) in promised.receipts {
        let cookie = visit.cookie(cookies);
        let held = vec![Held::Command { id: visit.id, sha256: visit.sealed.sha256 }];
        assert_eq!(reconcile(&mut line, cookie, held), [Presence::Present], "{when}: a receipt was given for {}", visit.id);
        let again = visit.hand_in(&mut line, cookie).unwrap();
        assert_eq!((again.status, &again.body), (answer.status, &answer.body), "{when}: the same receipt, byte for byte");
    }
    for (n, sha256) in promised.blobs {
        let cookie = &cookies[usize::try_from(n % crate::street::COMMUNITIES).unwrap()];
        let presence = reconcile(&mut line, cookie, vec![Held::Blob { sha256 }]);
        assert_eq!(presence, [Presence::Present], "{when}: the photo {sha256} was answered");
    }
    // What nobody answered is sent again, and is there once.
    for visit in promised.in_doubt {
        let answer = visit.hand_in(&mut line, visit.cookie(cookies)).unwrap();
        assert_eq!(answer.status, 201, "{when}: {answer:?}");
        visit.bring(&mut line, visit.cookie(cookies), |_| {}).unwrap();
    }
}
