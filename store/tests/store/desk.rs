//! What the desk reads.

use crate::house::{CHEN, COMMUNITY, GRID, House, LI, LIST, OTHER_COMMUNITY, QIAN, SUN, WANG, on_both};
use crate::visit::Visit;
use domain::command::{Sealed, What};
use domain::decide::inbox::Why;
use domain::ids::HazardId;
use domain::inspection::{Counts, ReturnPoint, ReturnReason};
use domain::permission::Action;
use domain::premises::PremisesChange;
use domain::refusal::Quarantine;
use domain::user::{Grant, Role};
use std::time::Duration;
use store::query::record::Which;
use store::query::{feed, hazards, inspections, people, photos, premises, record};
use sync::desk::hazard::HazardFilter;
use sync::desk::inbox::InspectionFilter;
use sync::desk::premises::PremisesFilter;
use sync::feed::FeedRow;
use uuid::Uuid;

/// A visit with a finding, handed in.
async fn handed_in(house: &House) -> (Visit, Sealed) {
    let shop = house.shop().await;
    let mut visit = house.visit(&shop);
    visit.fail(&shop, 0);
    let command = house.submit(&visit);
    house.take(&command).await;
    house.bring_all(&visit).await;
    (visit, Sealed::of(&command))
}

fn give_back(visit: &Visit) -> What {
    let points = vec![ReturnPoint::Whole { comment: "请补拍".to_owned() }];
    What::ReturnInspection { inspection: visit.record.id, reason: ReturnReason::PhotoUnclear, points }
}

#[tokio::test]
async fn premises_that_move_take_what_was_found_there_along() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        house.take(&house.submit(&visit)).await;
        house.bring_all(&visit).await;
        let inspector = house.scope(CHEN.id).await;
        let seen = async || {
            let record = record::read(house.store(), &inspector, visit.record.id, None).await.unwrap();
            (record.is_some(), photos::of_record(house.store(), &inspector, visit.record.id, 1).await.unwrap().is_some())
        };
        assert_eq!(seen().await, (false, false));
        let change = PremisesChange { community: Some(OTHER_COMMUNITY), ..PremisesChange::default() };
        house.take(&house.order(QIAN, COMMUNITY, Some(1), What::EditPremises { premises: shop.id, change: Box::new(change) })).await;
        assert_eq!(seen().await, (true, true), "with the hazard come its pictures");
        let card = premises::card(house.store(), &inspector, shop.id).await.unwrap().unwrap();
        assert_eq!((card.hazards.len(), card.visits.len()), (1, 1));
        let page = feed::page(house.store(), &inspector, None, Duration::ZERO).await.unwrap();
        let visits = page.rows.iter().find_map(|row| if let FeedRow::Premises(row) = row { Some(row.visits.len()) } else { None });
        assert_eq!(visits, Some(1), "the phone's card as well");
    })
    .await;
}

