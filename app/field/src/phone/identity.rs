//! Who works on this phone: signing in and out, offline entry, other persons' unsent work.

mod leave;
mod verifier;

use super::db::{Op, Store, StoreFault, encode, kept, kept_one, write};
use super::net::{self, Body, Lost};
use super::{clock, ledger, turn};
use domain::ids::{DeviceId, UserId};
use domain::time::Timestamp;
use domain::user::User;
use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::{ArcReadSignal, ArcRwSignal, Get, GetUntracked, Set, WithUntracked};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use sync::answer::{Trouble, of_json};
use sync::session::{SignIn, SignedIn};
use verifier::Verifier;
use wasm_bindgen_futures::spawn_local;

pub(super) use leave::nothing_is_left;

/// How long the offline entry works after a sign-in with the network.
pub const OFFLINE_DAYS: i64 = 30;
const DEVICE: &str = "device";
const HERE: &str = "here";
const PERSON: &str = "person/";
const DEVICE_COPY: &str = "xunan.device";

/// Who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Not known yet, for some milliseconds at start.
    Opening,
    /// Nobody: the sign-in page. Others' unsent work is counted.
    Nobody,
    /// Somebody.
    Here(Person),
}

/// The person who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// With name and roles, as the server last said.
    pub user: User,
    /// False: the session ended or was never opened (offline entry). Drafting goes on, sending waits: `q.auth`, `auth.off`.
    pub can_send: bool,
}

/// Unsent work of another person on this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Whose.
    pub user: UserId,
    /// Their name, as far as this phone knows it.
    pub name: String,
    /// Sealed and not yet delivered.
    pub count: u32,
}

/// Why signing in did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInFault {
    /// Login or password.
    Wrong,
    /// Too many attempts.
    Wait {
        /// Until the next is taken.
        seconds: u32,
    },
    /// No network.
    NoNetwork,
    /// The Wi-Fi wants a sign-in of its own.
    Portal,
    /// The server can't just now.
    Busy,
    /// This version is too old for the server.
    NeedsUpdate,
}

/// Why offline entry did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfflineFault {
    /// Login or password.
    Wrong,
    /// Nobody of this login was signed in on this phone, or signed out of it.
    NeverHere,
    /// The last sign-in is more than 30 days ago.
    Expired,
    /// The browser cannot check it.
    Unsupported,
    /// The database did not answer: who was here is not known.
    Store(StoreFault),
}

/// A person whom this phone knows.
#[derive(Clone, Serialize, Deserialize)]
struct Known {
    user: User,
    login: String,
    #[serde(default)]
    verifier: Option<Verifier>,
    /// By this phone's clock, which is the only one there is offline.
    #[serde(default)]
    until: Timestamp,
}

/// Who works here, across reloads.
#[derive(Clone, Serialize, Deserialize)]
struct Here {
    user: UserId,
    /// Entered offline: no session was opened.
    is_offline: bool,
}

/// What whoever sends and fetches must hear. That part of the app is fetched after this one, so it asks for it ([`follow`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The person works here: their session holds, or was not asked yet.
    WorksHere {
        /// Who.
        user: UserId,
        /// False after offline entry.
        has_session: bool,
    },
    /// Nobody does.
    NobodyWorks,
    /// Somebody signed in or out in this tab.
    CameOrWent,
}

struct Identity {
    who: ArcRwSignal<Who>,
    others: ArcRwSignal<BTreeMap<UserId, u32>>,
    follower: Cell<Option<fn(News)>>,
    device: RefCell<Option<DeviceId>>,
    names: RefCell<BTreeMap<UserId, String>>,
}

thread_local! {
    static IDENTITY: Identity = Identity {
        who: ArcRwSignal::new(Who::Opening),
        others: ArcRwSignal::new(BTreeMap::new()),
        follower: Cell::new(None),
        device: RefCell::new(None),
        names: RefCell::new(BTreeMap::new()),
    };
}

/// Who works here; tracked.
#[must_use]
pub fn who() -> ArcReadSignal<Who> {
    IDENTITY.with(|identity| identity.who.read_only())
}

/// The person who works here, untracked.
pub(super) fn person() -> Option<Person> {
    match IDENTITY.with(|identity| identity.who.get_untracked()) {
        Who::Here(person) => Some(person),
        Who::Opening | Who::Nobody => None,
    }
}

/// This installation's id and the code before its provisional numbers, as 7F3A.
#[must_use]
pub fn device() -> (DeviceId, String) {
    let id = IDENTITY.with(|identity| *identity.device.borrow_mut().get_or_insert_with(device_of_copy));
    let text = id.0.simple().to_string().to_uppercase();
    (id, text[text.len() - 4..].to_owned())
}

