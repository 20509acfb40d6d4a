//! One record in a list: where it was, when it came in, why it wants eyes.

use super::clock::now;
use super::tag::{Tag, WhyTags};
use app_ui::part::{Risk, RiskBadge};
use app_ui::words::{moment, say};
use leptos::prelude::*;
use sync::desk::inbox::InspectionLine;

/// The line, one target from edge to edge.
#[component]
pub(crate) fn RecordLine(
    /// The record.
    line: InspectionLine,
    /// Where it leads.
    #[prop(into)]
    href: ArcSignal<String>,
    /// It is the one that is read.
    #[prop(optional, into)]
    is_open: ArcSignal<bool>,
) -> impl IntoView {
    let what = if line.failed > 0 {
        say::desk::inbox::line(line.failed, line.inspector.clone(), line.community.clone())
    } else {
        say::desk::inbox::clean(line.inspector.clone(), line.community.clone())
    };
    view! {
        <li aria-current=move || is_open.get().then_some("true")>
            <RiskBadge risk=Risk::from_code(&line.risk)/>
            <a href=move || href.get()><b>{line.premises_name.clone()}</b></a>
            <span class="meta">{moment(line.received_at.0, now().0)}</span>
            <span class="why">
                <WhyTags line=line.clone()/>
                {(line.missing > 0).then(|| view! { <Tag text=say::desk::inbox::photos_missing(line.missing) tone="warn"/> })}
                " " <span class="meta">{what}</span>
            </span>
        </li>
    }
    .into_any()
}
