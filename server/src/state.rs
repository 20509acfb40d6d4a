//! What every handler has at hand. The process keeps no state of its own: all of this is read from the disk at start.

use crate::site::Site;
use axum::http::HeaderValue;
use std::ops::Deref;
use std::sync::Arc;
use store::Store;
use tokio::sync::watch;

/// Shared by all requests.
#[derive(Clone)]
pub(crate) struct Server(Arc<Parts>);

pub(crate) struct Parts {
    /// The data.
    pub(crate) store: Arc<Store>,
    /// The front end.
    pub(crate) site: Site,
    /// Plain http from other machines may sign in.
    pub(crate) insecure_cookie: bool,
    /// The store's epoch as a header.
    pub(crate) epoch_header: HeaderValue,
    /// True once the server is to end: whoever waits stops waiting.
    pub(crate) ending: watch::Receiver<bool>,
}

impl Server {
    pub(crate) fn new(store: Arc<Store>, site: Site, insecure_cookie: bool, ending: watch::Receiver<bool>) -> Self {
        let epoch_header = HeaderValue::try_from(store.epoch().0.to_string()).expect("a UUID is ASCII");
        Self(Arc::new(Parts { store, site, insecure_cookie, epoch_header, ending }))
    }
}

impl Deref for Server {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
