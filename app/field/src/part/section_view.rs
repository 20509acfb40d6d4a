//! A section of the walk. Its cards stand in the page while it is the current one or beside it; otherwise a block of the same height
//! does, so that nothing jumps and a long list costs no more than a short one.

use super::item_card::ItemCard;
use crate::state::{Visit, tongue};
use leptos::html::Section as SectionElement;
use leptos::prelude::*;

/// How far from the current section cards are kept in the page.
const NEAR: usize = 1;

/// One section.
#[component]
pub fn SectionView(
    /// The visit.
    visit: Visit,
    /// Which section.
    place: usize,
    /// The current section.
    current: Memo<usize>,
) -> impl IntoView {
    let section = visit.walk().sections()[place].clone();
    let frame = NodeRef::<SectionElement>::new();
    let is_near = Memo::new(move |_| current.get().abs_diff(place) <= NEAR);
    let is_asked = {
        let section = section.clone();
        Memo::new(move |_| section.asked.get() > 0)
    };
    let shown = {
        let section = section.clone();
        Memo::new(move |_| {
            let walk = visit.walk();
            section.cards.clone().filter(|place| walk.card(*place).is_shown.get()).collect::<Vec<_>>()
        })
    };
    let heading = format!("section-{place}");
    let title = tongue(&section.title, &section.title_en);
    view! {
        <Show when=move || is_asked.get()>
            <section class="walk-section" node_ref=frame aria-labelledby=heading.clone()>
                {
                    let (section, heading) = (section.clone(), heading.clone());
                    move || {
                        if is_near.get() {
                            view! {
                                <h2 class="walk-title" id=heading.clone()>{section.no} " " {title}</h2>
                                <ol class="walk-cards">
                                    <For each=move || shown.get() key=|place| *place children=move |place| view! { <ItemCard visit place/> }/>
                                </ol>
                            }
                            .into_any()
                        } else {
                            if let Some(frame) = frame.get_untracked() {
                                section.height.set(Some(f64::from(frame.offset_height())));
                            }
                            let block = section.clone();
                            view! { <h2 class="unseen" id=heading.clone()>{title}</h2> <div class="walk-block" style:block-size=move || format!("{}px", block.block_height())></div> }.into_any()
                        }
                    }
                }
            </section>
        </Show>
    }
}
