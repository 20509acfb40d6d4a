// Two people, one phone: the first one's unsent work waits for its owner and is nobody else's.

import { Api } from '../../cast/api';
import { chen, li } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { handInDoor, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { TodayPage } from '../../pages/field/today';

test("another person's unsent work is counted, not readable, and is sent when they sign in again", async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[3];
  const before = (await api.visits(shop.id)).length;
  await signInOnPhone(phone, chen);
  await phone.cutNetwork();
  await handInDoor(phone.page, shop);
  const settings = await (await new TodayPage(phone.page).open()).settings();
  let door = await settings.signOutWithUnsent();
  await expect(phone.page.getByText(word('auth.other', { name: chen.name, n: 1 }))).toBeVisible();

  // The second person works; what the first one left is neither shown nor sent.
  await phone.bringNetworkBack();
  let today = await door.signIn(li);
  await today.hasEverything();
  const queue = await today.queue();
  await expect(phone.page.getByText(word('auth.other', { name: chen.name, n: 1 }))).toBeVisible();
  await expect(queue.rows(shop.name)).toHaveCount(0);
  expect(await (await Api.signIn(street.url, chen)).visits(shop.id)).toHaveLength(before);
  expect(await (await Api.signIn(street.url, li)).visits(shop.id)).toHaveLength(0);

  // The first person comes back.
  door = await (await (await today.open()).settings()).signOut();
  today = await door.signIn(chen);
  const after = async () => (await (await Api.signIn(street.url, chen)).visits(shop.id)).length;
  await expect.poll(after, { timeout: 20_000 }).toBe(before + 1);
  expect(await (await Api.signIn(street.url, li)).visits(shop.id)).toHaveLength(0);
});
