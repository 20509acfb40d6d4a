//! What is outside: a street of inspectors, what each of them holds, and what the server told them about it.

use crate::line::{Answer, Line};
use crate::server::{Server, call, sign_in, xunan};
use crate::street::{self, COMMUNITIES};
use domain::command::Sealed;
use domain::digest::Sha256;
use domain::ids::CommandId;
use domain::time::Timestamp;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use store::{Store, StoreConfig};
use sync::reconcile::{Held, Presence, Reconcile, Reconciled};

const PASSWORD: &str = "zhongliang-ceshi";

/// Numbers from a seed (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (word ^ (word >> 31)) % end
    }
}

/// The machine's time, as the server has it.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_micros()).unwrap())
}

/// Makes the street in a data folder, or a database, that no server has open.
pub(crate) fn found(data: &Path, database_url: Option<&str>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let config = StoreConfig { folder: data.to_owned(), database_url: database_url.map(str::to_owned), clock: Arc::new(now) };
        let store = Store::open(config).await.unwrap();
        street::found(&store, now(), &hash()).await.unwrap();
        store.close().await.unwrap();
    });
}

fn hash() -> String {
    use argon2::password_hash::PasswordHasher;
    use argon2::{Algorithm, Argon2, Params, Version};
    let params = Params::new(8, 1, 1, None).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password(PASSWORD.as_bytes()).unwrap().to_string()
}

/// The cookies of all inspectors.
pub(crate) fn cookies(server: &Server) -> Vec<String> {
    (0..COMMUNITIES).map(|n| cookie(server, &street::login(n))).collect()
}

/// The cookie of one person.
pub(crate) fn cookie(server: &Server, login: &str) -> String {
    let (status, answer) = call(&server.address, "POST /api/v1/session", "", &sign_in(login, PASSWORD));
    assert_eq!(status, 200, "{answer}");
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// A visit as it lies on a phone: the sealed bytes, the pictures, and the server's answer once there is one.
#[derive(Debug, Clone)]
pub(crate) struct OnPhone {
    pub(crate) n: u128,
    pub(crate) id: CommandId,
    pub(crate) sealed: Sealed,
    pub(crate) blobs: Vec<(Sha256, Vec<u8>)>,
}

impl OnPhone {
    /// The nth of the street, finished at this time.
    pub(crate) fn new(n: u128, at: Timestamp) -> Self {
        let visit = street::visit(n, at);
        let blobs = visit.blobs.iter().map(|(sha256, bytes)| (*sha256, bytes.clone())).collect();
        let (_, sealed) = street::seal(n, visit, at);
        let id = sealed.open().unwrap().id;
        Self { n, id, sealed, blobs }
    }

    /// The cookie of its inspector.
    pub(crate) fn cookie<'a>(&self, cookies: &'a [String]) -> &'a str {
        &cookies[usize::try_from(self.n % COMMUNITIES).unwrap()]
    }

    /// Hands the record in.
    pub(crate) fn hand_in(&self, line: &mut Line, cookie: &str) -> io::Result<Answer> {
        let headers = [("cookie", cookie), ("content-type", "application/json")];
        line.ask(&format!("PUT /api/v1/commands/{}", self.id), &headers, &self.sealed.bytes)
    }

    /// Hands its pictures in, and tells of each that was taken.
    pub(crate) fn bring(&self, line: &mut Line, cookie: &str, mut taken: impl FnMut(Sha256)) -> io::Result<()> {
        let headers = [("cookie", cookie), ("content-type", "image/jpeg")];
        for (sha256, bytes) in &self.blobs {
            let answer = line.ask(&format!("PUT /api/v1/blobs/{sha256}"), &headers, bytes)?;
            assert!(matches!(answer.status, 200 | 201), "{answer:?}");
            taken(*sha256);
        }
        Ok(())
    }
}

/// What the server says to pairs that a phone holds.
pub(crate) fn reconcile(line: &mut Line, cookie: &str, held: Vec<Held>) -> Vec<Presence> {
    let headers = [("cookie", cookie), ("content-type", "application/json")];
    let answer = line.ask("POST /api/v1/reconcile", &headers, &serde_json::to_vec(&Reconcile { held }).unwrap()).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    let (start, end) = (answer.body.iter().position(|byte| *byte == b'{'), answer.body.iter().rposition(|byte| *byte == b'}'));
    serde_json::from_slice::<Reconciled>(&answer.body[start.unwrap()..=end.unwrap()]).unwrap().presence
}

/// Fails unless `xunan verify` finds nothing.
pub(crate) fn verify(data: &Path) {
    let verified = xunan(data, &["verify"]).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}
