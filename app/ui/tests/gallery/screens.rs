//! Four screens put together of the parts, to see that they fit each other: the day, an item, a failed item, the desk.

use crate::Piece;
use app_ui::part::*;
use app_ui::words::{self, Phrase, say};
use leptos::prelude::*;

pub(crate) const ALL: [Piece; 4] = [("screen-today", today), ("screen-answer", answer), ("screen-fail", fail), ("screen-desk", desk)];

fn name(name: &str) -> Signal<Phrase> {
    Signal::stored(Phrase::verbatim(name))
}

fn phone_tabs() -> Vec<Tab> {
    let none = Signal::stored(0);
    vec![
        Tab { href: "/field/today", icon: glyph::CALENDAR_CHECK, label: say::nav::today(), count: none },
        Tab { href: "/field/premises", icon: glyph::STORE, label: say::nav::premises(), count: none },
        Tab { href: "/field/hazards", icon: glyph::TRIANGLE_ALERT, label: say::nav::hazards(), count: Signal::stored(4) },
        Tab { href: "/field/settings", icon: glyph::SETTINGS, label: say::nav::mine(), count: none },
    ]
}

fn today() -> AnyView {
    view! {
        <div class="phone">
            <TopBar title=say::today::title() aside=words::week_day("2026-11-23")>
                <SyncChip state=SyncState::Waiting(3) href="/field/queue"/>
            </TopBar>
            <main class="phone-body">
                <Card title=name("兴旺旅馆") over=say::today::draft_saved("9:41")>
                    <Progress share=48 name=say::today::draft_progress(24, 50)/>
                    <div class="line">
                        <span class="meta">{say::today::draft_progress(24, 50)}</span>
                        <span class="end"><ButtonLink label=say::action::resume() href="/field/i/1".to_owned() weight=Weight::Primary/></span>
                    </div>
                </Card>
                <Row title=say::today::returned("宏达商场") href="/field/i/2" lead=|| view! { <Mark icon=glyph::UNDO_2 shade=Shade::Fail/> }>
                    "照片看不清，2 处要改"
                </Row>
                <div class="eyebrow"><h2>{say::today::due(8)}</h2><span>{say::today::finished(2)}</span></div>
                <Row title=name("宏达商场") href="/field/premises/1" lead=|| view! { <RiskBadge risk=Risk::Red/> }>
                    <span class="late">{say::time::due::late(2)}</span> "，" {words::distance(200)}
                </Row>
                <Row title=name("刘记手工面馆") href="/field/premises/2" lead=|| view! { <RiskBadge risk=Risk::Orange/> }>
                    {say::time::due::today()} "，" {words::distance(400)}
                </Row>
                <Row title=name("小张修理部") href="/field/premises/3" lead=|| view! { <RiskBadge risk=Risk::Yellow/> }>{say::today::first_visit()}</Row>
                <Row title=name("王姐裁缝") href="/field/premises/4" lead=|| view! { <RiskBadge risk=Risk::Blue/> }>{words::distance(600)}</Row>
            </main>
            <TabBar tabs=phone_tabs() path="/field/today".to_owned()/>
        </div>
    }
    .into_any()
}

fn answer() -> AnyView {
    view! {
        <div class="phone">
            <TopBar title=name("兴旺旅馆") back=Back::To("/field/today".to_owned()) progress=48>
                <Button label=say::nav::danger() icon=glyph::SIREN weight=Weight::Danger/>
            </TopBar>
            <main class="phone-body">
                <article class="item" data-folded="">
                    <header class="item-head">
                        <span class="item-no">"3.6"</span>
                        <p class="item-text">"疏散指示标志完好、常亮"</p>
                        <span class="verdict" data-verdict="pass"><Icon of=glyph::CHECK/> {say::answer::pass()}</span>
                    </header>
                </article>
                <article class="item" data-current="">
                    <header class="item-head">
                        <span class="item-no">"3.7"</span>
                        <div>
                            <p class="item-text">"安全出口、疏散通道畅通，未被占用、堵塞、封闭"</p>
                            <span class="item-lifeline"><Icon of=glyph::DOOR_OPEN/> {say::answer::lifeline()}</span>
                        </div>
                    </header>
                    <p class="item-how">{say::answer::guide("从最里面走到室外，亲手推开每一扇门")}</p>
                    <div class="item-last">
                        <Icon of=glyph::HISTORY/>
                        {say::answer::last(words::day("2026-09-02", "2026-11-23"), say::answer::verdict::fail())}
                        <Button label=say::answer::last_photo() weight=Weight::Quiet/>
                    </div>
                    <AnswerGroup item="3.7 安全出口、疏散通道畅通" value=None on_answer=|_| ()/>
                    <div class="item-tools">
                        <Button label=say::answer::photo() icon=glyph::CAMERA/>
                        <Button label=say::answer::note() icon=glyph::PENCIL/>
                        <Button label=say::answer::not_checked() icon=glyph::CIRCLE_HELP/>
                    </div>
                </article>
                <article class="item">
                    <header class="item-head"><span class="item-no">"3.8"</span><p class="item-text">"应急照明灯断电后能亮"</p></header>
                </article>
            </main>
            <BottomBar saved=|| view! { <span class="saved" data-state="done"><Icon of=glyph::HARD_DRIVE/> {say::answer::saved()}</span> }>
                <Button label=say::answer::next(26) weight=Weight::Primary wide=true/>
            </BottomBar>
        </div>
    }
    .into_any()
}

