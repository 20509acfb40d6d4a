use super::{is_mended, marked, mendable};
use crate::state::cast::{answer, at, draft, mending, photo, walk, written};
use domain::inspection::{Answer, ReturnPoint};
use leptos::prelude::Owner;
use std::collections::BTreeSet;
use sync::journal::{Draft, Edit};

const GAS: usize = 0;
const HOSE: usize = 1;

fn handed_in() -> Draft {
    written(draft(), [answer("gas", Answer::YesNo(false)), answer("width", Answer::Number("0.9".parse().unwrap()))])
}

fn point(item: &str) -> ReturnPoint {
    ReturnPoint::Item { at: at(item), comment: "看不清".into() }
}

fn open(draft: &Draft) -> BTreeSet<usize> {
    let mut places = BTreeSet::new();
    Owner::new().with(|| {
        let (walk, _) = walk(draft);
        places = mendable(&walk, draft.begin.mends.as_deref().unwrap(), draft);
    });
    places
}

#[test]
fn what_was_marked_can_be_mended_and_nothing_else() {
    assert_eq!(open(&mending(&handed_in(), vec![point("gas")])), BTreeSet::from([GAS]));
}

#[test]
fn an_item_that_came_with_a_mended_answer_can_still_be_changed_after_a_reload() {
    let mended = written(
        mending(&handed_in(), vec![point("gas")]),
        [answer("gas", Answer::YesNo(true)), answer("hose", Answer::Pass), Edit::Cursor { at: Some(at("hose")) }],
    );
    assert_eq!(open(&mended), BTreeSet::from([GAS, HOSE]));
}

#[test]
fn a_point_that_is_no_item_of_the_lists_marks_no_card() {
    let elsewhere = ReturnPoint::Item { at: at("gone"), comment: "补一条".into() };
    let draft = mending(&handed_in(), vec![elsewhere, ReturnPoint::Signature { comment: "补签".into() }]);
    Owner::new().with(|| assert!(marked(&walk(&draft).0, draft.begin.mends.as_deref().unwrap()).is_empty()));
}

#[test]
fn a_point_is_mended_by_whatever_differs_there() {
    let before = mending(&handed_in(), vec![]);
    let [item, whole] = [point("gas"), ReturnPoint::Whole { comment: "重写".into() }];
    assert!(!is_mended(&item, &before) && !is_mended(&whole, &before));
    let one = photo("one", "gas");
    let with_picture = written(before.clone(), [Edit::Photo { sha256: one.sha256, photo: Some(Box::new(one)) }]);
    assert!(is_mended(&item, &with_picture) && is_mended(&whole, &with_picture));
    let elsewhere = written(before.clone(), [answer("width", Answer::Number("1".parse().unwrap()))]);
    assert!(!is_mended(&item, &elsewhere) && is_mended(&whole, &elsewhere));
    // At a door there is only the remark to mend.
    assert!(is_mended(&whole, &written(before, [Edit::VisitNote { text: "邻居说搬走了".into() }])));
}
