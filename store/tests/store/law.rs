//! Laws over random days of work: whatever people, phones and plugs do, in whatever order.

use crate::house::{COMMUNITY, GRID, House, LI, QIAN, WANG, on_both};
use crate::visit::Visit;
use domain::command::{Command, Reason, Sealed, What};
use domain::inspection::{ReturnPoint, ReturnReason};
use domain::premises::Premises;
use store::Answer;

const SEEDS: [u64; 3] = [1, 20_261_124, 0xdead_beef];
const STEPS: usize = 90;

/// xorshift64: the same seed is the same day.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("a small number")
    }
}

struct Day {
    shops: Vec<Premises>,
    visits: Vec<Visit>,
    answered: Vec<(Command, Answer)>,
    dice: Dice,
}

impl Day {
    async fn send(&mut self, house: &House, command: Command) {
        let answer = house.send(&command).await;
        self.answered.push((command, answer));
    }

    fn any(&mut self) -> Option<Visit> {
        if self.visits.is_empty() {
            return None;
        }
        let n = self.dice.roll(self.visits.len());
        Some(self.visits[n].clone())
    }

    async fn step(&mut self, house: &mut House) {
        match self.dice.roll(10) {
            0..=2 => self.hand_in(house).await,
            3 => self.send_a_picture(house).await,
            4 => self.give_back(house).await,
            5 => self.mend(house).await,
            6 => self.accept(house).await,
            7 => self.release(house).await,
            8 => self.repeat(house).await,
            _ => match self.dice.roll(3) {
                0 => house.reopen().await,
                1 => house.pass_hours(20),
                _ => drop(house.store().accept_due().await.unwrap()),
            },
        }
    }

    async fn hand_in(&mut self, house: &House) {
        let shop = self.shops[self.dice.roll(self.shops.len())].clone();
        let mut visit = house.visit(&shop);
        for n in 0..self.dice.roll(3) {
            visit.fail(&shop, n);
        }
        if self.dice.roll(4) == 0 {
            visit.record.signatures.clear();
        }
        self.send(house, house.submit(&visit)).await;
        self.visits.push(visit);
    }

    async fn send_a_picture(&mut self, house: &House) {
        let Some(visit) = self.any() else { return };
        if self.dice.roll(3) > 0 {
            return house.bring_all(&visit).await;
        }
        let n = self.dice.roll(visit.blobs.len());
        house.bring(visit.blobs.values().nth(n).unwrap()).await;
    }

    async fn give_back(&mut self, house: &House) {
        let Some(visit) = self.any() else { return };
        let points = vec![ReturnPoint::Whole { comment: "请补充说明".to_owned() }];
        let what = What::ReturnInspection { inspection: visit.record.id, reason: ReturnReason::WordingUnclear, points };
        self.send(house, house.order(WANG, COMMUNITY, Some(visit.record.revision), what)).await;
    }

    /// Mends whatever its state: what was not returned is set aside.
    async fn mend(&mut self, house: &House) {
        let Some(visit) = self.any() else { return };
        let is_parent = |command: &Command| match &command.what {
            What::SubmitInspection { inspection } | What::ResubmitInspection { inspection } => **inspection == visit.record,
            _ => false,
        };
        let parent = self.answered.iter().find(|(command, _)| is_parent(command)).map(|(command, _)| Sealed::of(command).sha256).unwrap();
        let mended = visit.mended(parent);
        self.send(house, house.submit(&mended)).await;
        if house
            .number(&format!(
                "SELECT CAST(revision AS BIGINT) FROM inspection WHERE provisional_number = '{}'",
                visit.record.provisional_number
            ))
            .await
            == i64::from(mended.record.revision)
        {
            let place = self.visits.iter().position(|known| known.record.id == mended.record.id).unwrap();
            self.visits[place] = mended;
        }
    }

