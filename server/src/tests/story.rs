//! The main job through the API: sign in, hand in, hand in again, send the photos, hear of what happens.

use super::app::TestApp;
use super::visit::Visit;
use axum::http::StatusCode;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::command::What;
use domain::digest::Sha256;
use domain::inspection::{InspectionState, ReturnPoint, ReturnReason};
use domain::time::Day;
use domain::user::Role;
use serde_json::{Value, json};
use sync::feed::{FeedPage, FeedRow, Gone};
use sync::hello::{EPOCH_HEADER, PROTOCOL_HEADER};
use sync::receipt::Outcome;

fn page(answer: &super::app::Answer) -> FeedPage {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    serde_json::from_slice(&answer.bytes).unwrap()
}

fn after(page: &FeedPage) -> String {
    let cursor = serde_json::to_vec(&page.cursor).unwrap();
    format!("/api/v1/feed?cursor={}", BASE64_URL_SAFE_NO_PAD.encode(cursor))
}

#[tokio::test]
async fn hello_tells_a_captive_portal_from_us() {
    let app = TestApp::new().await;
    let stranger = app.send("GET", "/api/v1/hello", "", "").await;
    assert_eq!((stranger.json()["service"].as_str(), stranger.json().get("user")), (Some("xunan"), None));
    let li = app.signed_in("li").await;
    assert_eq!(li.get("/api/v1/hello").await.json()["user"], json!(li.user));
    for answer in [stranger, app.send("GET", "/api/v1/nothing", "", "").await, app.send("GET", "/nothing.js", "", "").await] {
        assert_eq!(answer.headers[PROTOCOL_HEADER], "1");
        assert_eq!(answer.headers[EPOCH_HEADER], app.store.epoch().0.to_string());
    }
}

#[tokio::test]
async fn a_visit_is_taken_once_and_its_receipt_repeated_byte_for_byte() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let visit = Visit::of_shop(&li).await;
    let what = What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) };
    let (sealed, path, first) = li.hand_in(Role::Inspector, app.community, None, what).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&first.bytes));
    let Outcome::Receipt(receipt) = serde_json::from_slice(&first.bytes).unwrap() else { panic!("no receipt") };
    assert_eq!((receipt.sha256, receipt.epoch, receipt.quarantine), (sealed.sha256, app.store.epoch(), vec![]));

    app.later(60);
    let again = li.put(&path, sealed.bytes.clone()).await;
    assert_eq!((again.status, &again.bytes), (first.status, &first.bytes));

    let mut other = sealed.bytes.clone();
    other.push(b' ');
    let conflict = li.put(&path, other).await;
    assert_eq!((conflict.status, conflict.json()["refusal"]["code"].as_str()), (StatusCode::CONFLICT, Some("id_conflict")));
    assert_eq!(li.put(&path, sealed.bytes).await.bytes, first.bytes, "nothing was overwritten");
}

#[tokio::test]
async fn photos_come_after_the_record_and_are_kept_by_their_hash() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let visit = Visit::of_shop(&li).await;
    let what = What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) };
    li.hand_in(Role::Inspector, app.community, None, what).await;
    let (sha256, bytes) = visit.blobs.first_key_value().unwrap();
    let path = format!("/api/v1/blobs/{sha256}");

    assert_eq!(app.send("HEAD", &path, &li.cookie, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(li.put(&path, b"damaged".to_vec()).await.code(), (422, "hash_mismatch".to_owned()));
    assert_eq!(li.put(&path, bytes.clone()).await.status, StatusCode::CREATED);
    assert_eq!(li.put(&path, bytes.clone()).await.status, StatusCode::OK);
    assert_eq!(app.send("HEAD", &path, &li.cookie, "").await.status, StatusCode::OK);

    let drawn = li.get(&format!("/api/v1/records/{}/photos/1?px=100", visit.inspection.id)).await;
    assert_eq!((drawn.status, drawn.headers["content-type"].to_str().unwrap()), (StatusCode::OK, "image/jpeg"));
    assert_ne!(&drawn.bytes, bytes, "an original is never served");
    assert_eq!(image::load_from_memory(&drawn.bytes).unwrap().width(), 320);
}

#[tokio::test]
async fn the_feed_gives_what_is_there_and_then_what_changes() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let state = page(&li.get("/api/v1/feed").await);
    assert!(!state.more && !state.restart && state.cursor.page.is_none());
    assert_eq!(state.premises_total, Some(1));
    let premises = state.rows.iter().find_map(|row| if let FeedRow::Premises(row) = row { Some(row) } else { None }).unwrap();
    assert_eq!(
        (premises.premises.id, premises.premises.fields["head_phone"].clone()),
        (app.shop.id, domain::premises::FieldValue::Text("13812345678".to_owned()))
    );
    assert!(matches!(&state.rows[0], FeedRow::Me(me) if me.id == li.user));
    assert!(state.rows.iter().filter(|row| matches!(row, FeedRow::Checklist(_))).count() > 10);
    assert_eq!(page(&li.get(&after(&state)).await).rows, vec![]);

    let visit = Visit::of_shop(&li).await;
    let what = What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) };
    li.hand_in(Role::Inspector, app.community, None, what).await;
    let news = page(&li.get(&after(&state)).await);
    let kinds: Vec<&str> = news.rows.iter().map(kind).collect();
    assert_eq!(kinds, ["premises", "hazard", "inspection"]);
    let FeedRow::Premises(card) = &news.rows[0] else { unreachable!() };
    assert_eq!(card.visits.len(), 1, "the visit stands on the card");
    assert_eq!(page(&li.get(&after(&news)).await).rows, vec![]);
    assert_eq!(page(&li.get(&after(&state)).await).rows, news.rows, "the same cursor again gives the same");
}

