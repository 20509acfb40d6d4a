//! What the demo's pictures show: a door, a corridor, a stove …, in order or with the fault that is found there.

use super::canvas::{Canvas, Colour, HEIGHT, WIDTH, mix};
use super::random::Random;
use super::theme::Theme;

/// Walls, floors and things of one place.
struct Palette {
    wall: Colour,
    floor: Colour,
    wood: Colour,
    bright: Colour,
}

const PALETTES: [Palette; 6] = [
    Palette { wall: [214, 209, 196], floor: [148, 138, 122], wood: [126, 88, 56], bright: [226, 190, 92] },
    Palette { wall: [196, 206, 204], floor: [118, 122, 124], wood: [94, 106, 112], bright: [92, 146, 188] },
    Palette { wall: [222, 214, 206], floor: [170, 150, 132], wood: [142, 60, 44], bright: [206, 82, 62] },
    Palette { wall: [186, 190, 178], floor: [106, 104, 96], wood: [90, 96, 72], bright: [120, 158, 96] },
    Palette { wall: [230, 226, 220], floor: [186, 180, 170], wood: [70, 64, 66], bright: [212, 150, 110] },
    Palette { wall: [204, 196, 210], floor: [130, 120, 132], wood: [104, 82, 98], bright: [168, 128, 176] },
];

const BLACK: Colour = [28, 28, 30];
const WHITE: Colour = [236, 236, 232];
const RED: Colour = [186, 34, 30];
const GREEN: Colour = [36, 134, 78];
const STEEL: Colour = [168, 172, 176];
const CARTON: Colour = [176, 136, 88];

/// Draws it; `random` decides everything that is not the theme, so the same seed is the same place, with and without its fault.
pub(super) fn draw(theme: Theme, is_bad: bool, random: &mut Random) -> Canvas {
    let palette = &PALETTES[random.below(PALETTES.len())];
    match theme {
        Theme::Front => front(palette, random),
        Theme::Exit if random.chance(50) => corridor(palette, is_bad, random),
        Theme::Exit => door(palette, is_bad, random),
        Theme::Stairs => stairs(palette, is_bad, random),
        Theme::Extinguisher => extinguisher(palette, is_bad, random),
        Theme::Gas => stove(palette, is_bad, random),
        Theme::Power => board(palette, is_bad, random),
        Theme::Ebike => ebike(palette, is_bad, random),
        Theme::Storage => shelf(palette, is_bad, random),
        Theme::Paper => paper(palette, random),
    }
}

fn room(palette: &Palette, horizon: i32) -> Canvas {
    let mut canvas = Canvas::new(mix(palette.wall, WHITE, 60), mix(palette.wall, BLACK, 20));
    canvas.rect(0, horizon, WIDTH, HEIGHT - horizon, palette.floor);
    canvas.rect(0, horizon - 5, WIDTH, 5, mix(palette.wall, BLACK, 70));
    for row in 1..6 {
        canvas.rect(0, horizon + row * row * 4, WIDTH, 1, mix(palette.floor, BLACK, 40));
    }
    canvas
}

fn cartons(canvas: &mut Canvas, x: i32, floor: i32, random: &mut Random) {
    let mut at = floor;
    for n in 0..3 + random.below(2) as i32 {
        let (width, height) = (58 - n * 6 + random.within(0..=14) as i32, 26 + random.within(0..=12) as i32);
        at -= height;
        let left = x + n * 3 + random.within(-6..=6) as i32;
        canvas.panel(left, at, width, height, mix(CARTON, WHITE, random.within(0..=50) as i32));
        canvas.rect(left + width / 2 - 3, at, 6, height, mix(CARTON, WHITE, 120));
    }
}

fn exit_sign(canvas: &mut Canvas, x: i32, y: i32) {
    canvas.panel(x, y, 52, 18, GREEN);
    canvas.rect(x + 8, y + 7, 18, 4, WHITE);
    canvas.line((x + 26, y + 4), (x + 34, y + 9), 3, WHITE);
    canvas.line((x + 34, y + 9), (x + 26, y + 14), 3, WHITE);
}

