//! `xunan serve`: listens until it is told to end, then lets what has begun finish.

use crate::config;
use crate::job;
use crate::router::router;
use crate::site::Site;
use crate::state::Server;
use anyhow::{Context, Result, bail};
use axum::serve::ListenerExt;
use std::future::IntoFuture;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::timeout;

/// What has begun may take so long to finish once the server is told to end.
const DRAIN_MAX: Duration = Duration::from_secs(20);
/// How often it is looked whether the store still writes.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Serves until a signal.
///
/// # Errors
/// If it cannot listen, or once nothing can be written any more: then only a new start helps, which the service manager makes.
pub(crate) async fn serve(store: Arc<Store>, data: &Path, config: &config::Serve) -> Result<()> {
    let mut site = Site::find(config.site.as_deref())?;
    if let Err(error) = site.keep(data, SystemTime::now()) {
        tracing::warn!("the parts of earlier builds are not served: {error:#}");
    }
    if site.is_built() {
        tracing::info!(build = site.build, "the front end is build {}", site.build);
    } else {
        tracing::warn!("built without the front end: pages are not served, API works");
    }
    let (end, ending) = watch::channel(false);
    let server = Server::new(Arc::clone(&store), site, config.insecure_cookie, ending.clone());
    let listener = TcpListener::bind(config.addr).await.with_context(|| format!("{} is taken or not ours", config.addr))?;
    let address = listener.local_addr()?;
    // Small answers leave at once: a receipt must not wait for a full packet.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true); // fails only for a line that is gone already
    });
    let jobs = job::start(Arc::clone(&store), ending.clone());
    let mut told = ending;
    let service = axum::serve(listener, router(&server)).with_graceful_shutdown(async move {
        let _ = told.wait_for(|ending| *ending).await; // an error says that the teller is gone: end as well
    });
    let mut serving = tokio::spawn(service.into_future());
    tracing::info!(%address, "serving on http://{address}");
    let is_broken = tokio::select! {
        ended = &mut serving => return ended?.context("the server ended by itself"),
        signal = told_to_end() => {
            tracing::info!("{} came: ending", signal?);
            false
        }
        () = stopped(&store) => true,
    };
    end.send_replace(true);
    if timeout(DRAIN_MAX, serving).await.is_err() {
        tracing::warn!("something was still running after {} s", DRAIN_MAX.as_secs());
    }
    let _ = timeout(DRAIN_MAX, jobs).await; // a job that does not end is cut off; its lease runs out
    if is_broken {
        bail!("the database takes nothing more (see the log above; is the disk full?): ended, so that a new start can try again");
    }
    match timeout(DRAIN_MAX, store.close()).await {
        Ok(Ok(())) => tracing::info!("ended"),
        Ok(Err(error)) => tracing::warn!("ended, but the database did not close well: {error}"),
        Err(_) => tracing::warn!("ended, but the database was still busy after {} s", DRAIN_MAX.as_secs()),
    }
    Ok(())
}

/// Until the store's writer has stopped.
async fn stopped(store: &Store) {
    while !store.has_stopped() {
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn told_to_end() -> Result<&'static str> {
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(tokio::select! {
        _ = term.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::StoreConfig;

    #[tokio::test]
    async fn a_server_that_can_write_nothing_ends_so_that_it_is_started_anew() {
        let folder = tempfile::tempdir().unwrap();
        let data = StoreConfig { folder: folder.path().to_owned(), database_url: None, clock: Arc::new(crate::machine::now) };
        let store = Arc::new(Store::open(data).await.unwrap());
        let config = config::Serve { addr: "127.0.0.1:0".parse().unwrap(), site: None, insecure_cookie: false };
        let broken = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            store.close().await.unwrap();
        };
        let (ended, ()) = tokio::join!(serve(Arc::clone(&store), folder.path(), &config), broken);
        assert!(ended.unwrap_err().to_string().contains("takes nothing more"));
    }
}
