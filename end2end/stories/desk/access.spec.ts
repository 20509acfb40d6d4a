// The desk for everybody: axe on every page in both languages, by day and by night; targets; a narrow window and large text.

import { DESK, Device } from '../../cast/device';
import { violations } from '../../cast/axe';
import { DESK_SIZES, sticksOut, tooSmall, withLargeText } from '../../cast/measure';
import { expect, test } from '../../cast/story';
import { tourOfTheDesk } from '../../cast/tour';
import { type Locale, speak } from '../../cast/words';

for (const locale of ['zh-CN', 'en'] as Locale[]) {
  test(`every page of the desk is accessible, ${locale}`, async ({ browser, common }) => {
    test.setTimeout(240_000);
    speak('zh-CN');
    const desk = await Device.make(browser, common, DESK);
    const faults: string[] = [];
    await tourOfTheDesk(desk, locale, async (page, name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        faults.push(...(await violations(page)).map((fault) => `${name}, ${colorScheme}: ${fault}`));
      }
      await page.emulateMedia({ colorScheme: 'light' });
      faults.push(...(await tooSmall(page, DESK_SIZES)).map((fault) => `${name}, target: ${fault}`));
      await page.setViewportSize({ width: 320, height: 640 });
      faults.push(...(await sticksOut(page)).map((fault) => `${name}, 320 px: ${fault}`));
      await page.setViewportSize(DESK.viewport!);
      await withLargeText(page, async () => {
        faults.push(...(await sticksOut(page)).map((fault) => `${name}, 200 %: ${fault}`));
      });
    });
    await desk.close();
    speak('zh-CN');
    expect([...new Set(faults)]).toEqual([]);
    expect(desk.complaints).toEqual([]);
  });
}
