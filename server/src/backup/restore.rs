//! Puts a backup back. It is unpacked and checked beside the data, and only what is whole takes its place; what stood there before is
//! moved aside and never deleted.

use super::{ABOUT, About, BLOBS, DATABASE, FORM, OTHERS};
use crate::{folder, machine};
use anyhow::{Context, Result, bail, ensure};
use domain::digest::Sha256;
use serde::Serialize;
use sha2::{Digest, Sha256 as Hasher};
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Store, StoreConfig};
use zip::ZipArchive;

/// Where it is unpacked, inside the data folder: on the same disk, so that taking its place is one step.
const UNPACKED: &str = "restoring";

/// What was put back.
#[derive(Debug, Serialize)]
struct Restored {
    blobs: u64,
    /// When the backup was made, microseconds UTC.
    made_at: i64,
    /// Where what stood there before is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<PathBuf>,
}

/// Puts the backup in `file` into the data folder; says what it did.
pub(crate) async fn restore(data: &Path, file: &Path, replace: bool, as_json: bool) -> Result<()> {
    let opened = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    std::fs::create_dir_all(data)?;
    let _alone = folder::alone(data)?;
    let is_in_use = data.join(DATABASE).exists();
    ensure!(!is_in_use || replace, "there is data in {}: with --replace it is moved aside and the backup takes its place", data.display());
    let unpacked = data.join(UNPACKED);
    let _ = std::fs::remove_dir_all(&unpacked); // of an attempt that was killed
    std::fs::create_dir(&unpacked)?;
    let checked = unpack_and_check(opened, &unpacked).await;
    let (about, blobs) = match checked {
        Ok(checked) => checked,
        Err(error) => {
            let _ = std::fs::remove_dir_all(&unpacked);
            return Err(error.context(format!("{} is no whole backup; the data is as it was", file.display())));
        }
    };
    let before = if is_in_use { Some(move_aside(data)?) } else { None };
    for entry in std::fs::read_dir(&unpacked)? {
        let entry = entry?;
        std::fs::rename(entry.path(), data.join(entry.file_name()))?;
    }
    std::fs::remove_dir(&unpacked)?;
    File::open(data)?.sync_all()?;
    let restored = Restored { blobs, made_at: about.made_at, before };
    if as_json {
        println!("{}", serde_json::to_string(&restored)?);
    } else {
        println!("restored: the database and {} photos and signatures", restored.blobs);
        if let Some(before) = &restored.before {
            println!("what stood here before is in {}", before.display());
        }
        println!("phones offer again what they still hold as soon as the server runs");
    }
    Ok(())
}

/// Everything that the old data is made of goes into a folder of its own beside the new.
fn move_aside(data: &Path) -> Result<PathBuf> {
    let aside = data.join(format!("before-{}", machine::now().0));
    std::fs::create_dir(&aside)?;
    for entry in std::fs::read_dir(data)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let stays = name == UNPACKED || name.starts_with("before-") || name == folder::LOCK;
        if !stays {
            std::fs::rename(entry.path(), aside.join(&name))?;
        }
    }
    Ok(aside)
}

async fn unpack_and_check(file: File, into: &Path) -> Result<(About, u64)> {
    let target = into.to_owned();
    let (about, blobs) = tokio::task::spawn_blocking(move || unpack(file, &target)).await??;
    let store = Store::open(StoreConfig { folder: into.to_owned(), database_url: None, clock: Arc::new(machine::now) });
    let store = store.await.context("its database does not open")?;
    let fault = store.verify().await;
    store.end_epoch().await?;
    store.close().await?;
    if let Some(fault) = fault? {
        bail!("{fault}");
    }
    let _ = std::fs::remove_file(into.join(store::RESERVE)); // laid by anew where it stands
    Ok((about, blobs))
}

fn unpack(file: File, into: &Path) -> Result<(About, u64)> {
    let mut zip = ZipArchive::new(BufReader::new(file)).context("it is no zip file")?;
    let about: About = {
        let entry = zip.by_name(ABOUT).context("it was not made by `xunan backup`")?;
        serde_json::from_reader(entry.take(64 * 1024)).context("what it says of itself cannot be read")?
    };
    ensure!(about.form <= FORM, "it was made by a newer xunan ({}): restore it with that", about.version);
    let (mut blobs, mut has_database) = (0, false);
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at)?;
        let name = entry.name()?.into_owned();
        if name == DATABASE {
            let mut to = File::create(into.join(DATABASE))?;
            std::io::copy(&mut entry, &mut to)?;
            to.sync_all()?;
            has_database = true;
        } else if let Some(hash) = name.strip_prefix(BLOBS) {
            let sha256: Sha256 = hash.parse().map_err(|_| anyhow::anyhow!("{name} is named by no hash"))?;
            unpack_blob(&mut entry, into, sha256)?;
            blobs += 1;
        } else if let Some(other) = name.strip_prefix(OTHERS) {
            let is_plain = !other.is_empty() && !other.contains(['/', '\\']) && !other.starts_with('.');
            ensure!(is_plain, "{name} is no file of the data folder");
            write_private(&into.join(other), &mut entry)?;
        } else {
            ensure!(name == ABOUT, "{name} belongs to no backup of ours");
        }
    }
    ensure!(has_database, "it has no database in it");
    Ok((about, blobs))
}

fn unpack_blob(entry: &mut impl Read, into: &Path, sha256: Sha256) -> Result<()> {
    let name = sha256.to_string();
    let folder = into.join("blobs").join(&name[..2]).join(&name[2..4]);
    std::fs::create_dir_all(&folder)?;
    let (mut to, mut hasher, mut piece) = (File::create(folder.join(&name))?, Hasher::new(), vec![0; store::BLOB_PIECE_BYTES]);
    loop {
        let read = entry.read(&mut piece)?;
        if read == 0 {
            break;
        }
        hasher.update(&piece[..read]);
        to.write_all(&piece[..read])?;
    }
    ensure!(Sha256(hasher.finalize().into()) == sha256, "the blob {name} is damaged");
    to.sync_all()?;
    Ok(())
}

/// Keys are for the server's user alone.
fn write_private(path: &Path, from: &mut impl Read) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut to = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    std::io::copy(from, &mut to)?;
    to.sync_all()?;
    Ok(())
}
