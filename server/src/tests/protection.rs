//! Each wall of the server, knocked at from outside.

use super::app::{PASSWORD, TestApp};
use super::visit::Visit;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::command::{COMMAND_MAX_BYTES, Command, Reason, Sealed, What};
use domain::ids::{CommandId, DeviceId, UserId};
use domain::user::Role;
use sync::hello::PROTOCOL_HEADER;

#[tokio::test]
async fn nobody_gets_anything_without_a_session() {
    let app = TestApp::new().await;
    for (method, path) in [
        ("GET", "/api/v1/feed".to_owned()),
        ("PUT", format!("/api/v1/commands/{}", app.id())),
        ("PUT", format!("/api/v1/blobs/{}", "0".repeat(64))),
        ("GET", format!("/api/v1/records/{}/photos/1", app.id())),
        ("POST", "/api/v1/reconcile".to_owned()),
        ("PUT", "/api/v1/holdings".to_owned()),
    ] {
        for cookie in ["", "xunan=", &format!("xunan={}", "0".repeat(64)), "xunan=nonsense"] {
            assert_eq!(app.send(method, &path, cookie, "{}").await.code(), (401, "unauthenticated".to_owned()), "{method} {path} {cookie}");
        }
    }
}

#[tokio::test]
async fn a_wrong_name_is_answered_like_a_wrong_password() {
    let app = TestApp::new().await;
    let (name, password) = (app.try_sign_in("nobody", PASSWORD, None).await, app.try_sign_in("li", "wrong horse", None).await);
    assert_eq!(name.code(), (401, "bad_credentials".to_owned()));
    assert_eq!(name.code(), password.code());
    assert_eq!((name.cookie(), password.cookie()), (None, None));
}