    async fn accept(&mut self, house: &House) {
        let Some(visit) = self.any() else { return };
        if self.dice.roll(2) == 0 {
            house.bring_all(&visit).await;
        }
        let what = What::AcceptInspection { inspection: visit.record.id };
        let by = if self.dice.roll(5) == 0 { LI } else { WANG };
        self.send(house, house.order(by, COMMUNITY, Some(visit.record.revision), what)).await;
    }

    async fn release(&mut self, house: &House) {
        let Some(visit) = self.any() else { return };
        let reason = Reason { code: "checked".to_owned(), text: "已电话核实".to_owned() };
        let what = What::ReleaseQuarantine { inspection: visit.record.id, reason };
        self.send(house, house.order(QIAN, COMMUNITY, Some(visit.record.revision), what)).await;
    }

    async fn repeat(&mut self, house: &House) {
        if self.answered.is_empty() {
            return;
        }
        let (command, first) = self.answered[self.dice.roll(self.answered.len())].clone();
        assert_eq!(house.send(&command).await, first);
    }
}

async fn laws_hold(house: &House, day: &Day) {
    assert_eq!(house.store().verify().await.unwrap(), None);
    for (command, answer) in &day.answered {
        assert_eq!(house.send(command).await, *answer, "{}", command.what.name());
    }
    // A3: nothing is accepted in quarantine or without its evidence.
    assert_eq!(house.number("SELECT count(*) FROM inspection WHERE state = 'accepted' AND (quarantine <> '[]' OR missing > 0)").await, 0);
    // A5: no review touches a hazard.
    assert_eq!(house.number("SELECT count(*) FROM hazard WHERE state <> 'ordered'").await, 0);
    // A4: a finding is one hazard; its number is given once and none is skipped.
    let distinct = "SELECT count(*) - count(DISTINCT finding_id) + count(*) - count(DISTINCT number) FROM hazard";
    assert_eq!(house.number(distinct).await, 0);
    for (table, prefix) in [("hazard", "隐〔2026〕"), ("inspection", "东诃平安检〔2026〕")] {
        let mut numbers = house.texts(&format!("SELECT number FROM {table} WHERE number LIKE '{prefix}%'")).await;
        let count = numbers.len();
        numbers.retain(|number| (1..=count).any(|n| *number == format!("{prefix}{n}号")));
        assert_eq!(numbers.len(), count, "{table}");
    }
    // Whatever was handed in is kept, once.
    let handed_in =
        day.answered.iter().filter(|(command, _)| matches!(command.what, What::SubmitInspection { .. } | What::ResubmitInspection { .. }));
    assert_eq!(house.number("SELECT count(*) FROM inspection_revision").await, i64::try_from(handed_in.count()).unwrap());
    // What is missing is what is not here, of the revision that stands.
    for visit in &day.visits {
        let (_, _, missing) = house.standing(visit).await;
        let mut expected = 0;
        for sha256 in visit.record.blobs().keys() {
            expected += i64::from(!house.store().has_blob(*sha256).await.unwrap());
        }
        assert_eq!(missing, expected, "{}", visit.record.provisional_number);
    }
}

#[tokio::test]
async fn no_day_of_work_breaks_a_law() {
    on_both(async |mut house: House| {
        let shops = vec![house.shop().await, house.shop_in(COMMUNITY, Some(GRID)).await];
        let mut day = Day { shops, visits: vec![], answered: vec![], dice: Dice(1) };
        for seed in SEEDS {
            day.dice = Dice(seed);
            for _ in 0..STEPS {
                day.step(&mut house).await;
            }
            laws_hold(&house, &day).await;
        }
        let taken =
            |kind: &str| day.answered.iter().filter(|(command, answer)| command.what.name() == kind && answer.status == 201).count();
        for kind in ["submit_inspection", "resubmit_inspection", "return_inspection", "accept_inspection", "release_quarantine"] {
            assert!(taken(kind) > 2, "the dice must reach {kind}");
        }
    })
    .await;
}
