//! A server of one's own, and the people who use it: `li` inspects, `wang` runs cases, `an` works next door, `sun` may do nothing.

use crate::password;
use crate::router::router;
use crate::site::Site;
use crate::state::Server;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::command::{Command, Sealed, What};
use domain::ids::{CommandId, DeviceId, PlaceId, PremisesId, UserId};
use domain::place::{Place, PlaceKind};
use domain::premises::Premises;
use domain::time::Timestamp;
use domain::user::{Grant, Role};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::{Store, StoreConfig, Submitter};
use sync::hello::PROTOCOL_HEADER;
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt;
use uuid::Uuid;

/// 2026-03-27, ten in the morning in Shanghai.
const MORNING: Timestamp = Timestamp(1_774_576_800_000_000);
pub(super) const PASSWORD: &str = "correct horse";

pub(super) struct TestApp {
    router: Router,
    pub(super) store: Arc<Store>,
    pub(super) clock: Arc<AtomicI64>,
    ids: AtomicU64,
    pub(super) grid: PlaceId,
    pub(super) community: PlaceId,
    /// 兴旺超市 in the grid of `li`.
    pub(super) shop: Premises,
    pub(super) ending: watch::Sender<bool>,
    _folder: TempDir,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error} in {:?}", String::from_utf8_lossy(&self.bytes)))
    }

    /// The code of a problem.
    pub(super) fn code(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["code"].as_str().expect("a problem has a code").to_owned())
    }

    pub(super) fn cookie(&self) -> Option<String> {
        let set = self.headers.get(header::SET_COOKIE)?.to_str().ok()?;
        Some(set.split(';').next()?.to_owned())
    }
}

impl TestApp {
    pub(super) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(MORNING.0));
        let now = Arc::clone(&clock);
        let clock_of_store = Arc::new(move || Timestamp(now.load(Ordering::SeqCst)));
        let config = StoreConfig { folder: folder.path().to_owned(), database_url: None, clock: clock_of_store };
        let store = Arc::new(Store::open(config).await.unwrap());
        let (end, ending) = watch::channel(false);
        let server = Server::new(Arc::clone(&store), Site::sample(), false, ending);
        let mut app = Self {
            router: router(&server),
            store,
            clock,
            ids: AtomicU64::new(0),
            grid: PlaceId(Uuid::nil()),
            community: PlaceId(Uuid::nil()),
            shop: sample_shop(PlaceId(Uuid::nil()), PlaceId(Uuid::nil())),
            ending: end,
            _folder: folder,
        };
        app.settle().await;
        app
    }

    /// Two communities, four people, one shop.
    async fn settle(&mut self) {
        let street = self.street().await;
        self.community = self.place(street, PlaceKind::Community, "绿苑社区").await;
        self.grid = self.place(self.community, PlaceKind::Grid, "第一网格").await;
        let next_door = self.place(street, PlaceKind::Community, "东方社区").await;
        let their_grid = self.place(next_door, PlaceKind::Grid, "第一网格").await;
        self.user("li", &[(Role::Inspector, self.grid)]).await;
        self.user("wang", &[(Role::OfficeClerk, street)]).await;
        self.user("an", &[(Role::Inspector, their_grid), (Role::CommunitySafety, next_door)]).await;
        self.user("sun", &[]).await;
        self.shop = sample_shop(self.community, self.grid);
        self.order(self.community, What::AddPremises { premises: Box::new(self.shop.clone()) }).await;
    }

    pub(super) fn id(&self) -> Uuid {
        Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + u128::from(self.ids.fetch_add(1, Ordering::SeqCst)))
    }

    pub(super) fn later(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    pub(super) async fn street(&self) -> PlaceId {
        self.store.house().await.unwrap().streets().next().unwrap().id
    }

    async fn place(&self, parent: PlaceId, kind: PlaceKind, name: &str) -> PlaceId {
        let (id, street) = (PlaceId(self.id()), self.street().await);
        let place = Place { id, parent: Some(parent), kind, name: name.to_owned(), code: None };
        self.order(street, What::AddPlace { place }).await;
        id
    }

    pub(super) async fn user(&self, login: &str, grants: &[(Role, PlaceId)]) -> UserId {
        let (user, street) = (UserId(self.id()), self.street().await);
        let password_hash = hashed().await;
        let grants = grants.iter().map(|&(role, place)| Grant { role, place }).collect();
        self.order(street, What::AddUser { user, login: login.to_owned(), name: format!("{login} 先生"), password_hash, grants }).await;
        user
    }

    /// An order of the command line.
    pub(super) async fn order(&self, place: PlaceId, what: What) {
        let id = CommandId(self.id());
        let command = Command { id, by: UserId::SYSTEM, role: Role::System, place, at: self.store.now(), base: None, what };
        let answer = self.store.apply(Sealed::of(&command), Submitter::System { operator: None }).await.unwrap();
        assert!(answer.status < 300, "{}", String::from_utf8_lossy(&answer.bytes));
    }

    pub(super) async fn call(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// A request of our own page.
    pub(super) async fn send(&self, method: &str, path: &str, cookie: &str, body: impl Into<Body>) -> Answer {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:3000");
        let request = request.header(PROTOCOL_HEADER, "1").header("sec-fetch-site", "same-origin").header(header::COOKIE, cookie);
        self.call(request.header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap()).await
    }

    pub(super) async fn try_sign_in(&self, login: &str, password: &str, device: Option<DeviceId>) -> Answer {
        let mut body = json!({ "login": login, "password": password });
        if let Some(device) = device {
            body["device"] = json!(device);
        }
        self.send("POST", "/api/v1/session", "", body.to_string()).await
    }

    /// Signs in on a phone.
    pub(super) async fn signed_in(&self, login: &str) -> Person<'_> {
        let device = DeviceId(self.id());
        let answer = self.try_sign_in(login, PASSWORD, Some(device)).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let user = serde_json::from_value(answer.json()["user"]["id"].clone()).unwrap();
        Person { app: self, user, device, cookie: answer.cookie().unwrap() }
    }
}

