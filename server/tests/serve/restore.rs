//! Yesterday's backup is put back under phones that have worked since: what they still hold comes back from them.

use crate::field::{OnPhone, cookies, found, now, reconcile, verify};
use crate::line::Line;
use crate::server::{Server, xunan};
use domain::digest::Sha256;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use sync::reconcile::{Held, Presence};

const PHONES: u128 = 10;
/// Visits of each phone before the backup, while it is made, and after it.
const BEFORE: u128 = 6;
const AFTER: u128 = 8;

fn run(data: &Path, words: &[&str]) -> std::process::Output {
    xunan(data, words).output().unwrap()
}

/// The nth phone's kth visit; a phone belongs to one inspector.
fn visit(phone: u128, k: u128, at: domain::time::Timestamp) -> OnPhone {
    OnPhone::new(phone + k * 7 * PHONES, at)
}

fn hand_in(line: &mut Line, cookies: &[String], visit: &OnPhone) {
    assert_eq!(visit.hand_in(line, visit.cookie(cookies)).unwrap().status, 201);
    visit.bring(line, visit.cookie(cookies), |_| {}).unwrap();
}

#[test]
fn phones_bring_back_what_a_restored_server_has_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("yesterday.zip"));
    found(&data, None);
    let server = Server::start_for_work(&data, None);
    let (cookies, at) = (cookies(&server), now());
    let epoch = epoch(&server);
    let is_backed_up = AtomicBool::new(false);
    let made = std::thread::scope(|scope| {
        let phones: Vec<_> = (0..PHONES)
            .map(|phone| {
                let (cookies, address, is_backed_up) = (&cookies, &server.address, &is_backed_up);
                scope.spawn(move || {
                    let mut line = Line::open(address).unwrap();
                    let mut k = 0;
                    // Goes on while the backup is made.
                    while k < BEFORE || !is_backed_up.load(Ordering::Relaxed) {
                        hand_in(&mut line, cookies, &visit(phone, k, at));
                        k += 1;
                    }
                    for _ in 0..AFTER {
                        hand_in(&mut line, cookies, &visit(phone, k, at));
                        k += 1;
                    }
                    k
                })
            })
            .collect();
        let backup = run(&data, &["backup", file.to_str().unwrap()]);
        is_backed_up.store(true, Ordering::Relaxed);
        assert!(backup.status.success(), "{}", String::from_utf8_lossy(&backup.stderr));
        phones.into_iter().map(|phone| phone.join().unwrap()).collect::<Vec<u128>>()
    });

    let refused = run(&data, &["restore", file.to_str().unwrap(), "--replace"]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("stop it first"), "the server still runs");
    server.kill();
    let refused = run(&data, &["restore", file.to_str().unwrap()]);
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("--replace"), "it does not replace unasked");
    let restored = run(&data, &["restore", file.to_str().unwrap(), "--replace"]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));

    let server = Server::start_for_work(&data, None);
    assert_ne!(self::epoch(&server), epoch, "phones hear that it is another");
    let mut brought_back = 0;
    for (phone, visits) in made.iter().enumerate() {
        let mut line = Line::open(&server.address).unwrap();
        for k in 0..*visits {
            let visit = visit(phone as u128, k, at);
            let held = vec![Held::Command { id: visit.id, sha256: visit.sealed.sha256 }];
            let presence = reconcile(&mut line, visit.cookie(&cookies), held);
            if presence != [Presence::Present] {
                brought_back += 1;
            }
            // A phone offers what is not there; that what is there may come again as well is another test's.
            hand_in(&mut line, &cookies, &visit);
            let mut held: Vec<Held> = visit.blobs.iter().map(|(sha256, _)| Held::Blob { sha256: *sha256 }).collect();
            held.push(Held::Command { id: visit.id, sha256: visit.sealed.sha256 });
            let presence = reconcile(&mut line, visit.cookie(&cookies), held);
            assert!(presence.iter().all(|presence| *presence == Presence::Present), "phone {phone}, visit {k}: {presence:?}");
        }
    }
    assert!(brought_back >= PHONES * AFTER, "{brought_back} visits were lost by the restore and came back");
    assert_eq!(server.end().0, Some(0));
    verify(&data);
}

fn epoch(server: &Server) -> String {
    let answer = Line::open(&server.address).unwrap().ask("GET /api/v1/hello", &[], b"").unwrap();
    answer.header("x-xunan-epoch").unwrap().to_owned()
}

#[test]
fn a_damaged_backup_changes_nothing_and_says_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("backup.zip"));
    found(&data, None);
    let server = Server::start_for_work(&data, None);
    let (cookies, visit) = (cookies(&server), OnPhone::new(1, now()));
    hand_in(&mut Line::open(&server.address).unwrap(), &cookies, &visit);
    assert_eq!(server.end().0, Some(0));
    assert!(run(&data, &["backup", file.to_str().unwrap(), "--json"]).status.success());
    let again = run(&data, &["backup", file.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("not written over"));

    let whole = std::fs::read(&file).unwrap();
    let (blob, bytes) = &visit.blobs[0];
    let place = whole.windows(bytes.len()).position(|some| some == bytes).unwrap();
    let mut flipped = whole.clone();
    flipped[place] ^= 1;
    let rows = Sha256::of(&std::fs::read(data.join("xunan.db")).unwrap());
    for (name, damaged) in [("flipped", flipped.as_slice()), ("cut", &whole[..whole.len() / 2]), ("empty", &[]), ("other", b"PK? no")] {
        let path = folder.path().join(name);
        std::fs::write(&path, damaged).unwrap();
        let said = run(&data, &["restore", path.to_str().unwrap(), "--replace"]);
        let words = String::from_utf8_lossy(&said.stderr);
        assert!(!said.status.success() && words.contains("the data is as it was"), "{name}: {words}");
        assert_eq!(words.trim().lines().count(), 1, "one sentence: {words}");
    }
    assert_eq!(Sha256::of(&std::fs::read(data.join("xunan.db")).unwrap()), rows);
    verify(&data);

    let elsewhere = folder.path().join("elsewhere");
    assert!(run(&elsewhere, &["restore", file.to_str().unwrap(), "--json"]).status.success());
    verify(&elsewhere);
    let name = blob.to_string();
    assert_eq!(&std::fs::read(elsewhere.join("blobs").join(&name[..2]).join(&name[2..4]).join(&name)).unwrap(), bytes);
}
