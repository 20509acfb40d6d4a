//! The disk's room. A record is a few kilobytes of somebody's morning, a photo is a hundred times that and still on its phone: when room
//! runs short, photos wait outside first, and what is left is for records. Should even that be used up, a file that was laid by for this
//! day is given up, and the writer tries again.

use crate::StoreError;
use rustix::fs::{FallocateFlags, fallocate, statvfs};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use sync::desk::people::Space;

/// The file that is laid by, in the data folder.
pub const RESERVE: &str = "reserve";
/// How large it is: a thousand records with all that is written for them, or a fiftieth of a disk too small for that.
const RESERVE_MAX_BYTES: u64 = 128 * 1024 * 1024;
const RESERVE_PART: u64 = 50;
/// Below so much room no photo is taken in: a twentieth of the disk, of a large one a gigabyte.
const PHOTOS_PART: u64 = 20;
const PHOTOS_MAX_BYTES: u64 = 1024 * 1024 * 1024;
/// With less than this a commit is known to have failed for want of room, whatever its error says.
const NOTHING_BYTES: u64 = 1024 * 1024;

/// The disk under the data folder.
#[derive(Debug)]
pub(crate) struct Room {
    folder: PathBuf,
    /// The reserve was given up and is not back.
    is_given_up: AtomicBool,
}

/// Of one disk, bytes.
#[derive(Debug, Clone, Copy)]
struct Disk {
    free: u64,
    total: u64,
}

impl Disk {
    fn of(folder: &Path) -> Result<Self, StoreError> {
        let said = statvfs(folder).map_err(std::io::Error::from)?;
        Ok(Self { free: said.f_bavail.saturating_mul(said.f_frsize), total: said.f_blocks.saturating_mul(said.f_frsize) })
    }

    const fn needed_for_photos(self) -> u64 {
        let part = self.total / PHOTOS_PART;
        if part < PHOTOS_MAX_BYTES { part } else { PHOTOS_MAX_BYTES }
    }

    const fn takes_photos(self) -> bool {
        self.free >= self.needed_for_photos()
    }

    const fn reserve(self) -> u64 {
        let part = self.total / RESERVE_PART;
        if part < RESERVE_MAX_BYTES { part } else { RESERVE_MAX_BYTES }
    }

    /// Whether a reserve may be laid by without keeping photos out.
    const fn has_room_to_lay_by(self) -> bool {
        self.free >= self.needed_for_photos() + self.reserve()
    }
}

impl Room {
    /// Lays the reserve by where there is room for it.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let room = Self { folder: folder.to_owned(), is_given_up: AtomicBool::new(false) };
        room.is_given_up.store(!room.lay_by()?, Ordering::Relaxed);
        Ok(room)
    }

    fn reserve(&self) -> PathBuf {
        self.folder.join(RESERVE)
    }

    /// Makes the reserve if it is not there and the disk has the room; says whether it is there.
    pub(crate) fn lay_by(&self) -> Result<bool, StoreError> {
        let path = self.reserve();
        let disk = Disk::of(&self.folder)?;
        let there = std::fs::metadata(&path).map_or(0, |file| file.len());
        if there > 0 {
            return Ok(true);
        }
        if !disk.has_room_to_lay_by() {
            return Ok(false);
        }
        let half_made = path.with_extension("new");
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&half_made)?;
        if fill(&mut file, disk.reserve()).is_err() {
            let _ = std::fs::remove_file(&half_made); // goes with the next try
            return Ok(false);
        }
        drop(file);
        std::fs::rename(&half_made, &path)?;
        self.is_given_up.store(false, Ordering::Relaxed);
        Ok(true)
    }

    /// Gives the reserve up, if it is want of room that an error was for. True if there is more room now.
    pub(crate) fn give_up_reserve(&self, error: &str) -> bool {
        let is_full = error.contains("is full") || Disk::of(&self.folder).is_ok_and(|disk| disk.free < NOTHING_BYTES);
        if !is_full || std::fs::remove_file(self.reserve()).is_err() {
            return false;
        }
        tracing::error!("the disk is full: what was laid by is used for records now, photos wait on their phones; make room");
        self.is_given_up.store(true, Ordering::Relaxed);
        true
    }

    /// How much there is. A disk that does not say is taken for one that has enough: writing to it will tell.
    pub(crate) fn space(&self) -> Space {
        match Disk::of(&self.folder) {
            Ok(disk) if disk.takes_photos() => Space::Enough,
            Ok(_) if self.is_given_up.load(Ordering::Relaxed) => Space::Last,
            Ok(_) => Space::Short,
            Err(_) => Space::Enough,
        }
    }
}

/// Takes the room up for real: a file with holes would hold nothing back.
fn fill(file: &mut File, bytes: u64) -> std::io::Result<()> {
    static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];
    if fallocate(&*file, FallocateFlags::empty(), 0, bytes).is_ok() {
        return Ok(());
    }
    let mut left = bytes;
    while left > 0 {
        let some = left.min(ZEROS.len() as u64);
        file.write_all(&ZEROS[..usize::try_from(some).unwrap_or(ZEROS.len())])?;
        left -= some;
    }
    file.sync_all()
}

impl crate::Store {
    /// How much room the disk has for what comes in.
    #[must_use]
    pub fn space(&self) -> Space {
        self.room.space()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GB: u64 = 1024 * 1024 * 1024;

    #[test]
    fn photos_wait_before_records_do() {
        for (total, photos_from, reserve) in
            [(10 * GB, GB / 2, RESERVE_MAX_BYTES), (2_000 * GB, GB, RESERVE_MAX_BYTES), (GB, GB / 20, GB / 50)]
        {
            let disk = |free| Disk { free, total };
            assert!(disk(photos_from).takes_photos() && !disk(photos_from - 1).takes_photos(), "of {total}");
            assert_eq!(disk(0).reserve(), reserve);
            assert!(disk(photos_from + reserve).has_room_to_lay_by() && !disk(photos_from).has_room_to_lay_by());
        }
    }

    #[test]
    fn what_is_laid_by_is_there_and_is_given_up_for_want_of_room_only() {
        let folder = tempfile::tempdir().unwrap();
        let room = Room::open(folder.path()).unwrap();
        let laid_by = std::fs::metadata(room.reserve()).unwrap();
        assert_eq!(laid_by.len(), Disk::of(folder.path()).unwrap().reserve());
        assert!(!room.give_up_reserve("UNIQUE constraint failed"));
        assert!(room.reserve().exists());
        assert!(room.give_up_reserve("database or disk is full"));
        assert!(!room.reserve().exists() && !room.give_up_reserve("database or disk is full"), "only once");
        assert!(room.lay_by().unwrap(), "and laid by again where there is room");
        assert_eq!(room.space(), Space::Enough);
    }
}
