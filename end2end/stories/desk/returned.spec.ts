// A return needs a place, a sentence and a reason; without them it says what is missing.

import { Api } from '../../cast/api';
import { chen, guo } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { handInDoor, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';

test('a return says what it lacks, and a record is not accepted before its photos are there', async ({ street, phone, desk }) => {
  const shop = (await shops(await Api.signIn(street.url, chen)))[8];
  await signInOnPhone(phone, chen);
  // The text goes first; its photo does not get through yet.
  await phone.context.route('**/api/v1/blobs/**', (route) => route.abort());
  const done = await handInDoor(phone.page, shop);
  await expect(done.step('delivered')).toContainText(word('done.text_there'), { timeout: 20_000 });

  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(guo)).inbox();
  await inbox.showAll();
  const record = await inbox.read(shop.name);
  await expect(record.root).toContainText(word('desk.record.photos_waiting', { n: 1, name: chen.name }));
  await expect(record.root.getByRole('button', { name: word('desk.record.accept'), exact: true })).toHaveCount(0);
  await record.root.getByRole('button', { name: word('desk.record.send_back'), exact: true }).click();
  const form = desk.page.getByRole('region', { name: word('desk.send_back.title') });
  const go = form.getByRole('button', { name: new RegExp(`^${word('desk.send_back.go', { n: 0 }).replace(/0.*/, '')}`) });
  await go.click();
  await expect(form).toContainText(word('desk.send_back.points_missing'));
  await form.getByRole('checkbox', { name: word('desk.send_back.whole'), exact: true }).check();
  await go.click();
  await expect(form).toContainText(word('desk.send_back.comment_missing'));
  await form.getByRole('textbox').fill('请拍清门牌');
  await go.click();
  await expect(form).toContainText(word('desk.send_back.why_missing'));
  await form.getByRole('button', { name: word('action.cancel'), exact: true }).click();

  // The photo arrives, and the desk sees it by itself.
  await phone.context.unroute('**/api/v1/blobs/**');
  await done.isDone('photos', 30_000);
  await record.hasAllPhotos(5_000);
  await record.accept();
});
