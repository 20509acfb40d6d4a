//! What time it is where the page is made: the server's clock or the browser's.

use domain::time::Timestamp;

/// Now.
pub(crate) fn now() -> Timestamp {
    #[cfg(feature = "hydrate")]
    {
        // Whole milliseconds since 1970 fit an f64 exactly.
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are far below i64's range")]
        let ms = js_sys::Date::now() as i64;
        Timestamp::from_millis(ms)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Today in Asia/Shanghai, `YYYY-MM-DD`.
pub(crate) fn today() -> String {
    now().day().to_string()
}
