//! A small canvas for scenery, drawn at a third of the picture's size: enlarging it softly is what makes edges look photographed.

use super::random::Random;

pub(super) const WIDTH: i32 = 320;
pub(super) const HEIGHT: i32 = 240;

pub(super) type Colour = [u8; 3];

/// Rows of pixels.
pub(super) struct Canvas(Vec<Colour>);

/// A colour brought towards another, `part` of 256.
pub(super) fn mix(from: Colour, to: Colour, part: i32) -> Colour {
    let part = part.clamp(0, 256);
    let one = |n: usize| ((i32::from(from[n]) * (256 - part) + i32::from(to[n]) * part) / 256) as u8;
    [one(0), one(1), one(2)]
}

impl Canvas {
    /// Filled from above to below.
    pub(super) fn new(top: Colour, bottom: Colour) -> Self {
        let rows = (0..HEIGHT).flat_map(|y| std::iter::repeat_n(mix(top, bottom, y * 256 / HEIGHT), WIDTH as usize));
        Self(rows.collect())
    }

    /// One stretch of a row; what lies outside is cut.
    fn row(&mut self, y: i32, from: i32, to: i32, colour: Colour) {
        let (from, to) = (from.clamp(0, WIDTH), to.clamp(0, WIDTH));
        if (0..HEIGHT).contains(&y) && from < to {
            let start = y * WIDTH;
            self.0[(start + from) as usize..(start + to) as usize].fill(colour);
        }
    }

    pub(super) fn rect(&mut self, x: i32, y: i32, width: i32, height: i32, colour: Colour) {
        (y..y + height).for_each(|y| self.row(y, x, x + width, colour));
    }

    /// A rectangle with a darker edge.
    pub(super) fn panel(&mut self, x: i32, y: i32, width: i32, height: i32, colour: Colour) {
        self.rect(x, y, width, height, mix(colour, [0, 0, 0], 90));
        self.rect(x + 2, y + 2, width - 4, height - 4, colour);
    }

    pub(super) fn ellipse(&mut self, x: i32, y: i32, across: i32, down: i32, colour: Colour) {
        for row in -down..=down {
            let part = 1.0 - f64::from(row * row) / f64::from((down * down).max(1));
            let half = (f64::from(across) * part.max(0.0).sqrt()) as i32;
            self.row(y + row, x - half, x + half + 1, colour);
        }
    }

    /// A shape with four corners, the left and right edges straight: floors, walls and beams in perspective.
    pub(super) fn trapezoid(&mut self, (top, bottom): (i32, i32), (top_from, top_to): (i32, i32), (from, to): (i32, i32), colour: Colour) {
        let height = (bottom - top).max(1);
        for y in top..bottom {
            let at = |a: i32, b: i32| a + (b - a) * (y - top) / height;
            self.row(y, at(top_from, from), at(top_to, to), colour);
        }
    }

    /// A stroke from point to point.
    pub(super) fn line(&mut self, from: (i32, i32), to: (i32, i32), width: i32, colour: Colour) {
        let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).max(1);
        for step in 0..=steps {
            let at = |a: i32, b: i32| a + (b - a) * step / steps;
            self.rect(at(from.0, to.0) - width / 2, at(from.1, to.1) - width / 2, width, width, colour);
        }
    }

    /// The pixels with the grain of a cheap camera and the light of one lamp.
    pub(super) fn exposed(mut self, random: &mut Random, grain: i32) -> Vec<u8> {
        let (lamp, dark) = (random.within(40..=i64::from(WIDTH) - 40) as i32, random.within(30..=80) as i32);
        let mut noise = random.next() | 1;
        let mut bytes = Vec::with_capacity(self.0.len() * 3);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                noise ^= noise << 13;
                noise ^= noise >> 7;
                noise ^= noise << 17;
                let away = ((x - lamp).abs() / 2 + (y - 50).abs()) * dark / HEIGHT;
                let pixel = &mut self.0[(y * WIDTH + x) as usize];
                for (n, channel) in pixel.iter_mut().enumerate() {
                    let speck = (noise >> (n * 8) & 0xff) as i32 * grain / 128 - grain;
                    *channel = (i32::from(*channel) + speck - away).clamp(0, 255) as u8;
                }
                bytes.extend_from_slice(pixel);
            }
        }
        bytes
    }
}
