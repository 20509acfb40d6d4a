//! The desk's frame: the rail with its numbers, who is signed in, the page in it, and what lies over every page: the way to the server
//! when it is gone, a picture enlarged.

use crate::call::me::who_am_i;
use crate::live::{Link, Live, provide_live};
use crate::part::{Drafts, LargePicture, Skeleton, Trouble, provide_drafts, provide_zoom, sign_in_address, this_page};
use app_ui::part::{Glyph, Icon, LanguageForm, Notice, Tone, glyph};
use app_ui::words::{Phrase, code, say};
use leptos::html::Main;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;
use sync::desk::people::{Me, Space};

/// Who is signed in, for every page of the frame.
pub(crate) type MeResource = Resource<Result<Me, crate::call::DeskError>>;

/// The rail, and the page beside it.
#[component]
pub(crate) fn FramePage() -> impl IntoView {
    let live = provide_live();
    let zoom = provide_zoom();
    provide_drafts();
    let me: MeResource = live.resource(|| (), |()| who_am_i());
    provide_context(me);
    live.listen();
    let main = NodeRef::<Main>::new();
    let location = use_location();
    // Who goes to another page reads it from its top, with the eyes and by keyboard.
    Effect::new(move |before: Option<String>| {
        let path = location.pathname.get();
        location.search.track();
        zoom.close();
        if before.is_some_and(|before| before != path) {
            request_animation_frame(move || {
                if let Some(main) = main.try_get_untracked().flatten() {
                    main.set_scroll_top(0);
                    let _ = main.focus(); // fails only for what is not shown
                }
            });
        }
        path
    });
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
            <main id="page" class="desk-main" tabindex="-1" node_ref=main><LinkLine live/> <Outlet/></main>
            <LargePicture/>
        </div>
    }
    .into_any()
}

/// Says that the server is not reached or that the session has ended. Where nothing is being written it leads to the sign-in by itself.
#[component]
fn LinkLine(live: Live) -> impl IntoView {
    let address = sign_in_address();
    let drafts = expect_context::<Drafts>();
    Effect::new(move |_| {
        if live.link() == Link::SignedOut && !drafts.is_anything_typed() {
            // A page of the server's own, so not by the router.
            let _ = location().set_href(&address.get_untracked()); // fails only for what is no address
        }
    });
    let words = move || match live.link() {
        Link::Up => None,
        Link::Down => Some(view! { <Notice tone=Tone::Warn icon=glyph::CLOUD_OFF text=say::desk::unreached()/> }.into_any()),
        Link::SignedOut => Some(
            view! {
                <Notice tone=Tone::Warn icon=glyph::LOCK text=say::desk::signed_out() more=Signal::stored(say::desk::signed_out_why())>
                    <a class="btn" href=address target="_blank" rel="external">{say::desk::sign_in_aside()}</a>
                </Notice>
            }
            .into_any(),
        ),
    };
    view! { <div class="desk-link" role="status">{words}</div> }.into_any()
}

/// Says that the server's disk has no room for photos, or for nothing more. Beside every page.
fn space_line(space: Space) -> Option<AnyView> {
    let (tone, text) = match space {
        Space::Enough => return None,
        Space::Short => (Tone::Warn, say::desk::space_short()),
        Space::Last => (Tone::Error, say::desk::space_last()),
    };
    Some(view! { <Notice tone icon=glyph::TRIANGLE_ALERT text more=Signal::stored(say::desk::space_do())/> }.into_any())
}

#[component]
fn Rail(me: Me) -> impl IntoView {
    let path = use_location().pathname;
    let link = move |href: &'static str, icon: Glyph, label: Phrase, count: u32| {
        let current = move || {
            let path = path.get();
            let here = path.starts_with(href) || (href == "/desk/inbox" && path.starts_with("/desk/inspections"));
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
    let is_home = move || (path.get().trim_end_matches('/') == "/desk").then_some("page");
    let counts = me.counts;
    view! {
        <ul>
            <li><a href="/desk" aria-current=is_home><Icon of=glyph::HOUSE/> <span>{say::nav::desk::home()}</span></a></li>
            {link("/desk/inbox", glyph::LIST_CHECKS, say::nav::desk::inbox(), counts.inbox)}
            {link("/desk/hazards", glyph::TRIANGLE_ALERT, say::nav::desk::hazards(), counts.hazards)}
            {link("/desk/premises", glyph::STORE, say::nav::desk::premises(), 0)}
            {link("/desk/phones", glyph::CLOUD_UPLOAD, say::nav::desk::phones(), counts.phones)}
        </ul>
        {space_line(me.space)}
        <div class="rail-foot">
            <p>{say::desk::r#as(me.user.name, say::role::of(&code(&me.role)))}</p>
            <LanguageForm back=this_page()/>
            <form method="post" action="/sign-out"><button class="btn" data-weight="quiet" type="submit"><Icon of=glyph::LOG_OUT/> <span>{say::nav::desk::sign_out()}</span></button></form>
        </div>
    }
}
