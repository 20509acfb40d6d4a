//! Pictures and signatures as files: JPEG as a phone would send it, PNG as a finger would write it.

use super::canvas::{HEIGHT, WIDTH};
use super::random::Random;
use super::scene;
use super::theme::Theme;
use anyhow::{Context, Result};
use domain::digest::Sha256;
use domain::time::Timestamp;
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};

/// How much larger a picture is than its canvas: 960 by 720.
const TIMES: u32 = 3;
const SIGNATURE: (u32, u32) = (360, 140);

/// A file that a record names.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    pub(super) sha256: Sha256,
    pub(super) media_type: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Evidence {
    pub(super) fn size_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }
}

/// A picture that is to be taken.
#[derive(Debug, Clone)]
pub(super) struct Shot {
    pub(super) theme: Theme,
    /// With its fault.
    pub(super) is_bad: bool,
    /// The seed of the place: the same one looks the same before and after.
    pub(super) place: Random,
    pub(super) at: Timestamp,
}

impl Shot {
    /// What stands for the picture's hash until it is drawn.
    pub(super) fn mark(&self) -> Sha256 {
        Sha256::of(format!("{self:?}").as_bytes())
    }
}

/// Draws it.
pub(super) fn picture(shot: &Shot) -> Result<Evidence> {
    let canvas = scene::draw(shot.theme, shot.is_bad, &mut shot.place.clone());
    // Every shot has its own grain and light, so that no two pictures have the same bytes.
    let mut light = Random::of(shot.place.clone().next(), "light", usize::try_from(shot.at.millis()).unwrap_or(0));
    let grain = light.within(7..=10) as i32;
    let pixels = canvas.exposed(&mut light, grain);
    let small = RgbImage::from_raw(WIDTH as u32, HEIGHT as u32, pixels).context("a canvas of its own size")?;
    let large = DynamicImage::ImageRgb8(small).resize_exact(WIDTH as u32 * TIMES, HEIGHT as u32 * TIMES, FilterType::CatmullRom);
    let mut picture = large.into_rgb8();
    stamp(&mut picture, shot.at);
    file(&DynamicImage::ImageRgb8(picture), ImageFormat::Jpeg, "image/jpeg")
}

/// A name written with a finger: the same name, the same hand.
pub(super) fn signature(name: &str) -> Result<Evidence> {
    let mut random = Random::of(0, name, 0);
    let mut paper = GrayImage::from_pixel(SIGNATURE.0, SIGNATURE.1, Luma([255]));
    let mut x = random.within(24..=60) as f64;
    for _ in 0..2 + random.below(2) {
        for _ in 0..4 + random.below(4) {
            let mut point = || (x + random.within(0..=80) as f64, random.within(24..=116) as f64);
            let (from, by, to) = (point(), point(), point());
            stroke(&mut paper, from, by, to);
        }
        x += 88.0;
    }
    file(&DynamicImage::ImageLuma8(paper), ImageFormat::Png, "image/png")
}

fn file(picture: &DynamicImage, format: ImageFormat, media_type: &'static str) -> Result<Evidence> {
    let mut bytes = std::io::Cursor::new(vec![]);
    picture.write_to(&mut bytes, format)?;
    let bytes = bytes.into_inner();
    Ok(Evidence { sha256: Sha256::of(&bytes), media_type, bytes })
}

/// A curve through three points.
fn stroke(paper: &mut GrayImage, from: (f64, f64), by: (f64, f64), to: (f64, f64)) {
    const STEPS: u32 = 160;
    for step in 0..=STEPS {
        let t = f64::from(step) / f64::from(STEPS);
        let at = |a: f64, b: f64, c: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        let (x, y) = (at(from.0, by.0, to.0) as u32, at(from.1, by.1, to.1) as u32);
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 1), (1, 2)] {
            if x + dx < SIGNATURE.0 && y + dy < SIGNATURE.1 {
                paper.put_pixel(x + dx, y + dy, Luma([24]));
            }
        }
    }
}

/// Date and time in the corner, as phones write it. Five columns of seven dots a character, the top one the lowest bit.
fn stamp(picture: &mut RgbImage, at: Timestamp) {
    const DOT: u32 = 4;
    let (hour, minute) = at.hour_minute();
    let text = format!("{} {hour:02}:{minute:02}", at.day());
    let (width, height) = picture.dimensions();
    let (left, top) = (width - text.len() as u32 * 6 * DOT - 20, height - 8 * DOT - 16);
    let mut dot = |x: u32, y: u32, colour: [u8; 3]| {
        (0..DOT).for_each(|dy| (0..DOT).for_each(|dx| picture.put_pixel(x + dx, y + dy, Rgb(colour))));
    };
    for (shift, colour) in [(2, [30, 26, 20]), (0, [250, 206, 92])] {
        for (n, c) in text.chars().enumerate() {
            for (column, bits) in glyph(c).into_iter().enumerate() {
                for row in (0..7).filter(|row| bits >> row & 1 == 1) {
                    dot(left + (n * 6 + column) as u32 * DOT + shift, top + row * DOT + shift, colour);
                }
            }
        }
    }
}

const fn glyph(c: char) -> [u8; 5] {
    match c {
        '0' => [0x3e, 0x51, 0x49, 0x45, 0x3e],
        '1' => [0x00, 0x42, 0x7f, 0x40, 0x00],
        '2' => [0x42, 0x61, 0x51, 0x49, 0x46],
        '3' => [0x21, 0x41, 0x45, 0x4b, 0x31],
        '4' => [0x18, 0x14, 0x12, 0x7f, 0x10],
        '5' => [0x27, 0x45, 0x45, 0x45, 0x39],
        '6' => [0x3c, 0x4a, 0x49, 0x49, 0x30],
        '7' => [0x01, 0x71, 0x09, 0x05, 0x03],
        '8' => [0x36, 0x49, 0x49, 0x49, 0x36],
        '9' => [0x06, 0x49, 0x49, 0x29, 0x1e],
        '-' => [0x08, 0x08, 0x08, 0x08, 0x08],
        ':' => [0x00, 0x36, 0x36, 0x00, 0x00],
        _ => [0; 5],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const THEMES: [Theme; 9] = [
        Theme::Front,
        Theme::Exit,
        Theme::Stairs,
        Theme::Extinguisher,
        Theme::Gas,
        Theme::Power,
        Theme::Ebike,
        Theme::Storage,
        Theme::Paper,
    ];

    #[test]
    fn every_picture_is_its_own_and_of_a_phones_size() {
        let at: Timestamp = "2026-11-20".parse::<domain::time::Day>().unwrap().start();
        let mut seen = BTreeSet::new();
        for (n, theme) in THEMES.into_iter().enumerate() {
            for is_bad in [false, true] {
                let shot = Shot { theme, is_bad, place: Random::of(1, "picture", n), at: at.plus_hours(i64::from(is_bad)) };
                let drawn = picture(&shot).unwrap();
                assert!((40_000..140_000).contains(&drawn.bytes.len()), "{theme:?}: {}", drawn.bytes.len());
                assert!(seen.insert(drawn.sha256) && seen.insert(shot.mark()));
            }
        }
    }

    #[test]
    fn a_hand_is_known_again() {
        let [one, again, other] = ["李敏", "李敏", "王芳"].map(|name| signature(name).unwrap());
        assert!(one.bytes.starts_with(b"\x89PNG") && one.bytes.len() < 8_000);
        assert_eq!(one.sha256, again.sha256);
        assert_ne!(one.sha256, other.sha256);
    }
}
