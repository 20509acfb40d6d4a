//! The desk's frame: the rail with its numbers, who is signed in, and the page in it.

use crate::call::live::news;
use crate::call::me::who_am_i;
use crate::part::{Skeleton, Trouble};
use app_ui::part::{Glyph, Icon, LanguageSwitch, glyph};
use app_ui::words::{Phrase, code, say};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use leptos_router::{LazyRoute, lazy_route};
use sync::desk::people::Me;

/// Rises with every change that the server tells of; lists load again when it does.
#[derive(Clone, Copy)]
pub(crate) struct Live(pub RwSignal<u32>);

/// Who is signed in, for every page of the frame.
pub(crate) type MeResource = Resource<Result<Me, crate::call::DeskError>>;

pub(crate) struct FramePage;

/// What the page shows, loaded inside the frame whose context it needs.
struct Loaded {
    me: MeResource,
}

#[lazy_route]
impl LazyRoute for FramePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let this = load();
        let live = expect_context::<Live>();
        listen(live);
        let me = this.me;
        view! {
            <div class="desk">
                <a class="skip" href="#page">{say::desk::skip()}</a>
                <nav class="rail" aria-label=say::nav::desk::rail()>
                    <a class="rail-brand" href="/desk"><Icon of=glyph::SHIELD_CHECK/> <span>{say::app::name()}</span></a>
                    <Transition fallback=Skeleton>
                        {move || Suspend::new(async move {
                            match me.await {
                                Ok(me) => view! { <Rail me/> }.into_any(),
                                Err(error) => view! { <Trouble error/> }.into_any(),
                            }
                        })}
                    </Transition>
                </nav>
                <main id="page" class="desk-main" tabindex="-1"><Outlet/></main>
            </div>
        }
        .into_any()
    }
}

fn load() -> Loaded {
    let live = Live(RwSignal::new(0));
    provide_context(live);
    let me = Resource::new(move || live.0.get(), |_| who_am_i());
    provide_context(me);
    Loaded { me }
}

/// Listens for changes as long as the page is open. The call waits on the server; where it does not work, the next try waits a little.
fn listen(live: Live) {
    let marker = RwSignal::new(None::<String>);
    let next = Action::new(move |()| async move { news(marker.get_untracked()).await });
    Effect::new(move |_| {
        match next.value().get() {
            None => {
                next.dispatch(());
            }
            Some(Ok(told)) => {
                if marker.get_untracked().is_some_and(|last| last != told) {
                    live.0.update(|count| *count = count.wrapping_add(1));
                }
                marker.set(Some(told));
                next.dispatch(());
            }
            Some(Err(_)) => set_timeout(
                move || {
                    next.dispatch(());
                },
                std::time::Duration::from_secs(3),
            ),
        };
    });
}

#[component]
fn Rail(me: Me) -> impl IntoView {
    let path = use_location().pathname;
    let link = move |href: &'static str, icon: Glyph, label: Phrase, count: u32| {
        let current = move || {
            let path = path.get();
            let here = if href == "/desk" {
                path == href
            } else {
                path.starts_with(href) || (href == "/desk/inbox" && path.starts_with("/desk/inspections"))
            };
            here.then_some("page")
        };
        view! {
            <li>
                <a href=href aria-current=current>
                    <Icon of=icon/>
                    <span>{label}</span>
                    {(count > 0).then(|| view! { <span class="rail-count">{count}</span> })}
                </a>
            </li>
        }
    };
    let counts = me.counts;
    view! {
        <ul>
            {link("/desk/inbox", glyph::LIST_CHECKS, say::nav::desk::inbox(), counts.inbox)}
            {link("/desk/hazards", glyph::TRIANGLE_ALERT, say::nav::desk::hazards(), counts.hazards)}
            {link("/desk/premises", glyph::STORE, say::nav::desk::premises(), 0)}
            {link("/desk/phones", glyph::CLOUD_UPLOAD, say::nav::desk::phones(), counts.phones)}
        </ul>
        <div class="rail-foot">
            <p>{say::desk::r#as(me.user.name, say::role::of(&code(&me.role)))}</p>
            <LanguageSwitch/>
            <form method="post" action="/sign-out"><button class="btn" data-weight="quiet" type="submit">{say::nav::desk::sign_out()}</button></form>
        </div>
    }
}
