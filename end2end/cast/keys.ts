// Somebody who has a keyboard and nothing else.

import { type Locator, type Page, expect } from '@playwright/test';

/** More steps than any page has places to stop at. */
const STEPS_MAX = 150;

export class Keys {
  constructor(private readonly page: Page) {}

  /** Walks by Tab until this has the focus. */
  async tabTo(target: Locator) {
    await expect(target).toBeAttached();
    for (let step = 0; step < STEPS_MAX; step += 1) {
      if (await this.isFocused(target)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${target}`);
  }

  /** Reaches it and presses Enter. */
  async press(target: Locator) {
    await this.tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  /** Presses until it has worked. */
  async until(press: () => Promise<void>, works: () => Promise<boolean>) {
    await expect(async () => {
      if (await works()) return;
      await press();
      expect(await works()).toBe(true);
    }).toPass({ intervals: [50, 100, 150], timeout: 10_000 });
  }

  private async isFocused(target: Locator): Promise<boolean> {
    return target.evaluate((element) => element === document.activeElement);
  }
}
