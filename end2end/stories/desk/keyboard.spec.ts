// The desk by keys alone: from the inbox to accepted.

import { Api } from '../../cast/api';
import { Keys } from '../../cast/keys';
import { chen, guo } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { handInDoor, shops, signInOnPhone } from '../../cast/visit';
import { pattern, word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';
import { InboxPage } from '../../pages/desk/inbox';
import { RecordPane } from '../../pages/desk/record';

test('from the inbox to accepted by the keyboard alone', async ({ street, phone, desk }) => {
  const shop = (await shops(await Api.signIn(street.url, chen)))[7];
  await signInOnPhone(phone, chen);
  await (await handInDoor(phone.page, shop)).isDone('photos', 20_000);

  const { page } = desk;
  const keys = new Keys(page);
  await DeskSignInPage.open(page);
  await keys.tabTo(page.getByLabel(word('sign_in.login')));
  await page.keyboard.type(guo.login);
  await keys.tabTo(page.getByLabel(word('sign_in.password'), { exact: true }));
  await page.keyboard.type(guo.password);
  const listens = page.waitForRequest(/news/);
  await page.keyboard.press('Enter');
  await listens;
  const inbox = new InboxPage(page);
  await keys.press(inbox.rail.getByRole('link', { name: new RegExp(`^${word('nav.desk.inbox')}`) }));
  const show = page.getByLabel(word('desk.inbox.show'));
  await keys.tabTo(show);
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/show=all/);
  await keys.press(inbox.line(shop.name).first().getByRole('link'));
  const record = new RecordPane(page, shop.name);
  await expect(record.root).toBeVisible();
  await keys.press(record.root.getByRole('button', { name: pattern('desk.record.accept') }));
  await record.isIn('accepted');
});
