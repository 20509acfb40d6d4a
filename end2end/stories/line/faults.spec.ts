// Lines that lie, break and swallow answers: nothing is lost, nothing comes twice, and the phone says what is the matter.

import type { Page } from '@playwright/test';
import { Api, type Row } from '../../cast/api';
import { BrowserProcess } from '../../cast/browser_process';
import { FaultProxy } from '../../cast/fault_proxy';
import { chen } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test as base } from '../../cast/story';
import { handInDoor, shops } from '../../cast/visit';
import { word } from '../../cast/words';
import { PremisesCardPage } from '../../pages/field/premises';
import { QueuePage } from '../../pages/field/queue';
import { SignInPage } from '../../pages/field/sign_in';

const ARRIVES_MAX_MS = 60_000;

/** A phone behind a line of its own, signed in and ready for anything. */
const test = base.extend<{ line: FaultProxy; held: BrowserProcess; shop: Row }>({
  line: async ({ street }, use) => {
    const line = await FaultProxy.before(street);
    await use(line);
    await line.end();
  },
  held: async ({ street, line }, use) => {
    const phone = await BrowserProcess.open(street, line.url);
    const today = await (await SignInPage.open(phone.page)).signIn(chen);
    await today.hasEverything();
    await use(phone);
    expect(phone.complaints).toEqual([]);
    await phone.end();
  },
  shop: async ({ street }, use) => {
    const api = await Api.signIn(street.url, chen);
    // One that nobody has visited, so that what arrives is counted.
    for (const shop of await shops(api)) {
      if ((await api.visits(shop.id)).length === 0) return use(shop);
    }
    throw new Error('every shop was visited');
  },
});

/** The visits that have arrived, each with the number of photos that are still missing. */
async function arrived(url: string, shop: Row): Promise<number[]> {
  const visits = await (await Api.signIn(url, chen)).visits(shop.id);
  return visits.map((visit) => visit.missing.length);
}

async function arrivesOnce(url: string, shop: Row) {
  await expect.poll(() => arrived(url, shop), { timeout: ARRIVES_MAX_MS }).toEqual([0]);
}

/** The browser says that there is a network: what waits is tried at once. */
async function sendNow(page: Page) {
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}

test('a Wi-Fi that wants a login first takes nothing and is named', async ({ street, line, held, shop }) => {
  line.befall(/ \/api\//, { kind: 'portal' });
  await handInDoor(held.page, shop);
  await new QueuePage(held.page).open();
  await expect(held.page.getByText(word('net.portal')).first()).toBeVisible();
  expect(await arrived(street.url, shop)).toEqual([]);
  line.heal();
  await sendNow(held.page);
  await arrivesOnce(street.url, shop);
});

test('an answer that is lost after the commit brings no second record', async ({ street, line, held, shop }) => {
  line.befall(/PUT .*\/commands\//, { kind: 'answer_lost' }, 2);
  line.befall(/PATCH .*\/blobs\//, { kind: 'answer_lost' }, 1);
  await handInDoor(held.page, shop);
  await arrivesOnce(street.url, shop);
  const sent = line.passed.filter((passed) => passed.call.includes('PUT /api/v1/commands/'));
  expect(sent.length, 'it was offered again, by the browser or by the phone').toBeGreaterThan(2);
  expect(new Set(sent.map((passed) => passed.sha256)).size, 'and each time the very same bytes').toBe(1);
});

test('half an answer, a page of a proxy and a server that says nothing move nothing', async ({ street, line, held, shop }) => {
  line.befall(/PUT .*\/commands\//, { kind: 'bad_gateway' }, 1);
  line.befall(/PUT .*\/commands\//, { kind: 'truncated' }, 1);
  line.befall(/PATCH .*\/blobs\//, { kind: 'bad_gateway' }, 1);
  await handInDoor(held.page, shop);
  await arrivesOnce(street.url, shop);
  expect(line.count('bad_gateway') + line.count('truncated')).toBe(3);
});

test('a photo goes on from where its line broke, or it would never arrive', async ({ street, line, held, shop }) => {
  const bytes = 25_000;
  line.befall(/PATCH .*\/blobs\//, { kind: 'cut', bytes });
  const card = await new PremisesCardPage(held.page).open(shop.id);
  const door = await (await card.start()).notIn('closed');
  await door.photograph(await picture(held.page, shop.name, 2_400, 1_800));
  await door.submit();
  await arrivesOnce(street.url, shop);
  const offsets = line.passed.filter((passed) => passed.call.startsWith('PATCH')).map((passed) => Number(passed.offset));
  expect(Math.max(...offsets), 'the photo was larger than what a line let through').toBeGreaterThanOrEqual(bytes);
});
