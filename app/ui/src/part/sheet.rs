//! A sheet that rises from the bottom over the page (at the desk a dialog in the middle): failing an item, choosing a reason.
//!
//! It is the browser's own modal `<dialog>`: the page behind is inert, focus stays inside and returns to what opened it. Escape, the
//! backdrop, the cross and the phone's back button close it; what was entered stays with whoever owns `open`.

use super::icon::{Icon, glyph};
use crate::words::{Phrase, say};
use leptos::html::Dialog;
use leptos::prelude::*;

/// A modal sheet. Its children are built when it opens and dropped when it closes.
#[component]
pub fn Sheet(
    /// Names its title for screen readers; unique in the page.
    #[prop(into)]
    id: String,
    /// Its title.
    #[prop(into)]
    title: Signal<Phrase>,
    /// Whether it is open; the owner decides.
    #[prop(into)]
    open: Signal<bool>,
    /// Asks the owner to close it.
    #[prop(into)]
    on_close: Callback<()>,
    /// Beside the title: the verdict of the item.
    #[prop(optional, into)]
    mark: Option<ViewFn>,
    /// The bar at its foot, with the primary button.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    /// What it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    browser::follow(&id, dialog, open, on_close);
    view! {
        <dialog
            class="sheet"
            id=id
            node_ref=dialog
            aria-labelledby=labelled_by
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default(); // the owner closes it, and only the owner
                on_close.run(());
            }
            on:click=move |event| {
                if browser::is_backdrop(&event, dialog) {
                    on_close.run(());
                }
            }
        >
            {move || {
                open.get()
                    .then(|| {
                        let (title_id, mark, foot, children) = (title_id.clone(), mark.clone(), foot.clone(), children.clone());
                        view! {
                            <div class="sheet-body">
                                <header class="sheet-head">
                                    <h2 id=title_id tabindex="-1">{title}</h2>
                                    {mark.map(|mark| mark.run())}
                                    <button type="button" class="btn" data-weight="quiet" data-icon-only="" aria-label=say::action::close() on:click=move |_| on_close.run(())>
                                        <Icon of=glyph::X/>
                                    </button>
                                </header>
                                <div class="sheet-scroll">{children()}</div>
                                {foot.map(|foot| view! { <footer class="bottom-bar">{foot.run()}</footer> })}
                            </div>
                        }
                    })
            }}
        </dialog>
    }
    .into_any()
}

/// Opening, closing and the back button.
#[cfg(feature = "hydrate")]
mod browser {
    use leptos::html::Dialog;
    use leptos::prelude::*;
    use wasm_bindgen::JsValue;

    /// Each open sheet has a history entry of its own, so that back closes it; the entry's state names the sheet.
    pub(super) fn follow(id: &str, dialog: NodeRef<Dialog>, open: Signal<bool>, on_close: Callback<()>) {
        let entry = StoredValue::new(format!("sheet:{id}"));
        let back = window_event_listener(leptos::ev::popstate, move |_| {
            // Our entry is gone. A sheet beneath finds itself on top and stays.
            if open.get_untracked() && !is_on_top(entry) {
                on_close.run(());
            }
        });
        on_cleanup(move || back.remove());
        Effect::new(move |was_open: Option<bool>| {
            let is_open = open.get();
            if let Some(dialog) = dialog.get() {
                if is_open && !dialog.open() {
                    let _ = dialog.show_modal(); // fails only if it is open already
                    put(entry);
                } else if !is_open && dialog.open() {
                    dialog.close();
                    if was_open == Some(true) {
                        take_away(entry);
                    }
                }
            }
            is_open
        });
        on_cleanup(move || {
            if dialog.try_get_untracked().flatten().is_some_and(|dialog| dialog.open()) {
                take_away(entry);
            }
        });
    }

    /// A tap beside the sheet meets the dialog itself and lies outside its box.
    pub(super) fn is_backdrop(event: &leptos::ev::MouseEvent, dialog: NodeRef<Dialog>) -> bool {
        let Some(dialog) = dialog.get_untracked() else {
            return false;
        };
        let is_on_dialog = event.target().is_some_and(|target| AsRef::<JsValue>::as_ref(&target) == AsRef::<JsValue>::as_ref(&dialog));
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let edge = dialog.get_bounding_client_rect();
        is_on_dialog && (x < edge.left() || x > edge.right() || y < edge.top() || y > edge.bottom())
    }

    fn is_on_top(entry: StoredValue<String>) -> bool {
        let state = window().history().and_then(|history| history.state()).ok().and_then(|state| state.as_string());
        state == entry.try_get_value()
    }

    fn put(entry: StoredValue<String>) {
        if let Ok(history) = window().history() {
            let _ = history.push_state(&JsValue::from_str(&entry.get_value()), "");
        }
    }

    /// Takes our entry away again, unless back did so or the page has moved on meanwhile: then the entry on top is not ours.
    fn take_away(entry: StoredValue<String>) {
        let Some(name) = entry.try_get_value() else { return };
        set_timeout(
            move || {
                if let Ok(history) = window().history()
                    && history.state().is_ok_and(|state| state.as_string().as_deref() == Some(&name))
                {
                    let _ = history.back();
                }
            },
            std::time::Duration::ZERO,
        );
    }
}

/// On the server a sheet is closed and stays so.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use leptos::html::Dialog;
    use leptos::prelude::*;

    pub(super) fn follow(_id: &str, _dialog: NodeRef<Dialog>, _open: Signal<bool>, _on_close: Callback<()>) {}

    pub(super) fn is_backdrop(_event: &leptos::ev::MouseEvent, _dialog: NodeRef<Dialog>) -> bool {
        false
    }
}
