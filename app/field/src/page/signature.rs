//! Signing. First the phone is in the hands of the accompanying person: only what was found, their name, their signature; nothing else
//! can be reached until it is handed back. Then the inspector signs and submits.

use super::summary::findings_of;
use crate::part::held::hold;
use crate::part::options::{Options, Pick};
use crate::part::page::{Bare, Page};
use crate::part::saved_line::SavedLine;
use crate::part::submit::use_submit;
use crate::phone::{clock, photo};
use crate::state::{Visit, keep_stamp, kept_stamp, use_app, use_visit};
use app_ui::part::{Back, BottomBar, Button, ButtonLink, Card, Drawn, Field, Kind, Notice, SignaturePad, Tone, Weight, glyph};
use app_ui::words::{Phrase, say};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::inspection::{Counterpart, Signature};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use sync::journal::{Edit, Signer};

/// Who holds the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    Counterpart,
    Inspector,
}

/// The page of the signatures.
#[component]
pub fn SignaturePage() -> impl IntoView {
    let visit = use_visit();
    let query = use_query_map();
    let is_inspectors_turn = query.with_untracked(|query| query.get("step").as_deref() == Some("inspector"));
    let holder = RwSignal::new(if is_inspectors_turn { Holder::Inspector } else { Holder::Counterpart });
    move || match holder.get() {
        Holder::Counterpart => view! { <CounterpartSigns visit holder/> }.into_any(),
        Holder::Inspector => view! { <InspectorSigns visit holder/> }.into_any(),
    }
}

