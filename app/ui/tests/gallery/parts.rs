//! Each part alone, in the state that says most.

use crate::Piece;
use app_ui::part::*;
use app_ui::words::{Phrase, say};
use leptos::prelude::*;

pub(crate) const ALL: [Piece; 23] = [
    ("answer", answer),
    ("badge", badge),
    ("button", button),
    ("card", card),
    ("choice", choice),
    ("date", date),
    ("empty", empty),
    ("error-summary", error_summary),
    ("field", field),
    ("language", language),
    ("language-form", language_form),
    ("live", live),
    ("notice", notice),
    ("number", number),
    ("photo", photo),
    ("progress", progress),
    ("risk", risk),
    ("sheet", sheet),
    ("signature", signature),
    ("skeleton", skeleton),
    ("table", table),
    ("timeline", timeline),
    ("undo", undo),
];

fn text(text: &str) -> Signal<String> {
    let text = text.to_owned();
    Signal::derive(move || text.clone())
}

fn answer() -> AnyView {
    view! {
        <AnswerGroup item="3.7 Exits are clear" value=None on_answer=|_| ()/>
        <AnswerGroup item="3.8 Lights work" value=Some(Verdict::Pass) on_answer=|_| ()/>
        <AnswerGroup item="3.9 Doors open" value=Some(Verdict::Fail) on_answer=|_| ()/>
        <AnswerGroup item="3.10 Ladder ground" value=Some(Verdict::NotApplicable) on_answer=|_| ()/>
    }
    .into_any()
}

fn badge() -> AnyView {
    view! {
        <div class="line">
            <Badge label=say::visit_kind::routine()/>
            <Badge label=say::desk::record::photos_complete(6, 6) shade=Shade::Pass/>
            <Badge label=say::flag::too_fast() shade=Shade::Warn/>
            <Badge label=say::desk::inbox::major() shade=Shade::Fail/>
            <Badge label=say::desk::inbox::newcomer() shade=Shade::Info/>
            <Mark icon=glyph::X shade=Shade::Fail/>
            <Mark icon=glyph::CIRCLE_HELP shade=Shade::Warn/>
            <KeyHint keys=vec!["J", "K"] label=say::desk::record::next()/>
        </div>
    }
    .into_any()
}

fn button() -> AnyView {
    view! {
        <div class="line">
            <Button label=say::sign::go() weight=Weight::Primary/>
            <Button label=say::answer::photo() icon=glyph::CAMERA/>
            <Button label=say::overview::title() icon=glyph::LIST_CHECKS weight=Weight::Quiet/>
            <Button label=say::nav::danger() icon=glyph::SIREN weight=Weight::Danger/>
            <Button label=say::action::back() icon=glyph::CHEVRON_LEFT icon_only=true weight=Weight::Quiet/>
            <Button label=say::summary::go_missing(2) disabled=true/>
            <Button label=say::premises::near() pressed=Signal::from(true)/>
            <Button label=say::desk::record::accept() key="A" weight=Weight::Primary icon=glyph::CHECK/>
            <ButtonLink label=say::welcome::go() href="/field/sign-in".to_owned()/>
        </div>
    }
    .into_any()
}

fn card() -> AnyView {
    view! {
        <Card title=Phrase::verbatim("Xingwang Inn") over=say::today::draft_saved("9:41")>
            <p class="meta">{say::today::draft_progress(24, 50)}</p>
        </Card>
        <Row title=Phrase::verbatim("Hongda Mall") href="/field/premises/1" lead=|| view! { <RiskBadge risk=Risk::Red/> }>
            <span class="late">{say::time::due::late(2)}</span>
        </Row>
        <Row title=Phrase::verbatim("Inbox row") href="/desk/inspections/1" current=true tail=|| "10:31"/>
        <Row title=say::settings::queue() on_press=|()| ()/>
    }
    .into_any()
}

fn choice() -> AnyView {
    let reasons = vec![
        Choice::new("locked", say::not_checked::locked()),
        Choice::new("nobody_to_ask", say::not_checked::nobody_to_ask()),
        Choice::new("other", say::not_checked::other()),
    ];
    let lists = vec![
        Choice::new("fire", Phrase::verbatim("Fire")).with_hint(say::start::list(36, 15)),
        Choice::new("gas", Phrase::verbatim("Gas")).with_hint(say::start::list(18, 8)),
    ];
    view! {
        <ChoiceGroup name="why" legend=say::not_checked::title() options=reasons value=vec!["locked".to_owned()] on_choose=|_| ()/>
        <ChoiceGroup
            name="lists"
            legend=say::start::lists()
            options=lists
            value=vec!["fire".to_owned()]
            on_choose=|_| ()
            several=true
            look=Look::Rows
            error=Some(say::start::none_chosen())
        />
    }
    .into_any()
}

fn date() -> AnyView {
    view! {
        <DateField
            id="expiry"
            label=Phrase::verbatim("Expiry")
            value=text("2026-03-31")
            on_input=|_| ()
            today="2026-11-23"
            on_unreadable=|()| ()
            hint=say::answer::date::expired(237)
        />
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <EmptyState icon=glyph::CALENDAR_CHECK title=say::today::none() hint=say::data::age("9:12")>
            <Button label=say::today::none_go()/>
        </EmptyState>
    }
    .into_any()
}

