// Pictures of every main page, for eyes: `cargo xtask e2e --shots`. They land in end2end/shots/.

import { Device, DESK, PHONE } from '../../cast/device';
import { test } from '../../cast/story';
import { tourOfTheDesk, tourOfThePhone } from '../../cast/tour';
import { type Locale, speak } from '../../cast/words';

const FOLDER = new URL('../../shots/', import.meta.url).pathname;
const DARK = ['today', 'premises card', 'answer: .answer-group', 'fail sheet', 'done', 'record', 'hazards', 'home'];
const NARROW = ['sign-in', 'today', 'answer: .answer-group', 'answer: .number-pad', 'fail sheet', 'summary with gaps', 'signature'];
const LARGE = ['today', 'answer: .answer-group', 'fail sheet', 'signature'];

const file = (name: string) => name.replace(/[^a-z0-9]+/g, '-').replace(/-$/, '');

for (const [which, locale] of (['zh-CN', 'en'] as Locale[]).entries()) {
  test(`pictures of the phone, ${locale}`, async ({ browser, street }) => {
    test.setTimeout(180_000);
    const phone = await Device.make(browser, street, PHONE);
    let number = 0;
    await tourOfThePhone(phone, locale, which, async (page, name) => {
      number += 1;
      const path = `${FOLDER}phone-${locale}-${String(number).padStart(2, '0')}-${file(name)}`;
      await page.screenshot({ path: `${path}.png` });
      if (NARROW.includes(name)) {
        await page.setViewportSize({ width: 320, height: 568 });
        await page.screenshot({ path: `${path}-narrow.png` });
        await page.setViewportSize(PHONE.viewport!);
      }
      if (locale !== 'zh-CN') return;
      if (DARK.includes(name)) {
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.screenshot({ path: `${path}-dark.png` });
        await page.emulateMedia({ colorScheme: 'light' });
      }
      if (LARGE.includes(name)) {
        await page.evaluate(() => (document.documentElement.dataset.text = 'huge'));
        await page.screenshot({ path: `${path}-huge.png` });
        await page.evaluate(() => delete document.documentElement.dataset.text);
      }
    });
    await phone.close();
    speak('zh-CN');
  });

  test(`pictures of the desk, ${locale}`, async ({ browser, common }) => {
    test.setTimeout(120_000);
    speak('zh-CN');
    const desk = await Device.make(browser, common, DESK);
    let number = 0;
    await tourOfTheDesk(desk, locale, async (page, name) => {
      number += 1;
      const path = `${FOLDER}desk-${locale}-${String(number).padStart(2, '0')}-${file(name)}`;
      await page.screenshot({ path: `${path}.png` });
      if (locale === 'zh-CN' && DARK.includes(name)) {
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.screenshot({ path: `${path}-dark.png` });
        await page.emulateMedia({ colorScheme: 'light' });
      }
    });
    await desk.close();
    speak('zh-CN');
  });
}
