// A new build comes while somebody is at work, and has to be taken back: nobody's page changes under his hands, nothing of a draft is lost,
// and two builds are never mixed.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Api } from '../../cast/api';
import { BrowserProcess } from '../../cast/browser_process';
import { buildOf, nextBuild } from '../../cast/build';
import { FaultProxy } from '../../cast/fault_proxy';
import { chen } from '../../cast/people';
import { expect, test } from '../../cast/story';
import type { Street } from '../../cast/street';
import { beginVisit, plainChecks, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { InspectionPage } from '../../pages/field/inspection';
import { SignInPage } from '../../pages/field/sign_in';
import { TodayPage } from '../../pages/field/today';

const build = (page: Page) => page.evaluate(() => document.documentElement.dataset.build);

/** Looks for another build; whether one lies ready. */
async function look(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => undefined); // a line that lies
    const coming = registration.installing;
    if (coming) {
      await new Promise<void>((resolve) => {
        coming.addEventListener('statechange', () => ['installed', 'redundant', 'activated'].includes(coming.state) && resolve());
      });
    }
    return registration.waiting !== null;
  });
}

async function deploy(street: Street, site: string) {
  await street.stop();
  street.site = site;
  await street.start();
}

/** On Today, where nothing is being filled in, the person says yes. */
async function agree(page: Page, expected: string) {
  const today = await new TodayPage(page).open();
  await expect(page.getByText(word('app.new'))).toBeVisible();
  await today.button('app.go').click();
  await expect.poll(() => build(page).catch(() => undefined), { timeout: 20_000 }).toBe(expected);
  await today.stands();
}

test('a build that comes in the middle of a draft waits, takes over when asked, and goes back', async ({ street, phone }) => {
  const first = street.site;
  const [old, next] = [await buildOf(first), await nextBuild(first, join(street.folder, 'next'))];
  const api = await Api.signIn(street.url, chen);
  await signInOnPhone(phone, chen);
  const visit = await beginVisit(phone.page, api, (await shops(api))[1]);
  const [id, checks] = [visit.id, await plainChecks(api)];
  await (await visit.goTo(checks[0])).pass();
  await visit.isSaved();

  await deploy(street, join(street.folder, 'next'));
  expect(await look(phone.page)).toBe(true);
  await (await visit.goTo(checks[1])).pass();
  await visit.isSaved();
  expect(await build(phone.page), 'the page at work stays what it was').toBe(old);
  await agree(phone.page, next);
  await new InspectionPage(phone.page).open(id);
  expect((await visit.progress()).answered).toBe(2);

  await deploy(street, first);
  expect(await look(phone.page)).toBe(true);
  await agree(phone.page, old);
  await new InspectionPage(phone.page).open(id);
  await (await visit.goTo(checks[2])).pass();
  await visit.isSaved();
  expect((await visit.progress()).answered).toBe(3);
});

test('a build of which one file is a page of somebody else is not installed', async ({ street }) => {
  const first = street.site;
  const [old, next] = [await buildOf(first), await nextBuild(first, join(street.folder, 'next'))];
  const line = await FaultProxy.before(street);
  const phone = await BrowserProcess.open(street, line.url);
  await (await (await SignInPage.open(phone.page)).signIn(chen)).hasEverything();
  await deploy(street, join(street.folder, 'next'));
  line.befall(/GET \/field$/, { kind: 'portal' });
  expect(await look(phone.page), 'a wrong byte and there is no build').toBe(false);
  expect(line.count('portal')).toBeGreaterThan(0);
  await phone.context.setOffline(true);
  await phone.page.reload();
  await new TodayPage(phone.page).stands();
  expect(await build(phone.page)).toBe(old);
  await phone.context.setOffline(false);
  line.heal();
  expect(await look(phone.page)).toBe(true);
  await agree(phone.page, next);
  expect(phone.complaints).toEqual([]);
  await phone.end();
  await line.end();
});
