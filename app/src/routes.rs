//! The server-rendered pages and their addresses. The phone's routes under `/field` are its own.

use app_desk::DeskRoutes;
use app_portal::{LandingPage, LostPage, SignInPage};
use app_ui::words::{Locale, provide_locale};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// What the server renders and the browser hydrates.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_locale(first_locale(), keep_locale);
    view! {
        <Router>
            <Routes fallback=LostPage>
                <Route path=path!("/") view=LandingPage/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <DeskRoutes/>
            </Routes>
        </Router>
    }
}

/// The language the page begins in: the server reads it from the cookie or the request, the browser from the page it got.
fn first_locale() -> Locale {
    #[cfg(feature = "hydrate")]
    {
        let tag = document().document_element().and_then(|html| html.get_attribute("lang"));
        tag.and_then(|tag| Locale::from_tags(&tag)).unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        use_context::<Locale>().unwrap_or_default()
    }
}

/// Keeps a choice for the next page and says it to screen readers.
fn keep_locale(locale: Locale) {
    #[cfg(feature = "hydrate")]
    {
        let document = document();
        if let Some(html) = document.document_element() {
            let _ = html.set_attribute("lang", locale.tag()); // fails only for a name that is no attribute's
        }
        // Property access by name: HtmlDocument's own binding is not compiled in for one cookie.
        let _ = js_sys::Reflect::set(&document, &"cookie".into(), &locale.cookie().into());
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = locale;
    }
}