fn door(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = room(palette, 188);
    let x = random.within(96..=150) as i32;
    canvas.rect(x - 7, 44, 96, 146, mix(palette.wood, BLACK, 80));
    canvas.panel(x, 50, 82, 138, palette.wood);
    canvas.panel(x + 12, 62, 58, 46, mix(palette.wood, WHITE, 40));
    canvas.panel(x + 12, 120, 58, 56, mix(palette.wood, WHITE, 25));
    canvas.ellipse(x + 70, 116, 5, 5, STEEL);
    exit_sign(&mut canvas, x + 14, 20);
    if is_bad {
        canvas.line((x + 40, 112), (x + 80, 122), 4, STEEL);
        canvas.panel(x + 52, 116, 16, 16, [172, 142, 52]);
        cartons(&mut canvas, x - 30, 214, random);
    }
    canvas
}

fn corridor(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = Canvas::new(mix(palette.wall, WHITE, 110), palette.wall);
    let centre = 160 + random.within(-24..=24) as i32;
    let dark = mix(palette.wall, BLACK, 50);
    canvas.trapezoid((120, HEIGHT), (centre - 34, centre + 34), (-40, WIDTH + 40), palette.floor);
    canvas.trapezoid((0, 78), (20, WIDTH - 20), (centre - 30, centre + 30), mix(palette.wall, WHITE, 150));
    canvas.rect(centre - 34, 76, 68, 46, dark);
    canvas.panel(centre - 20, 84, 40, 38, palette.wood);
    canvas.rect(centre - 10, 34, 20, 6, WHITE);
    exit_sign(&mut canvas, centre - 26, 60);
    for (x, near) in [(34, 1), (WIDTH - 78, 1), (86, 0), (WIDTH - 112, 0)] {
        let (width, height) = (26 + near * 18, 74 + near * 44);
        canvas.panel(x, 196 - near * 6 - height + near * 26, width, height, mix(palette.wood, WHITE, 30));
    }
    if is_bad {
        cartons(&mut canvas, centre - 66, 222, random);
        cartons(&mut canvas, centre + 4, 204, random);
    }
    canvas
}

fn stairs(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = Canvas::new(mix(palette.wall, WHITE, 70), mix(palette.wall, BLACK, 30));
    let left = random.within(40..=80) as i32;
    for step in 0..10 {
        let (y, inset) = (226 - step * 18, step * 7);
        canvas.rect(left + inset, y - 12, 190 - inset * 2, 12, mix(palette.floor, WHITE, 60 - step * 4));
        canvas.rect(left + inset, y - 18, 190 - inset * 2, 6, mix(palette.floor, BLACK, 60));
    }
    canvas.line((left - 6, 216), (left + 62, 30), 5, palette.wood);
    canvas.line((left + 196, 216), (left + 128, 30), 5, palette.wood);
    if is_bad {
        cartons(&mut canvas, left + 20, 214, random);
        canvas.panel(left + 110, 150, 44, 44, mix(palette.bright, BLACK, 60));
    }
    canvas
}

fn extinguisher(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = room(palette, 200);
    let x = random.within(110..=180) as i32;
    canvas.panel(x - 46, 20, 62, 30, RED);
    canvas.rect(x - 36, 30, 40, 4, WHITE);
    canvas.rect(x - 36, 38, 28, 3, WHITE);
    for n in 0..2 {
        let at = x - 30 + n * 46;
        canvas.rect(at - 17, 94, 34, 108, mix(RED, BLACK, 60));
        canvas.rect(at - 14, 94, 26, 106, RED);
        canvas.rect(at - 8, 96, 6, 100, mix(RED, WHITE, 90));
        canvas.ellipse(at, 94, 17, 12, RED);
        canvas.rect(at - 5, 70, 10, 16, BLACK);
        canvas.line((at - 16, 70), (at + 16, 64), 5, BLACK);
        canvas.line((at + 12, 80), (at + 22, 150), 4, BLACK);
        canvas.panel(at - 12, 130, 24, 34, WHITE);
        canvas.ellipse(at + 1, 84, 8, 8, WHITE);
        let needle = if is_bad && n == 0 { (at - 5, 88, RED) } else { (at + 2, 78, GREEN) };
        canvas.line((at + 1, 85), (needle.0, needle.1), 2, needle.2);
    }
    if is_bad {
        cartons(&mut canvas, x + 30, 226, random);
    }
    canvas
}