/// Somebody who is signed in.
pub(super) struct Person<'a> {
    pub(super) app: &'a TestApp,
    pub(super) user: UserId,
    pub(super) device: DeviceId,
    pub(super) cookie: String,
}

impl Person<'_> {
    pub(super) async fn get(&self, path: &str) -> Answer {
        self.app.send("GET", path, &self.cookie, Body::empty()).await
    }

    pub(super) async fn put(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.app.send("PUT", path, &self.cookie, body).await
    }

    pub(super) async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.app.send("POST", path, &self.cookie, body).await
    }

    /// Seals a command and hands it in; gives the bytes for another try.
    pub(super) async fn hand_in(&self, role: Role, place: PlaceId, base: Option<u32>, what: What) -> (Sealed, String, Answer) {
        let id = CommandId(self.app.id());
        let sealed = Sealed::of(&Command { id, by: self.user, role, place, at: self.app.store.now(), base, what });
        let path = format!("/api/v1/commands/{id}");
        let answer = self.put(&path, sealed.bytes.clone()).await;
        (sealed, path, answer)
    }
}

async fn hashed() -> String {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    HASH.get_or_init(|| password::hash(PASSWORD.to_owned())).await.clone()
}

fn sample_shop(community: PlaceId, grid: PlaceId) -> Premises {
    use domain::premises::FieldValue;
    let fields = [("head_name", "王建国"), ("head_phone", "13812345678")];
    Premises {
        id: PremisesId(Uuid::from_u128(77)),
        code: None,
        name: "兴旺超市".to_owned(),
        kind: "small-shop".to_owned(),
        address: "团结路12号".to_owned(),
        community,
        grid: Some(grid),
        position: None,
        fields: fields.map(|(id, text)| (id.to_owned(), FieldValue::Text(text.to_owned()))).into(),
        marks: std::collections::BTreeMap::new(),
        to_verify: false,
    }
}
