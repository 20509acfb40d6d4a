//! Photos on their way in after the records that name them, as phones send them: text first, pictures after, each with the session of
//! the visit's inspector.

use crate::Server;
use crate::line::{request, sign_in};
use crate::press::{Pressed, press};
use crate::street::{self, COMMUNITIES};
use anyhow::{Result, ensure};
use domain::command::Sealed;
use domain::digest::Sha256;
use domain::ids::UserId;
use domain::time::Timestamp;

/// As many as make the measurement long enough.
const PHOTOS: usize = 2_000;
/// Photos that one visit waits for.
const OF_A_VISIT: usize = 4;
/// A photo of 1600 px, as phones send it.
const PHOTO_BYTES: usize = 300_000;
/// Far from all other visits.
const FIRST: u128 = 2_000_000;

/// The nth photo: other bytes each, and nothing in them that could be made smaller. Nobody decodes a photo on its way in.
fn photo(n: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15 ^ (n as u64 + 1);
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.take(PHOTO_BYTES / 8).flatten().collect()
}

/// The visits that name them.
pub(crate) fn visits(at: Timestamp) -> Vec<(UserId, Sealed)> {
    let visit = |first: usize| {
        let n = FIRST + first as u128;
        let mut visit = street::visit(n, at);
        for n in first..first + OF_A_VISIT {
            visit.photograph(&street::shop(FIRST + first as u128), None);
            let taken = visit.record.photos.last_mut().expect("one was taken");
            (taken.sha256, taken.size_bytes) = (Sha256::of(&photo(n)), PHOTO_BYTES as u64);
        }
        street::seal(n, visit, at)
    };
    (0..PHOTOS).step_by(OF_A_VISIT).map(visit).collect()
}

pub(crate) async fn photos(server: Server, clients: usize) -> Result<Pressed> {
    let mut cookies = vec![];
    for n in 0..COMMUNITIES {
        cookies.push(sign_in(server, street::login(n)).await?);
    }
    let names: Vec<Sha256> = (0..PHOTOS).map(|n| Sha256::of(&photo(n))).collect();
    press(server, clients, PHOTOS, async |line, n| {
        let visit = FIRST + (n - n % OF_A_VISIT) as u128;
        let cookie = &cookies[(visit % COMMUNITIES) as usize];
        let headers = [("cookie", cookie.as_str()), ("content-type", "image/jpeg")];
        let answer = line.ask(&request(server.addr, &format!("PUT /api/v1/blobs/{}", names[n]), &headers, &photo(n))).await?;
        ensure!(answer.status == 201, "a photo was answered {}", answer.status);
        Ok(PHOTO_BYTES)
    })
    .await
}