#[tokio::test]
async fn every_revision_can_be_read_also_one_that_was_set_aside() {
    on_both(async |house| {
        let (visit, first) = handed_in(&house).await;
        house.take(&house.order(WANG, COMMUNITY, Some(1), give_back(&visit))).await;
        let (one, mut other) = (visit.mended(first.sha256), visit.mended(first.sha256));
        other.record.note = "另一台手机".to_owned();
        house.take(&house.submit(&one)).await;
        let beside = house.submit(&other);
        house.take(&beside).await;

        let scope = house.scope(WANG.id).await;
        let read = async |which: Which| record::read(house.store(), &scope, visit.record.id, which).await.unwrap();
        let standing = read(Which::Standing).await.unwrap();
        let told: Vec<_> = standing.revisions.iter().map(|line| (line.revision, line.stands, line.is_shown)).collect();
        assert_eq!(told, [(1, true, false), (2, true, true), (2, false, false)]);
        assert_eq!(standing.revisions[2].quarantine, [Quarantine::RevisionConflict]);
        assert_eq!(standing.revisions[2].by, "李敏");
        assert_eq!(standing.inspection.note, "补拍");
        assert_eq!(read(Which::Number(2)).await.unwrap().inspection.note, "补拍", "of two with one number the one that stands");
        let aside = read(Which::Sealed(Sealed::of(&beside).sha256)).await.unwrap();
        assert_eq!(aside.inspection.note, "另一台手机");
        assert_eq!(aside.revisions.iter().map(|line| line.is_shown).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(read(Which::Number(1)).await.unwrap().inspection.revision, 1);
        assert_eq!(read(Which::Number(3)).await, None);
        let foreign = house.scope(CHEN.id).await;
        let sealed = Which::Sealed(first.sha256);
        assert_eq!(record::read(house.store(), &foreign, visit.record.id, sealed).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_came_after_the_acceptance_is_read_by_its_number() {
    on_both(async |house| {
        let (visit, first) = handed_in(&house).await;
        let accept = What::AcceptInspection { inspection: visit.record.id };
        house.take(&house.order(WANG, COMMUNITY, Some(1), accept)).await;
        house.take(&house.submit(&visit.mended(first.sha256))).await;
        let scope = house.scope(WANG.id).await;
        let late = record::read(house.store(), &scope, visit.record.id, Some(2)).await.unwrap().unwrap();
        assert_eq!((late.inspection.revision, late.line.revision), (2, 1));
    })
    .await;
}

#[tokio::test]
async fn a_record_counts_its_answers_by_what_they_mean() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        visit.not_checked(0);
        let asked = u32::try_from(visit.record.answers.len()).unwrap();
        house.take(&house.submit(&visit)).await;
        let scope = house.scope(WANG.id).await;
        let counts = record::read(house.store(), &scope, visit.record.id, None).await.unwrap().unwrap().counts;
        assert_eq!((counts.failed, counts.not_checked, counts.unanswered, counts.asked()), (1, 1, 0, asked));
        assert!(counts.passed > 0 && counts.passed + counts.facts == asked - 2, "{counts:?}");
        assert_ne!(counts, Counts::default());
    })
    .await;
}

#[tokio::test]
async fn items_have_one_number_on_site_and_at_the_desk() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = Visit::new(house.next(), LI.id, &shop, &["electrical-safety", LIST], house.now());
        let in_second = |nth: &usize| {
            let mut trial = visit.clone();
            trial.fail(&shop, *nth);
            trial.record.findings[0].at.list.as_str() == LIST
        };
        let nth = (0..).find(in_second).unwrap();
        let finding = visit.fail(&shop, nth);
        let at = visit.record.findings[0].at.clone();
        house.take(&house.submit(&visit)).await;
        let lists = [0, 1].map(|n| &domain::library::Library::builtin().checklists[&visit.record.checklists[n].id].checklist);
        let numbers = domain::walk::numbers(lists);
        let scope = house.scope(WANG.id).await;
        let read = record::read(house.store(), &scope, visit.record.id, None).await.unwrap().unwrap();
        for list in &read.lists {
            for item in &list.items {
                let at = domain::inspection::ItemRef { list: list.id.clone(), item: item.id.clone() };
                assert_eq!(item.number, numbers[&at]);
            }
        }
        assert!(read.lists[1].items[0].number.starts_with(&format!("{}.", lists[0].sections.len() + 1)));
        let hazard = hazards::one(house.store(), &scope, HazardId::of(finding)).await.unwrap().unwrap();
        assert_eq!(hazard.item.number, numbers[&at]);
    })
    .await;
}

