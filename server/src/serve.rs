//! `xunan serve`: listens until it is told to end, then lets what has begun finish.

use crate::config;
use crate::job;
use crate::router::router;
use crate::site::Site;
use crate::state::Server;
use anyhow::{Context, Result};
use axum::serve::ListenerExt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::timeout;

/// What has begun may take so long to finish once the server is told to end.
const DRAIN_MAX: Duration = Duration::from_secs(20);

pub(crate) async fn serve(store: Arc<Store>, config: &config::Serve) -> Result<()> {
    let site = Site::find(config.site.as_deref())?;
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
    let jobs = job::start(store, ending.clone());
    let mut told = ending;
    let service = axum::serve(listener, router(&server)).with_graceful_shutdown(async move {
        let _ = told.wait_for(|ending| *ending).await; // an error says that the teller is gone: end as well
    });
    let mut serving = tokio::spawn(service.into_future());
    tracing::info!(%address, "serving on http://{address}");
    tokio::select! {
        ended = &mut serving => return ended?.context("the server ended by itself"),
        signal = told_to_end() => tracing::info!("{} came: ending", signal?),
    }
    end.send_replace(true);
    if timeout(DRAIN_MAX, serving).await.is_err() {
        tracing::warn!("something was still running after {} s", DRAIN_MAX.as_secs());
    }
    let _ = timeout(DRAIN_MAX, jobs).await; // a job that does not end is cut off; its lease runs out
    tracing::info!("ended");
    Ok(())
}

async fn told_to_end() -> Result<&'static str> {
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(tokio::select! {
        _ = term.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    })
}
