//! `.br` and `.gz` beside each file that gains by it, so that the server only picks one.

use std::{fs, io::Write, path::Path, sync::Mutex, thread};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use super::{
    Profile,
    site::{Asset, Site},
};

/// Below this, headers weigh more than what is saved.
const WORTH_IT_BYTES: u64 = 512;

/// Brotli looks back this far (2^22 bytes): all that browsers accept without asking.
const WINDOW_BITS: u32 = 22;

pub(crate) fn beside(folder: &Path, site: &mut Site, profile: Profile) -> Result<()> {
    let queue = Mutex::new(site.assets.iter_mut().filter(|asset| gains(asset)));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let all: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let next = queue.lock().expect("no worker panics while it holds the queue").next();
                        let Some(asset) = next else { return Ok(()) };
                        compress(folder, asset, profile).with_context(|| format!("compressing {}", asset.file))?;
                    }
                })
            })
            .collect();
        all.into_iter().try_for_each(|worker| worker.join().expect("compressing does not panic"))
    })
}

fn gains(asset: &Asset) -> bool {
    asset.size >= WORTH_IT_BYTES && !matches!(asset.content_type.as_str(), "image/png" | "font/woff2")
}

fn compress(folder: &Path, asset: &mut Asset, profile: Profile) -> Result<()> {
    let (brotli, gzip) = match profile {
        Profile::Release => (11, Compression::best()),
        Profile::Dev => (1, Compression::fast()),
    };
    let bytes = fs::read(folder.join(&asset.file))?;
    let mut small = Vec::new();
    brotli::CompressorWriter::new(&mut small, 1 << 16, brotli, WINDOW_BITS).write_all(&bytes)?;
    asset.brotli = Some(save(folder, &asset.file, "br", &small)?);
    let mut encoder = GzEncoder::new(Vec::new(), gzip);
    encoder.write_all(&bytes)?;
    asset.gzip = Some(save(folder, &asset.file, "gz", &encoder.finish()?)?);
    Ok(())
}

fn save(folder: &Path, file: &str, extension: &str, bytes: &[u8]) -> Result<u64> {
    fs::write(folder.join(format!("{file}.{extension}")), bytes)?;
    Ok(bytes.len() as u64)
}