/// localStorage's copy of the id, or a new one.
fn device_of_copy() -> DeviceId {
    let has_storage = web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))));
    let copy = has_storage.then(|| LocalStorage::get(DEVICE_COPY).ok()).flatten();
    copy.unwrap_or_else(|| DeviceId(clock::new_id()))
}

/// Reads who works here. Called once, by the start.
pub(super) async fn open() {
    let kept_device = kept_one::<DeviceId>(Store::Meta, DEVICE).await;
    if let Ok(Some(id)) = kept_device {
        IDENTITY.with(|identity| identity.device.replace(Some(id)));
    }
    let (id, _) = device();
    if matches!(kept_device, Ok(None)) {
        let _ = write(vec![Op::Put(Store::Meta, DEVICE.into(), encode(&id))]).await;
    }
    let _ = LocalStorage::set(DEVICE_COPY, id);
    read_who().await;
    spawn_local(leave::go_on());
}

/// Reads who works here from the database: at the start, and when another tab signed in or out.
pub(super) async fn read_who() {
    let people: Vec<Known> = kept(Store::Meta, PERSON).await.unwrap_or_default().into_iter().map(|(_, known)| known).collect();
    let here = kept_one::<Here>(Store::Meta, HERE).await.ok().flatten();
    IDENTITY.with(|identity| identity.names.replace(people.iter().map(|known| (known.user.id, known.user.name.clone())).collect()));
    let found =
        here.and_then(|here| people.into_iter().find(|known| known.user.id == here.user).map(|known| (known.user, here.is_offline)));
    match found {
        Some((user, is_offline)) => work_as(user, !is_offline),
        None => nobody_works(),
    }
}

fn work_as(user: User, has_session: bool) {
    let id = user.id;
    tell(Who::Here(Person { user, can_send: has_session }));
    pass_on(News::WorksHere { user: id, has_session });
}

fn nobody_works() {
    tell(Who::Nobody);
    pass_on(News::NobodyWorks);
}

fn tell(who: Who) {
    IDENTITY.with(|identity| {
        if identity.who.get_untracked() != who {
            identity.who.set(who);
        }
    });
}

/// Tells who works here, now and whenever it changes.
pub(super) fn follow(follower: fn(News)) {
    IDENTITY.with(|identity| identity.follower.set(Some(follower)));
    match person() {
        Some(person) => follower(News::WorksHere { user: person.user.id, has_session: person.can_send }),
        None => follower(News::NobodyWorks),
    }
}

fn pass_on(news: News) {
    if let Some(follower) = IDENTITY.with(|identity| identity.follower.get()) {
        follower(news);
    }
}

/// The outbox found out whether the session holds.
pub(super) fn session_is(can_send: bool) {
    if let Some(person) = person().filter(|person| person.can_send != can_send) {
        tell(Who::Here(Person { can_send, ..person }));
    }
}

/// The feed brought the person anew: name or roles may have changed.
pub(super) async fn renew(user: User) {
    let Some(person) = person().filter(|person| person.user.id == user.id && person.user != user) else { return };
    tell(Who::Here(Person { user: user.clone(), ..person }));
    let key = format!("{PERSON}{}", user.id);
    if let Ok(Some(known)) = kept_one::<Known>(Store::Meta, &key).await {
        let _ = write(vec![Op::Put(Store::Meta, key, encode(&Known { user, ..known }))]).await;
    }
}

/// Signs in with the network. The password makes the offline verifier and is then forgotten.
///
/// # Errors
/// See [`SignInFault`].
pub async fn sign_in(login: String, password: String) -> Result<Person, SignInFault> {
    let (device, _) = device();
    let body = SignIn { login: login.trim().to_owned(), password: password.clone(), device: Some(device) };
    let body = Body::Json(serde_json::to_vec(&body).unwrap_or_default());
    // Not while a session that was left is being ended: the answer to that takes the cookie away, which would be this one.
    let _turn = turn::take(leave::TURN).await;
    let got = net::ask("POST", "session", Some(body), net::SMALL_LIMIT_MS).await.map_err(|Lost| SignInFault::NoNetwork)?;
    let answer = got.answer();
    let signed_in: SignedIn = match (answer.status, answer.is_ours) {
        (401 | 422, true) => return Err(SignInFault::Wrong),
        (429, _) => return Err(SignInFault::Wait { seconds: answer.retry_after_s.unwrap_or(30) }),
        _ => of_json(&answer).map_err(|trouble| match trouble {
            Trouble::NotOurs => SignInFault::Portal,
            Trouble::NeedsUpdate => SignInFault::NeedsUpdate,
            Trouble::NeedsAuth => SignInFault::Wrong,
            Trouble::Unknown { .. } => SignInFault::Busy,
        })?,
    };
    let user = signed_in.user;
    let verifier = Verifier::of(&password).await;
    let known = Known { user: user.clone(), login: login.trim().to_owned(), verifier, until: clock::now().plus_days(OFFLINE_DAYS) };
    remember(&known, false).await;
    leave::is_over().await;
    work_as(user.clone(), true);
    pass_on(News::CameOrWent);
    Ok(Person { user, can_send: true })
}

