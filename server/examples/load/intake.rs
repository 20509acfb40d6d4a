//! Visits on their way in, as phones send them: sealed beforehand, each with the session of its own inspector.

use crate::line::{request, sign_in};
use crate::press::{Pressed, press};
use crate::street::{self, COMMUNITIES};
use crate::{Server, now};
use anyhow::Result;
use domain::command::Sealed;

/// Far from the visits that were seeded.
const FIRST: u128 = 1_000_000;

pub(crate) async fn intake(server: Server, visits: usize, clients: usize) -> Result<Pressed> {
    let mut cookies = vec![];
    for n in 0..COMMUNITIES {
        cookies.push(sign_in(server, street::login(n)).await?);
    }
    let at = now();
    let requests: Vec<Vec<u8>> = (FIRST..FIRST + visits as u128)
        .map(|n| {
            let (_, sealed) = street::seal(n, street::visit(n, at), at);
            put(server, &sealed, &cookies[(n % COMMUNITIES) as usize])
        })
        .collect();
    press(server, clients, visits, async |line, n| {
        let answer = line.ask(&requests[n]).await?;
        street::counts(answer.status, &answer.body)
    })
    .await
}

fn put(server: Server, sealed: &Sealed, cookie: &str) -> Vec<u8> {
    let id = sealed.open().expect("sealed by us").id;
    request(server.addr, &format!("PUT /api/v1/commands/{id}"), &[("cookie", cookie), ("content-type", "application/json")], &sealed.bytes)
}