#[tokio::test]
async fn wrong_passwords_make_waiting_longer_but_never_lock() {
    let app = TestApp::new().await;
    for login in ["li", "nobody"] {
        for _ in 0..5 {
            assert_eq!(app.try_sign_in(login, "wrong horse", None).await.status, StatusCode::UNAUTHORIZED);
        }
        let wait = app.try_sign_in(login, PASSWORD, None).await;
        assert_eq!((wait.code(), wait.headers[header::RETRY_AFTER].to_str().unwrap()), ((429, "rate_limited".to_owned()), "2"), "{login}");
    }
    app.later(2);
    assert_eq!(app.try_sign_in("li", "wrong horse", None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.try_sign_in("li", PASSWORD, None).await.json()["retry_after_seconds"], 4);
    app.later(4);
    assert_eq!(app.try_sign_in("li", PASSWORD, None).await.status, StatusCode::OK, "whoever knows it gets in");
    assert_eq!(app.try_sign_in("li", "wrong horse", None).await.status, StatusCode::UNAUTHORIZED, "the counter begins anew");
    assert_eq!(app.try_sign_in("li", PASSWORD, None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_by_its_age_by_signing_out_and_by_signing_in_again() {
    let app = TestApp::new().await;
    let desk = app.try_sign_in("wang", PASSWORD, None).await.cookie().unwrap();
    let phone = app.signed_in("li").await;
    let is_in = async |cookie: &str| app.send("GET", "/api/v1/feed", cookie, "").await.status == StatusCode::OK;
    app.later(8 * 3_600 - 1);
    assert!(is_in(&desk).await);
    app.later(1);
    assert!(!is_in(&desk).await);
    app.later(29 * 86_400);
    assert!(is_in(&phone.cookie).await);
    app.later(86_400);
    assert!(!is_in(&phone.cookie).await);

    let first = app.signed_in("li").await;
    let body = serde_json::json!({ "login": "li", "password": PASSWORD, "device": first.device }).to_string();
    let second = app.send("POST", "/api/v1/session", &first.cookie, body).await.cookie().unwrap();
    assert!(!is_in(&first.cookie).await, "a token never outlives a sign-in");
    assert!(is_in(&second).await);
    let out = app.send("DELETE", "/api/v1/session", &second, "").await;
    assert_eq!((out.status, out.cookie().unwrap().as_str()), (StatusCode::NO_CONTENT, "xunan="));
    assert!(!is_in(&second).await);
}

#[tokio::test]
async fn a_new_password_and_an_end_of_the_account_end_the_sessions() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let desk = app.try_sign_in("wang", PASSWORD, None).await.cookie().unwrap();
    let street = app.street().await;
    let password_hash = crate::password::hash("another horse".to_owned()).await;
    app.order(street, What::ResetPassword { user: li.user, password_hash }).await;
    assert_eq!(li.get("/api/v1/feed").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.try_sign_in("li", PASSWORD, None).await.status, StatusCode::UNAUTHORIZED);

    let reason = Reason { code: "left".to_owned(), text: "不在本街道工作了".to_owned() };
    app.user("zhou", &[(Role::OfficeClerk, street)]).await;
    app.order(street, What::DisableUser { user: wang.user, reason }).await;
    assert_eq!(wang.get("/api/v1/feed").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.try_sign_in("wang", PASSWORD, None).await.code(), (401, "bad_credentials".to_owned()));
    assert_eq!(app.send("GET", "/api/v1/feed", &desk, "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.send("PUT", &format!("/api/v1/commands/{}", app.id()), &desk, "{}").await.status, StatusCode::UNAUTHORIZED);
}

/// `lifecycle.md` h: a disabled user's unsent work is still taken, into quarantine.
#[tokio::test]
async fn a_disabled_accounts_phone_hands_in_what_it_holds_and_does_nothing_else() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let visit = Visit::of_shop(&li).await;
    let reason = Reason { code: "left".to_owned(), text: "不在本街道工作了".to_owned() };
    app.order(app.street().await, What::DisableUser { user: li.user, reason }).await;

    let hello = li.get("/api/v1/hello").await.json();
    assert_eq!((hello["user"].as_str(), &hello["is_active"]), (Some(li.user.to_string().as_str()), &false.into()));
    assert_eq!(li.get("/api/v1/feed").await.code(), (401, "unauthenticated".to_owned()));
    let submit = What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) };
    let (sealed, _, taken) = li.hand_in(Role::Inspector, app.community, None, submit).await;
    assert_eq!((taken.status, &taken.json()["quarantine"][0]), (StatusCode::CREATED, &"disabled_account".into()), "{taken:?}");
    for (sha256, bytes) in &visit.blobs {
        assert_eq!(li.put(&format!("/api/v1/blobs/{sha256}"), bytes.clone()).await.status, StatusCode::CREATED);
    }
    let id = sealed.open().unwrap().id;
    let held = serde_json::json!({ "held": [{ "kind": "command", "id": id, "sha256": sealed.sha256 }] }).to_string();
    assert_eq!(li.post("/api/v1/reconcile", held).await.json()["presence"][0], "present");
    let holdings = serde_json::json!({ "device": li.device, "build": "b", "drafts": [], "records": [], "lost": [] }).to_string();
    assert_eq!(li.put("/api/v1/holdings", holdings).await.status, StatusCode::NO_CONTENT);

    let add = What::AddPremises { premises: Box::new(app.shop.clone()) };
    let (_, _, refused) = li.hand_in(Role::Inspector, app.community, None, add).await;
    assert_eq!((refused.status, refused.json()["refusal"]["code"].as_str()), (StatusCode::FORBIDDEN, Some("not_allowed")));
    let picture = format!("/api/v1/records/{}/photos/1", visit.inspection.id);
    assert_eq!(li.get(&picture).await.status, StatusCode::UNAUTHORIZED, "nothing is shown");
}

#[tokio::test]
async fn a_disabled_account_signs_in_again_where_its_work_lies_and_nowhere_else() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let reason = Reason { code: "left".to_owned(), text: "不在本街道工作了".to_owned() };
    app.order(app.street().await, What::DisableUser { user: li.user, reason }).await;
    app.later(31 * 86_400);
    assert!(li.get("/api/v1/hello").await.json().get("user").is_none(), "the phone's session is over");
    let elsewhere = [None, Some(DeviceId(app.id()))];
    for device in elsewhere {
        assert_eq!(app.try_sign_in("li", PASSWORD, device).await.code(), (401, "bad_credentials".to_owned()), "{device:?}");
    }
    let again = app.try_sign_in("li", PASSWORD, Some(li.device)).await;
    assert_eq!((again.status, &again.json()["user"]["is_active"]), (StatusCode::OK, &false.into()));
    let reconcile = app.send("POST", "/api/v1/reconcile", &again.cookie().unwrap(), r#"{"held":[]}"#).await;
    assert_eq!(reconcile.status, StatusCode::OK);
}

#[tokio::test]
async fn many_wrong_passwords_at_once_share_no_free_tries_and_keep_the_owner_from_nothing() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let stranger = || app.try_sign_in("li", "wrong horse", None);
    let answers = futures::future::join_all((0..12).map(|_| stranger())).await;
    let tried = answers.iter().filter(|answer| answer.status == StatusCode::UNAUTHORIZED).count();
    assert_eq!((tried, answers.len()), (5, 12), "the rest was told to wait");
    assert_eq!(app.try_sign_in("li", PASSWORD, None).await.status, StatusCode::TOO_MANY_REQUESTS, "unknown devices wait");
    assert_eq!(app.try_sign_in("li", PASSWORD, Some(li.device)).await.status, StatusCode::OK, "the owner's phone does not");
    assert_eq!(app.try_sign_in("li", PASSWORD, None).await.status, StatusCode::TOO_MANY_REQUESTS, "and gives strangers no new tries");
    for _ in 0..5 {
        assert_eq!(app.try_sign_in("li", "wrong horse", Some(li.device)).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(app.try_sign_in("li", PASSWORD, Some(li.device)).await.status, StatusCode::TOO_MANY_REQUESTS, "a stolen phone waits too");
}

#[tokio::test]
async fn a_server_that_can_write_nothing_is_not_ready() {
    let app = TestApp::new().await;
    assert_eq!(app.send("GET", "/readyz", "", "").await.status, StatusCode::OK);
    app.store.close().await.unwrap();
    assert_eq!(app.send("GET", "/readyz", "", "").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.send("GET", "/healthz", "", "").await.status, StatusCode::OK, "the process lives");
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let attempt = async |path: &str, headers: &[(&str, &str)]| {
        let mut request =
            Request::builder().method("POST").uri(path).header(header::HOST, "localhost:3000").header(header::COOKIE, &li.cookie);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        app.call(request.body(Body::from("login=li&password=x")).unwrap()).await
    };
    for path in ["/api/v1/session", "/api/v1/reconcile", "/sign-in", "/sign-out", "/language", "/desk/call/accept", "/anything"] {
        for foreign in [
            &[("sec-fetch-site", "cross-site"), (PROTOCOL_HEADER, "1")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[],
        ] {
            assert_eq!(attempt(path, foreign).await.code(), (403, "cross_site".to_owned()), "{path} {foreign:?}");
        }
        let own = attempt(path, &[("origin", "http://localhost:3000")]).await;
        assert_ne!(own.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_walls_headers() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let answers = [
        li.get("/api/v1/hello").await,
        li.get("/api/v1/nothing").await,
        app.send("GET", "/healthz", "", "").await,
        li.post("/api/v1/reconcile", "no").await,
    ];
    for answer in answers {
        let text = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let policy = text("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(text("x-content-type-options"), "nosniff");
        assert_eq!(text("referrer-policy"), "same-origin");
        assert!(text("permissions-policy").contains("camera=(self), geolocation=(self), microphone=()"));
        assert_eq!(text("strict-transport-security"), "", "localhost is not locked into TLS");
        assert_eq!(text("x-request-id").len(), 16);
    }
    let tls = Request::builder().uri("/healthz").header(header::HOST, "xunan.example").body(Body::empty()).unwrap();
    assert!(app.call(tls).await.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn over_tls_the_cookie_is_secure_and_the_plain_one_opens_nothing() {
    let app = TestApp::new().await;
    let body = serde_json::json!({ "login": "wang", "password": PASSWORD }).to_string();
    let request =
        Request::builder().method("POST").uri("/api/v1/session").header(header::HOST, "xunan.example").header(PROTOCOL_HEADER, "1");
    let answer = app.call(request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap()).await;
    let set = answer.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(set.starts_with("__Host-xunan=") && set.contains("; Secure") && set.contains("HttpOnly; SameSite=Lax"), "{set}");
    let token = set.split(['=', ';']).nth(1).unwrap();
    let with = async |cookie: String| {
        let request = Request::builder().uri("/api/v1/feed").header(header::HOST, "xunan.example").header(header::COOKIE, cookie);
        app.call(request.body(Body::empty()).unwrap()).await.status
    };
    assert_eq!(with(format!("xunan={token}")).await, StatusCode::UNAUTHORIZED);
    assert_eq!(with(format!("__Host-xunan={token}")).await, StatusCode::OK);
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let command = format!("/api/v1/commands/{}", app.id());
    assert_eq!(li.put(&command, vec![b' '; COMMAND_MAX_BYTES + 1]).await.code(), (413, "too_large".to_owned()));
    let blob = format!("/api/v1/blobs/{}", "0".repeat(64));
    let request = Request::builder().method("PUT").uri(&blob).header(header::HOST, "localhost").header(PROTOCOL_HEADER, "1");
    let request = request.header(header::COOKIE, &li.cookie).header(header::CONTENT_LENGTH, "26214401");
    let never = Body::from_stream(futures::stream::pending::<Result<bytes::Bytes, std::io::Error>>());
    let answer = app.call(request.body(never).unwrap()).await;
    assert_eq!((answer.code(), answer.json()["max_bytes"].as_u64()), ((413, "too_large".to_owned()), Some(26_214_400)));
    assert_eq!(li.post("/api/v1/reconcile", " ".repeat(70_000)).await.code(), (413, "too_large".to_owned()));
}

#[tokio::test]
async fn nobody_sends_in_anothers_name() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    for by in [UserId::SYSTEM, UserId(app.id())] {
        let id = CommandId(app.id());
        let what = What::AcceptInspection { inspection: domain::ids::InspectionId(app.id()) };
        let sealed =
            Sealed::of(&Command { id, by, role: Role::OfficeClerk, place: app.community, at: app.store.now(), base: Some(1), what });
        let answer = li.put(&format!("/api/v1/commands/{id}"), sealed.bytes).await;
        assert_eq!((answer.status, answer.json()["refusal"]["code"].as_str()), (StatusCode::FORBIDDEN, Some("not_owner")));
    }
}

#[tokio::test]
async fn what_belongs_to_another_community_is_not_found() {
    let app = TestApp::new().await;
    let (li, an, sun) = (app.signed_in("li").await, app.signed_in("an").await, app.signed_in("sun").await);
    let visit = Visit::of_shop(&li).await;
    li.hand_in(Role::Inspector, app.community, None, What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) }).await;
    for (sha256, bytes) in &visit.blobs {
        li.put(&format!("/api/v1/blobs/{sha256}"), bytes.clone()).await;
    }
    let picture = format!("/api/v1/records/{}/photos/1", visit.inspection.id);
    assert_eq!(li.get(&picture).await.status, StatusCode::OK);
    for stranger in [&an, &sun] {
        assert_eq!(stranger.get(&picture).await.code(), (404, "not_found".to_owned()), "as if there were none");
        let feed = String::from_utf8(stranger.get("/api/v1/feed").await.bytes).unwrap();
        assert!(!feed.contains(&app.shop.id.to_string()) && !feed.contains("兴旺超市"));
        let blob = format!("/api/v1/blobs/{}", visit.blobs.first_key_value().unwrap().0);
        assert_eq!(app.send("HEAD", &blob, &stranger.cookie, "").await.status, StatusCode::NOT_FOUND, "a hash opens nothing");
    }
}

#[tokio::test]
async fn a_foreign_cursor_begins_anew_in_ones_own_scope() {
    use base64::Engine;
    let app = TestApp::new().await;
    let (li, an) = (app.signed_in("li").await, app.signed_in("an").await);
    let mut cursor = li.get("/api/v1/feed").await.json()["cursor"].clone();
    cursor["page"] = "p~".into();
    let cursor = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(cursor.to_string());
    let answer = an.get(&format!("/api/v1/feed?cursor={cursor}")).await.json();
    assert_eq!(answer["restart"], true);
    assert!(answer["rows"].as_array().unwrap().iter().all(|row| row["row"] != "premises"));
}

#[tokio::test]
async fn a_problem_says_a_code_and_the_requests_name_and_no_cause() {
    let app = TestApp::new().await;
    let answer = app.send("GET", "/api/v1/feed", "", "").await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["request_id"].as_str().unwrap(), answer.headers["x-request-id"]);
    assert_eq!(problem["status"], 401);
}

#[tokio::test]
async fn an_address_that_is_none_of_ours_is_a_problem_as_well() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    for path in ["/api/v1/feed?wait=soon", "/api/v1/records/one/photos/1", &format!("/api/v1/records/{}/photos/x", app.id())] {
        assert_eq!(li.get(path).await.code(), (400, "invalid".to_owned()), "{path}");
    }
    assert_eq!(li.put("/api/v1/commands/one", "{}").await.code(), (400, "invalid".to_owned()));
}

#[tokio::test]
async fn a_client_from_before_our_time_is_told_to_update() {
    let app = TestApp::new().await;
    let old = Request::builder().uri("/api/v1/hello").header(PROTOCOL_HEADER, "0").body(Body::empty()).unwrap();
    assert_eq!(app.call(old).await.code(), (426, "unsupported".to_owned()));
    let silent = Request::builder().uri("/api/v1/hello").body(Body::empty()).unwrap();
    assert_eq!(app.call(silent).await.status, StatusCode::OK);
}