#[tokio::test]
async fn who_keeps_accounts_reads_the_ledger_and_no_case() {
    on_both(async |house| {
        let (visit, _) = handed_in(&house).await;
        let hazard = HazardId::of(visit.record.findings[0].id);
        let admin = house.newcomer("何工", vec![Grant { role: Role::Admin, place: house.street }]).await;
        let scope = house.scope(admin).await;
        let store = house.store();
        assert_eq!(hazards::page(store, &scope, &HazardFilter::default(), None).await.unwrap().rows, vec![]);
        assert_eq!(hazards::one(store, &scope, hazard).await.unwrap(), None);
        let card = premises::card(store, &scope, visit.record.premises).await.unwrap().unwrap();
        assert_eq!((card.hazards.len(), card.follow_ups.len(), card.visits.len()), (0, 0, 0));
        let counts = people::me(store, &scope).await.unwrap().counts;
        assert_eq!((counts.hazards, counts.majors, counts.inbox), (0, 0, 0));
        for reader in [SUN, WANG] {
            let scope = house.scope(reader.id).await;
            assert!(hazards::one(store, &scope, hazard).await.unwrap().is_some(), "{reader:?}");
            assert_eq!(premises::card(store, &scope, visit.record.premises).await.unwrap().unwrap().hazards.len(), 1, "{reader:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_card_says_what_waits_to_be_checked() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        let at = visit.not_checked(0);
        house.take(&house.submit(&visit)).await;
        let scope = house.scope(QIAN.id).await;
        let card = premises::card(house.store(), &scope, shop.id).await.unwrap().unwrap();
        let list = &domain::library::Library::builtin().checklists[&at.list].checklist;
        assert_eq!(card.follow_ups.len(), 1);
        assert_eq!(card.follow_ups[0].follow_up.at, at);
        assert_eq!(card.follow_ups[0].text.0, list.item(&at.item).unwrap().text);
        assert_eq!(card.follow_ups[0].list.0, list.title);
    })
    .await;
}

#[tokio::test]
async fn who_holds_two_roles_acts_in_the_one_that_reaches_the_place() {
    on_both(async |house| {
        let grants = vec![Grant { role: Role::Inspector, place: GRID }, Grant { role: Role::CommunitySafety, place: OTHER_COMMUNITY }];
        let both = house.newcomer("刘洋", grants).await;
        let (scope, now) = (house.scope(both).await, house.now());
        assert_eq!(scope.role_for(Action::PremisesEdit, GRID, now), Role::Inspector);
        assert_eq!(scope.role_for(Action::PremisesEdit, OTHER_COMMUNITY, now), Role::CommunitySafety);
        let elsewhere = house.shop_in(OTHER_COMMUNITY, None).await;
        let mut visit = Visit::new(house.next(), CHEN.id, &elsewhere, &[LIST], house.now());
        visit.fail(&elsewhere, 0);
        house.take(&house.submit_by(CHEN, &visit)).await;
        house.bring_all(&visit).await;
        let may = record::read(house.store(), &scope, visit.record.id, None).await.unwrap().unwrap().may;
        assert_eq!((may.accept, may.give_back), (None, None));
    })
    .await;
}

#[tokio::test]
async fn the_inbox_has_a_section_a_reason_and_each_can_be_read_alone() {
    on_both(async |house| {
        let doubtful = {
            let shop = house.shop().await;
            let mut visit = house.visit(&shop);
            visit.fail(&shop, 0);
            visit.record.photos[0].from_album = true;
            house.take(&house.submit(&visit)).await;
            visit.record.id
        };
        let (first, _) = handed_in(&house).await;
        let (second, _) = handed_in(&house).await;
        let (store, scope) = (house.store(), house.scope(WANG.id).await);
        let everything = InspectionFilter::default();
        let counts = async |filter: &InspectionFilter| inspections::sections(store, &scope, filter).await.unwrap();
        assert_eq!(counts(&everything).await, [(Why::Flagged, 1), (Why::NewInspector, 2)], "who came first is no reason");
        let elsewhere = InspectionFilter { community: Some(OTHER_COMMUNITY), ..everything.clone() };
        assert_eq!(counts(&elsewhere).await, []);

        let ids = async |why: Why, after: Option<&str>| {
            let page = inspections::section(store, &scope, &everything, why, after).await.unwrap();
            page.rows.into_iter().map(|line| line.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(Why::Flagged, None).await, [doubtful]);
        assert_eq!(ids(Why::NewInspector, None).await, [first.record.id, second.record.id]);
        assert_eq!(ids(Why::Sample, None).await, []);
        let inbox = InspectionFilter { inbox_only: true, ..everything.clone() };
        let all = inspections::page(store, &scope, &inbox, None).await.unwrap().rows;
        assert_eq!(all.iter().map(|line| line.id).collect::<Vec<_>>(), [doubtful, first.record.id, second.record.id]);
        // A section goes on by the same key as the whole inbox.
        let line = &all[1];
        let key = format!("{}.{}.{}", Why::NewInspector.urgency(), line.received_at.0, line.id);
        assert_eq!(ids(Why::NewInspector, Some(&key)).await, [second.record.id]);
        assert_eq!(ids(Why::Flagged, Some(&key)).await, []);
    })
    .await;
}

/// Each list with a key to go on after, so that both databases have seen every shape of question.
#[tokio::test]
async fn lists_go_on_where_they_were_left() {
    on_both(async |house| {
        let (visit, _) = handed_in(&house).await;
        let (store, scope) = (house.store(), house.scope(WANG.id).await);
        let (first, last) = (Uuid::nil(), Uuid::max());
        for (inbox_only, before, behind) in
            [(true, format!("-1.0.{first}"), format!("99.0.{last}")), (false, format!("{}.{last}", i64::MAX), format!("0.{first}"))]
        {
            let filter = InspectionFilter { inbox_only, community: Some(COMMUNITY), premises: Some(visit.record.premises), state: None };
            let rows = async |after: &str| inspections::page(store, &scope, &filter, Some(after)).await.unwrap().rows.len();
            assert_eq!((rows(&before).await, rows(&behind).await), (1, 0), "inbox only: {inbox_only}");
        }
        let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        for (with_closed, before, behind) in [
            (false, format!("{}.{first}", hex("0")), format!("{}.{last}", hex("9999-99"))),
            (true, format!("{}.{last}", i64::MAX), format!("0.{first}")),
        ] {
            let filter = HazardFilter { with_closed, ..HazardFilter::default() };
            let rows = async |after: &str| hazards::page(store, &scope, &filter, Some(after)).await.unwrap().rows.len();
            assert_eq!((rows(&before).await, rows(&behind).await), (1, 0), "with closed ones: {with_closed}");
        }
        let late = HazardFilter { overdue: true, ..HazardFilter::default() };
        assert_eq!(hazards::page(store, &scope, &late, None).await.unwrap().total, Some(0));
        house.pass_hours(24 * 60);
        let page = hazards::page(store, &scope, &late, None).await.unwrap();
        assert!(page.total == Some(1) && page.rows[0].is_overdue);
        let filter = PremisesFilter::default();
        let rows = async |after: String| premises::page(store, &scope, &filter, Some(&after)).await.unwrap().rows.len();
        assert_eq!((rows(format!("0..{first}")).await, rows(format!("9..{last}")).await), (1, 0));
        assert_eq!(people::phones(store, &scope).await.unwrap(), vec![]);
        assert_eq!(people::me(store, &scope).await.unwrap().counts.overdue, 1);
    })
    .await;
}
