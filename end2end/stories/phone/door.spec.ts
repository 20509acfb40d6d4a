// Honest ends other than a signature: nobody opened, nobody signed.

import { Api } from '../../cast/api';
import { chen, guo } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { beginVisit, handInDoor, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';

test('a closed door with its picture is handed in and read at the desk', async ({ street, phone, desk }) => {
  const shop = (await shops(await Api.signIn(street.url, chen)))[4];
  await signInOnPhone(phone, chen);
  const done = await handInDoor(phone.page, shop);
  await done.isDone('photos', 20_000);
  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(guo)).inbox();
  await inbox.showAll();
  const record = await inbox.read(shop.name);
  const closed = record.finding(word('access.closed'));
  await expect(record.pictures(closed)).toHaveCount(1);
  await record.enlarge(closed);
});

test('a visit that nobody signed says why', async ({ street, phone, desk }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[5];
  await signInOnPhone(phone, chen);
  const visit = await beginVisit(phone.page, api, shop);
  await visit.answerAll(() => picture(phone.page, shop.name, 800, 600));
  const own = await (await (await visit.sumUp()).sign()).unsigned('refused', '店主说没有时间');
  const done = await own.submit();
  await done.isDone('delivered', 20_000);
  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(guo)).inbox();
  await inbox.showAll();
  const record = await inbox.read(shop.name);
  await expect(record.root).toContainText(word('desk.record.unsigned', { why: word('sign.refused.refused') }));
  await expect(record.root).toContainText('店主说没有时间');
});