/// Writes down who works here. If that fails they work all the same, until the page is closed.
async fn remember(known: &Known, is_offline: bool) {
    let user = known.user.id;
    IDENTITY.with(|identity| identity.names.borrow_mut().insert(user, known.user.name.clone()));
    let person = Op::Put(Store::Meta, format!("{PERSON}{user}"), encode(known));
    let _ = write(vec![person, Op::Put(Store::Meta, HERE.into(), encode(&Here { user, is_offline }))]).await;
}

/// 离线进入, up to 30 days after the last sign-in with the network.
///
/// # Errors
/// See [`OfflineFault`].
pub async fn enter_offline(login: String, password: String) -> Result<Person, OfflineFault> {
    let people = kept::<Known>(Store::Meta, PERSON).await.map_err(OfflineFault::Store)?;
    let known = people.into_iter().map(|(_, known)| known).find(|known| known.login == login.trim() && known.verifier.is_some());
    let known = known.ok_or(OfflineFault::NeverHere)?;
    let verifier = known.verifier.as_ref().ok_or(OfflineFault::NeverHere)?;
    if !verifier.fits(&password).await.ok_or(OfflineFault::Unsupported)? {
        return Err(OfflineFault::Wrong);
    }
    if clock::now() > known.until {
        return Err(OfflineFault::Expired);
    }
    remember(&known, true).await;
    work_as(known.user.clone(), false);
    pass_on(News::CameOrWent);
    Ok(Person { user: known.user, can_send: false })
}

/// Signs out: the ledger leaves the phone, drafts and unsent work stay and wait for their owner. Without network the session ends as
/// soon as there is one, before anything else is said to the server.
pub async fn sign_out() {
    let Some(person) = person() else { return };
    nobody_works();
    let key = format!("{PERSON}{}", person.user.id);
    let known = kept_one::<Known>(Store::Meta, &key).await.ok().flatten();
    let mut ops = vec![Op::Delete(Store::Meta, HERE.into()), leave::begin()];
    // The name stays, so that their unsent work can be named.
    ops.extend(known.map(|known| Op::Put(Store::Meta, key, encode(&Known { verifier: None, ..known }))));
    if write(ops).await.is_err() {
        leave::is_only_known_here();
    }
    ledger::clear().await;
    leave::go_on().await;
    pass_on(News::CameOrWent);
}

/// Unsent work of everybody but the person who works here; tracked.
#[must_use]
pub fn others_waiting() -> Vec<Waiting> {
    let others = IDENTITY.with(|identity| identity.others.get());
    let name = |user: &UserId| IDENTITY.with(|identity| identity.names.borrow().get(user).cloned().unwrap_or_default());
    others.into_iter().map(|(user, count)| Waiting { user, name: name(&user), count }).collect()
}

/// The outbox counted them.
pub(super) fn others_wait(others: &BTreeMap<UserId, u32>) {
    IDENTITY.with(|identity| {
        if identity.others.with_untracked(|known| known != others) {
            identity.others.set(others.clone());
        }
    });
}

/// When our server last answered, by its clock; for `server_seen_at` and 上次联系服务器.
#[must_use]
pub fn server_seen_at() -> Option<Timestamp> {
    super::sync_driver::server_seen_at()
}

/// The next provisional number, written down with `ops` in one transaction.
///
/// # Errors
/// The database's.
pub(super) async fn with_number(make: impl Fn(String) -> Vec<Op>) -> Result<(), StoreFault> {
    const NUMBER: &str = "number";
    const TRIES_MAX: usize = 5;
    let (_, code) = device();
    for _ in 0..TRIES_MAX {
        let last: u32 = kept_one(Store::Meta, NUMBER).await?.unwrap_or(0);
        let mut ops = make(format!("{code}-{}", last + 1));
        // Another tab may take the same number meanwhile: then this transaction fails and takes the next.
        let is_still = move |row: Option<wasm_bindgen::JsValue>| row.and_then(|row| super::db::decode::<u32>(&row)).unwrap_or(0) == last;
        ops.insert(0, Op::Require(Store::Meta, NUMBER.into(), Box::new(is_still)));
        ops.push(Op::Put(Store::Meta, NUMBER.into(), encode(&(last + 1))));
        match write(ops).await {
            Err(StoreFault::Taken) => {}
            other => return other,
        }
    }
    Err(StoreFault::Taken)
}