fn error_summary() -> AnyView {
    let faults = vec![
        Fault { field: "name".to_owned(), text: say::premises::add::name_missing() },
        Fault { field: "kind".to_owned(), text: say::premises::add::kind_missing() },
    ];
    view! { <ErrorSummary faults=faults/> }.into_any()
}

fn field() -> AnyView {
    view! {
        <Field id="name" label=say::premises::add::name() value=text("") hint=say::premises::add::name_hint() error=Some(say::premises::add::name_missing())/>
        <Field id="phone" label=say::premises::add::phone() value=text("13800000000") kind=Kind::Phone is_optional=true/>
        <Field id="note" label=say::answer::note_label() value=text("A line") kind=Kind::Lines/>
        <Field id="password" label=say::sign_in::password() value=text("") kind=Kind::Password name="password" autocomplete="current-password"/>
    }
    .into_any()
}

fn language() -> AnyView {
    view! { <LanguageSwitch/> }.into_any()
}

fn language_form() -> AnyView {
    view! { <LanguageForm back=text("/sign-in?next=/desk")/> }.into_any()
}

fn live() -> AnyView {
    provide_live();
    view! { <LiveRegion/> }.into_any()
}

fn notice() -> AnyView {
    view! {
        <Notice tone=Tone::Warn text=say::st::low(40) icon=glyph::HARD_DRIVE>
            <Button label=say::st::clear("38 MB")/>
        </Notice>
        <Notice tone=Tone::Error text=say::photo::failed_full() urgent=true/>
        <Notice tone=Tone::Ok text=say::done::title("10:31") more=say::done::promise()/>
        <Notice tone=Tone::Info text=say::app::new()/>
    }
    .into_any()
}

fn number() -> AnyView {
    view! {
        <NumberPad
            id="width"
            label=Phrase::verbatim("Clear width of the exit")
            unit="m"
            value=text("0.7")
            on_input=|_| ()
            on_keep=|()| ()
            limit=say::answer::number::at_least("0.8")
            verdict=Some((Tone::Error, say::answer::number::short("0.1")))
        />
    }
    .into_any()
}

fn photo() -> AnyView {
    let photos = vec![
        Thumb { id: "a".to_owned(), src: Some("/a.jpg".to_owned()), alt: say::photo::alt(1), note: Some(say::photo::from_album()) },
        Thumb { id: "b".to_owned(), src: None, alt: say::photo::storing(), note: None },
    ];
    view! {
        <PhotoGrid photos=photos on_open=|_| () on_remove=|_| ()/>
        <PhotoButtons id="item" on_pick=|_| ()/>
    }
    .into_any()
}

fn progress() -> AnyView {
    view! { <Progress share=48 name=say::part::progress()/> }.into_any()
}

fn risk() -> AnyView {
    let all = [Risk::Red, Risk::Orange, Risk::Yellow, Risk::Blue, Risk::None];
    view! { <div class="line">{all.map(|risk| view! { <RiskBadge risk word=true/> }).into_iter().collect_view()}</div> }.into_any()
}

fn sheet() -> AnyView {
    view! {
        <Sheet
            id="why"
            title=say::not_checked::title()
            open=true
            on_close=|()| ()
            mark=|| view! { <span class="verdict" data-verdict="not_checked">{say::answer::not_checked()}</span> }
            foot=|| view! { <Button label=say::not_checked::go() weight=Weight::Primary wide=true/> }
        >
            <p>{say::not_checked::hint()}</p>
        </Sheet>
    }
    .into_any()
}

fn signature() -> AnyView {
    view! {
        <SignaturePad label=say::sign::pad_of("Zhang Wei") name="Zhang Wei" on_change=|_| ()/>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    view! { <Skeleton rows=2/> }.into_any()
}

fn table() -> AnyView {
    let columns = vec![
        Column::new(say::desk::premises::name()).sortable("?sort=name", Some(Sorted::Up)),
        Column::new(say::desk::premises::risk()),
        Column::figure(say::desk::premises::hazards()).sortable("?sort=hazards", None),
    ];
    view! {
        <Table caption=say::desk::premises::title() columns>
            <tr>
                <td><a class="row-link" href="/desk/premises/1">"Xingwang Inn"</a></td>
                <td><RiskBadge risk=Risk::Orange word=true/></td>
                <td data-figure="">"2"</td>
            </tr>
            <tr>
                <td><a class="row-link" href="/desk/premises/2">"Hongda Mall"</a></td>
                <td><RiskBadge risk=Risk::Red word=true/></td>
                <td data-figure="">"14"</td>
            </tr>
        </Table>
        <Pager first=Some("?".to_owned()) next=Some("?after=7".to_owned())/>
    }
    .into_any()
}

fn timeline() -> AnyView {
    view! {
        <Timeline label=say::desk::hazards::timeline()>
            <TimelineRow at=Phrase::verbatim("9:12") what=say::hazard_state::registered()/>
            <TimelineRow at=Phrase::verbatim("9:20") what=say::hazard_state::ordered() now=true>
                <p class="meta">{say::debtor::enterprise()}</p>
            </TimelineRow>
        </Timeline>
    }
    .into_any()
}

fn undo() -> AnyView {
    view! { <UndoBar text=say::draft::moved() on_undo=|()| () on_gone=|()| ()/> }.into_any()
}
