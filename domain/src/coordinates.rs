//! Coordinates: WGS84 is stored and reckoned with; GCJ-02 (高德, 腾讯) and BD-09 (百度) are what people copy from maps. They differ by
//! 100 to 700 metres here, more than the 150 metres a photo may be away, so a point never travels without its datum.

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// The frame in which a pair of degrees was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// Phones and GPS.
    Wgs84,
    /// 高德, 腾讯 and other maps of China.
    Gcj02,
    /// 百度.
    Bd09,
}

/// A pair of degrees in some datum, as a map or a ledger gives it; not checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Degrees {
    /// North.
    pub lat: f64,
    /// East.
    pub lng: f64,
}

/// A point in or near China, in whole micro-degrees (about 0.1 m), so that equal points are equal bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Wgs84 {
    lat_e6: i32,
    lng_e6: i32,
}

#[derive(Serialize, Deserialize)]
struct Written {
    lat_e6: i32,
    lng_e6: i32,
}

/// Why a pair of degrees is no point of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CoordinateFault {
    /// Longitude stands where latitude belongs; the other way round it would be a point of ours.
    #[error("latitude and longitude are swapped")]
    Swapped,
    /// Not in 18–54° north, 73–136° east.
    #[error("not in 18–54° north, 73–136° east")]
    Outside,
}

const LAT_E6: std::ops::RangeInclusive<i32> = 18_000_000..=54_000_000;
const LNG_E6: std::ops::RangeInclusive<i32> = 73_000_000..=136_000_000;
/// Mean radius of the earth, metres.
const EARTH_M: f64 = 6_371_008.8;
/// Krasovsky 1940, the ellipsoid inside GCJ-02.
const KRASOVSKY_A: f64 = 6_378_245.0;
const KRASOVSKY_EE: f64 = 0.006_693_421_622_965_943;
/// The inverse halves its error far more than thrice a step; measured 3 steps, 10 is the bound.
const INVERSE_STEPS_MAX: usize = 10;
const INVERSE_ERROR_DEG: f64 = 1e-9;

impl Wgs84 {
    /// From micro-degrees.
    ///
    /// # Errors
    /// [`CoordinateFault`] outside of 18–54° north, 73–136° east.
    pub fn new(lat_e6: i32, lng_e6: i32) -> Result<Self, CoordinateFault> {
        if LAT_E6.contains(&lat_e6) && LNG_E6.contains(&lng_e6) {
            Ok(Self { lat_e6, lng_e6 })
        } else if LAT_E6.contains(&lng_e6) && LNG_E6.contains(&lat_e6) {
            Err(CoordinateFault::Swapped)
        } else {
            Err(CoordinateFault::Outside)
        }
    }

    /// From degrees of `datum`; checked before and after the conversion.
    ///
    /// # Errors
    /// [`CoordinateFault`] outside of 18–54° north, 73–136° east.
    pub fn from_datum(datum: Datum, degrees: Degrees) -> Result<Self, CoordinateFault> {
        let entered = Self::new(micro(degrees.lat), micro(degrees.lng))?;
        let wgs84 = match datum {
            Datum::Wgs84 => return Ok(entered),
            Datum::Gcj02 => inverse(wgs84_to_gcj02, degrees),
            Datum::Bd09 => inverse(wgs84_to_gcj02, inverse(gcj02_to_bd09, degrees)),
        };
        Self::new(micro(wgs84.lat), micro(wgs84.lng))
    }

    /// As degrees of `datum`, to draw it on that map. Never to be stored.
    #[must_use]
    pub fn to_datum(self, datum: Datum) -> Degrees {
        let degrees = Degrees { lat: f64::from(self.lat_e6) / 1e6, lng: f64::from(self.lng_e6) / 1e6 };
        match datum {
            Datum::Wgs84 => degrees,
            Datum::Gcj02 => wgs84_to_gcj02(degrees),
            Datum::Bd09 => gcj02_to_bd09(wgs84_to_gcj02(degrees)),
        }
    }

    /// Latitude, micro-degrees north.
    #[must_use]
    pub const fn lat_e6(self) -> i32 {
        self.lat_e6
    }

    /// Longitude, micro-degrees east.
    #[must_use]
    pub const fn lng_e6(self) -> i32 {
        self.lng_e6
    }

