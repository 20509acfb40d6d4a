//! Started on an empty folder, watched, used, told to end.

use crate::server::{Server, call, password, peak_kb, request, sign_in, xunan};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;

const LOGIN: &str = "13812345678";
const NAME: &str = "欧阳不凡";

#[test]
fn an_empty_folder_is_served_and_a_signal_ends_it_in_order_without_a_word_about_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data);
    assert!(server.call("GET /healthz", "", "").1.ends_with("\r\n\r\nok\n"));
    assert!(server.call("GET /readyz", "", "").1.ends_with("\r\n\r\nready\n"));

    // The command line works beside it, and the server sees what it did.
    let add = ["admin", "add-user", LOGIN, "--name", NAME, "--role", "office_clerk", "--json"];
    let made = xunan(&data, &add).output().unwrap();
    let (first, wrong) = (password(&made), "wrong-password-typed");
    assert_eq!(server.call("POST /api/v1/session", "", &sign_in(LOGIN, wrong)).0, 401);
    assert_eq!(server.call("POST /api/v1/session", "", &sign_in(LOGIN, &first)).0, 200);
    let second = password(&xunan(&data, &["admin", "reset-password", LOGIN, "--json"]).output().unwrap());
    assert_eq!(server.call("POST /api/v1/session", "", &sign_in(LOGIN, &first)).0, 401);
    let (status, answer) = server.call("POST /api/v1/session", "", &sign_in(LOGIN, &second));
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(status, 200);
    let signed = format!("cookie: {cookie}\r\n");
    // Without a built front end there is no such page; the address is in the log's reach all the same.
    assert!([200, 404].contains(&server.call("GET /desk/premises?words=兴旺旅馆", &signed, "").0));

    // Somebody waits for news: he is let go, and does not keep the server from ending.
    let mut cursor: Value = body(&server.call("GET /api/v1/feed", &signed, "").1);
    while cursor["more"] == true {
        cursor = body(&server.call(&format!("GET /api/v1/feed?cursor={}", base64(&cursor["cursor"])), &signed, "").1);
    }
    let mut waiting = TcpStream::connect(&server.address).unwrap();
    let wait = format!("GET /api/v1/feed?wait=25&cursor={}", base64(&cursor["cursor"]));
    waiting.write_all(request(&wait, &signed, "").as_bytes()).unwrap();
    assert_eq!(server.call("GET /healthz", "", "").0, 200);

    let (code, out, log) = server.end();
    assert_eq!((code, out.as_str()), (Some(0), ""), "{log:#?}");
    let mut answer = String::new();
    waiting.read_to_string(&mut answer).unwrap();
    let said = log.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(said.contains("SIGTERM came") && said.contains("\"ended\""), "{said}");
    assert!(!said.contains("still running") && !said.contains("no_json"), "{said}");
    assert!(said.contains("POST /api/v1/session 401"), "requests are told: {said}");
    let token = cookie.split('=').nth(1).unwrap();
    for personal in [LOGIN, NAME, &first, &second, wrong, token, "兴旺旅馆", "%E5%85%B4", "operator-of-the-test"] {
        assert!(!said.contains(personal), "{personal} stands in the log: {said}");
    }
    assert!(xunan(&data, &["verify"]).output().unwrap().status.success());
}

fn body(answer: &str) -> Value {
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    let (start, end) = (body.find('{').unwrap(), body.rfind('}').unwrap());
    serde_json::from_str(&body[start..=end]).unwrap_or_else(|error| panic!("{error} in {body}"))
}

fn base64(cursor: &Value) -> String {
    use base64::Engine;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(cursor.to_string())
}

/// Photos come through the server and do not stay in it: what they take is how many come at once, not how large they are.
#[test]
fn many_large_photos_at_once_do_not_stay_in_memory() {
    const PEOPLE: usize = 4;
    const OF_EACH: usize = 5;
    const AT_ONCE: usize = PEOPLE * OF_EACH;
    const PHOTO_BYTES: usize = 8 * 1024 * 1024;
    const TAKEN_MAX_KB: u64 = 64 * 1024;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data);
    let cookies = (0..PEOPLE).map(|n| {
        let login = format!("1390000000{n}");
        let add = ["admin", "add-user", &login, "--name", NAME, "--role", "office_clerk", "--json"];
        let password = password(&xunan(&data, &add).output().unwrap());
        let answer = server.call("POST /api/v1/session", "", &sign_in(&login, &password)).1;
        answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap().split(';').next().unwrap().to_owned()
    });
    let cookies: Vec<String> = cookies.collect();
    let before = peak_kb(server.child.id());
    std::thread::scope(|scope| {
        for n in 0..AT_ONCE {
            let (address, cookie) = (&server.address, &cookies[n / OF_EACH]);
            scope.spawn(move || {
                let photo: Vec<u8> = (0..PHOTO_BYTES).map(|at| (at / 251 * 31 + at * (n + 1)) as u8).collect();
                let name = domain::digest::Sha256::of(&photo);
                let mut stream = TcpStream::connect(address).unwrap();
                let head = format!("PUT /api/v1/blobs/{name} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-xunan-protocol: 1\r\ncookie: {cookie}\r\ncontent-type: image/jpeg\r\ncontent-length: {PHOTO_BYTES}\r\n\r\n");
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&photo).unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
            });
        }
    });
    let taken = peak_kb(server.child.id()) - before;
    assert!(taken < TAKEN_MAX_KB, "{taken} KB for {AT_ONCE} photos of {} KB", PHOTO_BYTES / 1024);
    assert_eq!(server.end().0, Some(0));
}

/// Each check of a password takes 19 MiB. Two are made at a time, and what the first two took serves all that follow.
#[test]
fn many_who_sign_in_take_the_memory_of_two() {
    const SIGN_INS: usize = 40;
    const TAKEN_MAX_KB: u64 = 56 * 1024;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data);
    let made = xunan(&data, &["admin", "add-user", LOGIN, "--name", NAME, "--role", "office_clerk", "--json"]).output().unwrap();
    let (password, before, address) = (password(&made), peak_kb(server.child.id()), &server.address);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..SIGN_INS / 4 {
                    assert_eq!(call(address, "POST /api/v1/session", "", &sign_in(LOGIN, &password)).0, 200);
                }
            });
        }
    });
    let taken = peak_kb(server.child.id()) - before;
    assert!(taken < TAKEN_MAX_KB, "{taken} KB for {SIGN_INS} sign-ins");
    assert_eq!(server.end().0, Some(0));
}