fn kind(row: &FeedRow) -> &'static str {
    match row {
        FeedRow::Me(_) => "me",
        FeedRow::Place(_) => "place",
        FeedRow::Checklist(_) => "checklist",
        FeedRow::Premises(_) => "premises",
        FeedRow::Hazard(_) => "hazard",
        FeedRow::Inspection(_) => "inspection",
        FeedRow::Gone(Gone::Premises(_) | Gone::Hazard(_) | Gone::Inspection(_)) => "gone",
        FeedRow::Unknown => "unknown",
    }
}

#[tokio::test]
async fn a_return_reaches_the_phone_that_waits_with_the_very_item() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let visit = Visit::of_shop(&li).await;
    let what = What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) };
    let (sealed, ..) = li.hand_in(Role::Inspector, app.community, None, what).await;
    let state = page(&li.get("/api/v1/feed").await);

    let at = visit.inspection.findings[0].at.clone();
    let points = vec![ReturnPoint::Item { at: at.clone(), comment: "照片看不清门锁".to_owned() }];
    let give_back = What::ReturnInspection { inspection: visit.inspection.id, reason: ReturnReason::PhotoUnclear, points: points.clone() };
    let path = format!("{}&wait=25", after(&state));
    let waiting = li.get(&path);
    let (news, (.., returned)) = tokio::join!(waiting, wang.hand_in(Role::OfficeClerk, app.community, Some(1), give_back));
    assert_eq!(returned.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&returned.bytes));
    let news = page(&news);
    let FeedRow::Inspection(row) = &news.rows[0] else { panic!("{:?}", news.rows) };
    assert_eq!((row.state, row.sealed), (InspectionState::Returned, sealed.sha256));
    let back = row.returned.as_ref().unwrap();
    assert_eq!((&back.points, back.by, back.due_on), (&points, wang.user, "2026-03-29".parse::<Day>().unwrap()));
    assert_eq!(back.inspection, visit.inspection);

    let mut mended = visit.inspection.clone();
    (mended.revision, mended.parent, mended.reply) = (2, Some(sealed.sha256), "重新拍了一张".to_owned());
    let what = What::ResubmitInspection { inspection: Box::new(mended) };
    let (.., taken) = li.hand_in(Role::Inspector, app.community, None, what).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&taken.bytes));

    for (sha256, bytes) in &visit.blobs {
        assert_eq!(li.put(&format!("/api/v1/blobs/{sha256}"), bytes.clone()).await.status, StatusCode::CREATED);
    }
    let accept = What::AcceptInspection { inspection: visit.inspection.id };
    let (.., accepted) = wang.hand_in(Role::OfficeClerk, app.community, Some(2), accept).await;
    assert_eq!(accepted.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&accepted.bytes));
    let news = page(&li.get(&after(&news)).await);
    let row = news.rows.iter().find_map(|row| if let FeedRow::Inspection(row) = row { Some(row) } else { None }).unwrap();
    assert_eq!((row.state, row.revision, row.missing.len()), (InspectionState::Accepted, 2, 0));
}

#[tokio::test]
async fn reconcile_says_no_more_than_is_durable() {
    let app = TestApp::new().await;
    let (li, an) = (app.signed_in("li").await, app.signed_in("an").await);
    let visit = Visit::of_shop(&li).await;
    let what = What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) };
    let (sealed, path, _) = li.hand_in(Role::Inspector, app.community, None, what).await;
    let (sha256, bytes) = visit.blobs.first_key_value().unwrap();
    li.put(&format!("/api/v1/blobs/{sha256}"), bytes.clone()).await;
    let id = path.rsplit('/').next().unwrap();
    let held = json!({ "held": [
        { "kind": "command", "id": id, "sha256": sealed.sha256 },
        { "kind": "command", "id": id, "sha256": Sha256::of(b"other") },
        { "kind": "command", "id": app.id(), "sha256": sealed.sha256 },
        { "kind": "blob", "sha256": sha256 },
        { "kind": "blob", "sha256": Sha256::of(b"other") },
    ] });
    let presence = |answer: &super::app::Answer| -> Value { answer.json()["presence"].clone() };
    let mine = li.post("/api/v1/reconcile", held.to_string()).await;
    assert_eq!(presence(&mine), json!(["present", "different", "absent", "present", "absent"]));
    let theirs = an.post("/api/v1/reconcile", held.to_string()).await;
    assert_eq!(presence(&theirs)[3], "absent", "a hash tells a stranger nothing");
}

#[tokio::test]
async fn what_a_phone_holds_is_seen_at_the_desk() {
    let app = TestApp::new().await;
    let (li, wang, an) = (app.signed_in("li").await, app.signed_in("wang").await, app.signed_in("an").await);
    let record = json!({ "command": app.id(), "inspection": app.id(), "premises": app.shop.id, "sealed_at": 1, "provisional_number": "7F3A-2", "blobs_missing": 3 });
    let holdings = json!({ "device": li.device, "build": "b", "drafts": [], "records": [record] });
    assert_eq!(li.put("/api/v1/holdings", holdings.to_string()).await.status, StatusCode::NO_CONTENT);
    let seen_by = async |cookie: &str| {
        let token = store::session::Token::read(cookie.split_once('=').unwrap().1).unwrap();
        let scope = app.store.session(&token).await.unwrap().unwrap().scope;
        store::query::people::phones(&app.store, &scope).await.unwrap().len()
    };
    assert_eq!((seen_by(&wang.cookie).await, seen_by(&an.cookie).await), (1, 0));
    let nothing = json!({ "device": li.device, "build": "b", "drafts": [], "records": [] });
    assert_eq!(li.put("/api/v1/holdings", nothing.to_string()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(seen_by(&wang.cookie).await, 0);
}
