// Entering: with a network the first time, by the password alone afterwards.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { PHONE } from '../../cast/device';
import { li, zhao } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { word } from '../../cast/words';
import { SignInPage } from '../../pages/field/sign_in';

test('a wrong password is said without saying which of the two is wrong', async ({ phone }) => {
  const door = await SignInPage.open(phone.page);
  await door.fill({ ...li, password: 'not-the-one' });
  await door.button('sign_in.go').click();
  await expect(phone.page.getByRole('alert')).toContainText(word('sign_in.wrong'));
});

test('after the phone was off and without a network the password opens the work, and no other one', async ({ street }, info) => {
  const profile = await mkdtemp(join(tmpdir(), 'xunan-profile-'));
  const launch = { ...info.project.use.launchOptions, ...PHONE, baseURL: street.url };
  let context = await chromium.launchPersistentContext(profile, launch);
  await (await (await SignInPage.open(context.pages()[0])).signIn(li)).hasEverything();
  await context.close();

  // What the phone knew is on its disk.
  await street.stop();
  context = await chromium.launchPersistentContext(profile, launch);
  await context.setOffline(true);
  const page = context.pages()[0];
  const door = await SignInPage.open(page);
  await door.fill(zhao);
  await door.button('sign_in.offline').click();
  await expect(page.getByRole('alert')).toContainText(word('sign_in.offline_never'));
  await door.fill({ ...li, password: 'not-the-one' });
  await door.button('sign_in.offline').click();
  await expect(page.getByRole('alert')).toContainText(word('sign_in.offline_wrong'));
  const today = await door.enterOffline(li);
  await expect(page.getByText(word('auth.off')).or(page.getByText(word('q.auth'))).first()).toBeVisible();
  const ledger = await today.premises();
  await expect(ledger.page.getByRole('main').getByRole('link').nth(3)).toBeVisible();
  await context.close();
  await rm(profile, { recursive: true, force: true });
});

test('signing out takes the ledger along: without a network nobody enters any more', async ({ phone }) => {
  const today = await (await SignInPage.open(phone.page)).signIn(li);
  await today.hasEverything();
  await phone.cutNetwork();
  const door = await (await today.settings()).signOut();
  await door.fill(li);
  await door.button('sign_in.offline').click();
  await expect(phone.page.getByRole('alert')).toContainText(word('sign_in.offline_never'));
});
