//! Evidence is never refused for what it says: it is taken and waits for a person.

use crate::house::{CHEN, COMMUNITY, GRID, LI, LIST, OTHER_COMMUNITY, Person, QIAN, SYSTEM, WANG, on_both};
use crate::visit::Visit;
use domain::command::{Reason, What};
use domain::digest::Sha256;
use domain::inspection::{ReturnPoint, ReturnReason};
use domain::premises::PremisesChange;
use domain::refusal::{Quarantine, Refusal};
use domain::time::Timestamp;
use domain::user::Grant;
use sea_orm::{ConnectionTrait, TransactionTrait};
use std::time::Duration;
use store::query::{photos, premises, reconcile, record};
use sync::desk::premises::PremisesFilter;

fn reason() -> Reason {
    Reason { code: "checked".to_owned(), text: "已电话核实".to_owned() }
}

#[tokio::test]
async fn each_fault_is_a_reason_and_no_refusal() {
    on_both(async |house| {
        let shop = house.shop().await;
        let valid = || house.visit(&shop);
        let mut unanswered = valid();
        unanswered.record.answers.pop();
        let mut unsigned = valid();
        unsigned.record.signatures.clear();
        let mut unknown_list = valid();
        unknown_list.record.checklists[0].sha256 = Sha256::of(b"a list of another house");
        let mut unknown_place = valid();
        unknown_place.record.premises = house.new_shop(COMMUNITY, None).id;
        for (visit, expected) in [
            (unanswered, Quarantine::Incomplete),
            (unsigned, Quarantine::Unsigned),
            (unknown_list, Quarantine::ChecklistUnknown),
            (unknown_place, Quarantine::PremisesUnknown),
        ] {
            let receipt = house.take(&house.submit(&visit)).await;
            assert!(receipt.quarantine.contains(&expected), "{expected:?}: {:?}", receipt.quarantine);
            let (state, kept, _) = house.standing(&visit).await;
            assert_eq!(state, "submitted");
            assert_ne!(kept, "[]");
        }
        assert_eq!(house.number("SELECT count(*) FROM inspection_revision").await, 4, "all bytes are kept");
    })
    .await;
}

#[tokio::test]
async fn another_inspectors_grid_is_taken_and_doubted() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = Visit::new(house.next(), CHEN.id, &shop, &[LIST], house.now());
        let receipt = house.take(&house.submit_by(CHEN, &visit)).await;
        assert_eq!(receipt.quarantine, vec![Quarantine::OutOfScope]);
        assert_eq!(receipt.place, COMMUNITY, "it lies where the premises are");
    })
    .await;
}

#[tokio::test]
async fn a_late_one_and_one_of_a_disabled_account_are_taken() {
    on_both(async |house| {
        let shop = house.shop().await;
        let (late, last) = (house.visit(&shop), house.visit(&shop));
        let (late, last) = (house.submit(&late), house.submit(&last));
        house.pass_hours(24 * 8);
        assert_eq!(house.take(&late).await.quarantine, vec![Quarantine::Late]);
        house
            .take(&house.order(
                SYSTEM,
                house.street,
                None,
                What::AddUser {
                    user: domain::ids::UserId(uuid::Uuid::from_u128(0x2fff)),
                    login: "13911112222".to_owned(),
                    name: "接班".to_owned(),
                    password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA".to_owned(),
                    grants: vec![domain::user::Grant { role: LI.role, place: crate::house::GRID }],
                },
            ))
            .await;
        house.take(&house.order(SYSTEM, house.street, None, What::DisableUser { user: LI.id, reason: reason() })).await;
        assert!(house.take(&last).await.quarantine.contains(&Quarantine::DisabledAccount));
    })
    .await;
}

#[tokio::test]
async fn whatever_a_phones_clock_says_the_record_is_taken_and_the_next_one_too() {
    on_both(async |house| {
        let shop = house.shop().await;
        let end_of_calendar: i64 = 253_402_300_799_000_000; // 9999-12-31T23:59:59Z, in Shanghai the year 10000
        for at in [i64::MIN, -62_167_219_200_000_001, 0, end_of_calendar, i64::MAX].map(Timestamp) {
            let mut visit = house.visit(&shop);
            (visit.record.started_at, visit.record.finished_at, visit.record.server_seen_at) = (at, at, Some(at));
            visit.record.photos.iter_mut().for_each(|photo| photo.taken_at = at);
            let mut command = house.submit(&visit);
            command.at = at;
            house.take(&command).await;
            house.take(&house.submit(&house.visit(&shop))).await;
        }
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 10);
    })
    .await;
}

