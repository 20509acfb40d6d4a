// Every page of the phone and of the desk, in states in which there is something on it.

import type { Page } from '@playwright/test';
import { DeskSignInPage } from '../pages/desk/sign_in';
import { SignInPage } from '../pages/field/sign_in';
import { Api } from './api';
import type { Device } from './device';
import { chen, wang } from './people';
import { picture } from './picture';
import { expect } from './story';
import { beginVisit, handInDoor, shops, signInOnPhone } from './visit';
import { type Locale, escape, pattern, speak, word } from './words';

/** What to do with each page when it stands. */
export type Look = (page: Page, name: string) => Promise<void>;

/** All pages of the phone. `which` tells the tours of one street apart: each visits shops of its own. */
export async function tourOfThePhone(phone: Device, locale: Locale, which: number, look: Look) {
  const { page, street } = phone;
  const stands = () => expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const at = async (name: string, path: string) => {
    await page.goto(path);
    await stands();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await look(page, name);
  };
  const api = await Api.signIn(street.url, chen);
  const all = await shops(api);
  const [shop, other, closed] = all.slice(which * 3);

  await SignInPage.open(page);
  if (locale === 'en') {
    await page.getByRole('button', { name: word('language.en'), exact: true }).click();
    speak('en');
  }
  await look(page, 'sign-in');
  await signInOnPhone(phone, chen);
  for (const [name, path] of [['today', 'today'], ['premises', 'premises'], ['new premises', 'premises/new'], ['hazards', 'hazards'], ['settings', 'settings'], ['trash', 'drafts/trash']]) {
    await at(name, `/field/${path}`);
  }
  const hazard = (await api.rows('hazard')).find((row) => row.state === 'ordered');
  if (hazard) await at('hazard', `/field/hazards/${hazard.id}`);
  if (hazard) await at('premises card', `/field/premises/${hazard.premises}`);
  await at('start', `/field/start/${shop.id}`);

  const done = await handInDoor(page, other);
  await look(page, 'done');
  await done.isDone('photos', 20_000);
  await at('queue', '/field/queue');

  const visit = await beginVisit(page, api, shop);
  const id = visit.id;
  await look(page, 'answer: a picture');
  for (const seen of ['.number-pad', '.options', '.answer-group', 'input[type=date]']) {
    const wanted = page.locator(`article.item[data-current] ${seen}`);
    for (let step = 0; step < 40 && !(await wanted.count()); step += 1) {
      await page.keyboard.press('j');
    }
    if (await wanted.count()) await look(page, `answer: ${seen}`);
  }
  const words = (await api.rows('checklist')).find((row) => row.checklist.id === 'fire-small-place')!.checklist.sections[1].items[0];
  const overview = await visit.overview();
  await look(page, 'overview');
  await overview.lines.filter({ hasText: locale === 'en' ? words.text_en : words.text }).click();
  await visit.stands();
  const sheet = await (await visit.item()).fail();
  await sheet.photograph(await picture(page, 'x', 800, 600));
  await look(page, 'fail sheet');
  await sheet.decide('on_spot');
  await look(page, 'fail sheet: on the spot');
  await sheet.decide('suspected_major');
  await look(page, 'fail sheet: suspected major');
  await sheet.decide('order');
  await sheet.keep();
  await page.locator('article.item[data-current]').getByRole('button', { name: word('answer.not_checked'), exact: true }).click();
  await look(page, 'not checked');
  await closeSheet(page);
  await page.locator('article.item[data-current]').getByRole('button', { name: word('answer.note'), exact: true }).click();
  await look(page, 'note');
  await closeSheet(page);
  await at('answer: one failed', `/field/i/${id}`);
  await at('summary with gaps', `/field/i/${id}/sign`);
  await at('signature', `/field/i/${id}/signature`);
  await at('not signed', `/field/i/${id}/unsigned`);
  await at("inspector's signature", `/field/i/${id}/signature?step=inspector`);
  await at('drafts', '/field/drafts');
  await at('not in', `/field/start/${closed.id}`);
  await page.getByRole('radio', { name: pattern('access.closed') }).click();
  await expect(page.getByRole('heading', { name: word('access.closed'), exact: true })).toBeVisible();
  await look(page, 'door');
  const returned = (await api.rows('inspection')).find((row) => row.returned);
  if (returned) {
    await page.goto(`/field/i/${returned.id}`);
    await expect(page.locator('.item-comment').first()).toBeVisible();
    await look(page, 'returned');
    await at('returned: the whole record', `/field/i/${returned.id}/all`);
  }
  await at('missing', '/field/there-is-no-such-page');
}

/** Down, and its entry out of the history: whoever goes elsewhere by address before that is called back. */
async function closeSheet(page: Page) {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.waitForFunction(() => typeof history.state !== 'string');
}

/** All pages of the desk and the doors. */
export async function tourOfTheDesk(desk: Device, locale: Locale, look: Look) {
  const { page } = desk;
  const settled = async (name: string) => {
    await expect(page.locator('h1, h2').first()).toBeVisible();
    await expect(page.locator('.desk-skeleton')).toHaveCount(0);
    await look(page, name);
  };
  await page.goto('/');
  if (locale === 'en') {
    await page.getByRole('button', { name: word('language.en'), exact: true }).click();
    speak('en');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('portal.title'));
  }
  await settled('landing');
  const door = await DeskSignInPage.open(page);
  await settled('sign-in');
  const home = await door.signIn(wang);
  await settled('home');
  const inbox = await home.inbox();
  await inbox.showAll();
  await settled('inbox');
  const lines = page.getByRole('region', { name: word('desk.inbox.list') }).getByRole('listitem');
  const failed = lines.filter({ hasText: new RegExp(escape(word('desk.inbox.line', { n: 1, name: '', place: '' })).slice(0, 6)) }).first();
  await ((await failed.count()) ? failed : lines.first()).getByRole('link').click();
  await expect(page.locator('article.desk-record')).toBeVisible();
  await settled('record');
  await page.getByLabel(word('desk.inbox.show')).selectOption('submitted');
  await expect(page).toHaveURL(/show=submitted/);
  // The list of before stands until the new one is here.
  await expect(async () => {
    await lines.first().getByRole('link').click();
    await expect(page).toHaveURL(/show=submitted.*open=|open=.*show=submitted/, { timeout: 3_000 });
    await expect(page.locator('article.desk-record')).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
  const back = page.getByRole('button', { name: word('desk.record.send_back'), exact: true });
  if (await back.count()) {
    await back.click();
    await page.getByRole('region', { name: word('desk.send_back.title') }).getByRole('checkbox').first().check();
    await settled('return form');
  }
  const hazards = await home.hazards();
  await settled('hazards');
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await expect(page).toHaveURL(/hazards\/[0-9a-f-]{36}/);
  await settled('hazard');
  const ledger = await hazards.premises();
  await settled('premises');
  await ledger.row('').nth(1).getByRole('link').click();
  await expect(page).toHaveURL(/premises\/[0-9a-f-]{36}/);
  await settled('premises card');
  await home.visit('/desk/phones');
  await settled('phones');
  await page.goto('/there-is-no-such-page');
  await settled('lost');
}
