import { type Page, expect } from '@playwright/test';
import type { Person } from '../../cast/people';
import { pattern, word } from '../../cast/words';
import { DeskPage } from './desk_page';

export class DeskSignInPage {
  constructor(readonly page: Page) {}

  static async open(page: Page): Promise<DeskSignInPage> {
    await page.goto('/sign-in?next=/desk');
    return new DeskSignInPage(page);
  }

  async signIn(person: Person): Promise<DeskPage> {
    const { page } = this;
    await page.getByLabel(word('sign_in.login')).fill(person.login);
    await page.getByLabel(word('sign_in.password'), { exact: true }).fill(person.password);
    const listens = page.waitForRequest(/news/); // from then on the page answers to clicks
    await page.getByRole('button', { name: pattern('sign_in.go') }).click();
    await listens;
    const home = new DeskPage(page);
    await expect(home.rail).toBeVisible();
    return home;
  }
}
