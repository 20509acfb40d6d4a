use super::{Ground, decision};
use crate::state::cast::{finding, photo};
use crate::state::evidence::{self, put_back, take_out};
use domain::digest::Sha256;
use domain::ids::{FindingId, HazardId};
use domain::inspection::{Disposition, Finding, Photo, PhotoOf};
use domain::time::Timestamp;
use uuid::Uuid;

fn sha(name: &str) -> Sha256 {
    Sha256::of(name.as_bytes())
}

fn shown_after(name: &str) -> Photo {
    Photo { of: PhotoOf::After, ..photo(name, "hose") }
}

fn decide(name: &str, earlier: Option<Disposition>, finding: &Finding, others: &[&Finding], pictures: &[Photo]) -> Disposition {
    let due_on = Timestamp::default().day().plus(3);
    decision(name, earlier, &Ground { finding, others, pictures, hazard: None, due_on }).unwrap()
}

#[test]
fn coming_back_to_on_the_spot_finds_its_pictures_again() {
    let finding = Finding { photos: vec![sha("before")], ..finding("hose") };
    let pictures = [photo("before", "hose"), shown_after("after")];
    let on_spot = Disposition::OnSpot { before: vec![sha("before")], after: vec![sha("after")] };
    assert_eq!(decide("on_spot", Some(on_spot.clone()), &finding, &[], &pictures), on_spot, "as it was decided");
    assert_eq!(decide("on_spot", None, &finding, &[], &pictures), on_spot, "after a page that died");
}

#[test]
fn a_picture_that_another_finding_names_or_that_was_put_aside_does_not_come_back() {
    let on_spot = |after: Vec<Sha256>| Disposition::OnSpot { before: vec![], after };
    let (mine, other) =
        (finding("hose"), Finding { id: FindingId(Uuid::from_u128(8)), disposition: on_spot(vec![sha("other")]), ..finding("hose") });
    let pictures = [shown_after("other")];
    assert_eq!(decide("on_spot", None, &mine, &[&other], &pictures), on_spot(vec![]));
    assert_eq!(decide("on_spot", Some(on_spot(vec![sha("gone")])), &mine, &[], &pictures), on_spot(vec![]));
}

#[test]
fn a_picture_after_that_came_while_the_decision_was_changed_shows_after_and_not_before() {
    let finding = Finding { photos: vec![sha("before"), sha("late")], ..finding("hose") };
    let pictures = [photo("before", "hose"), shown_after("late")];
    let earlier = Disposition::OnSpot { before: vec![sha("before")], after: vec![] };
    let wanted = Disposition::OnSpot { before: vec![sha("before")], after: vec![sha("late")] };
    assert_eq!(decide("on_spot", Some(earlier), &finding, &[], &pictures), wanted);
}

#[test]
fn coming_back_to_a_deadline_finds_day_and_reason_again() {
    let reasoned = Disposition::Order { due_on: Timestamp::default().day().plus(15), reason: Some("要等厂家供货".into()) };
    assert_eq!(decide("order", Some(reasoned.clone()), &finding("hose"), &[], &[]), reasoned);
    let fresh = Disposition::Order { due_on: Timestamp::default().day().plus(3), reason: None };
    assert_eq!(decide("order", None, &finding("hose"), &[], &[]), fresh);
}

#[test]
fn nothing_is_the_same_as_a_hazard_that_is_not_there() {
    let due_on = Timestamp::default().day();
    let finding = finding("hose");
    let ground = |hazard| Ground { finding: &finding, others: &[], pictures: &[], hazard, due_on };
    assert_eq!(decision("same_as", None, &ground(None)), None);
    let hazard = HazardId(Uuid::from_u128(7));
    assert_eq!(decision("same_as", None, &ground(Some(hazard))), Some(Disposition::SameAs { hazard }));
}

#[test]
fn taking_a_picture_out_and_back_says_nothing_of_the_others() {
    let disposition = Disposition::OnSpot { before: vec![sha("a"), sha("b")], after: vec![] };
    let mut finding = Finding { photos: vec![sha("a"), sha("b")], disposition, ..finding("hose") };
    let was = take_out(&mut finding, sha("a"));
    assert_eq!(evidence::named(&finding), vec![sha("b")]);
    finding.photos.push(sha("c")); // the camera, meanwhile
    put_back(&mut finding, sha("a"), was);
    put_back(&mut finding, sha("a"), was);
    assert_eq!(finding.photos, vec![sha("b"), sha("c"), sha("a")]);
    assert_eq!(finding.disposition, Disposition::OnSpot { before: vec![sha("b"), sha("a")], after: vec![] });
}
