//! Passwords: argon2id with 19 MiB, two passes, one lane; made and checked on blocking threads, never more than a few at once.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// Hashes reckoned at the same time: each takes 19 MiB, and a storm of sign-ins must not take the memory from those who work.
const AT_ONCE: usize = 2;

/// Fewer characters are refused when a password is chosen (`roles.md` 4).
pub(crate) const LENGTH_MIN: usize = 10;
/// More is refused at sign-in before anything is reckoned.
pub(crate) const LENGTH_MAX_BYTES: usize = 256;

static ROOM: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// What an unknown sign-in name is checked against, so that it takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password"));

/// What hashing is done in, kept from one time to the next. Given back and asked for anew, each 19 MiB would stay in another corner of
/// the allocator's, and a morning's sign-ins take hundreds of megabytes. At most [`AT_ONCE`] are ever made.
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(vec![]);

fn params() -> Params {
    Params::new(19 * 1024, 2, 1, None).expect("the parameters are within argon2's bounds")
}

fn hash_now(password: &str) -> String {
    let mut salt = [0; Salt::RECOMMENDED_LENGTH];
    crate::machine::fill(&mut salt);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params());
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params()).expect("the parameters can be written"),
        salt: Some(Salt::new(&salt).expect("as long as it is recommended")),
        hash: Some(reckon(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN).expect("password and salt are within argon2's bounds")),
    };
    hash.to_string()
}

fn is_right_now(password: &str, hash: &str) -> bool {
    let checked = || {
        let known = PasswordHash::new(hash).ok()?;
        let (algorithm, version) = (Algorithm::try_from(known.algorithm.as_str()).ok()?, Version::try_from(known.version?).ok()?);
        let argon2 = Argon2::new(algorithm, version, Params::try_from(&known).ok()?);
        let (salt, output) = (known.salt?, known.hash?);
        // Compared in the same time wherever they differ.
        Some(reckon(&argon2, password, &salt, output.len())? == output)
    };
    checked().unwrap_or(false)
}

fn reckon(argon2: &Argon2<'_>, password: &str, salt: &[u8], length: usize) -> Option<Output> {
    let mut memory = kept().pop().unwrap_or_default();
    memory.resize(argon2.params().block_count(), Block::new());
    let mut out = vec![0; length];
    let reckoned = argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut out, &mut memory[..]);
    kept().push(memory);
    reckoned.ok().and_then(|()| Output::new(&out).ok())
}

fn kept() -> MutexGuard<'static, Vec<Vec<Block>>> {
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The PHC string that a command carries.
pub(crate) async fn hash(password: String) -> String {
    in_turn(&ROOM, move || hash_now(&password)).await
}

/// Whether it is the password of this hash. Without a hash it takes as long and says no.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> bool {
    let check = move || {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let is_right = is_right_now(&password, &hash);
        is_right && is_known
    };
    in_turn(&ROOM, check).await
}

/// Reckons on a blocking thread once there is room. The place goes along: nothing stops a hash that has begun, and whoever hangs up
/// must not make room for the next one while it lasts.
async fn in_turn<T: Send + 'static>(room: &Arc<Semaphore>, reckon: impl FnOnce() -> T + Send + 'static) -> T {
    let place = Arc::clone(room).acquire_owned().await.expect("the semaphore is never closed");
    let reckoning = move || {
        let _place = place;
        reckon()
    };
    tokio::task::spawn_blocking(reckoning).await.expect("hashing does not panic")
}

/// A password for a person to copy from a screen: 80 bits in four groups, without letters that look alike.
pub(crate) fn make() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789x";
    let mut random = [0; 16];
    crate::machine::fill(&mut random);
    let letters: Vec<char> = random.iter().map(|byte| LETTERS[usize::from(byte % 32)].into()).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let hash = hash("correct horse".into()).await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!is_right("wrong horse".into(), Some(hash.clone())).await);
        assert!(!is_right("correct horse".into(), Some("not a hash".into())).await);
        assert!(is_right("correct horse".into(), Some(hash)).await);
    }

    /// What others have written, and what this program wrote before, opens; memory that was used for another password changes nothing.
    #[tokio::test]
    async fn a_hash_made_elsewhere_is_understood() {
        use argon2::password_hash::PasswordHasher;
        let elsewhere = Argon2::default().hash_password(b"correct horse").unwrap().to_string();
        assert!(!is_right("wrong horse".into(), Some(elsewhere.clone())).await);
        assert!(is_right("correct horse".into(), Some(elsewhere)).await);
        let smaller = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
        let smaller = smaller.hash_password(b"correct horse").unwrap().to_string();
        assert!(is_right("correct horse".into(), Some(smaller.clone())).await);
        assert!(!is_right("wrong horse".into(), Some(smaller)).await);
        for broken in
            ["", "$argon2id$v=19$m=64,t=1,p=1", "$argon2id$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA", "$other$v=19$c2FsdHNhbHQ$aGFzaGhhc2g"]
        {
            assert!(!is_right("correct horse".into(), Some(broken.to_owned())).await, "{broken}");
        }
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(!is_right("nobody has this password".into(), None).await);
    }

    #[tokio::test]
    async fn who_hangs_up_keeps_the_place_until_the_work_is_done() {
        let room = Arc::new(Semaphore::new(1));
        let (begun, has_begun) = std::sync::mpsc::channel();
        let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
        let work = move || {
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
        };
        let asked = tokio::spawn({
            let room = Arc::clone(&room);
            async move { in_turn(&room, work).await }
        });
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(room.available_permits(), 0, "it still reckons");
        go_on.send(()).unwrap();
        assert!(room.acquire().await.is_ok(), "and gives its place back then");
    }

    #[test]
    fn made_passwords_differ() {
        let (one, other) = (make(), make());
        assert_ne!(one, other);
        assert_eq!(one.len(), 19);
    }
}