fn stove(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = Canvas::new([216, 220, 220], [188, 192, 194]);
    for line in 0..9 {
        canvas.rect(0, line * 16, WIDTH, 1, [170, 176, 178]);
        canvas.rect(line * 40 - 8, 0, 1, 130, [170, 176, 178]);
    }
    canvas.trapezoid((0, 40), (70, 250), (30, 290), STEEL);
    canvas.trapezoid((112, 136), (40, 280), (20, 300), mix(STEEL, WHITE, 60));
    canvas.rect(20, 136, 280, 80, mix(STEEL, BLACK, 40));
    for x in [92, 172, 246] {
        canvas.ellipse(x, 122, 30, 9, BLACK);
        canvas.ellipse(x, 121, 18, 5, [70, 70, 74]);
        canvas.ellipse(x, 158, 7, 7, BLACK);
    }
    canvas.ellipse(92, 108, 34, 12, [60, 62, 66]);
    let x = random.within(208..=250) as i32;
    canvas.rect(x - 24, 150, 48, 76, mix(palette.bright, STEEL, 120));
    canvas.ellipse(x, 150, 24, 12, mix(palette.bright, STEEL, 90));
    canvas.rect(x - 8, 126, 16, 18, BLACK);
    let (hose, width) = if is_bad { ([196, 96, 40], 4) } else { (STEEL, 5) };
    canvas.line((x, 130), (x - 60, 190), width, hose);
    canvas.line((x - 60, 190), (x - 110, 150), width, hose);
    if is_bad {
        cartons(&mut canvas, 30, 232, random);
    }
    canvas
}

fn board(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = room(palette, 214);
    let x = random.within(70..=120) as i32;
    canvas.panel(x, 34, 140, 136, mix(STEEL, WHITE, 70));
    canvas.rect(x + 10, 44, 120, 116, [216, 216, 212]);
    for row in 0..2 {
        for n in 0..6 {
            let (at, y) = (x + 16 + n * 19, 56 + row * 54);
            canvas.panel(at, y, 15, 40, WHITE);
            canvas.rect(at + 5, y + if random.chance(80) { 8 } else { 22 }, 5, 10, BLACK);
        }
    }
    if is_bad {
        let mut at = (x + 30, 160);
        for n in 0..5 {
            let to = (x - 30 + n * 56, 200 + random.within(0..=30) as i32);
            canvas.line(at, to, 3, [[176, 40, 36], [40, 60, 150], [196, 160, 40]][random.below(3)]);
            at = to;
        }
        canvas.panel(x + 60, 206, 84, 18, WHITE);
        (0..4).for_each(|n| canvas.rect(x + 68 + n * 19, 211, 9, 7, BLACK));
        cartons(&mut canvas, x - 60, 236, random);
    }
    canvas
}

fn ebike(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = room(palette, 178);
    canvas.panel(232, 46, 66, 132, palette.wood);
    for n in 0..if is_bad { 2 } else { 0 } {
        let (x, colour) = (50 + n * 92, if n == 0 { palette.bright } else { [60, 96, 140] });
        for wheel in [x, x + 66] {
            canvas.ellipse(wheel, 196, 22, 22, BLACK);
            canvas.ellipse(wheel, 196, 15, 15, mix(palette.floor, WHITE, 40));
        }
        canvas.line((x, 194), (x + 30, 176), 7, colour);
        canvas.line((x + 30, 176), (x + 66, 194), 9, colour);
        canvas.line((x + 62, 190), (x + 54, 130), 6, colour);
        canvas.line((x + 40, 130), (x + 66, 126), 4, BLACK);
        canvas.ellipse(x + 16, 158, 20, 7, BLACK);
        canvas.line((x + 30, 178), (x + 96, 120), 2, BLACK);
    }
    canvas.panel(180, 96, 24, 30, WHITE);
    (0..if is_bad { 0 } else { 3 }).for_each(|n| canvas.rect(40 + n * 44, 186, 30, 3, mix(palette.bright, WHITE, 90)));
    let mat = random.within(30..=60) as i32;
    canvas.rect(232 - mat / 2, 182, 60 + mat, 10, mix(palette.floor, BLACK, 70));
    canvas
}

