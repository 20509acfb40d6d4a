// A phone without room, and a phone whose database was damaged: nothing that was shown as saved goes without a word.

import { readFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Api, type Row } from '../../cast/api';
import { BrowserProcess } from '../../cast/browser_process';
import { chen } from '../../cast/people';
import { Seeded } from '../../cast/seeded';
import { expect, test } from '../../cast/story';
import { beginVisit, handInDoor, plainChecks, shops } from '../../cast/visit';
import { word } from '../../cast/words';
import { InspectionPage } from '../../pages/field/inspection';
import { SignInPage } from '../../pages/field/sign_in';
import { TodayPage } from '../../pages/field/today';

const MIB = 1024 * 1024;
const ARRIVES_MAX_MS = 45_000;

async function signedIn(street: Parameters<typeof BrowserProcess.open>[0]): Promise<BrowserProcess> {
  const phone = await BrowserProcess.open(street);
  const today = await (await SignInPage.open(phone.page)).signIn(chen);
  await today.hasEverything();
  return phone;
}

async function unvisited(api: Api): Promise<Row> {
  for (const shop of await shops(api)) {
    if ((await api.visits(shop.id)).length === 0) return shop;
  }
  throw new Error('every shop was visited');
}

for (const quota of [2, 5, 20]) {
  test(`with ${quota} MiB of room every answer is saved or said not to be, and none is lost`, async ({ street }) => {
    const api = await Api.signIn(street.url, chen);
    const phone = await signedIn(street);
    let visit = await beginVisit(phone.page, api, await unvisited(api));
    const [id, states]: [string, string[]] = [visit.id, []];
    const browser = await phone.context.newCDPSession(phone.page);
    const room = (quotaSize?: number) => browser.send('Storage.overrideQuotaForOrigin', { origin: street.url, quotaSize });
    await room(quota * MIB);
    for (const words of (await plainChecks(api)).slice(0, 4)) {
      await (await visit.goTo(words)).pass();
      // Saved, or said not to be, within the time that a person waits.
      await expect(visit.page.locator('.saved').last()).toHaveAttribute('data-state', /done|unsaved|failed/);
      states.push((await visit.page.locator('.saved').last().getAttribute('data-state'))!);
    }
    const { answered } = await visit.progress();
    expect(answered).toBe(4);
    await room();
    await visit.isSaved();
    await phone.kill();
    await phone.start();
    visit = await new InspectionPage(phone.page).open(id);
    expect((await visit.progress()).answered, `it said ${states}`).toBe(answered);
    console.log(`${quota} MiB: ${states}`);
    await phone.end();
  });
}

for (const [name, damage] of [
  ['flipped bytes', flip],
  ['files cut short', cut],
] as const) {
  test(`a database damaged by ${name} opens, and what is gone is missed by name`, async ({ street }) => {
    const api = await Api.signIn(street.url, chen);
    const shop = await unvisited(api);
    const phone = await signedIn(street);
    await phone.context.setOffline(true);
    await (await handInDoor(phone.page, shop)).isDone('stored');
    await phone.end();
    const seeded = new Seeded();
    const when = `seed ${seeded.seed}`;
    await damage(phone.profile, seeded);
    await phone.start();
    const today = new TodayPage(phone.page);
    await phone.page.goto('/field/today');
    // A browser that found nothing left asks who works here first.
    const asks = phone.page.getByLabel(word('sign_in.login'));
    await expect(asks.or(today.title.filter({ hasText: word('today.title') })).first(), when).toBeVisible();
    if (await asks.isVisible()) {
      const door = new SignInPage(phone.page);
      await door.fill(chen);
      await door.button('sign_in.go').click();
    }
    // It arrives after all, or is a draft again, or the phone says over everything that it is gone.
    const outcome = async () => {
      const visits = await (await Api.signIn(street.url, chen)).visits(shop.id);
      if (visits.length === 1 && visits[0].missing.length === 0) return 'arrived';
      if (await today.draft(shop.name).first().isVisible()) return 'a draft again';
      if (await phone.page.getByRole('dialog', { name: word('st.lost', { n: 1 }) }).isVisible()) return 'missed';
      return 'nothing yet';
    };
    await expect.poll(outcome, { timeout: ARRIVES_MAX_MS, message: when }).not.toBe('nothing yet');
    const what = await outcome();
    console.log(`${name}: the record is ${what} (${when})`);
    await phone.end();
  });
}

/** The files of the phone's database. */
async function files(profile: string): Promise<string[]> {
  const folder = join(profile, 'Default/IndexedDB');
  const stores = (await readdir(folder)).filter((name) => name.endsWith('.leveldb'));
  const all = await Promise.all(stores.map(async (store) => (await readdir(join(folder, store))).map((file) => join(folder, store, file))));
  return all.flat().filter((file) => /\.(ldb|log)$/.test(file));
}

async function flip(profile: string, seeded: Seeded) {
  for (const file of await files(profile)) {
    const bytes = await readFile(file);
    for (let n = 0; n < 40 && bytes.length > 0; n += 1) bytes[seeded.below(bytes.length)] ^= 0x5a;
    await writeFile(file, bytes);
  }
}

async function cut(profile: string, seeded: Seeded) {
  for (const file of await files(profile)) {
    const { length } = await readFile(file);
    await truncate(file, seeded.below(length + 1));
  }
}
