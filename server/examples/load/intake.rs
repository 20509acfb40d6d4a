//! Visits on their way in, as phones send them: sealed beforehand, each with the session of its own inspector.

use crate::line::{request, sign_in};
use crate::press::{Pressed, press};
use crate::street::{self, COMMUNITIES};
use crate::{Server, now};
use anyhow::{Result, ensure};
use domain::command::Sealed;

/// Fewer would be another measurement.
const ANSWERS_MIN: usize = 40;
/// Far from the visits that were seeded.
const FIRST: u128 = 1_000_000;

pub(crate) async fn intake(server: Server, visits: usize, clients: usize) -> Result<Pressed> {
    let mut cookies = vec![];
    for n in 0..COMMUNITIES {
        cookies.push(sign_in(server, street::login(n)).await?);
    }
    let at = now();
    let sealed = (FIRST..FIRST + visits as u128).map(|n| {
        let visit = street::visit(n, at);
        let answers = visit.record.answers.len();
        ensure!(answers >= ANSWERS_MIN, "a visit has only {answers} answers");
        let (_, sealed) = street::seal(n, visit, at);
        Ok((put(server, &sealed, &cookies[(n % COMMUNITIES) as usize]), sealed.bytes.len()))
    });
    let requests: Vec<(Vec<u8>, usize)> = sealed.collect::<Result<_>>()?;
    press(server, clients, visits, async |line, n| {
        let (request, bytes) = &requests[n];
        let answer = line.ask(request).await?;
        street::counts(answer.status, &answer.body)?;
        Ok(*bytes)
    })
    .await
}

fn put(server: Server, sealed: &Sealed, cookie: &str) -> Vec<u8> {
    let id = sealed.open().expect("sealed by us").id;
    request(server.addr, &format!("PUT /api/v1/commands/{id}"), &[("cookie", cookie), ("content-type", "application/json")], &sealed.bytes)
}
