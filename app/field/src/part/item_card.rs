//! One item, one card. The current card is open: how to check, the answers, photos and remarks. An answered one folds to one line, an
//! open one further down shows what it asks.

use super::answer_input::AnswerInput;
use super::item_photos::ItemPhotos;
use crate::state::{SheetOpen, Visit, basis_line, tongue, tongue_now};
use app_ui::part::{Button, Glyph, Icon, Weight, glyph};
use app_ui::words::{Phrase, code, say};
use domain::checklist::{PhotoRule, Verdict};
use domain::inspection::{Answer, Finding, Severity};
use leptos::prelude::*;

/// The card of one item.
#[component]
pub fn ItemCard(
    /// What the page holds.
    visit: Visit,
    /// Which card.
    place: usize,
    /// Stays open whether it is the current one or not.
    #[prop(optional)]
    always_open: bool,
    /// What the reviewer says about it.
    #[prop(optional)]
    comments: Vec<String>,
) -> impl IntoView {
    let walk = visit.walk();
    let card = walk.card(place).clone();
    let is_current = card.is_current;
    let is_current = Memo::new(move |_| always_open || is_current.get());
    let is_editable = Memo::new(move |_| visit.is_editable(place));
    let total = walk.totals();
    let rank = card.rank;
    view! {
        <li class="item-place" aria-posinset=move || rank.get() aria-setsize=move || total.get().asked>
            <article
                class="item"
                id=anchor(place)
                data-current=move || is_current.get().then_some("")
                data-verdict=move || verdict_name(visit, place)
                aria-labelledby=format!("{}-text", anchor(place))
            >
                <Head visit place is_current/>
                {comments.into_iter().map(|comment| view! { <Comment comment/> }).collect_view()}
                {move || {
                    if is_current.get() {
                        view! { <Open visit place is_editable=is_editable.get()/> }.into_any()
                    } else {
                        view! { <Folded visit place/> }.into_any()
                    }
                }}
            </article>
        </li>
    }
}

/// The card's id in the page.
#[must_use]
pub fn anchor(place: usize) -> String {
    format!("item-{place}")
}

fn verdict_name(visit: Visit, place: usize) -> Option<&'static str> {
    let walk = visit.walk();
    let answer = walk.card(place).answer.get()?;
    Some(match (&answer, walk.verdict(place)) {
        (Answer::NotChecked { .. }, _) => "not_checked",
        (Answer::NotApplicable, _) => "na",
        (_, Some(Verdict::Fail)) => "fail",
        (_, Some(Verdict::Pass)) => "pass",
        _ => "fact",
    })
}

/// Number and words; of a card that is not open the words are the button that opens it.
#[component]
fn Head(visit: Visit, place: usize, is_current: Memo<bool>) -> impl IntoView {
    let walk = visit.walk();
    let (item, card) = (walk.item(place), walk.card(place));
    let text = tongue(&item.text, &item.text_en);
    let (is_lifeline, is_major) = (item.lifeline, item.demand.as_ref().is_some_and(|demand| demand.severity == Severity::Major));
    let no = card.no.clone();
    let id = format!("{}-text", anchor(place));
    view! {
        <header class="item-head">
            <span class="item-no">{no}</span>
            <div class="item-words">
                <h3 class="item-text" id=id tabindex="-1">
                    {move || {
                        if is_current.get() {
                            view! { <span>{text}</span> }.into_any()
                        } else {
                            view! { <button type="button" class="item-open" on:click=move |_| visit.open_card(place)>{text}</button> }.into_any()
                        }
                    }}
                </h3>
                {move || is_current.get().then(|| view! {
                    {is_lifeline.then(|| view! { <Mark icon=glyph::DOOR_OPEN text=say::answer::lifeline()/> })}
                    {is_major.then(|| view! { <Mark icon=glyph::TRIANGLE_ALERT text=say::answer::major()/> })}
                })}
            </div>
            {move || (!is_current.get()).then(|| view! { <Answered visit place/> })}
        </header>
    }
}

