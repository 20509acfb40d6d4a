// A shop that the ledger does not know: added without a network, inspected, confirmed at the desk.

import { Api } from '../../cast/api';
import { chen, guo } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { handInDoor, signInOnPhone } from '../../cast/visit';
import { inside, word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';
import { TodayPage } from '../../pages/field/today';

test('premises added without a network are inspected there and confirmed at the desk', async ({ street, phone, desk }) => {
  const api = await Api.signIn(street.url, chen);
  const community = (await api.rows('place')).find((row) => row.name === '园丁社区')!;
  const today = await signInOnPhone(phone, chen);
  await phone.cutNetwork();
  const name = '小张家电维修';
  const added = await (await today.premises()).add();
  const card = await added.add({ name, kind: '小商店', address: '团结路 14 号院内', community: community.name, phone: '13800000000' });
  const shop = { row: 'premises', id: /premises\/([^/?]+)/.exec(phone.page.url())![1], name };
  expect(card.page.url()).toContain(shop.id);
  const done = await handInDoor(phone.page, shop);
  await phone.bringNetworkBack();
  await done.isDone('photos', 30_000);

  const home = await (await DeskSignInPage.open(desk.page)).signIn(guo);
  const ledger = await home.premises();
  await ledger.search('家电维修');
  await expect(ledger.row(name)).toContainText(word('desk.premises.to_verify'));
  const page = await ledger.card(name);
  await page.confirm();
  const row = async () => (await (await Api.signIn(street.url, chen)).rows('premises')).find((row) => row.id === shop.id);
  await expect.poll(async () => (await row())?.to_verify ?? false).toBe(false);
  const again = await new TodayPage(phone.page).open();
  const list = await again.premises();
  await list.search('小张家电');
  await expect(list.row(name)).not.toContainText(inside('premises.to_verify'), { timeout: 5_000 });
});
