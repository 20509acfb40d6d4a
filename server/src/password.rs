//! Passwords: argon2id with 19 MiB, two passes, one lane; made and checked on blocking threads, never more than a few at once.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Hashes reckoned at the same time: each takes 19 MiB, and a storm of sign-ins must not take the memory from those who work.
const AT_ONCE: usize = 2;

/// Fewer characters are refused when a password is chosen (`roles.md` 4).
pub(crate) const LENGTH_MIN: usize = 10;
/// More is refused at sign-in before anything is reckoned.
pub(crate) const LENGTH_MAX_BYTES: usize = 256;

static ROOM: Semaphore = Semaphore::const_new(AT_ONCE);

/// What an unknown sign-in name is checked against, so that it takes as long as a known one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password"));

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).expect("the parameters are within argon2's bounds"))
}

fn hash_now(password: &str) -> String {
    argon2().hash_password(password.as_bytes()).expect("the system gives randomness for the salt").to_string()
}

/// The PHC string that a command carries.
pub(crate) async fn hash(password: String) -> String {
    let _room = ROOM.acquire().await.expect("the semaphore is never closed");
    tokio::task::spawn_blocking(move || hash_now(&password)).await.expect("hashing does not panic")
}

/// Whether it is the password of this hash. Without a hash it takes as long and says no.
pub(crate) async fn is_right(password: String, hash: Option<String>) -> bool {
    let _room = ROOM.acquire().await.expect("the semaphore is never closed");
    let check = move || {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let is_right = PasswordHash::new(&hash).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
        is_right && is_known
    };
    tokio::task::spawn_blocking(check).await.expect("checking does not panic")
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

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(!is_right("nobody has this password".into(), None).await);
    }

    #[test]
    fn made_passwords_differ() {
        let (one, other) = (make(), make());
        assert_ne!(one, other);
        assert_eq!(one.len(), 19);
    }
}
