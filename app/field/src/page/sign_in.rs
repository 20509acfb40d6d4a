//! Signing in, and entering without a network on a phone that knows its person.

use crate::part::page::name_document;
use crate::part::storage_line::StorageTrouble;
use crate::phone::identity::{self, OfflineFault, SignInFault, Who};
use app_ui::part::{Button, Card, Field, Kind, LanguageSwitch, Notice, Tone, TopBar, Weight, glyph};
use app_ui::words::{Phrase, say, span};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

/// Signing in again, because the session has ended or work began offline.
#[component]
pub fn SignInAgainPage() -> impl IntoView {
    let navigate = use_navigate();
    view! { <SignInPage on_done=move |()| navigate("/field/today", Default::default())/> }
}

/// The page; shown for every address while nobody is signed in. It stands in front of the router.
#[component]
pub fn SignInPage(
    /// What follows when somebody is in; nothing where the page goes by itself.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (is_shown, is_busy, has_tried) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let fault = RwSignal::new(None::<Phrase>);
    let who = identity::who();
    let known = match who.get_untracked() {
        Who::Here(person) => person.user.login,
        Who::Opening | Who::Nobody => String::new(),
    };
    login.set(known);
    name_document(Signal::stored(say::sign_in::title()));
    let is_empty = move || login.with_untracked(|login| login.trim().is_empty()) || password.with_untracked(String::is_empty);
    let enter = Callback::new(move |online: bool| {
        has_tried.set(true);
        fault.set(None);
        if is_empty() || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let (login, password) = (login.get_untracked().trim().to_owned(), password.get_untracked());
        spawn_local(async move {
            let outcome = if online {
                identity::sign_in(login, password).await.map_err(online_words)
            } else {
                identity::enter_offline(login, password).await.map_err(offline_words)
            };
            is_busy.try_set(false);
            match (outcome, on_done) {
                (Ok(_), Some(on_done)) => on_done.run(()),
                (Ok(_), None) => {}
                (Err(words), _) => {
                    fault.try_set(Some(words));
                }
            }
        });
    });
    let login_missing =
        Signal::derive(move || (has_tried.get() && login.with(|login| login.trim().is_empty())).then(say::sign_in::login_missing));
    let password_missing =
        Signal::derive(move || (has_tried.get() && password.with(String::is_empty)).then(say::sign_in::password_missing));
    let label = Signal::derive(move || if is_busy.get() { say::sign_in::busy() } else { say::sign_in::go() });
    let waiting = || identity::others_waiting().into_iter().map(|waiting| say::auth::other(waiting.name, waiting.count));
    view! {
        <div class="phone">
            <div class="phone-head"><TopBar title=say::app::name()><LanguageSwitch/></TopBar></div>
            <main class="phone-body" id="main">
                <form
                    class="stack"
                    on:submit=move |event| {
                        event.prevent_default();
                        enter.run(true);
                    }
                >
                    <Card title=say::sign_in::title()>
                        <Field id="login" name="username" autocomplete="username" label=say::sign_in::login() value=login on_input=move |text| login.set(text) error=login_missing/>
                        {move || {
                            let kind = if is_shown.get() { Kind::Text } else { Kind::Password };
                            view! {
                                <Field
                                    id="password" name="password" autocomplete="current-password" label=say::sign_in::password() kind=kind
                                    value=password on_input=move |text| password.set(text) error=password_missing
                                />
                            }
                        }}
                        <Button
                            label=Signal::derive(move || if is_shown.get() { say::sign_in::hide_password() } else { say::sign_in::show_password() })
                            weight=Weight::Quiet
                            icon=glyph::EYE
                            pressed=is_shown
                            on_press=move |()| is_shown.update(|shown| *shown = !*shown)
                        />
                        {move || fault.get().map(|words| view! { <Notice tone=Tone::Error text=words urgent=true/> })}
                        <div class="line"><Button label weight=Weight::Primary submit=true wide=true/></div>
                        <p class="meta">{say::sign_in::forgot()}</p>
                    </Card>
                </form>
                {move || waiting().map(|words| view! { <Notice tone=Tone::Info text=words/> }).collect_view()}
                <StorageTrouble/>
                <Card>
                    <p>{say::sign_in::offline_hint()}</p>
                    <Button label=say::sign_in::offline() icon=glyph::CLOUD_OFF on_press=move |()| enter.run(false)/>
                </Card>
            </main>
        </div>
    }
}

fn online_words(fault: SignInFault) -> Phrase {
    match fault {
        SignInFault::Wrong => say::sign_in::wrong(),
        SignInFault::Wait { seconds } => say::sign_in::wait(span(u64::from(seconds))),
        SignInFault::NoNetwork => say::sign_in::no_network(),
        SignInFault::Portal => say::net::portal(),
        SignInFault::Busy => say::sign_in::network(),
        SignInFault::NeedsUpdate => say::q::update(),
    }
}

fn offline_words(fault: OfflineFault) -> Phrase {
    match fault {
        OfflineFault::Wrong => say::sign_in::offline_wrong(),
        OfflineFault::NeverHere => say::sign_in::offline_never(),
        OfflineFault::Expired => say::sign_in::offline_expired(),
        OfflineFault::Unsupported => say::app::noff(),
        OfflineFault::Store(_) => say::draft::closed(),
    }
}