fn shelf(palette: &Palette, is_bad: bool, random: &mut Random) -> Canvas {
    let mut canvas = room(palette, 206);
    for row in 0..4 {
        let y = 36 + row * 48;
        canvas.rect(24, y + 38, 272, 6, palette.wood);
        let mut x = 30;
        while x < 280 {
            let (width, height) = (12 + random.below(22) as i32, 16 + random.below(20) as i32);
            let colour = mix(palette.bright, [[60, 90, 150], [170, 60, 60], [70, 120, 80]][random.below(3)], random.within(0..=256) as i32);
            if random.chance(88) {
                canvas.panel(x, y + 38 - height, width.min(292 - x), height, colour);
            }
            x += width + 3;
        }
    }
    [22, 158, 294].into_iter().for_each(|x| canvas.rect(x, 28, 5, 186, mix(palette.wood, BLACK, 60)));
    if is_bad {
        cartons(&mut canvas, 60, 236, random);
        cartons(&mut canvas, 180, 232, random);
    }
    canvas
}

fn paper(palette: &Palette, random: &mut Random) -> Canvas {
    let mut canvas = Canvas::new(mix(palette.wood, WHITE, 50), mix(palette.wood, BLACK, 30));
    let x = random.within(60..=90) as i32;
    canvas.rect(x + 6, 20, 166, 210, mix(palette.wood, BLACK, 120));
    canvas.rect(x, 14, 166, 210, WHITE);
    canvas.rect(x + 46, 28, 74, 8, BLACK);
    for row in 0..11 {
        let y = 50 + row * 14;
        canvas.rect(x + 14, y, 138, 1, [150, 150, 150]);
        canvas.rect(x + 20, y + 5, 24 + random.below(50) as i32, 3, [70, 74, 110]);
        if random.chance(60) {
            canvas.rect(x + 104, y + 5, 12 + random.below(30) as i32, 3, [70, 74, 110]);
        }
    }
    canvas.ellipse(x + 122, 196, 20, 20, [214, 96, 88]);
    canvas.ellipse(x + 122, 196, 16, 16, WHITE);
    canvas
}

fn front(palette: &Palette, random: &mut Random) -> Canvas {
    let mut canvas = Canvas::new([164, 190, 214], [206, 214, 216]);
    canvas.rect(0, 40, WIDTH, 150, palette.wall);
    (0..5).for_each(|n| canvas.panel(14 + n * 62, 46, 40, 24, [92, 110, 124]));
    let (left, width) = (random.within(24..=44) as i32, random.within(226..=256) as i32);
    canvas.panel(left, 78, width, 34, palette.bright);
    let mut x = left + 20;
    while x < left + width - 30 {
        // Strokes that look like characters from across the street.
        for _ in 0..5 {
            let from = (x + random.below(16) as i32, 84 + random.below(20) as i32);
            let to = if random.chance(50) { (x + random.below(18) as i32, from.1) } else { (from.0, 84 + random.below(22) as i32) };
            canvas.line(from, to, 3, WHITE);
        }
        x += 26;
    }
    canvas.panel(left + 6, 116, width - 88, 74, [120, 140, 148]);
    (0..3).for_each(|n| canvas.rect(left + 14 + n * 44, 128, 30, 50, mix([120, 140, 148], palette.bright, 70)));
    canvas.panel(left + width - 76, 116, 64, 78, mix(palette.wood, STEEL, 110));
    canvas.rect(left + width - 46, 120, 2, 70, BLACK);
    canvas.rect(0, 190, WIDTH, 50, [136, 134, 130]);
    canvas.rect(0, 194, WIDTH, 3, [176, 174, 168]);
    canvas
}
