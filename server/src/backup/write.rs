//! Writes the file. It has its name only when it is whole and on the disk.

use super::{ABOUT, About, BLOBS, DATABASE, FORM, OTHERS};
use anyhow::{Context, Result, ensure};
use futures::StreamExt;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use store::Store;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A word about how far it is after so many blobs.
const TELL_EVERY: u64 = 1_000;
/// A key is a small file; whatever is larger is none.
const OTHER_MAX_BYTES: u64 = 64 * 1024;

/// What was written.
#[derive(Debug, Serialize)]
struct Written {
    file: PathBuf,
    blobs: u64,
    bytes: u64,
}

/// Backs the data in `folder` up into `file`; says what it wrote.
pub(crate) async fn write(store: &Store, folder: &Path, file: &Path, as_json: bool) -> Result<()> {
    ensure!(
        store.is_embedded(),
        "the rows are in PostgreSQL: back them up with pg_dump and copy the data folder's blobs after it (docs/operations.md says how)"
    );
    ensure!(!file.exists(), "{} is there already and is not written over", file.display());
    let beside = |ending: &str| PathBuf::from(format!("{}.{ending}", file.display()));
    let (half, rows) = (beside("part"), beside("rows"));
    let written = copy(store, folder, &half, &rows).await;
    let _ = std::fs::remove_file(&rows); // not there if it did not come so far
    let blobs = match written {
        Ok(blobs) => blobs,
        Err(error) => {
            let _ = std::fs::remove_file(&half);
            return Err(error.context(format!("nothing was kept of the backup {}; the data is as it was", file.display())));
        }
    };
    std::fs::rename(&half, file)?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?; // the name too
    }
    let written = Written { file: file.to_owned(), blobs, bytes: std::fs::metadata(file)?.len() };
    if as_json {
        println!("{}", serde_json::to_string(&written)?);
    } else {
        println!("{}: the database and {} photos and signatures, {} MB", file.display(), blobs, written.bytes.div_ceil(1_000_000));
    }
    Ok(())
}

async fn copy(store: &Store, folder: &Path, half: &Path, rows: &Path) -> Result<u64> {
    let made_at = store.now().0;
    let _ = std::fs::remove_file(rows); // of an attempt that was killed
    store.copy_database(rows).await.context("the database")?;
    let mut zip = ZipWriter::new(BufWriter::new(File::create(half)?));
    let about = About { form: FORM, made_at, version: env!("CARGO_PKG_VERSION").to_owned() };
    zip.start_file(ABOUT, stored(0))?;
    zip.write_all(&serde_json::to_vec(&about)?)?;
    let size_bytes = std::fs::metadata(rows)?.len();
    zip.start_file(DATABASE, stored(size_bytes))?;
    std::io::copy(&mut File::open(rows)?, &mut zip)?;
    for other in others(folder)? {
        let name = other.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        zip.start_file(format!("{OTHERS}{name}"), stored(0).unix_permissions(0o600))?;
        zip.write_all(&std::fs::read(&other)?)?;
    }
    let (mut count, mut last) = (0, None);
    loop {
        let names = store.blobs_after(last).await?;
        for sha256 in &names {
            let mut blob = store.blob_for_copy(*sha256).await?;
            zip.start_file(format!("{BLOBS}{sha256}"), stored(blob.size_bytes))?;
            while let Some(piece) = blob.pieces.next().await {
                zip.write_all(&piece?)?;
            }
            count += 1;
            if count % TELL_EVERY == 0 {
                tracing::info!(count, "{count} photos and signatures so far");
            }
        }
        last = names.last().copied();
        if last.is_none() {
            break;
        }
    }
    let file = zip.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(count)
}

/// How an entry of this size is written.
fn stored(size_bytes: u64) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(size_bytes >= u64::from(u32::MAX))
}

/// Small files of the data folder that are neither the database nor made anew by themselves.
fn others(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut others = vec![];
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = name.starts_with(DATABASE) || [crate::folder::LOCK, store::RESERVE].contains(&name.as_str());
        if !is_ours && entry.file_type()?.is_file() && entry.metadata()?.len() <= OTHER_MAX_BYTES {
            others.push(entry.path());
        }
    }
    others.sort();
    Ok(others)
}
