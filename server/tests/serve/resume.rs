//! Uploads over a line that keeps breaking: one blob, its hash right, and few bytes sent twice.

use crate::field::{Random, cookies, found};
use crate::line::Line;
use crate::server::Server;
use domain::digest::Sha256;
use std::time::Duration;

const KB: usize = 1024;
/// Where a photo's line breaks, one after the other.
const CUT_EVERY: usize = 16 * KB;
/// Far more than it takes.
const TRIES_MAX: usize = 500;
const LOOKS_MAX: usize = 300;

fn bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut random = Random(seed);
    std::iter::repeat_with(|| random.below(u64::MAX).to_le_bytes()).flatten().take(length).collect()
}

/// Bytes of the blob that the server has.
fn known(address: &str, cookie: &str, path: &str) -> usize {
    let known = Line::open(address).unwrap().ask(&format!("HEAD {path}"), &[("cookie", cookie)], b"").unwrap();
    known.header("upload-offset").map_or(0, |offset| offset.parse().unwrap())
}

/// Sends a blob in parts, each broken off after as many bytes as `next` says; how many bytes it took.
fn send(address: &str, cookie: &str, blob: &[u8], mut next: impl FnMut() -> usize) -> usize {
    let (path, length) = (format!("/api/v1/blobs/{}", Sha256::of(blob)), blob.len().to_string());
    let (mut sent, mut offset) = (0, 0);
    for _ in 0..TRIES_MAX {
        let (begin, rest) = (offset.to_string(), &blob[offset..]);
        let headers = [("cookie", cookie), ("upload-offset", &begin), ("upload-length", &length), ("content-type", "image/jpeg")];
        let mut line = Line::open(address).unwrap();
        let some = next();
        if some < rest.len() {
            line.break_off(&format!("PATCH {path}"), &headers, rest, some, Duration::ZERO).unwrap();
            sent += some;
            let had = offset;
            // A phone waits before it tries again; the server reads what is still on the dead line meanwhile.
            for _ in 0..LOOKS_MAX {
                offset = known(address, cookie, &path);
                if offset == had + some {
                    break;
                }
            }
            continue;
        }
        let answer = line.ask(&format!("PATCH {path}"), &headers, rest).unwrap();
        sent += rest.len();
        assert_eq!(answer.status, 201, "{answer:?}");
        return sent;
    }
    panic!("{sent} bytes were sent of {} and it never became whole", blob.len());
}

#[test]
fn a_broken_line_costs_little_more_than_what_was_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    found(&data, None);
    let server = Server::start_for_work(&data, None);
    let cookie = &cookies(&server)[0];
    let photo = bytes(1, 300 * KB);
    let sent = send(&server.address, cookie, &photo, || CUT_EVERY);
    assert!(sent * 10 <= photo.len() * 12, "{sent} bytes were sent of a photo of {}", photo.len());

    // A file that no phone could decode, at random places.
    let (file, mut random) = (bytes(2, 20 * KB * KB), Random(3));
    let sent_of_file = send(&server.address, cookie, &file, || usize::try_from(random.below(3_000 * KB as u64)).unwrap());
    assert!(sent_of_file * 10 <= file.len() * 12, "{sent_of_file} bytes were sent of a file of {}", file.len());
    println!("resumed: {:.2} and {:.2} times the bytes", sent as f64 / photo.len() as f64, sent_of_file as f64 / file.len() as f64);

    for blob in [&photo, &file] {
        let (path, length) = (format!("/api/v1/blobs/{}", Sha256::of(blob)), blob.len().to_string());
        let again = Line::open(&server.address).unwrap().ask(&format!("PUT {path}"), &[("cookie", cookie)], blob).unwrap();
        assert_eq!(again.status, 200, "it was here, whole");
        let headers = [("cookie", cookie.as_str()), ("upload-offset", "0"), ("upload-length", &length)];
        let again = Line::open(&server.address).unwrap().ask(&format!("PATCH {path}"), &headers, blob).unwrap();
        assert_eq!(again.status, 200);
    }
    assert_eq!(server.end().0, Some(0));
    crate::field::verify(&data);
}

#[test]
fn a_half_that_was_damaged_is_thrown_away_and_sent_anew() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    found(&data, None);
    let server = Server::start_for_work(&data, None);
    let cookies = cookies(&server);
    let (cookie, photo) = (cookies[0].as_str(), bytes(4, 100 * KB));
    let (path, length) = (format!("/api/v1/blobs/{}", Sha256::of(&photo)), photo.len().to_string());
    let part = |cookie: &str, begin: &str, part: &[u8]| {
        let headers = [("cookie", cookie), ("upload-offset", begin), ("upload-length", &length), ("content-type", "image/jpeg")];
        Line::open(&server.address).unwrap().ask(&format!("PATCH {path}"), &headers, part).unwrap()
    };
    let half = part(cookie, "0", &vec![7; 50 * KB]);
    assert_eq!((half.status, half.header("upload-offset")), (202, Some("51200")), "a part, and nothing is promised of it");
    let elsewhere = part(cookie, "0", &photo);
    assert_eq!((elsewhere.status, elsewhere.header("upload-offset")), (409, Some("51200")));
    let other = Line::open(&server.address).unwrap().ask(&format!("HEAD {path}"), &[("cookie", &cookies[1])], b"").unwrap();
    assert_eq!((other.status, other.header("upload-offset")), (404, None), "nobody hears of another's half");
    assert_eq!(part(cookie, "51200", &photo[50 * KB..]).status, 422, "the hash of the whole decides");
    let gone = Line::open(&server.address).unwrap().ask(&format!("HEAD {path}"), &[("cookie", cookie)], b"").unwrap();
    assert_eq!((gone.status, gone.header("upload-offset")), (404, None));
    assert_eq!(part(cookie, "0", &photo).status, 201);
    assert_eq!(server.end().0, Some(0));
}
