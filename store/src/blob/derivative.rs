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
        let kept = Path::from(format!("derived/{}/{sha256}.jpg", size.px()));
        match self.blobs.place.get(&kept).await {
            Ok(found) => return Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let Some(original) = self.blobs.read(sha256).await? else { return Ok(None) };
        let drawn = self.blobs.draw(original, size).await?;
        self.blobs.place.put(&kept, PutPayload::from_bytes(drawn.clone())).await?;
        Ok(Some(drawn))
    }
}

impl Blobs {
    async fn draw(&self, original: Bytes, size: Derivative) -> Result<Bytes, StoreError> {
        let _turn = self.drawing.acquire().await.map_err(|_| StoreError::Stopped)?;
        tokio::task::spawn_blocking(move || draw(&original, size)).await.map_err(|_| StoreError::NoPicture)?
    }
}

fn draw(original: &[u8], size: Derivative) -> Result<Bytes, StoreError> {
    let no_picture = |_| StoreError::NoPicture;
    let mut reader = ImageReader::new(Cursor::new(original)).with_guessed_format()?;
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE_MAX_PX), Some(SIDE_MAX_PX), Some(DECODE_MAX_BYTES));
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(no_picture)?;
    let orientation = decoder.orientation().map_err(no_picture)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(no_picture)?;
    picture.apply_orientation(orientation);
    let px = size.px();
    if picture.width() > px || picture.height() > px {
        picture = picture.thumbnail(px, px);
    }
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
}