    /// Metres to `other` along the sphere, within 0.5 %.
    #[must_use]
    pub fn distance_m(self, other: Self) -> f64 {
        let (a, b) = (self.to_datum(Datum::Wgs84), other.to_datum(Datum::Wgs84));
        let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
        let half_lat = ((lat_b - lat_a) / 2.0).sin();
        let half_lng = ((b.lng - a.lng).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lng * half_lng;
        2.0 * EARTH_M * h.sqrt().min(1.0).asin()
    }
}

/// Rounded to micro-degrees. The cast saturates: what is no number or beyond all bounds becomes a value that no range contains.
fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

/// The published approximation of the survey bureau's shift; good to about a metre against the maps.
fn wgs84_to_gcj02(at: Degrees) -> Degrees {
    let (x, y) = (at.lng - 105.0, at.lat - 35.0);
    let wave = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + wave
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + wave
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let lat = at.lat.to_radians();
    let magic = 1.0 - KRASOVSKY_EE * lat.sin() * lat.sin();
    let meridian = KRASOVSKY_A * (1.0 - KRASOVSKY_EE) / (magic * magic.sqrt());
    let parallel = KRASOVSKY_A / magic.sqrt() * lat.cos();
    Degrees { lat: at.lat + (north / meridian).to_degrees(), lng: at.lng + (east / parallel).to_degrees() }
}

fn gcj02_to_bd09(at: Degrees) -> Degrees {
    const TURN: f64 = PI * 3000.0 / 180.0;
    let radius = at.lng.hypot(at.lat) + 0.000_02 * (at.lat * TURN).sin();
    let angle = at.lat.atan2(at.lng) + 0.000_003 * (at.lng * TURN).cos();
    Degrees { lat: radius * angle.sin() + 0.006, lng: radius * angle.cos() + 0.006_5 }
}

/// Neither shift has a closed inverse. Both are nearly constant nearby, so taking off what is too much converges at once.
fn inverse(shift: fn(Degrees) -> Degrees, target: Degrees) -> Degrees {
    let mut guess = target;
    for _ in 0..INVERSE_STEPS_MAX {
        let reached = shift(guess);
        let (lat, lng) = (reached.lat - target.lat, reached.lng - target.lng);
        guess = Degrees { lat: guess.lat - lat, lng: guess.lng - lng };
        if lat.abs() < INVERSE_ERROR_DEG && lng.abs() < INVERSE_ERROR_DEG {
            break;
        }
    }
    guess
}

impl TryFrom<Written> for Wgs84 {
    type Error = CoordinateFault;
    fn try_from(written: Written) -> Result<Self, CoordinateFault> {
        Self::new(written.lat_e6, written.lng_e6)
    }
}

impl From<Wgs84> for Written {
    fn from(point: Wgs84) -> Self {
        Self { lat_e6: point.lat_e6, lng_e6: point.lng_e6 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn degrees(lat: f64, lng: f64) -> Degrees {
        Degrees { lat, lng }
    }

    #[test]
    fn swapped_degrees_are_noticed() {
        let swapped = Wgs84::from_datum(Datum::Wgs84, degrees(109.98, 39.82));
        assert_eq!(swapped, Err(CoordinateFault::Swapped));
        for outside in [degrees(0.0, 0.0), degrees(39.82, 9.98), degrees(f64::NAN, 110.0), degrees(1e300, 110.0)] {
            assert_eq!(Wgs84::from_datum(Datum::Wgs84, outside), Err(CoordinateFault::Outside));
        }
        assert!(serde_json::from_str::<Wgs84>("{\"lat_e6\":0,\"lng_e6\":0}").is_err());
    }

    /// The pair everybody quotes: Tian'anmen by GPS and on 高德.
    #[test]
    fn tiananmen_is_where_the_maps_have_it() {
        let square = Wgs84::from_datum(Datum::Wgs84, degrees(39.907_375, 116.391_349)).unwrap();
        let gcj02 = square.to_datum(Datum::Gcj02);
        assert!((gcj02.lat - 39.908_778).abs() < 2e-5, "{gcj02:?}");
        assert!((gcj02.lng - 116.397_592).abs() < 2e-5, "{gcj02:?}");
    }

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let south = Wgs84::new(39_000_000, 110_000_000).unwrap();
        let north = Wgs84::new(40_000_000, 110_000_000).unwrap();
        assert!((south.distance_m(north) - 111_195.0).abs() < 5.0);
        assert!(south.distance_m(south).abs() < 1e-9);
    }

    /// As far as a photo may be from its premises without a word.
    const PHOTO_AWAY_M: f64 = 150.0;

    prop_compose! {
        /// Half a degree inside of the range, so that no shift leaves it.
        fn point()(lat_e6 in 18_500_000..53_500_000, lng_e6 in 73_500_000..135_500_000) -> Wgs84 {
            Wgs84::new(lat_e6, lng_e6).unwrap()
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_point(point in point()) {
            for datum in [Datum::Wgs84, Datum::Gcj02, Datum::Bd09] {
                prop_assert_eq!(Wgs84::from_datum(datum, point.to_datum(datum)), Ok(point));
            }
        }

        #[test]
        fn the_shift_is_seen_all_over_the_prefecture(lat_e6 in 37_000_000..41_500_000, lng_e6 in 106_000_000..112_000_000) {
            let point = Wgs84::new(lat_e6, lng_e6).unwrap();
            let off = point.distance_m(Wgs84::from_datum(Datum::Wgs84, point.to_datum(Datum::Gcj02)).unwrap());
            prop_assert!((PHOTO_AWAY_M..700.0).contains(&off), "{off} m");
        }

        #[test]
        fn the_shift_is_bounded_all_over_the_country(point in point()) {
            let shifted = Wgs84::from_datum(Datum::Wgs84, point.to_datum(Datum::Gcj02)).unwrap();
            let off = point.distance_m(shifted);
            prop_assert!((1.0..1500.0).contains(&off), "{off} m");
        }

        #[test]
        fn distance_has_no_direction(a in point(), b in point()) {
            prop_assert!((a.distance_m(b) - b.distance_m(a)).abs() < 1e-6);
        }
    }
}