fn fail() -> AnyView {
    let due = Signal::stored(vec![
        Choice::new("0", say::fail::due_today()),
        Choice::new("1", say::fail::due_days(1)),
        Choice::new("3", say::fail::due_days(3)),
    ]);
    let disposition = Signal::stored(vec![
        Choice::new("on_spot", say::fail::on_spot()),
        Choice::new("order", say::fail::order()),
        Choice::new("same_as", say::fail::same_as()),
    ]);
    let photos = Signal::stored(vec![Thumb { id: "a".to_owned(), src: None, alt: say::photo::storing(), note: None }]);
    view! {
        <Sheet
            id="fail"
            title=name("3.7 安全出口")
            open=true
            on_close=|()| ()
            mark=|| view! { <span class="verdict" data-verdict="fail"><Icon of=glyph::X/> {say::fail::title()}</span> }
            foot=|| view! { <Button label=say::fail::go() weight=Weight::Primary wide=true/> }
        >
            <Card>
                <Field id="violation" label=say::fail::violation() value="占用、堵塞、封闭疏散通道、安全出口".to_owned() kind=Kind::Lines/>
                <p class="meta">{say::fail::photos(1)}</p>
                <PhotoGrid photos=photos on_remove=|_| ()/>
                <PhotoButtons id="fail" on_pick=|_| ()/>
                <Field id="spot" label=say::fail::spot() value="二层东侧，通后院的门".to_owned()/>
            </Card>
            <Card>
                <ChoiceGroup name="disposition" legend=say::fail::disposition() options=disposition value=vec!["order".to_owned()] on_choose=|_| ()/>
                <ChoiceGroup name="due" legend=say::fail::due() options=due value=vec!["0".to_owned()] on_choose=|_| ()/>
            </Card>
        </Sheet>
    }
    .into_any()
}

fn desk() -> AnyView {
    let place = || Phrase::verbatim("绿苑社区");
    view! {
        <div class="desk" data-shell="desk">
            <div class="desk-split">
                <section class="desk-list">
                    <div class="desk-page">
                        <h1>{say::desk::inbox::title()}</h1>
                        <div class="line"><Badge label=say::desk::inbox::major() shade=Shade::Fail/> <Badge label=say::desk::inbox::suspicious() shade=Shade::Warn/></div>
                    </div>
                    <div class="rows">
                        <Row title=name("兴旺旅馆") href="/desk/inspections/1" current=true lead=|| view! { <RiskBadge risk=Risk::Orange/> } tail=|| "10:31">
                            <Badge label=say::desk::inbox::major() shade=Shade::Fail/> " " {say::desk::inbox::line(2, "王芳", place())}
                        </Row>
                        <Row title=name("宏达商场") href="/desk/inspections/2" lead=|| view! { <RiskBadge risk=Risk::Red/> } tail=|| "9:58">
                            {say::desk::inbox::line(4, "李敏", place())}
                        </Row>
                        <Row title=name("小张修理部") href="/desk/inspections/3" lead=|| view! { <RiskBadge risk=Risk::Yellow/> } tail=|| "9:40">
                            <Badge label=say::flag::too_fast() shade=Shade::Warn/> " " {say::desk::inbox::clean("赵强", place())}
                        </Row>
                    </div>
                </section>
                <section class="desk-record">
                    <header>
                        <div class="line">
                            <RiskBadge risk=Risk::Orange/> <h1>"兴旺旅馆"</h1> <Badge label=say::visit_kind::routine()/>
                            <Badge label=say::desk::record::photos_complete(6, 6) shade=Shade::Pass/> <span class="meta end">"检〔2026〕318号"</span>
                        </div>
                        <p class="meta">{say::summary::counts(50, 43, 4, 2, 1)}</p>
                    </header>
                    <div class="scroll" tabindex="0" role="region" aria-label="兴旺旅馆">
                        <article class="card">
                            <div class="stack">
                                <div class="line"><Mark icon=glyph::X shade=Shade::Fail/> <h2>"3.7 安全出口上锁"</h2> <Badge label=say::disposition::suspected_major() shade=Shade::Fail/></div>
                                <dl class="terms">
                                    <dt>{say::desk::record::spot()}</dt>
                                    <dd>"二层东侧，通后院的门"</dd>
                                    <dt>{say::desk::record::demand()}</dt>
                                    <dd>"立即打开门锁，保持畅通"</dd>
                                    <dt>{say::desk::record::due()}</dt>
                                    <dd>{words::due("2026-11-26", "2026-11-23")}</dd>
                                </dl>
                            </div>
                        </article>
                        <Timeline label=say::desk::hazards::timeline()>
                            <TimelineRow at=Phrase::verbatim("10:12") what=say::inspection_state::submitted()/>
                            <TimelineRow at=Phrase::verbatim("10:31") what=say::inspection_state::returned() now=true/>
                        </Timeline>
                    </div>
                    <footer>
                        <Button label=say::desk::record::accept() key="A" weight=Weight::Primary icon=glyph::CHECK/>
                        <Button label=say::desk::record::send_back() key="R" icon=glyph::UNDO_2/>
                        <Button label=say::desk::record::comment() weight=Weight::Quiet/>
                        <span class="end"><KeyHint keys=vec!["J", "K"] label=say::desk::record::next()/></span>
                    </footer>
                </section>
            </div>
        </div>
    }
    .into_any()
}