#[component]
fn Mark(icon: Glyph, text: Phrase) -> impl IntoView {
    view! { <span class="item-mark"><Icon of=icon/> {text}</span> }
}

#[component]
fn Comment(comment: String) -> impl IntoView {
    view! { <p class="item-comment"><Icon of=glyph::MESSAGE_SQUARE/> <span>{comment}</span></p> }
}

/// The open card.
#[component]
fn Open(visit: Visit, place: usize, is_editable: bool) -> impl IntoView {
    let walk = visit.walk();
    let item = walk.item(place).clone();
    let card = walk.card(place).clone();
    let name = format!("{} {}", card.no, tongue_now(&item.text, &item.text_en));
    let basis: Vec<String> = item.demand.iter().flat_map(|demand| &demand.basis).map(basis_line).collect();
    let shows_photos = matches!(item.answer, domain::checklist::AnswerKind::Photo) || item.photo == PhotoRule::Always;
    let photos_open = visit.photos_open();
    let is_photo_shown = Memo::new(move |_| shows_photos || photos_open.with(|open| open.contains(&place)));
    let photos = card.photos;
    view! {
        {item.guide.clone().map(|guide| view! { <p class="item-how" lang="zh-CN">{say::answer::guide(guide)}</p> })}
        {(!basis.is_empty()).then(|| view! { <Basis basis/> })}
        {move || card.preset.get().filter(|_| card.answer.get().is_none()).map(|_| view! { <p class="item-how">{say::not_checked::hint()}</p> })}
        {if is_editable {
            view! { <AnswerInput visit place name=name/> }.into_any()
        } else {
            view! { <AnswerLine visit place/> }.into_any()
        }}
        <Findings visit place/>
        <Note visit place/>
        <Show when=move || is_photo_shown.get() || photos.with(|photos| !photos.is_empty())>
            <ItemPhotos visit place locked=!is_editable/>
        </Show>
        {is_editable.then(|| view! {
            <div class="item-tools">
                {(!shows_photos).then(|| view! { <Button
                    label=Signal::derive(move || match photos.with(Vec::len) { 0 => say::answer::photo(), n => say::answer::photo_count(n) })
                    icon=glyph::CAMERA
                    on_press=move |()| photos_open.update(|open| { if !open.remove(&place) { open.insert(place); } })
                /> })}
                <Button label=say::answer::note() icon=glyph::PENCIL on_press=move |()| visit.sheet().set(Some(SheetOpen::Note(place)))/>
                <Button label=say::answer::not_checked() icon=glyph::CIRCLE_HELP on_press=move |()| visit.sheet().set(Some(SheetOpen::NotChecked(place)))/>
            </div>
        })}
        <Shifted visit place/>
    }
}

