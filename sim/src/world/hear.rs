//! Calls beside the outbox: news for the phone, and what the phone tells the desk that it holds.

use super::{Event, World};
use crate::feed::Page;
use crate::phone::Phone;
use crate::wire::{Call, Packet, Response};
use domain::ids::{CommandId, UserId};

/// From one look for news to the next, milliseconds.
const PULL_EVERY_MS: u64 = 90_000;
/// When the driver gives up.
const LIMIT_MS: u64 = 15_000;

impl World {
    /// Asks for news, tells what is held, and comes again.
    pub(super) fn pull(&mut self, phone: usize) {
        let (life, pause) = (self.phones[phone].life, PULL_EVERY_MS / 2 + self.rare.below(PULL_EVERY_MS));
        self.queue.add(self.now_ms + pause, Event::Pull { phone, life });
        let Some(page) = &mut self.phones[phone].page else { return };
        if page.user.is_none() || std::mem::replace(&mut page.is_pulling, true) {
            return;
        }
        let feed = &self.phones[phone].disk.feed;
        let is_mine = feed.of == self.phones[phone].cookie;
        let cursor = feed.cursor.clone().filter(|_| is_mine);
        let call = Call::Feed(cursor, feed.until);
        self.send_beside(phone, call);
        self.tell_holdings(phone);
    }

    /// Only of a database that was read: an empty list would hide what is lost.
    fn tell_holdings(&mut self, phone: usize) {
        let Some(page) = &self.phones[phone].page else { return };
        let Some(user) = page.user.filter(|_| page.outbox.is_loaded()) else { return };
        let held: Vec<CommandId> = page.outbox.held(user).into_iter().map(|record| record.command).collect();
        if page.told.as_ref() != Some(&held) {
            let installation = self.phones[phone].installation;
            self.send_beside(phone, Call::Holdings(installation, held));
        }
    }

    /// By the same weather as everything else, from a stream of its own.
    fn send_beside(&mut self, phone: usize, call: Call) {
        let (life, cookie) = (self.phones[phone].life, self.phones[phone].cookie);
        let journey = self.weather.network.journey(&mut self.rare);
        let packet = Packet { cookie, call };
        let is_heard = self.is_server_up() && journey.fate.reaches();
        let now = self.server_time();
        let said = is_heard.then(|| self.server.handle(&packet, now));
        let response = if self.is_server_up() { journey.fate.heard(said) } else { None };
        let after = if response.is_some() { journey.there_ms + journey.back_ms } else { LIMIT_MS };
        let (call, response) = (Box::new(packet.call), response.map(Box::new));
        self.queue.add(self.now_ms + after.min(LIMIT_MS), Event::Beside { phone, life, user: cookie, call, response });
    }

    pub(super) fn hear_beside(&mut self, phone: usize, asked_by: Option<UserId>, call: &Call, response: Option<&Response>) {
        let Phone { page: Some(page), disk, .. } = &mut self.phones[phone] else { return };
        let ours = response.filter(|response| response.is_ours);
        match call {
            Call::Holdings(_, held) if ours.is_some_and(|response| response.status == 204) => page.told = Some(held.clone()),
            Call::Feed(..) => {
                page.is_pulling = false;
                let news = ours.filter(|response| response.status == 200);
                let news: Option<Page> = news.and_then(|response| serde_json::from_slice(&response.body).ok());
                // Asked for with another's cookie, or by somebody who has left: not for this copy.
                if let (Some(news), Some(user)) = (news, page.user.filter(|user| Some(*user) == asked_by)) {
                    disk.feed.apply(user, news);
                }
            }
            _ => {}
        }
    }
}
