//! A disk that runs full: photos wait, records are taken to the last, reading goes on, and with room again all is well.

use crate::field::{OnPhone, cookies, found, now, verify};
use crate::line::Line;
use crate::server::Server;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Of the disk, MB.
const DISK_MB: u64 = 300;
/// Records that must still be taken with no byte free.
const RECORDS: u128 = 25;

/// A small disk of its own; none where this user may not mount.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let options = format!("size={DISK_MB}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at).output().ok()?;
        mounted.status.success().then(|| Self(at.to_owned()))
    }

    /// Leaves so many KB free, or none.
    fn fill(&self, leave_kb: u64) {
        let free_kb = free_kb(&self.0);
        let filler = self.0.join("filler");
        let held = std::fs::metadata(&filler).map_or(0, |file| file.len() / 1024);
        let wanted = (held + free_kb).saturating_sub(leave_kb);
        // Truncated first, so that nothing of the old is counted twice.
        let _ = std::fs::remove_file(&filler);
        let written = Command::new("fallocate").args(["-l", &format!("{wanted}K")]).arg(&filler).status().unwrap();
        assert!(written.success(), "{wanted} KB");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn free_kb(path: &Path) -> u64 {
    let said = Command::new("df").args(["--output=avail", "-k"]).arg(path).output().unwrap();
    String::from_utf8_lossy(&said.stdout).lines().nth(1).unwrap().trim().parse().unwrap()
}

#[test]
fn a_full_disk_takes_records_and_keeps_photos_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(&folder.path().join("disk")) else {
        println!("not tried: this user may not mount a small disk");
        return;
    };
    let data = disk.0.join("data");
    found(&data, None);
    let server = Server::start_for_work(&data, None);
    let (cookies, at) = (cookies(&server), now());
    let mut line = Line::open(&server.address).unwrap();
    let photo = |line: &mut Line, words: &str| {
        let path = format!("PUT /api/v1/blobs/{}", domain::digest::Sha256::of(words.as_bytes()));
        line.ask(&path, &[("cookie", &cookies[0]), ("content-type", "image/jpeg")], words.as_bytes()).unwrap()
    };
    assert_eq!(photo(&mut line, "with room").status, 201);

    disk.fill(3_000);
    let refused = photo(&mut line, "nearly full");
    assert_eq!(refused.status, 507, "{refused:?}");
    assert!(String::from_utf8_lossy(&refused.body).contains("no_room"));
    assert_eq!(photo(&mut line, "with room").status, 200, "what is here takes no room");
    let visits: Vec<OnPhone> = (0..RECORDS).map(|n| OnPhone::new(n, at)).collect();
    assert_eq!(visits[0].hand_in(&mut line, visits[0].cookie(&cookies)).unwrap().status, 201);

    disk.fill(0);
    for visit in &visits {
        let answer = visit.hand_in(&mut line, visit.cookie(&cookies)).unwrap();
        assert_eq!(answer.status, 201, "{}: {}", visit.n, String::from_utf8_lossy(&answer.body));
    }
    let desk = line.ask("GET /api/v1/feed", &[("cookie", &cookies[0])], b"").unwrap();
    assert_eq!(desk.status, 200, "reading goes on");
    assert_eq!(line.ask("GET /readyz", &[], b"").unwrap().status, 200);

    std::fs::remove_file(disk.0.join("filler")).unwrap();
    assert_eq!(photo(&mut line, "room again").status, 201);
    assert_eq!(server.end().0, Some(0));
    verify(&data);
    assert!(data.join("reserve").exists(), "laid by again at the next start");
}
