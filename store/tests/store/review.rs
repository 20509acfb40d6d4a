//! Return, mend, accept.

use crate::house::{CHEN, COMMUNITY, House, LI, QIAN, SUN, WANG, on_both};
use crate::visit::Visit;
use domain::command::{Reason, Sealed, What};
use domain::inspection::{Answer, NotCheckedReason, ReturnPoint, ReturnReason};
use domain::refusal::{Quarantine, Refusal};

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
    let at = visit.record.findings[0].at.clone();
    let points = vec![ReturnPoint::Item { at, comment: "照片看不清，请补拍".to_owned() }];
    What::ReturnInspection { inspection: visit.record.id, reason: ReturnReason::PhotoUnclear, points }
}

fn accept(visit: &Visit) -> What {
    What::AcceptInspection { inspection: visit.record.id }
}

#[tokio::test]
async fn nobody_without_the_power_decides_and_nobody_decides_on_his_own() {
    on_both(async |house| {
        let (visit, _) = handed_in(&house).await;
        for by in [LI, CHEN, SUN] {
            let refused = house.refuse(&house.order(by, COMMUNITY, Some(1), accept(&visit))).await;
            assert_eq!(refused, Refusal::NotAllowed, "{by:?}");
        }
        assert_eq!(house.refuse(&house.order(WANG, COMMUNITY, Some(2), accept(&visit))).await, Refusal::Stale);
        let unknown = What::AcceptInspection { inspection: house.visit(&house.new_shop(COMMUNITY, None)).record.id };
        assert_eq!(
            house.refuse(&house.order(WANG, COMMUNITY, Some(1), unknown)).await,
            Refusal::TargetUnknown { what: "inspection".to_owned() }
        );
        assert_eq!(house.standing(&visit).await.0, "submitted");
    })
    .await;
}

#[tokio::test]
async fn a_returned_visit_is_mended_and_accepted() {
    on_both(async |house| {
        let (visit, first) = handed_in(&house).await;
        house.take(&house.order(WANG, COMMUNITY, Some(1), give_back(&visit))).await;
        assert_eq!(house.standing(&visit).await.0, "returned");
        assert!(matches!(house.refuse(&house.order(WANG, COMMUNITY, Some(1), accept(&visit))).await, Refusal::WrongState { .. }));

        let mut mended = visit.mended(first.sha256);
        mended.record.findings[0].violation = "货架堵塞疏散通道".to_owned();
        house.pass_hours(20);
        assert_eq!(house.take(&house.submit(&mended)).await.quarantine, vec![]);
        assert_eq!(house.standing(&visit).await, ("submitted".to_owned(), "[]".to_owned(), 0));
        assert_eq!(house.texts("SELECT number FROM inspection").await, ["东诃平安检〔2026〕1号"], "the number stays");
        assert_eq!(house.texts("SELECT number FROM hazard").await, ["隐〔2026〕1号"], "no second hazard");
        assert_eq!(house.texts("SELECT violation FROM hazard").await, ["货架堵塞疏散通道"]);

        house.take(&house.order(QIAN, COMMUNITY, Some(2), accept(&visit))).await;
        assert_eq!(house.standing(&visit).await.0, "accepted");
        assert_eq!(house.texts("SELECT state FROM hazard").await, ["ordered"], "its clock runs on");
    })
    .await;
}

