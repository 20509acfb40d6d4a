//! The phone's door: whoever is not signed in signs in, whatever page was asked for; then that page is there.
//!
//! This and what both halves of the product share is all that a phone downloads before the sign-in page works. The rest comes while
//! somebody types a password, and from the service worker's cache ever after.

use crate::inside::inside;
use crate::page::SignInPage;
use crate::phone::identity::{self, Who};
use crate::phone::{self, Started, timer};
use crate::state::{keep_locale, kept_locale, provide_clock, tell_page};
use app_ui::part::{Button, LiveRegion, Notice, Skeleton, Tone, glyph, provide_live};
use app_ui::words::{provide_locale, say};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where a person who asked for the sign-in page goes next.
const SIGN_IN: &str = "/field/sign-in";
const TODAY: &str = "/field/today";
/// Between two attempts to fetch what stands behind the door.
const FETCH_AGAIN_MS: u32 = 3_000;

/// Mounts the app into the empty body of its shell.
pub fn mount() {
    leptos::mount::mount_to_body(Door);
}

/// What stands behind the door, once it is here and has read the database.
#[derive(Clone, Copy)]
struct Opened {
    pages: fn(Started) -> AnyView,
    /// Told once.
    started: StoredValue<Started>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Opening,
    SignIn,
    Pages,
}

#[component]
fn Door() -> impl IntoView {
    let locale = kept_locale();
    tell_page(locale);
    provide_locale(locale, keep_locale);
    provide_clock();
    provide_live();
    let (opened, is_late) = (RwSignal::new(None), RwSignal::new(false));
    spawn_local(open(opened, is_late));
    let who = identity::who();
    let shown = Memo::new(move |_| match who.get() {
        Who::Opening => Shown::Opening,
        Who::Nobody => Shown::SignIn,
        Who::Here(_) => Shown::Pages,
    });
    let came_by_sign_in = StoredValue::new(false);
    view! {
        <a class="skip" href="#main">{say::app::skip()}</a>
        <LiveRegion/>
        {move || match shown.get() {
            Shown::Opening => view! { <Opening is_late/> }.into_any(),
            // Asks nothing of what is still being fetched: when that arrives, what is being typed stays where it is.
            Shown::SignIn => {
                came_by_sign_in.set_value(true);
                view! { <SignInPage/> }.into_any()
            }
            Shown::Pages => match opened.get() {
                None => view! { <Opening is_late/> }.into_any(),
                Some(Opened { pages, started }) => {
                    if came_by_sign_in.get_value() {
                        leave_sign_in();
                    }
                    pages(started.try_update_value(std::mem::take).unwrap_or_default())
                }
            },
        }}
    }
}

/// Says who works here, then fetches what stands behind the door, however often that takes.
async fn open(opened: RwSignal<Option<Opened>>, is_late: RwSignal<bool>) {
    phone::open().await;
    let inside = loop {
        match inside().await {
            Ok(inside) => break inside,
            Err(_) => is_late.set(true),
        }
        timer::sleep(FETCH_AGAIN_MS).await;
    };
    is_late.set(false);
    let started = StoredValue::new((inside.start)().await);
    opened.set(Some(Opened { pages: inside.pages, started }));
}

/// Some milliseconds; at the very first visit as long as the line takes.
#[component]
fn Opening(is_late: RwSignal<bool>) -> impl IntoView {
    view! {
        <main class="phone" id="main">
            <div class="phone-body">
                {move || is_late.get().then(|| view! {
                    <Notice tone=Tone::Info text=say::net::server()/>
                    // A page that was opened before the server's last update asks for parts that are no longer there.
                    <Button label=say::app::reopen() icon=glyph::REFRESH_CW on_press=move |()| drop(window().location().reload())/>
                })}
                <Skeleton rows=4/>
            </div>
        </main>
    }
}

/// Whoever asked for the sign-in page itself gets the day's work, and not that page again on the way back.
fn leave_sign_in() {
    let window = window();
    if window.location().pathname().is_ok_and(|path| path == SIGN_IN) {
        let history = window.history();
        let _ = history.and_then(|history| history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(TODAY)));
    }
}