#[component]
fn Basis(basis: Vec<String>) -> impl IntoView {
    view! {
        <details class="item-basis">
            <summary>{say::answer::basis()}</summary>
            <ul lang="zh-CN">{basis.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </details>
    }
}

/// What stands under the head of a card that is not open.
#[component]
fn Folded(visit: Visit, place: usize) -> impl IntoView {
    view! {
        <Findings visit place/>
        <Shifted visit place/>
    }
}

/// The verdict of a folded card, and the way back into it.
#[component]
fn Answered(visit: Visit, place: usize) -> impl IntoView {
    let card = visit.walk().card(place).clone();
    let is_answered = Memo::new(move |_| card.answer.get().is_some());
    move || {
        is_answered.get().then(|| {
            view! {
                <AnswerLine visit place/>
                {visit.is_editable(place).then(|| view! {
                    <Button label=say::answer::edit() icon=glyph::PENCIL icon_only=true weight=Weight::Quiet on_press=move |()| visit.open_card(place)/>
                })}
            }
        })
    }
}

/// ✓ 符合, 0.7 m ✗ 不符合, 查不了：锁门
#[component]
pub fn AnswerLine(
    /// The visit.
    visit: Visit,
    /// Which card.
    place: usize,
) -> impl IntoView {
    move || {
        let walk = visit.walk();
        let answer = walk.card(place).answer.get()?;
        let verdict = walk.verdict(place);
        let value = visit.value_words(place, &answer);
        let (icon, name, word) = match (&answer, verdict) {
            (Answer::NotChecked { reason, text }, _) => {
                let reason = if text.is_empty() { say::not_checked::of(&code(reason)) } else { Phrase::verbatim(text.clone()) };
                return Some(view! { <p class="verdict" data-verdict="not_checked"><Icon of=glyph::CIRCLE_HELP/> <span>{say::answer::verdict::not_checked()} " " {reason}</span></p> }.into_any());
            }
            (Answer::NotApplicable, _) => (glyph::MINUS, "na", say::answer::verdict::na()),
            (_, Some(Verdict::Fail)) => (glyph::X, "fail", say::answer::verdict::fail()),
            (_, Some(Verdict::Pass)) => (glyph::CHECK, "pass", say::answer::verdict::pass()),
            _ => {
                return Some(view! { <p class="verdict" data-verdict="fact"><Icon of=glyph::CHECK/> <span>{value}</span></p> }.into_any());
            }
        };
        Some(view! { <p class="verdict" data-verdict=name><Icon of=icon/> <span>{value.map(|value| view! { {value} " " })} {word}</span></p> }.into_any())
    }
}

/// What is wrong, each line with what it still lacks; or that nothing was written down yet.
#[component]
fn Findings(visit: Visit, place: usize) -> impl IntoView {
    move || {
        let walk = visit.walk();
        let is_editable = visit.is_editable(place);
        (walk.verdict(place) == Some(Verdict::Fail)).then(|| {
            let findings = walk.card(place).findings.get();
            if findings.is_empty() {
                return view! {
                    <div class="finding-line" data-gap="">
                        <span>{say::summary::missing_finding(walk.card(place).no.clone())}</span>
                        {is_editable.then(|| view! { <Button label=say::summary::fix() on_press=move |()| visit.open_finding(place)/> })}
                    </div>
                }
                .into_any();
            }
            findings.into_iter().map(|finding| view! { <FindingLine visit place finding is_editable/> }).collect_view().into_any()
        })
    }
}

#[component]
fn FindingLine(visit: Visit, place: usize, finding: Finding, is_editable: bool) -> impl IntoView {
    let id = finding.id;
    let words = visit.disposition_words(&finding);
    view! {
        <div class="finding-line">
            <div>
                <p lang="zh-CN">{finding.violation.clone()} {(!finding.spot.is_empty()).then(|| format!("（{}）", finding.spot))}</p>
                <p class="meta">{words}</p>
            </div>
            {is_editable.then(|| view! {
                <Button label=say::action::edit() weight=Weight::Quiet on_press=move |()| visit.sheet().set(Some(SheetOpen::Fail(place, id)))/>
            })}
        </div>
    }
}

#[component]
fn Note(visit: Visit, place: usize) -> impl IntoView {
    let note = visit.walk().card(place).note;
    move || {
        Some(note.get())
            .filter(|note| !note.is_empty())
            .map(|note| view! { <p class="item-note"><Icon of=glyph::PENCIL/> <span>{note}</span></p> })
    }
}

/// 下面多了 9 条 [撤销], under the fact that did it, for ten seconds.
#[component]
fn Shifted(visit: Visit, place: usize) -> impl IntoView {
    move || {
        let shifted = visit.shifted().get().filter(|shifted| shifted.place == place)?;
        let words =
            if shifted.shift.shown > 0 { say::answer::shown(shifted.shift.shown) } else { say::answer::hidden(shifted.shift.hidden) };
        Some(view! {
            <div class="item-shift" role="status">
                <span>{words}</span>
                <Button label=say::action::undo() icon=glyph::UNDO_2 weight=Weight::Quiet on_press=move |()| visit.undo_shift()/>
            </div>
        })
    }
}