/// What the accompanying person sees and writes.
#[component]
fn CounterpartSigns(visit: Visit, holder: RwSignal<Holder>) -> impl IntoView {
    // Name, position and objection need not be written again after a change, or when the page died; the signature does.
    let typed = visit.signer();
    let kept_signature = visit.open_draft().look(|draft| match &draft.counterpart {
        Some(Counterpart::Signed { signature, .. }) => Some(signature.clone()),
        _ => None,
    });
    let objects = RwSignal::new(!typed.objection.is_empty());
    let [name, position, objection] = [typed.name.clone(), typed.position.clone(), typed.objection.clone()].map(RwSignal::new);
    let keep_typed = move || {
        let [name, position, objection] = [name, position, objection].map(|field| field.get_untracked());
        visit.edit(Edit::Signer { signer: Signer { name, position, objection, ..visit.signer() } });
    };
    let write = move |field: RwSignal<String>| {
        move |text: String| {
            field.set(text);
            keep_typed();
        }
    };
    let drawn = RwSignal::new(None::<Drawn>);
    let source = RwSignal::new(None::<String>);
    let fault = RwSignal::new(None::<Phrase>);
    let (has_tried, is_busy) = (RwSignal::new(false), RwSignal::new(false));
    if let Some(sha256) = kept_signature.as_ref().map(|signature| signature.sha256) {
        spawn_local(async move {
            let found = visit.picture(sha256).await;
            source.try_set(found);
        });
    }
    let kept_signature = StoredValue::new(kept_signature);
    let name_missing = Signal::derive(move || (has_tried.get() && name.with(|name| name.trim().is_empty())).then(say::sign::name_missing));
    let hand_back = move |()| {
        has_tried.set(true);
        fault.set(None);
        let (who, now) = (name.get_untracked().trim().to_owned(), drawn.get_untracked());
        if who.is_empty() {
            return crate::part::scroll::focus("sign-name");
        }
        let old = kept_signature.get_value();
        if now.is_none() && old.is_none() {
            return fault.set(Some(say::sign::pad_missing()));
        }
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let position = position.get_untracked();
        let objection = if objects.get_untracked() { objection.get_untracked().trim().to_owned() } else { String::new() };
        spawn_local(async move {
            let signature = match (now, old) {
                (Some(now), _) => keep(who, now).await,
                (None, old) => old.map(|old| Signature { name: who, ..old }),
            };
            is_busy.try_set(false);
            let Some(signature) = signature else {
                fault.try_set(Some(say::draft::unsaved()));
                return;
            };
            visit.edit(Edit::Counterpart { counterpart: Some(Counterpart::Signed { signature, position, objection }) });
            holder.try_set(Holder::Inspector);
        });
    };
    let is_leaving = RwSignal::new(false);
    hold(move || {
        is_leaving.try_set(true);
    });
    let findings = findings_of(visit);
    let shown = if findings.is_empty() { say::sign::show_none() } else { say::sign::show(findings.len()) };
    view! {
        <Bare title=say::sign::title() foot=move || view! { <BottomBar><Button label=say::sign::hand_back() weight=Weight::Primary wide=true on_press=hand_back/></BottomBar> }>
            {move || is_leaving.get().then(|| view! {
                <Notice tone=Tone::Warn text=say::sign::held() urgent=true>
                    <ButtonLink label=say::sign::held_go() href=visit.path("sign")/>
                </Notice>
            })}
            {untrack(|| visit.is_signing_void()).then(|| view! { <Notice tone=Tone::Warn text=say::sign::outdated()/> })}
            <Card title=shown over=visit.name()>
                <ol class="told" lang="zh-CN">
                    {findings
                        .into_iter()
                        .map(|(_, finding)| {
                            let what = if finding.spot.is_empty() { finding.violation.clone() } else { format!("{}（{}）", finding.violation, finding.spot) };
                            let words = visit.disposition_words(&finding);
                            view! { <li><p>{what}</p> <p>{finding.demand.clone()}</p> <p class="meta">{words}</p></li> }
                        })
                        .collect_view()}
                </ol>
            </Card>
            <Card>
                <Field id="sign-name" label=say::sign::name() value=name on_input=write(name) error=name_missing/>
                <Positions position on_choose=write(position)/>
                <SignaturePad label=say::sign::pad() name on_change=move |now| drawn.set(now) kept_src=source/>
                <Objection objects objection on_input=write(objection)/>
            </Card>
            {move || fault.get().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            <ButtonLink label=say::sign::not_signed() href=visit.path("unsigned")/>
        </Bare>
    }
}

/// 店主, 店员 … or other words.
#[component]
fn Positions(position: RwSignal<String>, #[prop(into)] on_choose: Callback<String>) -> impl IntoView {
    // Kept on the record in the trade's language: the words of a Chinese record.
    let usual =
        [("店主", say::sign::owner()), ("店员", say::sign::staff()), ("经理", say::sign::manager()), ("值班人", say::sign::guard())];
    let names: Vec<&str> = usual.iter().map(|(name, _)| *name).collect();
    let is_other = RwSignal::new(position.with_untracked(|position| !position.is_empty() && !names.contains(&position.as_str())));
    let value = Signal::derive(move || {
        if is_other.get() { Some("other".to_owned()) } else { Some(position.get()).filter(|position| !position.is_empty()) }
    });
    let mut options: Vec<Pick> = usual.into_iter().map(|(name, label)| Pick::new(name, label)).collect();
    options.push(Pick::new("other", say::sign::position_other()));
    let choose = move |name: String| {
        is_other.set(name == "other");
        on_choose.run(if name == "other" { String::new() } else { name });
    };
    view! {
        <div class="field">
            <span class="meta">{say::sign::position()}</span>
            <Options name=say::sign::position() options value on_choose=choose/>
        </div>
        {move || is_other.get().then(|| view! { <Field id="sign-position" label=say::sign::position() value=position on_input=on_choose/> })}
    }
}

#[component]
fn Objection(objects: RwSignal<bool>, objection: RwSignal<String>, #[prop(into)] on_input: Callback<String>) -> impl IntoView {
    let value = Signal::derive(move || Some(if objects.get() { "object" } else { "agree" }.to_owned()));
    let options = vec![Pick::new("agree", say::sign::agree()), Pick::new("object", say::sign::object())];
    view! {
        <Options name=say::sign::objection() options value on_choose=move |name: String| objects.set(name == "object")/>
        {move || objects.get().then(|| view! {
            <Field id="objection" label=say::sign::objection() hint=say::sign::objection_hint() kind=Kind::Lines value=objection on_input/>
        })}
    }
}

/// The inspector's own signature, drawn once, and the one press that seals it all.
#[component]
fn InspectorSigns(visit: Visit, holder: RwSignal<Holder>) -> impl IntoView {
    let app = use_app();
    let person = untrack(|| app.person());
    let user = person.as_ref().map(|person| person.user.id);
    let name = person.map(|person| person.user.name).unwrap_or_default();
    let stamp = StoredValue::new(user.and_then(kept_stamp));
    let is_stamp_used = RwSignal::new(stamp.with_value(Option::is_some));
    let drawn = RwSignal::new(None::<Drawn>);
    let fault = RwSignal::new(None::<Phrase>);
    let submit = use_submit(visit);
    let source = Signal::derive(move || {
        let png = stamp.get_value().filter(|_| is_stamp_used.get())?;
        Some(format!("data:image/png;base64,{}", STANDARD.encode(png)))
    });
    let change = move |now: Option<Drawn>| {
        is_stamp_used.set(false);
        drawn.set(now);
    };
    let counterpart = visit.open_draft().look(|draft| draft.counterpart.clone());
    let who = name.clone();
    let is_mending = visit.mends().is_some();
    let (is_busy, navigate) = (RwSignal::new(false), use_navigate());
    let sign = Callback::new(move |()| {
        fault.set(None);
        let stamp = || stamp.get_value().filter(|_| is_stamp_used.get_untracked()).map(Drawn::of_picture);
        let Some(now) = drawn.get_untracked().or_else(stamp) else { return fault.set(Some(say::sign::inspector_missing())) };
        if visit.open_draft().look(|draft| draft.counterpart.is_none()) {
            return fault.set(Some(say::sign::pad_missing()));
        }
        // Whoever came here by the address alone is shown first what is missing.
        if !is_mending && visit.record().is_some_and(|record| visit.gaps(&record).iter().any(|gap| !gap.kind.is_about_signing())) {
            return navigate(&visit.path("sign"), Default::default());
        }
        if is_busy.get_untracked() || submit.is_busy_now() {
            return;
        }
        is_busy.set(true);
        // A typed name is as quickly typed again, and the next record must not call it drawn.
        if let Some(user) = user.filter(|_| !now.typed) {
            keep_stamp(user, &now.png);
        }
        let (who, navigate) = (who.clone(), navigate.clone());
        spawn_local(async move {
            let signature = keep(who, now).await;
            is_busy.try_set(false);
            let Some(signature) = signature else {
                fault.try_set(Some(say::draft::unsaved()));
                return;
            };
            visit.edit(Edit::Signatures { signatures: vec![Signature { at: clock::now(), ..signature }] });
            // A returned record is handed in where the reviewer's words stand.
            if is_mending { navigate(&visit.path(""), Default::default()) } else { submit.go() }
        });
    });
    let label = Signal::derive(move || match (submit.is_busy(), is_mending) {
        (true, _) => say::sign::submitting(),
        (false, true) => say::sign::keep(),
        (false, false) => say::sign::go(),
    });
    view! {
        <Page
            title=say::sign::inspector_sign()
            back=Back::To(visit.path(if is_mending { "" } else { "sign" }))
            foot=move || view! {
                <BottomBar saved=move || view! { <SavedLine visit/> }>
                    <Button label weight=Weight::Primary wide=true on_press=sign/>
                </BottomBar>
            }
        >
            <Card title=say::sign::inspector()>
                <p>{name.clone()}</p>
                {move || is_stamp_used.get().then(|| view! { <p class="meta">{say::sign::stored()}</p> })}
                <SignaturePad label=say::sign::pad_of(name.clone()) name=name.clone() on_change=change kept_src=source/>
            </Card>
            <Card title=counterpart_line(counterpart.as_ref())>
                <Button label=say::sign::again() icon=glyph::SIGNATURE on_press=move |()| holder.set(Holder::Counterpart)/>
            </Card>
            {move || fault.get().or_else(|| submit.fault()).map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
        </Page>
    }
}

/// Keeps the picture of a signature, durably, and says whether it was typed. None if it could not be kept.
async fn keep(name: String, now: Drawn) -> Option<Signature> {
    let typed = now.typed;
    photo::keep_signature(name, now.png).await.ok().map(|signature| Signature { typed, ..signature })
}

fn counterpart_line(counterpart: Option<&Counterpart>) -> Phrase {
    match counterpart {
        Some(Counterpart::Signed { signature, .. }) if signature.typed => say::sign::of_typed(signature.name.clone()),
        Some(Counterpart::Signed { signature, .. }) => say::sign::pad_of(signature.name.clone()),
        Some(Counterpart::Unsigned { why, .. }) => say::sign::refused::of(&app_ui::words::code(why)),
        None => say::sign::pad_missing(),
    }
}
