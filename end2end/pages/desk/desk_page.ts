// What all pages of the desk have: the rail.

import type { Locator, Page } from '@playwright/test';
import { pattern, word } from '../../cast/words';

export class DeskPage {
  constructor(readonly page: Page) {}

  get rail(): Locator {
    return this.page.getByRole('navigation', { name: word('nav.desk.rail') });
  }

  button(key: string, args = {}): Locator {
    return this.page.getByRole('button', { name: pattern(key, args) });
  }

  /** Opens an address of the desk and waits until it answers to clicks: a living page listens for news. */
  async visit(address: string) {
    const listens = this.page.waitForRequest(/news/);
    await this.page.goto(address);
    await listens;
  }
}
