//! A photo's bytes: what its head says, and the small picture that the desk sees.

use crate::{Read, Target};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, ImageReader, RgbImage, RgbaImage};
use std::io::Cursor;
use store::{Derivative, StoreError, draw, measure};

pub(crate) const TARGET: Target = Target {
    name: "picture",
    what: "a photo's head and, up to a quarter of a million pixels, the photo: its sides are bounded, what is drawn is a JPEG within 320 px, or it is no picture",
    max_bytes: 8 * 1024,
    check,
    seeds,
};

/// Longest side, and pixels in all, of what may be decoded.
const SIDE_MAX_PX: u32 = 12_000;
const PIXELS_MAX: u64 = 50_000_000;
/// Larger ones are measured only: they take the same ways, a hundred times as long.
const DRAWN_MAX_PX: u64 = 250_000;

fn check(bytes: &[u8]) -> Read {
    let (width, height) = match measure(bytes) {
        Ok(size) => size,
        Err(StoreError::NoPicture) => return Read::Refused,
        Err(other) => panic!("something else than no picture: {other:?}"),
    };
    let pixels = u64::from(width) * u64::from(height);
    assert!(width <= SIDE_MAX_PX && height <= SIDE_MAX_PX && pixels <= PIXELS_MAX, "{width} × {height}");
    if pixels > DRAWN_MAX_PX {
        return Read::Whole;
    }
    match draw(bytes, Derivative::Small) {
        Ok(jpeg) => {
            let drawn = ImageReader::with_format(Cursor::new(&jpeg), ImageFormat::Jpeg).into_dimensions().expect("what is drawn is a JPEG");
            let px = Derivative::Small.px();
            assert!((1..=px).contains(&drawn.0) && (1..=px).contains(&drawn.1), "{width} × {height} became {drawn:?}");
            Read::Whole
        }
        Err(StoreError::NoPicture) => Read::Refused,
        Err(other) => panic!("something else than no picture: {other:?}"),
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let photo = RgbImage::from_fn(40, 24, |x, y| image::Rgb([(x * 6) as u8, (y * 10) as u8, 90]));
    let ink = RgbaImage::from_fn(33, 9, |x, y| image::Rgba([0, 0, 0, if x % 9 == y { 255 } else { 0 }]));
    let written = |picture: DynamicImage, format| {
        let mut bytes = Cursor::new(vec![]);
        picture.write_to(&mut bytes, format).expect("a picture is written");
        bytes.into_inner()
    };
    vec![
        written(photo.clone().into(), ImageFormat::Jpeg),
        turned(&photo),
        written(photo.clone().into(), ImageFormat::Png),
        written(ink.clone().into(), ImageFormat::Png),
        written(DynamicImage::from(photo.clone()).to_luma8().into(), ImageFormat::Png),
        written(photo.into(), ImageFormat::WebP),
        written(ink.into(), ImageFormat::WebP),
        // Pictures that we keep and do not draw.
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x0cmeta\0\0\0\0".to_vec(),
        b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
        b"II*\0\x08\0\0\0\0\0".to_vec(),
        b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\xff\xff\xff\xff\xff\xff".to_vec(),
    ]
}

/// As a phone held upright writes it: the turn stands in the EXIF.
fn turned(photo: &RgbImage) -> Vec<u8> {
    let mut bytes = vec![];
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 60);
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    encoder.set_exif_metadata(exif.to_vec()).expect("a JPEG has room for EXIF");
    encoder.encode_image(photo).expect("a picture is written");
    bytes
}
