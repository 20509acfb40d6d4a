// By keys alone: whoever cannot hold a pointer does the whole visit.

import { Api } from '../../cast/api';
import { chen } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { SMALL_PLACE, list, shops } from '../../cast/visit';
import { pattern, word } from '../../cast/words';
import { Keys } from '../../cast/keys';
import { InspectionPage } from '../../pages/field/inspection';
import { DonePage } from '../../pages/field/done';
import { SignInPage } from '../../pages/field/sign_in';
import { TodayPage } from '../../pages/field/today';

test('from signing in to submitted by the keyboard alone', async ({ street, phone }) => {
  test.setTimeout(150_000);
  const { page } = phone;
  const keys = new Keys(page);
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[6];

  await SignInPage.open(page);
  await keys.tabTo(page.getByLabel(word('sign_in.login')));
  await page.keyboard.type(chen.login);
  await keys.tabTo(page.getByLabel(word('sign_in.password'), { exact: true }));
  await page.keyboard.type(chen.password);
  await page.keyboard.press('Enter');
  const home = new TodayPage(page);
  await home.stands();
  await home.hasEverything();

  await keys.press(page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${word('nav.premises')}`) }));
  await expect(page.getByLabel(word('premises.search_label'))).toBeVisible();
  await keys.tabTo(page.getByLabel(word('premises.search_label')));
  await page.keyboard.type(shop.name);
  const row = page.getByRole('main').getByRole('link', { name: new RegExp(shop.name) }).first();
  await expect(row).toBeVisible();
  await keys.press(row);
  await keys.press(page.getByRole('link', { name: pattern('premises.card.start') }));
  const title = (await list(api, SMALL_PLACE)).title;
  await expect(page.getByRole('checkbox').first()).toBeVisible();
  for (const box of await page.getByRole('checkbox').all()) {
    if (!(await box.isVisible())) continue;
    const label = await box.evaluate((input: HTMLInputElement) => input.labels?.[0]?.innerText ?? '');
    if ((await box.isChecked()) !== label.startsWith(title)) {
      await keys.tabTo(box);
      await page.keyboard.press('Space');
    }
  }
  await keys.press(page.getByRole('button', { name: pattern('start.go') }));

  // 1 2 3 answer, j and k move; what asks for more is reached by Tab.
  const visit = new InspectionPage(page);
  await visit.stands();
  for (let round = 0; round < 200 && !(await visit.summary.isVisible()); round += 1) {
    const item = await visit.item();
    if (await item.isAnswered()) {
      if (await visit.next.count()) await keys.press(visit.next);
      continue;
    }
    if (await item.root.getByLabel(word('photo.take'), { exact: true }).count()) {
      // The camera itself is the phone's; that its button is reached is what counts here.
      await keys.tabTo(item.root.getByLabel(word('photo.take'), { exact: true }));
      await item.photograph(await picture(page, shop.name, 800, 600));
      if (await item.isAnswered()) continue;
    }
    const number = item.root.locator('.number-pad');
    if (await item.radio(word('answer.pass')).count()) {
      const isInField = await page.evaluate(() => document.activeElement?.tagName === 'INPUT');
      if (isInField) await keys.tabTo(item.radio(word('answer.pass')));
      await keys.until(() => page.keyboard.press(isInField ? 'Space' : '1'), () => item.isAnswered().catch(() => true));
    } else if (await item.root.getByRole('radio').count()) {
      const radio = item.root.getByRole('radio').first();
      await keys.tabTo(radio);
      await keys.until(() => page.keyboard.press('Space'), () => item.isAnswered().catch(() => true));
    } else if (await number.count()) {
      for (const digit of await item.goodFigure()) {
        const key = digit === '.' ? word('answer.number.point') : digit;
        await keys.press(number.getByRole('button', { name: key, exact: true }));
      }
      const keep = number.getByRole('button', { name: word('answer.number.keep'), exact: true });
      await keys.tabTo(keep);
      await keys.until(() => page.keyboard.press('Enter'), async () => (await keep.count()) === 0 || item.isAnswered());
    } else if (await item.root.locator('input[type=date]').count()) {
      // How a date is typed is the browser's language; a month more or less is a key in every one.
      await keys.press(item.root.getByRole('button', { name: word('answer.date.month_back'), exact: true }));
      const keep = item.root.getByRole('button', { name: word('answer.date.keep'), exact: true });
      await keys.tabTo(keep);
      await keys.until(() => page.keyboard.press('Enter'), async () => (await keep.count()) === 0 || item.isAnswered());
    } else {
      throw new Error(`no keys for ${await item.words()}`);
    }
    await item.settles();
  }
  await keys.press(visit.summary);
  await keys.press(page.getByRole('button', { name: pattern('summary.go') }));
  await keys.press(page.getByRole('link', { name: pattern('sign.not_signed') }));
  const refused = page.getByRole('radio', { name: word('sign.refused.refused'), exact: true });
  await keys.tabTo(refused);
  await page.keyboard.press('Space');
  await keys.press(page.getByRole('button', { name: pattern('sign.not.keep') }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(word('sign.inspector_sign'));
  // A hand's path is nothing that keys can give (WCAG 2.1.1): a typed name stands for it, and says so.
  await keys.press(page.getByRole('button', { name: word('sign.typed'), exact: true }));
  await expect(page.getByLabel(word('sign.typed_name'), { exact: true })).toHaveValue(chen.name);
  await keys.press(page.getByRole('button', { name: pattern('sign.go') }));
  await new DonePage(page).stands();
});
