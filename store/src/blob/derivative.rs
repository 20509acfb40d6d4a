//! Pictures as they are shown: decoded with limits, scaled, written anew as JPEG. Originals are evidence and never served inline.

use super::Blobs;
use crate::{Store, StoreError};
use bytes::Bytes;
use domain::digest::Sha256;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use std::io::Cursor;

/// Pictures drawn at once: each may take [`DECODE_MAX_BYTES`].
pub(super) const DRAWING_MAX: usize = 2;
/// Longest side of what is decoded, pixels; a phone sends 1600.
const SIDE_MAX_PX: u32 = 12_000;
/// Pixels of what is decoded.
const PIXELS_MAX: u64 = 50_000_000;
/// Memory one decoding may take.
const DECODE_MAX_BYTES: u64 = 256 * 1024 * 1024;
const JPEG_QUALITY: u8 = 80;

/// How large a picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Derivative {
    /// In a row of pictures.
    Small,
    /// A signature beside its name.
    Medium,
    /// Enlarged.
    Large,
}

impl Derivative {
    /// The size that serves `px` pixels.
    #[must_use]
    pub const fn for_px(px: u32) -> Self {
        match px {
            0..=320 => Self::Small,
            321..=640 => Self::Medium,
            _ => Self::Large,
        }
    }

    /// The longest side, pixels.
    #[must_use]
    pub const fn px(self) -> u32 {
        match self {
            Self::Small => 320,
            Self::Medium => 640,
            Self::Large => 1_600,
        }
    }
}

impl Store {
    /// A picture as JPEG, drawn once and kept. `None` if the bytes are not here.
    ///
    /// # Errors
    /// [`StoreError::NoPicture`] if they cannot be decoded within the limits.
    pub async fn picture(&self, sha256: Sha256, size: Derivative) -> Result<Option<Bytes>, StoreError> {
        if let Some(kept) = self.blobs.drawn(sha256, size).await? {
            return Ok(Some(kept));
        }
        // Whoever waits for a turn holds no picture yet, and finds it drawn if somebody before him wanted the same.
        let _turn = self.blobs.drawing.acquire().await.map_err(|_| StoreError::Stopped)?;
        if let Some(kept) = self.blobs.drawn(sha256, size).await? {
            return Ok(Some(kept));
        }
        let Some(original) = self.blobs.read(sha256).await? else { return Ok(None) };
        let drawn = tokio::task::spawn_blocking(move || draw(&original, size)).await.map_err(|_| StoreError::NoPicture)??;
        self.blobs.place.put(&drawn_path(sha256, size), PutPayload::from_bytes(drawn.clone())).await?;
        Ok(Some(drawn))
    }
}

fn drawn_path(sha256: Sha256, size: Derivative) -> Path {
    Path::from(format!("derived/{}/{}.jpg", size.px(), Blobs::path(sha256)))
}

impl Blobs {
    /// What was drawn of damaged bytes goes with them.
    pub(super) async fn forget_drawn(&self, sha256: Sha256) -> Result<(), StoreError> {
        for size in [Derivative::Small, Derivative::Medium, Derivative::Large] {
            match self.place.delete(&drawn_path(sha256, size)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn drawn(&self, sha256: Sha256, size: Derivative) -> Result<Option<Bytes>, StoreError> {
        match self.place.get(&drawn_path(sha256, size)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// Width and height as the picture's head says them, pixels; no pixel is decoded.
///
/// # Errors
/// [`StoreError::NoPicture`] if it is none, or is larger than what is decoded.
pub fn measure(original: &[u8]) -> Result<(u32, u32), StoreError> {
    Ok(decoder(original)?.dimensions())
}

fn decoder(original: &[u8]) -> Result<impl ImageDecoder, StoreError> {
    let mut reader = ImageReader::new(Cursor::new(original)).with_guessed_format()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE_MAX_PX), Some(SIDE_MAX_PX), Some(DECODE_MAX_BYTES));
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| StoreError::NoPicture)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(StoreError::NoPicture);
    }
    Ok(decoder)
}

/// Draws the picture anew as JPEG, at most as large as `size` says.
///
/// # Errors
/// [`StoreError::NoPicture`] if it cannot be decoded within the limits.
pub fn draw(original: &[u8], size: Derivative) -> Result<Bytes, StoreError> {
    let no_picture = |_| StoreError::NoPicture;
    let mut decoder = decoder(original)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().map_err(no_picture)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(no_picture)?;
    let px = size.px();
    if width > px || height > px {
        picture = picture.thumbnail(px, px);
    }
    // The small one is turned, not the large one: turning makes a copy.
    picture.apply_orientation(orientation);
    // Signatures are drawn on nothing: on white they can be read in every theme.
    let mut ground = image::RgbaImage::from_pixel(picture.width(), picture.height(), image::Rgba([255; 4]));
    image::imageops::overlay(&mut ground, &picture.to_rgba8(), 0, 0);
    let mut out = Vec::new();
    let flat = DynamicImage::ImageRgba8(ground).to_rgb8();
    JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY).encode_image(&flat).map_err(no_picture)?;
    Ok(Bytes::from(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_picture_is_drawn_small_and_a_text_is_not_drawn() {
        let mut png = Vec::new();
        image::RgbaImage::from_pixel(900, 300, image::Rgba([0, 0, 0, 0]))
            .write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png)
            .unwrap();
        let drawn = image::load_from_memory(&draw(&png, Derivative::Small).unwrap()).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (320, 107));
        assert!(drawn.to_rgb8().pixels().all(|pixel| pixel.0.iter().all(|&channel| channel > 250)), "on white");
        assert!(matches!(draw(b"no picture", Derivative::Small), Err(StoreError::NoPicture)));
    }

    #[test]
    fn a_small_file_that_unfolds_to_more_than_memory_is_not_drawn() {
        let mut png = Vec::new();
        image::GrayImage::new(9_000, 6_000).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        assert!(png.len() < 1_000_000, "54 million pixels in {} bytes", png.len());
        assert!(matches!(draw(&png, Derivative::Small), Err(StoreError::NoPicture)));
    }
}
