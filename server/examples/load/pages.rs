//! What desks and phones ask for most, one call after the other: lists as the desk's pages call for them, the pages themselves, the feed.

use crate::line::{Line, request, sign_in};
use crate::press::percentiles;
use crate::{Server, street};
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;
use sync::feed::{Cursor, FeedPage, FeedRow};

/// Calls before it is measured: statements are prepared, pages of the database are read.
const WARM_UP: usize = 5;
/// Events that a phone has missed when it asks what changed.
const MISSED: i64 = 1_000;
/// Pages of a feed; more would be a cursor that does not move.
const FEED_PAGES_MAX: usize = 200;

/// One kind of call.
#[derive(Serialize)]
pub(crate) struct Asked {
    /// `list`, `page` or `feed`: each has its budget.
    kind: &'static str,
    what: String,
    /// On the page.
    rows: usize,
    /// In the whole list, where the page says it.
    of: Option<u64>,
    /// As browsers ask, with brotli.
    median_ms: f64,
    longest_ms: f64,
    kb: f64,
    /// The same without compression.
    plain_ms: f64,
    plain_kb: f64,
}

pub(crate) async fn pages(server: Server, calls: usize) -> Result<Vec<Asked>> {
    let mut client = Client { server, line: Line::open(server).await?, cookie: sign_in(server, street::CLERK.to_owned()).await?, calls };
    let mut all = lists(&mut client).await?;
    for page in ["inbox?show=all", "hazards", "premises"] {
        all.push(client.measure("page", format!("/desk/{page}"), (0, None), &format!("GET /desk/{page}"), b"").await?);
    }
    client.cookie = sign_in(server, street::login(0)).await?;
    all.extend(feed(&mut client).await?);
    Ok(all)
}

/// The calls that the desk's lists are filled by, their first page (which counts all) and the one after it.
async fn lists(client: &mut Client) -> Result<Vec<Asked>> {
    let (all, inbox) = (json!({}), json!({ "inbox_only": true }));
    let lists =
        [("records", "inspections", &all), ("inbox", "inspections", &inbox), ("hazards", "hazards", &all), ("premises", "premises", &all)];
    let mut asked = vec![];
    for (what, endpoint, filter) in lists {
        let call = format!("POST /desk/call/{endpoint}");
        let mut after = Value::Null;
        for page in ["first", "second"] {
            let body = serde_json::to_vec(&json!({ "filter": filter, "after": after }))?;
            let got: Value = serde_json::from_slice(&client.ask(&call, &body, false).await?)?;
            let (rows, of) = (got["rows"].as_array().map_or(0, Vec::len), got["total"].as_u64());
            let of_all = of.map(|of| format!(" of {of}")).unwrap_or_default();
            let what = format!("{what}, {page} page: {rows}{of_all}");
            asked.push(client.measure("list", what, (rows, of), &call, &body).await?);
            after = got["next"].clone();
        }
    }
    Ok(asked)
}

/// The feed's fullest page of each kind, its first page, and one of changes.
async fn feed(client: &mut Client) -> Result<Vec<Asked>> {
    let mut fullest: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    let mut call = "GET /api/v1/feed".to_owned();
    let first = call.clone();
    let mut head = (String::new(), 0);
    for _ in 0..FEED_PAGES_MAX {
        let page: FeedPage = serde_json::from_slice(&client.ask(&call, b"", false).await?)?;
        if call == first {
            let rows = page.rows.len();
            head = (format!("feed, first page: {rows} rows with person, places, checklists"), rows);
        }
        for kind in KINDS {
            let rows = page.rows.iter().filter(|row| kind_of(row) == kind).count();
            if rows > fullest.get(kind).map_or(0, |(most, _)| *most) {
                fullest.insert(kind, (rows, call.clone()));
            }
        }
        call = going_on(&page.cursor)?;
        if !page.more {
            return measured_feed(client, (head, first), fullest, page.cursor).await;
        }
    }
    anyhow::bail!("the feed does not end")
}

const KINDS: [&str; 3] = ["premises", "hazards", "own records"];

fn kind_of(row: &FeedRow) -> &'static str {
    match row {
        FeedRow::Premises(_) => KINDS[0],
        FeedRow::Hazard(_) => KINDS[1],
        FeedRow::Inspection(_) => KINDS[2],
        _ => "",
    }
}

async fn measured_feed(
    client: &mut Client,
    ((head, rows), first): ((String, usize), String),
    fullest: BTreeMap<&str, (usize, String)>,
    mut cursor: Cursor,
) -> Result<Vec<Asked>> {
    let mut asked = vec![client.measure("feed", head, (rows, None), &first, b"").await?];
    for (kind, (rows, call)) in fullest {
        asked.push(client.measure("feed", format!("feed, {rows} {kind}"), (rows, None), &call, b"").await?);
    }
    let busiest = cursor.seq.values_mut().max().context("the feed knows a place")?;
    *busiest -= MISSED;
    let call = going_on(&cursor)?;
    let page: FeedPage = serde_json::from_slice(&client.ask(&call, b"", false).await?)?;
    let rows = page.rows.len();
    asked.push(client.measure("feed", format!("feed, changes: {rows} rows"), (rows, None), &call, b"").await?);
    Ok(asked)
}

fn going_on(cursor: &Cursor) -> Result<String> {
    Ok(format!("GET /api/v1/feed?cursor={}", BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor)?)))
}

/// Somebody who is signed in.
struct Client {
    server: Server,
    line: Line,
    cookie: String,
    calls: usize,
}

impl Client {
    async fn ask(&mut self, call: &str, body: &[u8], small: bool) -> Result<Vec<u8>> {
        let encoding = if small { "br" } else { "identity" };
        let headers = [("cookie", self.cookie.as_str()), ("accept-encoding", encoding), ("content-type", "application/json")];
        let answer = self.line.ask(&request(self.server.addr, call, &headers, body)).await?;
        ensure!(answer.status == 200, "{call} was answered {}", answer.status);
        Ok(answer.body)
    }

    async fn measure(
        &mut self,
        kind: &'static str,
        what: String,
        (rows, of): (usize, Option<u64>),
        call: &str,
        body: &[u8],
    ) -> Result<Asked> {
        let ([median_ms, longest_ms], kb) = self.times(call, body, true).await?;
        let ([plain_ms, _], plain_kb) = self.times(call, body, false).await?;
        Ok(Asked { kind, what, rows, of, median_ms, longest_ms, kb, plain_ms, plain_kb })
    }

    async fn times(&mut self, call: &str, body: &[u8], small: bool) -> Result<([f64; 2], f64)> {
        let mut times = vec![];
        let mut length = 0;
        for n in 0..WARM_UP + self.calls {
            let begun = Instant::now();
            length = self.ask(call, body, small).await?.len();
            if n >= WARM_UP {
                times.push(begun.elapsed());
            }
        }
        Ok((percentiles(times, [0.5, 1.0]), length as f64 / 1e3))
    }
}
