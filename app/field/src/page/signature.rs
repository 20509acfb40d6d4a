//! Signing. First the phone is in the hands of the accompanying person: only what was found, their name, their signature; nothing else
//! can be reached until it is handed back. Then the inspector signs and submits.

use super::summary::findings_of;
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
use domain::inspection::Counterpart;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use sync::journal::Edit;

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
    let kept = match visit.draft().counterpart {
        Some(Counterpart::Signed { signature, position, objection }) => Some((signature, position, objection)),
        _ => None,
    };
    let (kept_signature, kept_position, kept_objection) =
        kept.map_or((None, String::new(), String::new()), |(signature, position, objection)| (Some(signature), position, objection));
    let name = RwSignal::new(kept_signature.as_ref().map(|signature| signature.name.clone()).unwrap_or_default());
    let position = RwSignal::new(kept_position);
    let objection = RwSignal::new(kept_objection.clone());
    let objects = RwSignal::new(!kept_objection.is_empty());
    let drawn = RwSignal::new(None::<Drawn>);
    let source = RwSignal::new(None::<String>);
    let fault = RwSignal::new(None::<Phrase>);
    let has_tried = RwSignal::new(false);
    let kept_signature = StoredValue::new(kept_signature);
    if let Some(signature) = kept_signature.get_value() {
        spawn_local(async move {
            let found = photo::full(signature.sha256).await;
            source.try_set(found);
        });
    }
    let name_missing = Signal::derive(move || (has_tried.get() && name.with(|name| name.trim().is_empty())).then(say::sign::name_missing));
    let hand_back = move |()| {
        has_tried.set(true);
        fault.set(None);
        let (who, png) = (name.get_untracked().trim().to_owned(), drawn.get_untracked().map(|drawn| drawn.png));
        if who.is_empty() {
            return crate::part::scroll::focus("sign-name");
        }
        let old = kept_signature.get_value();
        spawn_local(async move {
            let signature = match (png, old) {
                (Some(png), _) => photo::keep_signature(who, png).await.ok(),
                (None, Some(old)) => Some(domain::inspection::Signature { name: who, ..old }),
                (None, None) => {
                    fault.try_set(Some(say::sign::pad_missing()));
                    return;
                }
            };
            let Some(signature) = signature else {
                fault.try_set(Some(say::draft::unsaved()));
                return;
            };
            let said = if objects.get_untracked() { objection.get_untracked().trim().to_owned() } else { String::new() };
            let counterpart = Counterpart::Signed { signature, position: position.get_untracked(), objection: said };
            visit.edit(Edit::Counterpart { counterpart: Some(counterpart) });
            holder.try_set(Holder::Inspector);
        });
    };
    let findings = findings_of(visit);
    let shown = if findings.is_empty() { say::sign::show_none() } else { say::sign::show(findings.len()) };
    view! {
        <Bare title=say::sign::title() foot=move || view! { <BottomBar><Button label=say::sign::hand_back() weight=Weight::Primary wide=true on_press=hand_back/></BottomBar> }>
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
                <Field id="sign-name" label=say::sign::name() value=name on_input=move |text| name.set(text) error=name_missing/>
                <Positions position/>
                <SignaturePad label=say::sign::pad() on_change=move |now| drawn.set(now) kept_src=source/>
                <Objection objects objection/>
            </Card>
            {move || fault.get().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
            <ButtonLink label=say::sign::not_signed() href=visit.path("unsigned")/>
        </Bare>
    }
}

/// 店主, 店员 … or other words.
#[component]
fn Positions(position: RwSignal<String>) -> impl IntoView {
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
        position.set(if name == "other" { String::new() } else { name });
    };
    view! {
        <div class="field">
            <span class="meta">{say::sign::position()}</span>
            <Options name=say::sign::position() options value on_choose=choose/>
        </div>
        {move || is_other.get().then(|| view! { <Field id="sign-position" label=say::sign::position() value=position on_input=move |text| position.set(text)/> })}
    }
}

#[component]
fn Objection(objects: RwSignal<bool>, objection: RwSignal<String>) -> impl IntoView {
    let value = Signal::derive(move || Some(if objects.get() { "object" } else { "agree" }.to_owned()));
    let options = vec![Pick::new("agree", say::sign::agree()), Pick::new("object", say::sign::object())];
    view! {
        <Options name=say::sign::objection() options value on_choose=move |name: String| objects.set(name == "object")/>
        {move || objects.get().then(|| view! {
            <Field id="objection" label=say::sign::objection() hint=say::sign::objection_hint() kind=Kind::Lines value=objection on_input=move |text| objection.set(text)/>
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
    let counterpart = visit.draft().counterpart;
    let is_counterpart_missing = counterpart.is_none();
    let who = name.clone();
    let sign = move |()| {
        fault.set(None);
        let png = drawn.get_untracked().map(|drawn| drawn.png).or_else(|| stamp.get_value().filter(|_| is_stamp_used.get_untracked()));
        let Some(png) = png else { return fault.set(Some(say::sign::inspector_missing())) };
        if let Some(user) = user {
            keep_stamp(user, &png);
        }
        let who = who.clone();
        spawn_local(async move {
            match photo::keep_signature(who, png).await {
                Ok(signature) => {
                    visit.edit(Edit::Signatures { signatures: vec![domain::inspection::Signature { at: clock::now(), ..signature }] });
                    submit.go();
                }
                Err(_) => {
                    fault.try_set(Some(say::draft::unsaved()));
                }
            }
        });
    };
    let label = Signal::derive(move || if submit.is_busy() { say::sign::submitting() } else { say::sign::go() });
    view! {
        <Page
            title=say::sign::inspector_sign()
            back=Back::To(visit.path("sign"))
            foot=move || {
                let sign = sign.clone();
                view! {
                    <BottomBar saved=move || view! { <SavedLine visit/> }>
                        <Button label weight=Weight::Primary wide=true on_press=sign/>
                    </BottomBar>
                }
            }
        >
            <Card title=say::sign::inspector()>
                <p>{name.clone()}</p>
                {move || is_stamp_used.get().then(|| view! { <p class="meta">{say::sign::stored()}</p> })}
                <SignaturePad label=say::sign::pad_of(name.clone()) on_change=change kept_src=source/>
            </Card>
            <Card title=counterpart_line(counterpart.as_ref())>
                <Button label=say::sign::again() icon=glyph::SIGNATURE on_press=move |()| holder.set(Holder::Counterpart)/>
            </Card>
            {is_counterpart_missing.then(|| view! { <Notice tone=Tone::Warn text=say::sign::pad_missing()/> })}
            {move || fault.get().or_else(|| submit.fault()).map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
        </Page>
    }
}

fn counterpart_line(counterpart: Option<&Counterpart>) -> Phrase {
    match counterpart {
        Some(Counterpart::Signed { signature, .. }) => say::sign::pad_of(signature.name.clone()),
        Some(Counterpart::Unsigned { why, .. }) => say::sign::refused::of(&app_ui::words::code(why)),
        None => say::sign::pad_missing(),
    }
}