#[tokio::test]
async fn of_two_phones_that_mend_the_same_return_one_is_set_aside() {
    on_both(async |house| {
        let (visit, first) = handed_in(&house).await;
        house.take(&house.order(WANG, COMMUNITY, Some(1), give_back(&visit))).await;
        let (one, mut other) = (visit.mended(first.sha256), visit.mended(first.sha256));
        other.record.note = "另一台手机".to_owned();
        house.take(&house.submit(&one)).await;
        let receipt = house.take(&house.submit(&other)).await;
        assert!(receipt.quarantine.contains(&Quarantine::RevisionConflict));
        let notes = house.number("SELECT CAST(revision AS BIGINT) FROM inspection").await;
        assert_eq!(notes, 2);
        assert_eq!(
            house.refuse(&house.order(WANG, COMMUNITY, Some(2), accept(&visit))).await,
            Refusal::InQuarantine,
            "a person sees both first"
        );
        // Two of one number are no fault to be mended but what happened: both stay as they came, and one of them counts.
        let kept = "SELECT CAST(revision AS TEXT) || CASE WHEN stands THEN ' stands' ELSE ' aside' END FROM inspection_revision ORDER BY 1";
        assert_eq!(house.texts(kept).await, ["1 stands", "2 aside", "2 stands"]);
        let reason = Reason { code: "checked".to_owned(), text: "两份都看过，以先到的为准".to_owned() };
        house.take(&house.order(QIAN, COMMUNITY, Some(2), What::ReleaseQuarantine { inspection: visit.record.id, reason })).await;
        house.take(&house.order(WANG, COMMUNITY, Some(2), accept(&visit))).await;
        assert_eq!(house.texts(kept).await, ["1 stands", "2 aside", "2 stands"]);
        assert_eq!(house.store().verify().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_accepted_visit_takes_nothing_more() {
    on_both(async |house| {
        let (visit, first) = handed_in(&house).await;
        house.take(&house.order(WANG, COMMUNITY, Some(1), accept(&visit))).await;
        assert!(matches!(house.refuse(&house.order(WANG, COMMUNITY, Some(1), give_back(&visit))).await, Refusal::WrongState { .. }));
        let receipt = house.take(&house.submit(&visit.mended(first.sha256))).await;
        assert!(receipt.quarantine.contains(&Quarantine::RevisionConflict), "kept, but beside");
        assert_eq!(house.standing(&visit).await, ("accepted".to_owned(), "[]".to_owned(), 0));
    })
    .await;
}

#[tokio::test]
async fn a_draft_that_was_thrown_away_is_told_and_one_handed_in_is_none() {
    on_both(async |house| {
        let (visit, _) = handed_in(&house).await;
        let discard = |inspection, reason: Option<&str>| What::DiscardDraft {
            inspection,
            premises: visit.record.premises,
            answers: 3,
            photos: 0,
            reason: reason.map(str::to_owned),
        };
        assert!(matches!(
            house.refuse(&house.order(LI, COMMUNITY, None, discard(visit.record.id, Some("点错了")))).await,
            Refusal::WrongState { .. }
        ));
        let draft = domain::ids::InspectionId(uuid::Uuid::from_u128(77));
        assert_eq!(house.refuse(&house.order(LI, COMMUNITY, None, discard(draft, None))).await, Refusal::ReasonRequired);
        house.take(&house.order(LI, COMMUNITY, None, discard(draft, Some("点错了")))).await;
        assert_eq!(house.number("SELECT count(*) FROM event WHERE kind = 'draft_discarded'").await, 1);
        assert_eq!(house.number("SELECT count(*) FROM inspection").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_mended_record_that_answers_what_could_not_be_checked_has_followed_it_up() {
    on_both(async |house| {
        let shop = house.shop().await;
        let mut visit = house.visit(&shop);
        let locked = Answer::NotChecked { reason: NotCheckedReason::Locked, text: String::new() };
        let at = visit.record.answers.iter().position(|answered| answered.answer == Answer::Pass).expect("something passes");
        visit.record.answers[at].answer = locked.clone();
        let open = if house.is_sqlite() {
            "SELECT count(*) FROM follow_up WHERE is_open = 1"
        } else {
            "SELECT count(*) FROM follow_up WHERE is_open"
        };
        let mut parent = house.submit(&visit);
        house.take(&parent).await;
        assert_eq!(house.number(open).await, 1);
        for (base, answer, expected) in [(1, Answer::Pass, 0), (2, locked, 1)] {
            let points = vec![ReturnPoint::Whole { comment: "请说明库房情况".to_owned() }];
            let what = What::ReturnInspection { inspection: visit.record.id, reason: ReturnReason::WordingUnclear, points };
            house.take(&house.order(WANG, COMMUNITY, Some(base), what)).await;
            visit = visit.mended(Sealed::of(&parent).sha256);
            visit.record.answers[at].answer = answer;
            parent = house.submit(&visit);
            house.take(&parent).await;
            assert_eq!(house.number(open).await, expected);
        }
        assert_eq!(house.number("SELECT count(*) FROM follow_up").await, 1, "the same one");
    })
    .await;
}
