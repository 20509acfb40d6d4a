//! The desk's pages and calls as a reviewer's browser asks for them.

use super::app::{Answer, Person, TestApp};
use super::visit::Visit;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::command::What;
use domain::ids::{CommandId, PremisesId};
use domain::premises::{FieldValue, Premises};
use domain::user::Role;
use sync::hello::PROTOCOL_HEADER;

async fn call(by: &Person<'_>, name: &str, form: &str) -> Answer {
    let request = Request::builder().method("POST").uri(format!("/desk/call/{name}")).header(header::HOST, "localhost:3000");
    let request = request.header(PROTOCOL_HEADER, "1").header("sec-fetch-site", "same-origin").header(header::COOKIE, &by.cookie);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    by.app.call(request.body(Body::from(form.to_owned())).unwrap()).await
}

async fn page(by: &Person<'_>, path: &str) -> String {
    let request = Request::builder().uri(path).header(header::HOST, "localhost:3000").header(header::COOKIE, &by.cookie);
    let answer = by.app.call(request.header(header::ACCEPT_LANGUAGE, "en").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
    String::from_utf8(answer.bytes).unwrap()
}

/// A visit that has come in whole.
async fn handed_in(li: &Person<'_>, change: impl FnOnce(&mut Visit)) -> Visit {
    let mut visit = Visit::of_shop(li).await;
    change(&mut visit);
    let submit = What::SubmitInspection { inspection: Box::new(visit.inspection.clone()) };
    let (_, _, taken) = li.hand_in(Role::Inspector, li.app.community, None, submit).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{taken:?}");
    for (sha256, bytes) in &visit.blobs {
        li.put(&format!("/api/v1/blobs/{sha256}"), bytes.clone()).await;
    }
    visit
}

#[tokio::test]
async fn a_double_click_is_one_decision() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let visit = handed_in(&li, |_| ()).await;
    let form = format!("inspection={}&revision=1&command={}", visit.inspection.id, CommandId(app.id()));
    let first = call(&wang, "accept", &form).await;
    app.later(1);
    let second = call(&wang, "accept", &form).await;
    assert_eq!((first.status, second.status), (StatusCode::OK, StatusCode::OK), "{second:?}");
    let other = format!("inspection={}&revision=1&command={}", visit.inspection.id, CommandId(app.id()));
    let again = call(&wang, "accept", &other).await;
    assert!(String::from_utf8_lossy(&again.bytes).contains("wrong_state"), "{again:?}");
}

#[tokio::test]
async fn a_record_can_be_accepted_without_any_script() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let visit = handed_in(&li, |_| ()).await;
    let html = page(&wang, &format!("/desk/inspections/{}", visit.inspection.id)).await;
    let form = html.split("<form").find(|form| form.contains("/desk/call/accept")).expect("a form that accepts");
    for carried in ["name=\"inspection\"", "name=\"revision\"", "name=\"command\""] {
        assert!(form.contains(carried), "{carried}: {form}");
    }
}

#[tokio::test]
async fn everything_that_was_written_and_photographed_stands_in_the_record() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let visit = handed_in(&li, |visit| {
        visit.inspection.note = "老板下周装修".to_owned();
        let failed = visit.inspection.findings[0].at.clone();
        for answered in visit.inspection.answers.iter_mut().filter(|answered| answered.at == failed) {
            answered.note = "第二次看到".to_owned();
        }
        // The item's photo belongs to none of its findings.
        visit.inspection.findings[0].photos.clear();
        visit.inspection.photos[0].from_album = true;
    })
    .await;
    let html = page(&wang, &format!("/desk/inspections/{}", visit.inspection.id)).await;
    for written in ["老板下周装修", "第二次看到", "From the album", "No position"] {
        assert!(html.contains(written), "{written}");
    }
    let finding = html.split("class=\"finding\"").nth(1).expect("a finding");
    assert!(finding.split("</article").next().unwrap().contains("/photos/"), "the item's photo stands beside its finding");
}