#[tokio::test]
async fn what_a_record_names_twice_is_written_once() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        visit.not_checked(1);
        let record = &mut visit.record;
        record.findings.push(record.findings[0].clone());
        record.photos.push(record.photos[0].clone());
        record.checklists.push(record.checklists[0].clone());
        record.answers.extend(record.answers.clone());
        record.signatures.push(record.signatures[0].clone());
        record.inspectors.push(LI.id);
        let receipt = house.take(&house.submit(&visit)).await;
        assert!(receipt.quarantine.contains(&Quarantine::Incomplete), "{:?}", receipt.quarantine);
        for (table, rows) in [("finding", 1), ("hazard", 1), ("follow_up", 1), ("inspection_person", 1), ("blob_ref", 4)] {
            assert_eq!(house.number(&format!("SELECT count(*) FROM {table}")).await, rows, "{table}");
        }
        house.bring_all(&visit).await;
        assert_eq!(house.standing(&visit).await.2, 0);
        // The same once more, mended after a return.
        let first = domain::command::Sealed::of(&house.submit(&visit)).sha256;
        assert!(house.take(&house.submit(&visit.mended(first))).await.quarantine.contains(&Quarantine::RevisionConflict));
    })
    .await;
}

/// PostgreSQL takes no NUL in a text. A record that holds one must not be sent in vain for ever.
#[tokio::test]
async fn a_character_that_no_table_takes_keeps_nothing_out() {
    on_both(async |house| {
        let mut shop = house.new_shop(COMMUNITY, Some(GRID));
        shop.name.push('\0');
        house.take(&house.order(QIAN, COMMUNITY, None, What::AddPremises { premises: Box::new(shop.clone()) })).await;
        let mut visit = house.visit(&shop);
        visit.fail(&shop, 0);
        let record = &mut visit.record;
        let finding = &mut record.findings[0];
        for text in [&mut finding.violation, &mut finding.spot, &mut finding.demand, &mut record.note, &mut record.snapshot.address] {
            text.insert(0, '\0');
        }
        record.provisional_number.push('\0');
        let first = house.submit(&visit);
        let receipt = house.take(&first).await;
        assert_eq!(receipt.quarantine, vec![], "it says nothing that is wrong");
        let sealed = domain::command::Sealed::of(&first);
        assert_eq!(receipt.sha256, sealed.sha256);
        let hex = if house.is_sqlite() { "lower(hex(bytes))" } else { "encode(bytes, 'hex')" };
        let kept = house.texts(&format!("SELECT {hex} FROM inspection_revision")).await.remove(0);
        assert_eq!(kept, sealed.bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), "as it came");
        assert_eq!(house.texts("SELECT provisional_number FROM inspection").await, [format!("7F3A-{}", visit.number())]);

        let comment = "补拍\0后门".to_owned();
        let what = What::ReturnInspection {
            inspection: visit.record.id,
            reason: ReturnReason::PhotoUnclear,
            points: vec![ReturnPoint::Whole { comment }],
        };
        house.take(&house.order(WANG, COMMUNITY, Some(1), what)).await;
        let mut mended = visit.mended(sealed.sha256);
        mended.record.findings[0].spot = "前门\0".to_owned();
        assert_eq!(house.take(&house.submit(&mended)).await.quarantine, vec![]);
        assert_eq!(house.texts("SELECT spot FROM hazard").await, ["前门"]);
        assert_eq!(house.store().verify().await.unwrap(), None);

        // What is asked with it finds as without.
        let scope = house.scope(QIAN.id).await;
        let (kind, risk) = (shop.kind.as_str().to_owned() + "\0", Some("\0".to_owned()));
        let filter = PremisesFilter { search: "兴旺\0".to_owned(), kind: Some(kind), risk, ..PremisesFilter::default() };
        assert_eq!(premises::page(house.store(), &scope, &filter, None).await.unwrap().rows.len(), 1);
        assert!(house.store().account("139\0").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn premises_that_moved_meanwhile_keep_their_visit() {
    on_both(async |house| {
        let shop = house.shop().await;
        let command = house.submit(&house.visit(&shop));
        let change = PremisesChange { community: Some(OTHER_COMMUNITY), ..PremisesChange::default() };
        house.take(&house.order(QIAN, COMMUNITY, Some(1), What::EditPremises { premises: shop.id, change: Box::new(change) })).await;
        let receipt = house.take(&command).await;
        assert!(receipt.quarantine.contains(&Quarantine::PremisesMoved), "{:?}", receipt.quarantine);
        assert_eq!(receipt.place, OTHER_COMMUNITY);
    })
    .await;
}

#[tokio::test]
async fn a_visit_known_already_is_set_aside_beside_it() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = house.visit(&shop);
        house.take(&house.submit(&visit)).await;
        let mut second = visit.clone();
        second.record.note = "又写了一遍".to_owned();
        let receipt = house.take(&house.submit(&second)).await;
        assert!(receipt.quarantine.contains(&Quarantine::RevisionConflict));
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 1);
        assert_eq!(house.number("SELECT count(*) FROM inspection_revision").await, 2);
        let (state, quarantine, _) = house.standing(&visit).await;
        assert_eq!((state.as_str(), quarantine.as_str()), ("submitted", r#"["revision_conflict"]"#), "a person sees both");
    })
    .await;
}

#[tokio::test]
async fn who_sends_a_document_about_a_strangers_visit_sees_nothing_of_it_and_decides_nothing() {
    on_both(async |house| {
        let shop = house.shop().await;
        let visit = house.visit(&shop);
        house.take(&house.submit(&visit)).await;
        house.bring_all(&visit).await;
        for by in [CHEN, QIAN] {
            let mut beside = Visit::new(house.next(), by.id, &shop, &[LIST], house.now());
            let own = beside.photograph(&shop, None);
            beside.not_checked(0);
            beside.record.id = visit.record.id;
            assert!(house.take(&house.submit_by(by, &beside)).await.quarantine.contains(&Quarantine::RevisionConflict));
            // What he sends arrives all the same.
            house.bring_all(&beside).await;
            let scope = house.scope(by.id).await;
            assert!(reconcile::has_blob(house.store(), &scope, own).await.unwrap());
        }
        let scope = house.scope(CHEN.id).await;
        assert!(record::read(house.store(), &scope, visit.record.id, None).await.unwrap().is_none());
        assert_eq!(photos::of_record(house.store(), &scope, visit.record.id, 1).await.unwrap(), None);
        assert_eq!(house.number("SELECT count(*) FROM inspection_person").await, 1);
        assert_eq!(house.number("SELECT count(*) FROM follow_up").await, 0, "what stands has looked");
        assert_eq!(house.number("SELECT count(*) - count(DISTINCT n) FROM blob_ref").await, 0, "each picture has its number");
        let what = What::ReleaseQuarantine { inspection: visit.record.id, reason: reason() };
        assert_eq!(house.refuse(&house.order(QIAN, COMMUNITY, Some(1), what.clone())).await, Refusal::SeparationOfDuties);
        let colleague = Grant { role: QIAN.role, place: house.street };
        let colleague = Person { id: house.newcomer("赵丽", vec![colleague]).await, role: QIAN.role };
        house.take(&house.order(colleague, COMMUNITY, Some(1), what)).await;
    })
    .await;
}

/// Two who change the same record wait for each other, wherever its premises are by now.
#[tokio::test]
async fn whatever_touches_a_record_waits_for_the_place_it_lies_in() {
    on_both(async |house| {
        if house.is_sqlite() {
            return; // there is one writer
        }
        let shop = house.shop().await;
        let (returned, doubted) = (house.visit(&shop), {
            let mut visit = house.visit(&shop);
            visit.record.signatures.clear();
            visit
        });
        let first = house.submit(&returned);
        house.take(&first).await;
        house.take(&house.submit(&doubted)).await;
        let points = vec![ReturnPoint::Whole { comment: "补拍".to_owned() }];
        let what = What::ReturnInspection { inspection: returned.record.id, reason: ReturnReason::PhotoUnclear, points };
        house.take(&house.order(WANG, COMMUNITY, Some(1), what)).await;
        let change = PremisesChange { community: Some(OTHER_COMMUNITY), ..PremisesChange::default() };
        house.take(&house.order(QIAN, COMMUNITY, Some(1), What::EditPremises { premises: shop.id, change: Box::new(change) })).await;

        let mended = house.submit(&returned.mended(domain::command::Sealed::of(&first).sha256));
        let what = What::ReleaseQuarantine { inspection: doubted.record.id, reason: reason() };
        let release = house.order(QIAN, COMMUNITY, Some(1), what);
        for (command, place) in [(&mended, COMMUNITY), (&release, OTHER_COMMUNITY)] {
            let other = house.tables.begin().await.unwrap();
            other.execute_unprepared(&format!("SELECT 1 FROM place_seq WHERE place_id = '{place}' FOR UPDATE")).await.unwrap();
            let waited = tokio::time::timeout(Duration::from_millis(500), house.send(command)).await;
            assert!(waited.is_err(), "{} did not wait", command.what.name());
            other.rollback().await.unwrap();
            house.take(command).await;
        }
        assert_eq!(house.texts("SELECT last_visit_on FROM premises").await, [house.now().day().to_string()]);
    })
    .await;
}

#[tokio::test]
async fn a_released_visit_counts_from_its_own_day() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        visit.record.signatures.clear();
        let command = house.submit(&visit);
        let day = house.now().day().to_string();
        house.pass_hours(48);
        house.take(&command).await;
        let last_visit = "SELECT coalesce(last_visit_on, 'never') FROM premises";
        assert_eq!(house.texts(last_visit).await, ["never"]);
        let what = What::ReleaseQuarantine { inspection: visit.record.id, reason: reason() };
        let refused = house.refuse(&house.order(LI, COMMUNITY, Some(1), what.clone())).await;
        assert_eq!(refused, Refusal::NotAllowed);
        house.take(&house.order(QIAN, COMMUNITY, Some(1), what)).await;
        assert_eq!(house.texts(last_visit).await, [day]);
        assert_eq!(house.standing(&visit).await.1, "[]");
    })
    .await;
}
