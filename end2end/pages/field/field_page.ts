// What all pages of the phone have: the bar on top, the way on at the bottom.

import { type Locator, type Page, expect } from '@playwright/test';
import { inside, pattern, word } from '../../cast/words';

export class FieldPage {
  constructor(readonly page: Page) {}

  /** The page's title. */
  get title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The state of sending, in the corner of every page. */
  get chip(): Locator {
    return this.page.getByRole('link', { name: inside('sync.open') }).first();
  }

  button(key: string, args = {}): Locator {
    return this.page.getByRole('button', { name: pattern(key, args) });
  }

  link(key: string, args = {}): Locator {
    return this.page.getByRole('link', { name: pattern(key, args) });
  }

  /** 已存本机: what was tapped is durable. */
  async isSaved() {
    await expect(this.page.locator('.saved').last()).toHaveAttribute('data-state', 'done');
  }

  /** Takes back what was done last. */
  async undo() {
    await this.button('w.undo').click();
  }

  async goBack() {
    await this.page.getByRole('link', { name: word('action.back'), exact: true }).click();
  }
}
