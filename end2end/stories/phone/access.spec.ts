// The phone for everybody: axe on every page in both languages, by day and by night; targets for gloves; small screens and large text.

import { Device, PHONE } from '../../cast/device';
import { violations } from '../../cast/axe';
import { PHONE_SIZES, sticksOut, tooSmall, withLargeText } from '../../cast/measure';
import { expect, test } from '../../cast/story';
import { tourOfThePhone } from '../../cast/tour';
import { type Locale, speak } from '../../cast/words';

for (const [which, locale] of (['zh-CN', 'en'] as Locale[]).entries()) {
  test(`every page of the phone is accessible, ${locale}`, async ({ browser, street }) => {
    test.setTimeout(300_000);
    const phone = await Device.make(browser, street, PHONE);
    const faults: string[] = [];
    await tourOfThePhone(phone, locale, which, async (page, name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        faults.push(...(await violations(page)).map((fault) => `${name}, ${colorScheme}: ${fault}`));
      }
      await page.emulateMedia({ colorScheme: 'light' });
      faults.push(...(await tooSmall(page, PHONE_SIZES)).map((fault) => `${name}, target: ${fault}`));
      await page.setViewportSize({ width: 320, height: 568 });
      faults.push(...(await sticksOut(page)).map((fault) => `${name}, 320 px: ${fault}`));
      await page.setViewportSize(PHONE.viewport!);
      await withLargeText(page, async () => {
        faults.push(...(await sticksOut(page)).map((fault) => `${name}, 200 %: ${fault}`));
      });
    });
    await phone.close();
    speak('zh-CN');
    expect([...new Set(faults)]).toEqual([]);
    expect(phone.complaints).toEqual([]);
  });
}
