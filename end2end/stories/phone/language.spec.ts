// The other language, at once and to stay.

import { li, wang } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { signInOnPhone } from '../../cast/visit';
import { speak, word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';
import { SettingsPage } from '../../pages/field/settings';

test('the phone speaks English at the press of a button, and still does after a reload', async ({ phone }) => {
  await signInOnPhone(phone, li);
  const settings = await new SettingsPage(phone.page).open();
  await settings.switchTo('en');
  await phone.page.reload();
  await expect(settings.title).toHaveText(word('settings.title'));
  expect(word('settings.title')).toMatch(/^[A-Z]/);
  await settings.switchTo('zh-CN');
});

test('the desk speaks English at the press of a button, and still does after a reload', async ({ desk }) => {
  const home = await (await DeskSignInPage.open(desk.page)).signIn(wang);
  await home.rail.getByRole('button', { name: word('language.en'), exact: true }).click();
  speak('en');
  await expect(home.rail).toContainText(word('nav.desk.inbox'));
  await home.visit('/desk/inbox');
  await expect(desk.page.getByRole('heading', { level: 1 })).toContainText(word('desk.inbox.title'));
  await expect(desk.page.locator('html')).toHaveAttribute('lang', 'en');
  await desk.page.getByRole('button', { name: word('language.zh'), exact: true }).click();
  speak('zh-CN');
  await expect(desk.page.getByRole('heading', { level: 1 })).toContainText(word('desk.inbox.title'));
});
