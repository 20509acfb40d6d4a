//! Who, where, when, how many, and why a record wants eyes.

use crate::part::clock::now;
use crate::part::{Revisions, Tag, WhyTags};
use app_ui::part::{Risk, RiskBadge};
use app_ui::words::{code, moment, say, span};
use domain::position::Located;
use leptos::html::H2;
use leptos::prelude::*;
use std::sync::Arc;
use sync::desk::record::Record;

/// The record's head. `heading` takes the focus when a record is opened.
#[component]
pub(crate) fn RecordHead(
    /// The record.
    record: Arc<Record>,
    /// Its name's element.
    heading: NodeRef<H2>,
) -> impl IntoView {
    let line = record.line.clone();
    let inspection = &record.inspection;
    let (here, all) = (line.blobs - line.missing.min(line.blobs), line.blobs);
    let photos = if line.missing == 0 {
        view! { <Tag text=say::desk::record::photos_complete(here, all) tone="pass"/> }.into_any()
    } else {
        let holder = record.held_by.as_ref().map_or_else(|| line.inspector.clone(), |(name, _)| name.clone());
        view! { <Tag text=say::desk::record::photos_waiting(line.missing, holder) tone="warn"/> }.into_any()
    };
    let counts = record.counts;
    let accuracy = match inspection.position {
        Located::At(position) => say::amount::accuracy(position.accuracy_m),
        Located::Without(_) => say::desk::picture::no_position(),
    };
    let seconds = inspection.finished_at.seconds_since(inspection.started_at).max(0).unsigned_abs();
    let bulk = inspection.answers.iter().filter(|answered| answered.bulk).count();
    view! {
        <header class="record-head">
            <div class="record-title">
                <RiskBadge risk=Risk::from_code(&line.risk)/>
                <h2 tabindex="-1" node_ref=heading><a href=format!("/desk/premises/{}", line.premises)>{line.premises_name.clone()}</a></h2>
                <Tag text=say::nature::of(&code(&line.nature))/>
                <Tag text=say::inspection_state::of(&code(&line.state))/>
                {photos}
                <span class="meta record-number">{line.number.clone()}</span>
            </div>
            <p class="meta">
                {say::desk::record::visit(line.inspector.clone(), moment(inspection.started_at.0, now().0), accuracy)} " · " {span(seconds)} " · "
                {say::summary::counts(counts.judged(), counts.passed, counts.failed, counts.not_applicable, counts.not_checked)}
                {(bulk > 0).then(|| view! { " · " {say::desk::record::bulk(bulk)} })}
                {(line.revision > 1).then(|| view! { " · " {say::desk::record::revision(inspection.revision)} })}
                " · " {say::desk::record::provisional(inspection.provisional_number.clone())}
            </p>
            {(!line.why.is_empty()).then(|| view! { <p class="tags"><WhyTags line/></p> })}
            <Revisions record=(*record).clone()/>
        </header>
    }
    .into_any()
}
