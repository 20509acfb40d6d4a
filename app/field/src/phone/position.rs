//! Where the phone is. One watch while a visit is open; a picture waits three seconds for a fix at most.

use domain::position::{Located, Position};

/// A fix, at most 30 s old, waiting up to three seconds for one; or why there is none. The first call makes the browser ask.
pub async fn here() -> Located { unimplemented!() }

/// The last fix, if any, for 附近 and for words.
#[must_use]
pub fn last() -> Option<Position> { unimplemented!() }
