//! The desk's doors and pages from outside.

use super::app::{Answer, PASSWORD, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sync::hello::PROTOCOL_HEADER;

/// A browser without script.
async fn browse(app: &TestApp, method: &str, path: &str, cookie: &str, form: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:3000").header(header::COOKIE, cookie);
    let request = request.header("sec-fetch-site", "same-origin").header(header::ACCEPT, "text/html").header(header::ACCEPT_LANGUAGE, "en");
    app.call(request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form.to_owned())).unwrap()).await
}

fn location(answer: &Answer) -> (StatusCode, &str) {
    (answer.status, answer.headers[header::LOCATION].to_str().unwrap())
}

#[tokio::test]
async fn the_desk_asks_for_a_sign_in_and_leads_back_to_the_page_that_was_wanted() {
    let app = TestApp::new().await;
    let closed = browse(&app, "GET", "/desk/inbox?state=returned", "", "").await;
    assert_eq!(location(&closed), (StatusCode::SEE_OTHER, "/sign-in?next=/desk/inbox%3Fstate%3Dreturned"));

    let form = format!("login=wang&password={}&next=%2Fdesk%2Finbox%3Fstate%3Dreturned", PASSWORD.replace(' ', "+"));
    let open = browse(&app, "POST", "/sign-in", "", &form).await;
    assert_eq!(location(&open), (StatusCode::SEE_OTHER, "/desk/inbox?state=returned"));
    let cookie = open.cookie().unwrap();
    assert_eq!(browse(&app, "GET", "/desk/inbox", &cookie, "").await.status, StatusCode::OK);

    let out = browse(&app, "POST", "/sign-out", &cookie, "").await;
    assert_eq!(location(&out), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(browse(&app, "GET", "/desk/inbox", &cookie, "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_was_wrong_with_a_sign_in_stands_in_the_address() {
    let app = TestApp::new().await;
    let wrong = browse(&app, "POST", "/sign-in", "", "login=wang&password=x&next=//evil.example").await;
    assert_eq!(location(&wrong), (StatusCode::SEE_OTHER, "/sign-in?problem=bad_credentials&next=/desk"));
    let form = format!("login=li&password={}", PASSWORD.replace(' ', "+"));
    let phone = browse(&app, "POST", "/sign-in", "", &form).await;
    assert_eq!((location(&phone), phone.cookie()), ((StatusCode::SEE_OTHER, "/sign-in?problem=no_desk&next=/desk"), None));
    for _ in 0..4 {
        browse(&app, "POST", "/sign-in", "", "login=wang&password=x").await;
    }
    let wait = browse(&app, "POST", "/sign-in", "", "login=wang&password=x").await;
    assert_eq!(location(&wait), (StatusCode::SEE_OTHER, "/sign-in?problem=rate_limited&wait=2&next=/desk"));
}

#[tokio::test]
async fn a_phone_that_tries_the_desk_stays_signed_in() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let form = format!("login=li&password={}", PASSWORD.replace(' ', "+"));
    let tried = browse(&app, "POST", "/sign-in", &li.cookie, &form).await;
    assert_eq!((location(&tried), tried.cookie()), ((StatusCode::SEE_OTHER, "/sign-in?problem=no_desk&next=/desk"), None));
    assert_eq!(li.get("/api/v1/feed").await.status, StatusCode::OK);
    let form = format!("login=wang&password={}", PASSWORD.replace(' ', "+"));
    assert!(browse(&app, "POST", "/sign-in", &li.cookie, &form).await.cookie().is_some());
    assert_eq!(li.get("/api/v1/feed").await.status, StatusCode::UNAUTHORIZED, "a token never outlives a sign-in");
}

#[tokio::test]
async fn an_open_desk_does_not_hold_the_end_up() {
    let app = TestApp::new().await;
    let wang = app.signed_in("wang").await;
    let news = async |marker: &str| browse(&app, "POST", "/desk/call/news", &wang.cookie, &format!("marker={marker}")).await;
    let marker = browse(&app, "POST", "/desk/call/news", &wang.cookie, "").await.json();
    let begun = std::time::Instant::now();
    let end = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        app.ending.send_replace(true);
    };
    let (waited, ()) = tokio::join!(news(marker.as_str().unwrap()), end);
    assert_eq!(waited.code(), (503, "unavailable".to_owned()));
    assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn whoever_tries_passwords_elsewhere_keeps_nobody_from_his_own_desk() {
    let app = TestApp::new().await;
    let form = format!("login=wang&password={}", PASSWORD.replace(' ', "+"));
    let open = browse(&app, "POST", "/sign-in", "", &form).await;
    let cookies = open.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    let browser = cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with("xunan-browser=")).unwrap();
    assert_eq!(browse(&app, "GET", "/desk/inbox", browser, "").await.status, StatusCode::SEE_OTHER, "it opens nothing");
    for _ in 0..8 {
        browse(&app, "POST", "/sign-in", "", "login=wang&password=x").await;
    }
    assert!(location(&browse(&app, "POST", "/sign-in", "", &form).await).1.contains("rate_limited"));
    assert_eq!(location(&browse(&app, "POST", "/sign-in", browser, &form).await), (StatusCode::SEE_OTHER, "/desk"));
}

#[tokio::test]
async fn every_inline_script_of_a_page_carries_the_policys_nonce() {
    let app = TestApp::new().await;
    let wang = app.signed_in("wang").await;
    for path in ["/", "/sign-in", "/desk", "/desk/inbox", "/desk/hazards", "/desk/premises", "/desk/phones"] {
        let answer = browse(&app, "GET", path, &wang.cookie, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("the policy has a nonce");
        let html = String::from_utf8(answer.bytes).unwrap();
        assert!(html.contains("<html lang=\"en\""), "{path}: {html}");
        for script in html.split("<script").skip(1) {
            let tag = script.split('>').next().unwrap();
            assert!(tag.contains("src=") || tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <script{tag}>");
        }
        assert!(!html.contains(" style=\""), "{path}: the policy forbids inline styles");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{path}");
    }
}

/// The language of a page, and what its switch sends back as the page's address.
fn spoken(html: &str) -> (&str, String) {
    let form = html.split("<form").find(|form| form.contains("action=\"/language\"")).expect("a language switch");
    let form = form.split("</form").next().unwrap();
    assert!(form.contains("method=\"post\"") && form.contains("value=\"en\"") && form.contains("value=\"zh-CN\""), "{form}");
    let back = form.split("name=\"back\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a way back");
    (html.split("<html lang=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap(), back.replace("&amp;", "&"))
}

#[tokio::test]
async fn the_language_changes_without_any_script_and_leads_back_to_the_same_page() {
    let app = TestApp::new().await;
    let wang = app.signed_in("wang").await;
    for path in ["/", "/sign-in?problem=no_desk&next=/desk/inbox", "/desk", "/desk/inbox?show=all", "/desk/premises?q=a%26b&risk=red"] {
        let before = browse(&app, "GET", path, &wang.cookie, "").await;
        let html = String::from_utf8(before.bytes).unwrap();
        let (lang, back) = spoken(&html);
        assert_eq!(lang, "en", "{path}");
        let form = format!("back={}&lang=zh-CN", crate::http::desk_session::encoded(&back));
        let chosen = browse(&app, "POST", "/language", &wang.cookie, &form).await;
        assert_eq!(location(&chosen), (StatusCode::SEE_OTHER, back.as_str()), "{path}");
        let cookie = format!("{}; {}", wang.cookie, chosen.cookie().expect("the language is kept"));
        let after = String::from_utf8(browse(&app, "GET", &back, &cookie, "").await.bytes).unwrap();
        assert_eq!(spoken(&after), ("zh-CN", back), "{path}");
    }
}

#[tokio::test]
async fn the_way_back_from_another_language_is_a_page_of_ours_and_no_other() {
    let app = TestApp::new().await;
    for foreign in ["", "//evil.example", "/\\evil.example", "https://evil.example/", "evil.example", "/\t/evil.example", "/desk\r\nx: y"] {
        let form = format!("lang=en&back={}", crate::http::desk_session::encoded(foreign));
        let answer = browse(&app, "POST", "/language", "", &form).await;
        assert_eq!(location(&answer), (StatusCode::SEE_OTHER, "/"), "{foreign:?}");
    }
    for unknown in ["lang=fr", "lang=en%3B+Domain%3Devil.example", "lang="] {
        let answer = browse(&app, "POST", "/language", "", &format!("{unknown}&back=/")).await;
        assert_eq!((answer.status, answer.cookie()), (StatusCode::BAD_REQUEST, None), "{unknown}");
    }
    assert_eq!(browse(&app, "GET", "/language?lang=en&back=/", "", "").await.cookie(), None, "a link changes nothing");
}

#[tokio::test]
async fn a_page_that_is_none_is_said_so() {
    let app = TestApp::new().await;
    let lost = browse(&app, "GET", "/no-such-page", "", "").await;
    assert_eq!((lost.status, lost.headers[header::CONTENT_TYPE].to_str().unwrap()), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
    assert_eq!(browse(&app, "GET", "/field/anything", "", "").await.bytes, b"bytes of field.html");
    assert_eq!(app.send("GET", "/no-such.js", "", "").await.code(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn no_call_of_a_page_can_be_made_by_a_link_or_without_a_session() {
    let app = TestApp::new().await;
    let calls: Vec<_> = leptos::server_fn::axum::server_fn_paths().collect();
    assert!(calls.len() >= 10, "{calls:?}");
    for (path, method) in calls {
        assert_eq!(method, "POST", "{path}");
        assert_ne!(app.send("GET", path, "", "").await.status, StatusCode::OK, "{path}");
        let request =
            Request::builder().method("POST").uri(path).header(PROTOCOL_HEADER, "1").header(header::CONTENT_TYPE, "application/json");
        let answer = app.call(request.body(Body::from("{}")).unwrap()).await;
        assert_ne!(answer.status, StatusCode::OK, "{path}: {answer:?}");
    }
    let me = app.send("POST", "/desk/call/me", "", "").await;
    assert!(String::from_utf8_lossy(&me.bytes).contains("signed_out"), "{me:?}");
}
