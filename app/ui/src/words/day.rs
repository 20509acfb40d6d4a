//! Days and times as a person says them: 今天 9:12, 11月23日 周一, 逾期 2 天. Instants are whole microseconds UTC, days `YYYY-MM-DD`,
//! both shown in Asia/Shanghai (+08:00 without daylight saving since 1992); `now` and `today` come from the caller.

use super::{Phrase, say};

const MICROS_A_MINUTE: i64 = 60_000_000;
const MICROS_A_DAY: i64 = 24 * 60 * MICROS_A_MINUTE;
const SHANGHAI: i64 = 8 * 60 * MICROS_A_MINUTE;
/// Up to here a deadline is said in days that are left, later as a date.
const DAYS_LEFT_MAX: i64 = 7;

/// `9:12`.
#[must_use]
pub fn clock(at: i64) -> String {
    let minutes = (at + SHANGHAI).rem_euclid(MICROS_A_DAY) / MICROS_A_MINUTE;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// `今天 9:12`, `昨天 20:41`, `11月16日 10:05`, `2025年3月2日 8:00`.
#[must_use]
pub fn moment(at: i64, now: i64) -> Phrase {
    let (date, today) = (days(at), days(now));
    match date - today {
        0 => say::time::today(clock(at)),
        -1 => say::time::yesterday(clock(at)),
        1 => say::time::tomorrow(clock(at)),
        _ => say::time::moment(calendar(date, today), clock(at)),
    }
}

/// `刚刚`, `12 分钟前`, and from an hour on as [`moment`].
#[must_use]
pub fn ago(at: i64, now: i64) -> Phrase {
    match (now - at) / MICROS_A_MINUTE {
        ..1 => say::time::now(),
        minutes @ 1..60 => say::time::minutes_ago(minutes),
        _ => moment(at, now),
    }
}

/// `今天`, `昨天`, `11月16日`, `2025年3月2日`. What is no date is said as it stands.
#[must_use]
pub fn day(date: &str, today: &str) -> Phrase {
    let (Some(date_days), Some(today)) = (parse(date), parse(today)) else {
        return Phrase::verbatim(date);
    };
    match date_days - today {
        0 => say::time::day::today(),
        -1 => say::time::day::yesterday(),
        1 => say::time::day::tomorrow(),
        _ => calendar(date_days, today),
    }
}

/// `11月23日 周一`, for titles.
#[must_use]
pub fn week_day(date: &str) -> Phrase {
    let Some(days) = parse(date) else {
        return Phrase::verbatim(date);
    };
    let weekday = match (days + 3).rem_euclid(7) {
        0 => say::time::weekday::d1(),
        1 => say::time::weekday::d2(),
        2 => say::time::weekday::d3(),
        3 => say::time::weekday::d4(),
        4 => say::time::weekday::d5(),
        5 => say::time::weekday::d6(),
        _ => say::time::weekday::d7(),
    };
    say::time::day::week(calendar(days, days), weekday)
}

/// `逾期 2 天`, `今天到期`, `明天到期`, `还有 5 天`, `12月9日前`.
#[must_use]
pub fn due(date: &str, today: &str) -> Phrase {
    let (Some(due), Some(today)) = (parse(date), parse(today)) else {
        return Phrase::verbatim(date);
    };
    match due - today {
        late @ ..0 => say::time::due::late(-late),
        0 => say::time::due::today(),
        1 => say::time::due::tomorrow(),
        left @ 2..=DAYS_LEFT_MAX => say::time::due::days(left),
        _ => say::time::due::on(calendar(due, today)),
    }
}

/// The day of an instant, `2026-11-23`.
#[must_use]
pub fn day_of(at: i64) -> String {
    let (year, month, day) = civil(days(at));
    format!("{year:04}-{month:02}-{day:02}")
}

fn days(at: i64) -> i64 {
    (at + SHANGHAI).div_euclid(MICROS_A_DAY)
}

/// Month and day, with the year where it is another one.
fn calendar(date: i64, today: i64) -> Phrase {
    let (year, month, day) = civil(date);
    if year == civil(today).0 { say::time::day::plain(name(month), day) } else { say::time::day::year(year, name(month), day) }
}

fn name(month: i64) -> Phrase {
    use say::time::month as m;
    match month {
        1 => m::m1(),
        2 => m::m2(),
        3 => m::m3(),
        4 => m::m4(),
        5 => m::m5(),
        6 => m::m6(),
        7 => m::m7(),
        8 => m::m8(),
        9 => m::m9(),
        10 => m::m10(),
        11 => m::m11(),
        _ => m::m12(),
    }
}

/// Days since 1970-01-01 of `YYYY-MM-DD`; the Gregorian arithmetic is Howard Hinnant's `days_from_civil`.
fn parse(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

/// Year, month and day of a day since 1970-01-01 (`civil_from_days`).
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + if month <= 2 { 1 } else { 0 }, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale::{En, ZhCn};

    /// 2026-11-23 09:12 in Asia/Shanghai.
    const NOW: i64 = 1_795_396_320_000_000;
    const HOUR: i64 = 60 * MICROS_A_MINUTE;

    #[test]
    fn a_time_is_said_with_the_day_as_a_colleague_would() {
        assert_eq!(moment(NOW, NOW).say_in(ZhCn), "今天 9:12");
        assert_eq!(moment(NOW - 10 * HOUR, NOW).say_in(ZhCn), "昨天 23:12");
        assert_eq!(moment(NOW - 7 * MICROS_A_DAY, NOW).say_in(ZhCn), "11月16日 9:12");
        assert_eq!(moment(NOW - 7 * MICROS_A_DAY, NOW).say_in(En), "16 Nov 9:12");
        assert_eq!(moment(NOW - 400 * MICROS_A_DAY, NOW).say_in(ZhCn), "2025年10月19日 9:12");
    }

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        assert_eq!(day_of(NOW - 9 * HOUR - 12 * MICROS_A_MINUTE), "2026-11-23");
        assert_eq!(day_of(NOW - 9 * HOUR - 13 * MICROS_A_MINUTE), "2026-11-22");
    }

    #[test]
    fn a_deadline_counts_days_and_then_names_the_date() {
        let today = "2026-11-23";
        for (date, said) in [
            ("2026-11-21", "逾期 2 天"),
            ("2026-11-23", "今天到期"),
            ("2026-11-24", "明天到期"),
            ("2026-11-30", "还有 7 天"),
            ("2026-12-09", "12月9日前"),
            ("2027-01-02", "2027年1月2日前"),
            ("看不清", "看不清"),
        ] {
            assert_eq!(due(date, today).say_in(ZhCn), said);
        }
        assert_eq!(due("2026-11-22", today).say_in(En), "1 day overdue");
    }

    #[test]
    fn titles_carry_the_day_of_the_week() {
        assert_eq!(week_day("2026-11-23").say_in(ZhCn), "11月23日 周一");
        assert_eq!(week_day("2026-11-29").say_in(En), "Sun 29 Nov");
    }

    #[test]
    fn every_day_of_eight_centuries_survives_the_way_there_and_back() {
        for days in (-150_000..150_000).step_by(17) {
            let (year, month, day) = civil(days);
            assert_eq!(parse(&format!("{year:04}-{month:02}-{day:02}")), Some(days));
        }
    }
}
