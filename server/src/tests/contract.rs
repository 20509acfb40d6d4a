//! What the document promises is what the types write: everything that the real types write survives the document's shapes without a
//! field lost, and the document itself is a snapshot.

use super::app::TestApp;
use super::sample;
use super::visit::Visit;
use crate::document::{command, feed, outcome, phone};
use domain::command::What;
use domain::inspection::{ReturnPoint, ReturnReason};
use domain::refusal::{Quarantine, Refusal};
use domain::user::Role;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sync::receipt::{Outcome, Receipt};

/// Reads the value as the document's shape and writes it again: nothing may be missing.
fn fits<Shape: DeserializeOwned + Serialize>(value: &impl Serialize) {
    let value = serde_json::to_value(value).unwrap();
    let shape: Shape = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error} in {value:#}"));
    let mut again = serde_json::to_value(&shape).unwrap();
    without_null(&mut again);
    let mut value = value;
    without_null(&mut value);
    pretty_assert(&value, &again);
}

fn without_null(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_null);
        }
        Value::Array(all) => all.iter_mut().for_each(without_null),
        _ => {}
    }
}

fn pretty_assert(value: &Value, again: &Value) {
    assert!(value == again, "the document's shape does not hold this:\n{value:#}\nbut this:\n{again:#}");
}

#[tokio::test]
async fn every_command_is_as_the_document_says() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let commands = sample::commands(&li).await;
    assert_eq!(commands.len(), 19, "one of every kind");
    commands.iter().for_each(fits::<command::Command>);
}

#[tokio::test]
async fn every_answer_to_a_command_is_as_the_document_says() {
    let app = TestApp::new().await;
    let (id, sha256, received_at) = (domain::ids::CommandId(app.id()), domain::digest::Sha256::of(b"x"), app.store.now());
    let all = "out_of_scope late disabled_account not_allowed checklist_unknown incomplete unsigned deadline_invalid disposition_invalid premises_unknown \
               premises_moved tied admin_check_unapproved hazard_unknown revision_conflict needs_decision";
    let quarantine: Vec<Quarantine> = all.split_whitespace().map(|code| serde_json::from_value(code.into()).unwrap()).collect();
    let receipt = Receipt { id, sha256, place: app.community, seq: 3, received_at, epoch: app.store.epoch(), quarantine };
    fits::<outcome::Outcome>(&Outcome::Receipt(receipt));
    let text = || "x".to_owned();
    let refusals = [
        Refusal::Unreadable { detail: text() },
        Refusal::NotOwner,
        Refusal::IdConflict,
        Refusal::TooLarge { max_bytes: 1 },
        Refusal::WrongState { actual: text() },
        Refusal::NotAllowed,
        Refusal::OutOfScope,
        Refusal::SeparationOfDuties,
        Refusal::SelfDealing,
        Refusal::ReasonRequired,
        Refusal::MissingEvidence { missing: 1 },
        Refusal::InQuarantine,
        Refusal::LimitExceeded,
        Refusal::TargetUnknown { what: text() },
        Refusal::Stale,
        Refusal::Invalid { field: text() },
        Refusal::Taken { field: text() },
        Refusal::Unknown,
    ];
    for refusal in refusals {
        fits::<outcome::Outcome>(&Outcome::Refused { id, sha256, refusal, received_at });
    }
}

#[tokio::test]
async fn every_page_of_the_feed_is_as_the_document_says() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let visit = Visit::of_shop(&li).await;
    li.hand_in(Role::Inspector, app.community, None, What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) }).await;
    let points = vec![ReturnPoint::Whole { comment: "再看一次".to_owned() }];
    let give_back = What::ReturnInspection { inspection: visit.inspection.id, reason: ReturnReason::Other, points };
    wang.hand_in(Role::OfficeClerk, app.community, Some(1), give_back).await;
    let page = li.get("/api/v1/feed").await.json();
    let kinds: std::collections::BTreeSet<&str> = page["rows"].as_array().unwrap().iter().map(|row| row["row"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["me", "place", "checklist", "premises", "hazard", "inspection"].into());
    fits::<feed::FeedPage>(&page);
    fits::<feed::FeedRow>(&sync::feed::FeedRow::Gone(sync::feed::Gone::Premises(app.shop.id)));
}

#[tokio::test]
async fn what_else_a_phone_says_is_as_the_document_says() {
    let app = TestApp::new().await;
    let li = app.signed_in("li").await;
    let (holdings, asked, answered) = sample::of_phone(&app);
    fits::<phone::Holdings>(&holdings);
    fits::<phone::Reconcile>(&asked);
    fits::<phone::Reconciled>(&answered);
    fits::<phone::Hello>(&li.get("/api/v1/hello").await.json());
    let asked = sync::session::SignIn { login: "li".to_owned(), password: "x".to_owned(), device: Some(li.device) };
    fits::<phone::SignIn>(&asked);
    fits::<phone::SignedIn>(&app.try_sign_in("li", super::app::PASSWORD, None).await.json());
}

/// The contract with every client out there. `XUNAN_WRITE=1 cargo test -p xunan` writes it anew; the change then shows in review.
#[tokio::test]
async fn the_document_is_the_committed_one() {
    let app = TestApp::new().await;
    let served = app.send("GET", "/api/v1/openapi.json", "", "").await;
    let served = String::from_utf8(served.bytes).unwrap() + "\n";
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    if std::env::var_os("XUNAN_WRITE").is_some() {
        std::fs::write(file, &served).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == served,
        "the API is not what docs/openapi.json says; if that is meant, write it anew: XUNAN_WRITE=1 cargo test -p xunan the_document"
    );
}

#[test]
fn what_any_call_may_be_answered_stands_at_each() {
    let document = serde_json::to_value(crate::router::api().1).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, call) in item.as_object().unwrap() {
            let answers = &call["responses"];
            let is_unsafe = !matches!(method.as_str(), "get" | "head");
            let has = |status: &str| answers.get(status).is_some();
            for status in ["426", "500", "503"] {
                assert!(has(status), "{method} {path} {status}");
            }
            assert_eq!(has("403"), is_unsafe, "{method} {path}");
            if call.get("requestBody").is_some() {
                assert!(has("400") && has("408") && has("413"), "{method} {path}");
            }
            assert!(call.get("security").is_none() || has("401"), "{method} {path}");
        }
    }
    let refused = &document["paths"]["/api/v1/commands/{id}"]["put"]["responses"]["403"]["content"];
    assert!(refused.get("application/json").is_some() && refused.get("application/problem+json").is_some(), "{refused:#}");
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document = serde_json::to_value(crate::router::api().1).unwrap();
    let mut stack = vec![&document];
    let mut seen = 0;
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
                    seen += 1;
                }
                stack.extend(fields.values());
            }
            Value::Array(all) => stack.extend(all),
            _ => {}
        }
    }
    assert!(seen > 100, "{seen}");
}
