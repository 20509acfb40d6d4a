// Honest ends other than a signature: nobody opened, nobody signed, a shop that the ledger does not know.

import { Api } from '../../cast/api';
import { li, sun } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { beginVisit, handInDoor, shops, signInOnPhone } from '../../cast/visit';
import { inside, word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';
import { TodayPage } from '../../pages/field/today';

test('a closed door with its picture is handed in and read at the desk', async ({ street, phone, desk }) => {
  const shop = (await shops(await Api.signIn(street.url, li)))[4];
  await signInOnPhone(phone, li);
  const done = await handInDoor(phone.page, shop);
  await done.isDone('photos', 20_000);
  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(sun)).inbox();
  await inbox.showAll();
  const record = await inbox.read(shop.name);
  const closed = record.finding(word('access.closed'));
  await expect(record.pictures(closed)).toHaveCount(1);
  await record.enlarge(closed);
});

test('a visit that nobody signed says why', async ({ street, phone, desk }) => {
  const api = await Api.signIn(street.url, li);
  const shop = (await shops(api))[5];
  await signInOnPhone(phone, li);
  const visit = await beginVisit(phone.page, api, shop);
  await visit.answerAll(() => picture(phone.page, shop.name, 800, 600));
  const own = await (await (await visit.sumUp()).sign()).unsigned('refused', '店主说没有时间');
  const done = await own.submit();
  await done.isDone('delivered', 20_000);
  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(sun)).inbox();
  await inbox.showAll();
  const record = await inbox.read(shop.name);
  await expect(record.root).toContainText(word('desk.record.unsigned', { why: word('sign.refused.refused') }));
  await expect(record.root).toContainText('店主说没有时间');
});

test('premises added without a network are inspected there and confirmed at the desk', async ({ street, phone, desk }) => {
  const api = await Api.signIn(street.url, li);
  const community = (await api.rows('place')).find((row) => row.name === '团结社区')!;
  const today = await signInOnPhone(phone, li);
  await phone.cutNetwork();
  const name = '小张家电维修';
  const added = await (await today.premises()).add();
  const card = await added.add({ name, kind: '小商铺', address: '团结路 14 号院内', community: community.name, phone: '13800000000' });
  const shop = { row: 'premises', id: /premises\/([^/?]+)/.exec(phone.page.url())![1], name };
  expect(card.page.url()).toContain(shop.id);
  const done = await handInDoor(phone.page, shop);
  await phone.bringNetworkBack();
  await done.isDone('photos', 30_000);

  const home = await (await DeskSignInPage.open(desk.page)).signIn(sun);
  const ledger = await home.premises();
  await ledger.search('家电维修');
  await expect(ledger.row(name)).toContainText(word('desk.premises.to_verify'));
  const page = await ledger.card(name);
  await page.confirm();
  const row = async () => (await (await Api.signIn(street.url, li)).rows('premises')).find((row) => row.id === shop.id);
  await expect.poll(async () => (await row())?.to_verify ?? false).toBe(false);
  const again = await new TodayPage(phone.page).open();
  const list = await again.premises();
  await list.search('小张家电');
  await expect(list.row(name)).not.toContainText(inside('premises.to_verify'), { timeout: 5_000 });
});
