// Entering: with a network the first time, by the password alone afterwards.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { PHONE } from '../../cast/device';
import { li, zhao } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { word } from '../../cast/words';
import { SettingsPage } from '../../pages/field/settings';
import { SignInPage } from '../../pages/field/sign_in';

test('a wrong password is said without saying which of the two is wrong', async ({ phone }) => {
  const door = await SignInPage.open(phone.page);
  await door.fill({ ...li, password: 'not-the-one' });
  await door.button('sign_in.go').click();
  await expect(phone.page.getByRole('alert')).toContainText(word('sign_in.wrong'));
});

test('after the phone was off and without a network the password opens the work', async ({ street }, info) => {
  const profile = await mkdtemp(join(tmpdir(), 'xunan-profile-'));
  const launch = { ...info.project.use.launchOptions, ...PHONE, baseURL: street.url };
  let context = await chromium.launchPersistentContext(profile, launch);
  let today = await (await SignInPage.open(context.pages()[0])).signIn(li);
  await today.hasEverything();
  const door = await (await new SettingsPage(today.page).open()).signOut();
  await door.signIn(li);
  await context.close();

  // The phone was off: what it knew is on its disk.
  context = await chromium.launchPersistentContext(profile, launch);
  await street.stop();
  await context.setOffline(true);
  let page = context.pages()[0];
  await page.goto('/field/today');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('today.title'));
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

test('whoever signed out without a network enters by the password, and nobody else does', async ({ phone }) => {
  const today = await (await SignInPage.open(phone.page)).signIn(li);
  await today.hasEverything();
  await phone.cutNetwork();
  const settings = await today.settings();
  let door = await settings.signOut();
  await door.fill(zhao);
  await door.button('sign_in.offline').click();
  await expect(phone.page.getByRole('alert')).toContainText(word('sign_in.offline_never'));
  await door.fill({ ...li, password: 'not-the-one' });
  await door.button('sign_in.offline').click();
  await expect(phone.page.getByRole('alert')).toContainText(word('sign_in.offline_wrong'));
  await door.enterOffline(li);
});
