// What all pages of the desk have: the rail, which leads everywhere.

import { type Locator, type Page, expect } from '@playwright/test';
import { pattern, word } from '../../cast/words';

export class DeskPage {
  constructor(readonly page: Page) {}

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

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

  // The pages are loaded when they are gone to: each of them is a desk page itself.

  async inbox() {
    await this.go('inbox');
    const { InboxPage } = await import('./inbox');
    return new InboxPage(this.page);
  }

  async hazards() {
    await this.go('hazards');
    const { HazardListPage } = await import('./hazards');
    return new HazardListPage(this.page);
  }

  async premises() {
    await this.go('premises');
    const { DeskPremisesListPage } = await import('./premises');
    return new DeskPremisesListPage(this.page);
  }

  private async go(page: 'inbox' | 'hazards' | 'premises') {
    await this.rail.getByRole('link', { name: new RegExp(`^${word(`nav.desk.${page}`)}`) }).click();
    await expect(this.heading).toContainText(word(`desk.${page}.title`));
  }
}