#[tokio::test]
async fn a_signature_by_keyboard_is_said_to_be_one_and_a_drawn_one_is_not() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    for typed in [false, true] {
        let visit = handed_in(&li, |visit| visit.inspection.signatures[0].typed = typed).await;
        let html = page(&wang, &format!("/desk/inspections/{}", visit.inspection.id)).await;
        let signed = html.split("class=\"record-signed\"").nth(1).and_then(|rest| rest.split("</section").next()).expect("who signed");
        assert!(signed.contains("Signature of 李敏") && signed.contains("/photos/"), "{signed}");
        assert_eq!(signed.contains("by keyboard"), typed, "{signed}");
    }
}

#[tokio::test]
async fn the_first_picture_of_a_page_is_asked_for_at_once_and_its_plate_says_that_it_comes() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let visit = handed_in(&li, |_| ()).await;
    let html = page(&wang, &format!("/desk/inspections/{}", visit.inspection.id)).await;
    let images: Vec<_> = html.split("<img").skip(1).map(|image| image.split('>').next().unwrap()).collect();
    assert!(images.len() > 1 && images[0].contains("loading=\"eager\""), "{images:?}");
    assert!(images[1..].iter().all(|image| image.contains("loading=\"lazy\"")), "{images:?}");
    assert!(html.split("<img").next().unwrap().contains("Loading the photo"), "{html}");
}

#[tokio::test]
async fn the_inbox_says_under_which_reason_a_record_waits_and_shows_one_of_them_alone() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let visit = handed_in(&li, |visit| visit.inspection.photos[0].from_album = true).await;
    // An address has each sign but letters and digits escaped.
    let opens = format!("open={}", visit.inspection.id.to_string().replace('-', "%2D"));
    let lines = |html: &str| html.matches(&opens).count();
    let html = page(&wang, "/desk/inbox").await;
    let section = html.split("id=\"section-flagged\"").nth(1).and_then(|rest| rest.split("</section").next()).expect("its section");
    assert!(section.contains("With signals") && section.contains("decide nothing") && lines(section) == 1, "{section}");
    assert!(!html.contains("section-new_inspector"), "a record stands once, under its most urgent reason");
    let sections = html.split("class=\"desk-sections\"").nth(1).and_then(|rest| rest.split("</nav").next()).expect("the sections");
    assert!(sections.contains("href=\"/desk/inbox?show=flagged\""), "{sections}");
    for (show, expected) in [("flagged", 1), ("sample", 0), ("all", 1), ("accepted", 0)] {
        assert_eq!(lines(&page(&wang, &format!("/desk/inbox?show={show}")).await), expected, "{show}");
    }
    assert!(!page(&wang, "/desk/inbox?show=all").await.contains("id=\"section-"), "what needs no eyes has no reason");
}

#[tokio::test]
async fn the_start_page_shows_the_first_records_and_hazards_under_their_counts() {
    let app = TestApp::new().await;
    let (li, wang) = (app.signed_in("li").await, app.signed_in("wang").await);
    let empty = page(&wang, "/desk").await;
    assert!(empty.contains("All reviewed") && empty.contains("No open hazards"), "{empty}");
    let visit = handed_in(&li, |visit| visit.inspection.photos[0].from_album = true).await;
    let html = page(&wang, "/desk").await;
    assert!(html.contains(&format!("/desk/inbox?open={}", visit.inspection.id)), "{html}");
    assert!(html.contains("href=\"/desk/hazards/") && html.contains(&visit.inspection.findings[0].violation), "{html}");
}

