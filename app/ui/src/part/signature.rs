//! A signature drawn with finger, pen or mouse, or typed by who can't draw (WCAG 2.1.1). Ink is black on white in every theme, because
//! it is printed.

use super::button::{Button, Weight};
use super::field::Field;
use super::icon::glyph;
use crate::words::{Phrase, say};
use leptos::html::Canvas;
use leptos::prelude::*;

/// A point of a stroke, in CSS pixels of the pad.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// What was drawn or typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The strokes in their order; none of a typed name.
    pub strokes: Vec<Vec<Point>>,
    /// It is a name that was typed, written by the phone and not by a hand.
    pub typed: bool,
    /// The picture of it.
    pub png: Vec<u8>,
}

impl Drawn {
    /// One that was drawn earlier, of which only the picture is left.
    #[must_use]
    pub const fn of_picture(png: Vec<u8>) -> Self {
        Self { strokes: vec![], typed: false, png }
    }
}

/// The id of the field for a typed name; a page has one pad.
const TYPED: &str = "signature-typed";

/// The pad. After each stroke and each letter it tells all that is there, after clearing `None`.
#[component]
pub fn SignaturePad(
    /// Whose signature: the pad's name.
    #[prop(into)]
    label: Signal<Phrase>,
    /// All that is drawn so far.
    #[prop(into)]
    on_change: Callback<Option<Drawn>>,
    /// A signature kept earlier, shown until it is cleared.
    #[prop(optional, into)]
    kept_src: Signal<Option<String>>,
    /// The name that a typed signature begins with.
    #[prop(optional, into)]
    name: Signal<String>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let strokes = StoredValue::new(Vec::<Vec<Point>>::new());
    let is_drawing = RwSignal::new(false);
    let has_ink = RwSignal::new(false);
    // The name that is being typed instead of drawing.
    let typed = RwSignal::new(None::<String>);
    let is_typed = Memo::new(move |_| typed.with(Option::is_some));
    let write = move |text: String| {
        strokes.set_value(Vec::new());
        has_ink.set(!text.trim().is_empty());
        on_change.run(ink::written(canvas, strokes, text.trim()));
        typed.set(Some(text));
    };
    let by_keyboard = move |()| {
        write(name.get_untracked());
        ink::focus(TYPED);
    };
    let clear = move |()| {
        strokes.set_value(Vec::new());
        typed.set(None);
        has_ink.set(false);
        ink::draw(canvas, strokes);
        on_change.run(None);
    };
    view! {
        <div class="signature-box">
            <div class="signature-pad" data-ink=move || has_ink.get().then_some("")>
                <canvas
                    node_ref=canvas
                    role="img"
                    aria-label=label
                    on:pointerdown=move |event| {
                        is_drawing.set(true);
                        has_ink.set(true);
                        typed.set(None);
                        ink::begin(&event, canvas, strokes);
                    }
                    on:pointermove=move |event| {
                        if is_drawing.get_untracked() {
                            ink::go_on(&event, canvas, strokes);
                        }
                    }
                    on:pointerup=move |_| {
                        is_drawing.set(false);
                        on_change.run(ink::drawn(canvas, strokes));
                    }
                    on:pointercancel=move |_| {
                        is_drawing.set(false);
                        on_change.run(ink::drawn(canvas, strokes));
                    }
                ></canvas>
                {move || (!has_ink.get()).then(|| match kept_src.get() {
                    Some(src) => view! { <img class="signature-kept" src=src alt=label/> }.into_any(),
                    None => view! { <p class="signature-hint" aria-hidden="true">{say::sign::pad()}</p> }.into_any(),
                })}
            </div>
            {move || (has_ink.get() || kept_src.get().is_some()).then(|| view! { <Button label=say::sign::clear() icon=glyph::ROTATE_CCW weight=Weight::Quiet on_press=clear/> })}
            {move || if is_typed.get() {
                view! {
                    <Field
                        id=TYPED
                        label=say::sign::typed_name()
                        hint=say::sign::typed_hint()
                        value=Signal::derive(move || typed.get().unwrap_or_default())
                        on_input=write
                    />
                }
                .into_any()
            } else {
                view! { <Button label=say::sign::typed() icon=glyph::KEYBOARD weight=Weight::Quiet on_press=by_keyboard/> }.into_any()
            }}
        </div>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
mod ink {
    use super::{Drawn, Point};
    use leptos::ev::PointerEvent;
    use leptos::html::Canvas;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast as _;
    use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

    const PEN_WIDTH: f64 = 2.5;
    /// More dots than paper shows only make the record larger.
    const DENSITY_MAX: f64 = 2.0;
    /// Of a typed name, as shares of the pad.
    const NAME_HEIGHT: f64 = 0.4;
    const NAME_WIDTH_MAX: f64 = 0.9;
    const SCRIPT: &str = "KaiTi, STKaiti, 'Kaiti SC', 'Segoe Script', 'Snell Roundhand', cursive";

    type Strokes = StoredValue<Vec<Vec<Point>>>;

    pub(super) fn begin(event: &PointerEvent, canvas: NodeRef<Canvas>, strokes: Strokes) {
        let Some(pad) = canvas.get_untracked() else {
            return;
        };
        let _ = pad.set_pointer_capture(event.pointer_id()); // without it a stroke ends at the edge, no worse
        event.prevent_default();
        strokes.update_value(|strokes| strokes.push(vec![at(event)]));
        draw(canvas, strokes);
    }

    pub(super) fn go_on(event: &PointerEvent, canvas: NodeRef<Canvas>, strokes: Strokes) {
        event.prevent_default();
        let point = at(event);
        strokes.update_value(|strokes| {
            if let Some(stroke) = strokes.last_mut() {
                stroke.push(point);
            }
        });
        let Some(context) = canvas.get_untracked().and_then(|pad| paper(&pad)) else {
            return;
        };
        strokes.with_value(|strokes| {
            if let Some([.., before, last]) = strokes.last().map(Vec::as_slice) {
                context.begin_path();
                context.move_to(before.x, before.y);
                context.line_to(last.x, last.y);
                context.stroke();
            }
        });
    }

    /// Draws everything anew: after clearing, at the start of a stroke, when the pad has another size than before.
    pub(super) fn draw(canvas: NodeRef<Canvas>, strokes: Strokes) {
        let Some(pad) = canvas.get_untracked() else {
            return;
        };
        let (width, height) = (f64::from(pad.client_width()), f64::from(pad.client_height()));
        let density = window().device_pixel_ratio().clamp(1.0, DENSITY_MAX);
        pad.set_width((width * density) as u32);
        pad.set_height((height * density) as u32);
        let Some(context) = paper(&pad) else { return };
        let _ = context.scale(density, density);
        context.set_fill_style_str("#ffffff");
        context.fill_rect(0.0, 0.0, width, height);
        context.set_line_width(PEN_WIDTH);
        context.set_line_cap("round");
        context.set_line_join("round");
        context.set_stroke_style_str("#000000");
        strokes.with_value(|strokes| strokes.iter().for_each(|stroke| line(&context, stroke)));
    }

    /// Curves through the middles between points: a finger's path without its corners. A dot is a line of no length.
    fn line(context: &CanvasRenderingContext2d, stroke: &[Point]) {
        let [first, rest @ ..] = stroke else { return };
        context.begin_path();
        context.move_to(first.x, first.y);
        let mut before = first;
        for point in rest {
            context.quadratic_curve_to(before.x, before.y, f64::midpoint(before.x, point.x), f64::midpoint(before.y, point.y));
            before = point;
        }
        context.line_to(before.x, before.y);
        context.stroke();
    }

    pub(super) fn drawn(canvas: NodeRef<Canvas>, strokes: Strokes) -> Option<Drawn> {
        let strokes_now = strokes.get_value();
        if strokes_now.is_empty() {
            return None;
        }
        draw(canvas, strokes);
        let png = picture(&canvas.get_untracked()?)?;
        Some(Drawn { strokes: strokes_now, typed: false, png })
    }

    /// Writes a typed name onto the pad, from which the strokes are gone; none if nothing is typed.
    pub(super) fn written(canvas: NodeRef<Canvas>, strokes: Strokes, name: &str) -> Option<Drawn> {
        draw(canvas, strokes);
        if name.is_empty() {
            return None;
        }
        let pad = canvas.get_untracked()?;
        let context = paper(&pad)?;
        let (width, height) = (f64::from(pad.client_width()), f64::from(pad.client_height()));
        context.set_fill_style_str("#000000");
        context.set_font(&format!("{}px {SCRIPT}", (height * NAME_HEIGHT).round()));
        context.set_text_align("center");
        context.set_text_baseline("middle");
        let _ = context.fill_text_with_max_width(name, width / 2.0, height / 2.0, width * NAME_WIDTH_MAX); // never fails with finite numbers
        Some(Drawn { strokes: vec![], typed: true, png: picture(&pad)? })
    }

    /// Once it stands.
    pub(super) fn focus(id: &'static str) {
        request_animation_frame(move || {
            if let Some(field) = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                let _ = field.focus(); // fails only for what is not shown
            }
        });
    }

    fn picture(pad: &HtmlCanvasElement) -> Option<Vec<u8>> {
        let url = pad.to_data_url_with_type("image/png").ok()?;
        let binary = window().atob(url.split_once(',')?.1).ok()?;
        binary.chars().map(|byte| u8::try_from(u32::from(byte))).collect::<Result<_, _>>().ok()
    }

    fn at(event: &PointerEvent) -> Point {
        Point { x: f64::from(event.offset_x()), y: f64::from(event.offset_y()) }
    }

    fn paper(pad: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
        pad.get_context("2d").ok()??.dyn_into().ok()
    }
}

/// On the server nobody draws.
#[cfg(not(feature = "hydrate"))]
mod ink {
    use super::{Drawn, Point};
    use leptos::ev::PointerEvent;
    use leptos::html::Canvas;
    use leptos::prelude::*;

    type Strokes = StoredValue<Vec<Vec<Point>>>;

    pub(super) fn begin(_event: &PointerEvent, _canvas: NodeRef<Canvas>, _strokes: Strokes) {}
    pub(super) fn go_on(_event: &PointerEvent, _canvas: NodeRef<Canvas>, _strokes: Strokes) {}
    pub(super) fn draw(_canvas: NodeRef<Canvas>, _strokes: Strokes) {}
    pub(super) fn drawn(_canvas: NodeRef<Canvas>, _strokes: Strokes) -> Option<Drawn> {
        None
    }
    pub(super) fn written(_canvas: NodeRef<Canvas>, _strokes: Strokes, _name: &str) -> Option<Drawn> {
        None
    }
    pub(super) fn focus(_id: &'static str) {}
}
