//! Where the phone is. Asked for when a visit begins and when a picture is taken, never in between: there is no track.

use super::timer::{TooLate, within};
use domain::position::{Located, NoPosition, Position};
use domain::time::Timestamp;
use futures::channel::oneshot;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{Geolocation, Position as Fix, PositionError, PositionOptions};

/// A picture waits so long for a fix.
const WAIT_MS: u32 = 3_000;
/// A fix of this age still says where the picture was taken.
const AGE_MAX_MS: u32 = 30_000;

thread_local! {
    static LAST: Cell<Option<Position>> = const { Cell::new(None) };
}

/// A fix, at most 30 s old, waiting up to three seconds for one; or why there is none. The first call makes the browser ask.
pub async fn here() -> Located {
    let Some(geolocation) = geolocation() else { return Located::Without(NoPosition::Unsupported) };
    let (tell, told) = oneshot::channel();
    if ask(&geolocation, tell).is_err() {
        return Located::Without(NoPosition::Unsupported);
    }
    match within(WAIT_MS, told).await {
        Ok(Ok(located)) => located,
        Ok(Err(_)) => Located::Without(NoPosition::Unavailable),
        Err(TooLate) => Located::Without(NoPosition::Timeout),
    }
}

/// The last fix, if any, for 附近 and for words.
#[must_use]
pub fn last() -> Option<Position> {
    LAST.get()
}

fn geolocation() -> Option<Geolocation> {
    web_sys::window()?.navigator().geolocation().ok()
}

fn ask(geolocation: &Geolocation, tell: oneshot::Sender<Located>) -> Result<(), JsValue> {
    let tell = Rc::new(RefCell::new(Some(tell)));
    let say = move |tell: &RefCell<Option<oneshot::Sender<Located>>>, located| {
        if let Some(tell) = tell.take() {
            let _ = tell.send(located);
        }
    };
    let on_fix = {
        let tell = Rc::clone(&tell);
        Closure::once_into_js(move |fix: Fix| {
            let position = position_of(&fix);
            LAST.set(Some(position));
            say(&tell, Located::At(position));
        })
    };
    let on_fault = Closure::once_into_js(move |fault: PositionError| say(&tell, Located::Without(why(&fault))));
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_maximum_age(AGE_MAX_MS);
    // Longer than we wait: a late fix still serves the next picture.
    options.set_timeout(AGE_MAX_MS);
    geolocation.get_current_position_with_error_callback_and_options(on_fix.unchecked_ref(), Some(on_fault.unchecked_ref()), &options)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "degrees, metres and milliseconds fit, and a cast saturates")]
fn position_of(fix: &Fix) -> Position {
    let at = fix.coords();
    Position {
        lat_e6: (at.latitude() * 1e6).round() as i32,
        lng_e6: (at.longitude() * 1e6).round() as i32,
        accuracy_m: at.accuracy().ceil() as u32,
        at: Timestamp::from_millis(fix.timestamp() as i64),
    }
}

fn why(fault: &PositionError) -> NoPosition {
    match fault.code() {
        PositionError::PERMISSION_DENIED => NoPosition::Denied,
        PositionError::TIMEOUT => NoPosition::Timeout,
        _ => NoPosition::Unavailable,
    }
}
