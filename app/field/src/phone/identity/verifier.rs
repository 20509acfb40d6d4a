//! Offline entry: the password against what PBKDF2 made of it at the last sign-in with the network.

use super::super::clock;
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// OWASP's number for PBKDF2 with SHA-256 is 600,000; on the phones of the office's list that is two seconds, this is one.
const ITERATIONS: u32 = 310_000;
const BITS: u32 = 256;

/// What is kept of a password. Says nothing to the server, opens nothing but this phone's own data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Verifier {
    salt: [u8; 16],
    iterations: u32,
    derived: Vec<u8>,
}

impl Verifier {
    /// Of a password, with a fresh salt; none if the browser can't.
    pub(super) async fn of(password: &str) -> Option<Self> {
        let salt = clock::random();
        let derived = derive(password, &salt, ITERATIONS).await.ok()?;
        Some(Self { salt, iterations: ITERATIONS, derived })
    }

    /// Whether this is the password; none if the browser can't say.
    pub(super) async fn fits(&self, password: &str) -> Option<bool> {
        let derived = derive(password, &self.salt, self.iterations).await.ok()?;
        // Every byte is looked at, so that the time says nothing.
        let differing = derived.iter().zip(&self.derived).fold(derived.len() ^ self.derived.len(), |sum, (a, b)| sum | usize::from(a ^ b));
        Some(differing == 0)
    }
}

async fn derive(password: &str, salt: &[u8], iterations: u32) -> Result<Vec<u8>, JsValue> {
    let subtle = subtle().ok_or(JsValue::NULL)?;
    let usages = Array::of1(&JsValue::from_str("deriveBits"));
    let bytes = Uint8Array::from(password.as_bytes());
    let imported = subtle.import_key_with_str("raw", bytes.unchecked_ref(), "PBKDF2", false, &usages)?;
    let key: CryptoKey = JsFuture::from(imported).await?.unchecked_into();
    let how = Object::new();
    Reflect::set(&how, &"name".into(), &"PBKDF2".into())?;
    Reflect::set(&how, &"hash".into(), &"SHA-256".into())?;
    Reflect::set(&how, &"salt".into(), &Uint8Array::from(salt))?;
    Reflect::set(&how, &"iterations".into(), &iterations.into())?;
    let bits = JsFuture::from(subtle.derive_bits_with_object(&how, &key, BITS)?).await?;
    Ok(Uint8Array::new(&bits.unchecked_into::<ArrayBuffer>()).to_vec())
}

/// The browser's cryptography; only there on HTTPS and localhost.
fn subtle() -> Option<SubtleCrypto> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    (!subtle.is_undefined()).then_some(subtle)
}