#[tokio::test]
async fn a_card_says_what_was_chosen_in_words() {
    let app = TestApp::new().await;
    let wang = app.signed_in("wang").await;
    let text = |word: &str| FieldValue::Text(word.to_owned());
    let fields = [
        ("gas", text("pipe")),
        ("self_built", text("unknown")),
        ("no_licence", FieldValue::Int(1)),
        ("special_equipment", FieldValue::List(vec!["elevator".to_owned(), "forklift".to_owned()])),
    ];
    let fields = fields.map(|(id, value)| (id.to_owned(), value)).into();
    let shop = Premises { id: PremisesId(app.id()), name: "福来饭店".to_owned(), fields, ..app.shop.clone() };
    app.order(app.community, What::AddPremises { premises: Box::new(shop.clone()) }).await;
    let html = page(&wang, &format!("/desk/premises/{}", shop.id)).await;
    let facts = html.split("class=\"facts\"").nth(1).and_then(|rest| rest.split("</dl").next()).expect("its facts");
    for told in ["Piped natural gas", "Unknown", "Yes", "Elevator, Forklift"] {
        assert!(facts.contains(told), "{told}: {facts}");
    }
    for code in [">pipe", ">unknown", ">1<", "forklift"] {
        assert!(!facts.contains(code), "{code}: {facts}");
    }
}

#[tokio::test]
async fn what_cannot_be_drawn_is_offered_as_a_file_and_never_opened_in_the_page() {
    let app = TestApp::new().await;
    let (li, wang, an) = (app.signed_in("li").await, app.signed_in("wang").await, app.signed_in("an").await);
    let visit = handed_in(&li, |visit| visit.inspection.photos[0].undecodable = true).await;
    let html = page(&wang, &format!("/desk/inspections/{}", visit.inspection.id)).await;
    let address = html.split('"').find(|part| part.ends_with("/original")).expect("a link to the original").to_owned();
    let original = wang.get(&address).await;
    assert_eq!(original.status, StatusCode::OK);
    assert_eq!(original.headers[header::CONTENT_DISPOSITION], "attachment");
    assert_eq!(original.headers[header::CONTENT_TYPE], "application/octet-stream");
    assert!(visit.blobs.values().any(|bytes| *bytes == original.bytes), "the very bytes");
    assert_eq!(an.get(&address).await.code(), (404, "not_found".to_owned()), "as if there were none");
    assert_eq!(app.send("GET", &address, "", "").await.code(), (401, "unauthenticated".to_owned()));
}

#[tokio::test]
async fn a_page_carries_how_things_stood_when_it_was_made() {
    let app = TestApp::new().await;
    let wang = app.signed_in("wang").await;
    let marker = format!("{}.", app.store.epoch().0.simple());
    for path in ["/desk", "/desk/inbox", "/desk/premises"] {
        assert!(page(&wang, path).await.contains(&marker), "{path}: what changes before the page is alive is missed");
    }
}

#[tokio::test]
async fn the_words_of_a_search_and_the_other_filters_are_one_form() {
    let app = TestApp::new().await;
    let wang = app.signed_in("wang").await;
    let html = page(&wang, "/desk/premises?risk=red&q=abc").await;
    let form = html.split("<form").find(|form| form.contains("name=\"q\"")).expect("a search").split("</form").next().unwrap();
    for name in ["risk", "verify", "kind", "community"] {
        assert!(form.contains(&format!("name=\"{name}\"")), "{name}: {form}");
    }
    assert!(form.contains("method=\"get\"") && form.contains("value=\"abc\""), "{form}");
}

#[tokio::test]
async fn a_later_page_whose_rows_have_gone_leads_to_the_first_and_does_not_call_the_list_empty() {
    let app = TestApp::new().await;
    let wang = app.signed_in("wang").await;
    for (first, after) in [
        ("/desk/premises?risk=blue", "&after=9.e9bea0.ffffffff-ffff-ffff-ffff-ffffffffffff"),
        ("/desk/hazards", "?after=39393939.ffffffff-ffff-ffff-ffff-ffffffffffff"),
        ("/desk/inbox?show=all", "&after=0.00000000-0000-0000-0000-000000000000"),
    ] {
        let path = format!("{first}{after}");
        let html = page(&wang, &path).await;
        let link = html.split("This page has nothing left").nth(1).expect("says that this page is empty").split("</a>").next().unwrap();
        assert!(link.contains(&format!("href=\"{first}\"")), "{path}: {link}");
        let whole = page(&wang, first).await;
        assert!(!whole.contains("This page has nothing left"), "{first}");
    }
}
