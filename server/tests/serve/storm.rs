//! The same at the same moment, many times over, and two different things under one name: on both databases.

use crate::field::{OnPhone, cookies, found, now, reconcile};
use crate::line::{Answer, Line};
use crate::server::Server;
use std::sync::Barrier;
use sync::reconcile::{Held, Presence};

/// Equal requests at once.
const AT_ONCE: usize = 50;
const IDS: u128 = 200;
const CONFLICTS: u128 = 200;

/// On SQLite always, on PostgreSQL where `TEST_DATABASE_URL` names a server on which databases may be made.
fn on_both(name: &str, test: impl Fn(&Server)) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    found(&data, None);
    test(&Server::start_for_work(&data, None));
    crate::field::verify(&data);
    let Ok(admin) = std::env::var("TEST_DATABASE_URL") else { return };
    let database = format!("xunan_{name}_{}", std::process::id());
    order(&admin, &format!("CREATE DATABASE {database}"));
    let url = format!("{}/{database}", admin.rsplit_once('/').unwrap().0);
    let data = folder.path().join("beside");
    found(&data, Some(&url));
    test(&Server::start_for_work(&data, Some(&url)));
    order(&admin, &format!("DROP DATABASE {database} WITH (FORCE)"));
}

fn order(url: &str, sql: &str) {
    let done = std::process::Command::new("psql").args([url, "--quiet", "--command", sql]).status().unwrap();
    assert!(done.success(), "{sql}");
}

/// The answers to requests that leave together. `visit(n)` is what the nth line sends.
fn together<'a>(server: &Server, cookies: &[String], visit: impl Fn(usize) -> &'a OnPhone + Sync) -> Vec<Answer> {
    let (start, address) = (Barrier::new(AT_ONCE), &server.address);
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..AT_ONCE)
            .map(|n| {
                let (start, visit) = (&start, &visit);
                scope.spawn(move || {
                    let mut line = Line::open(address).unwrap();
                    start.wait();
                    visit(n).hand_in(&mut line, visit(n).cookie(cookies)).unwrap()
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    })
}

#[test]
fn fifty_who_send_the_same_get_the_same_receipt() {
    on_both("duplicates", |server| {
        let (cookies, at) = (cookies(server), now());
        for n in 0..IDS {
            let visit = OnPhone::new(n, at);
            let answers = together(server, &cookies, |_| &visit);
            for answer in &answers {
                assert_eq!((answer.status, &answer.body), (201, &answers[0].body), "visit {n}");
            }
        }
    });
}

#[test]
fn of_two_contents_under_one_id_one_stands_and_the_other_is_told_so() {
    on_both("conflicts", |server| {
        let (cookies, at) = (cookies(server), now());
        let mut line = Line::open(&server.address).unwrap();
        for n in 0..CONFLICTS {
            let one = OnPhone::new(n, at);
            let mut other = one.clone();
            other.sealed.bytes.push(b' ');
            other.sealed.sha256 = domain::digest::Sha256::of(&other.sealed.bytes);
            let both = [one, other];
            let answers = together(server, &cookies, |sender| &both[sender % 2]);
            let winner = usize::from(answers[1].status == 201);
            let [taken, refused] = [winner, 1 - winner].map(|of| answers.iter().skip(of).step_by(2).collect::<Vec<_>>());
            assert!(taken.iter().all(|answer| answer.status == 201 && answer.body == taken[0].body), "visit {n}: {taken:?}");
            assert!(refused.iter().all(|answer| answer.status == 409), "visit {n}: {refused:?}");
            let held = both.each_ref().map(|visit| Held::Command { id: visit.id, sha256: visit.sealed.sha256 });
            let presence = reconcile(&mut line, both[0].cookie(&cookies), held.to_vec());
            assert_eq!((presence[winner], presence[1 - winner]), (Presence::Present, Presence::Different), "visit {n}");
        }
    });
}
