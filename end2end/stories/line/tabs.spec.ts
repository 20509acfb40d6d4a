// One person, several tabs; a session that ends in the middle. What is handed in arrives once.

import { Api, type Row } from '../../cast/api';
import { chen } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { beginVisit, handInDoor, plainChecks, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { InspectionPage } from '../../pages/field/inspection';
import { QueuePage } from '../../pages/field/queue';
import { SignInPage } from '../../pages/field/sign_in';

const ARRIVES_MAX_MS = 45_000;

async function unvisited(api: Api, count: number): Promise<Row[]> {
  const found: Row[] = [];
  for (const shop of await shops(api)) {
    if (found.length < count && (await api.visits(shop.id)).length === 0) found.push(shop);
  }
  return found;
}

test('five tabs send each record once', async ({ street, phone }) => {
  const chosen = await unvisited(await Api.signIn(street.url, chen), 3);
  await signInOnPhone(phone, chen);
  await phone.cutNetwork();
  for (const shop of chosen) await handInDoor(phone.page, shop);
  for (let tab = 0; tab < 4; tab += 1) await new QueuePage(await phone.openTab()).open();
  await phone.bringNetworkBack();
  const arrived = async () => {
    const api = await Api.signIn(street.url, chen);
    return Promise.all(chosen.map(async (shop) => (await api.visits(shop.id)).map((visit) => visit.missing.length)));
  };
  await expect.poll(arrived, { timeout: ARRIVES_MAX_MS }).toEqual(chosen.map(() => [0]));
});

test('two tabs on one draft lose nothing that either of them showed as saved', async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const [shop] = await unvisited(api, 1);
  await signInOnPhone(phone, chen);
  const first = await beginVisit(phone.page, api, shop);
  const second = await new InspectionPage(await phone.openTab()).open(first.id);
  const checks = await plainChecks(api);
  for (const [n, visit] of [first, second, first, second].entries()) {
    await visit.page.bringToFront();
    // A tab that another has overtaken says so and is opened anew.
    await visit.open(first.id);
    await (await visit.goTo(checks[n])).pass();
    await visit.isSaved();
  }
  const again = await new InspectionPage(await phone.openTab()).open(first.id);
  expect((await again.progress()).answered).toBe(4);
});

test('a session that ended keeps everything and sends it after the sign-in', async ({ street, phone }) => {
  const [shop] = await unvisited(await Api.signIn(street.url, chen), 1);
  await signInOnPhone(phone, chen);
  await phone.context.clearCookies();
  await handInDoor(phone.page, shop);
  const queue = await new QueuePage(phone.page).open();
  await expect(queue.page.getByText(word('q.auth')).first()).toBeVisible();
  await expect(queue.rows(shop.name)).toHaveCount(1);
  expect(await (await Api.signIn(street.url, chen)).visits(shop.id)).toEqual([]);
  await (await SignInPage.open(phone.page)).signIn(chen);
  const arrived = async () => (await (await Api.signIn(street.url, chen)).visits(shop.id)).map((visit) => visit.missing.length);
  await expect.poll(arrived, { timeout: ARRIVES_MAX_MS }).toEqual([0]);
});
