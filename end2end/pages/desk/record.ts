import { type Locator, type Page, expect } from '@playwright/test';
import { inside, pattern, word } from '../../cast/words';

/** One record with its decisions. */
export class RecordPane {
  constructor(readonly page: Page, readonly name: string) {}

  get root(): Locator {
    return this.page.getByRole('article', { name: this.name });
  }

  finding(words: string): Locator {
    return this.root.locator('article.finding').filter({ hasText: words });
  }

  /** Pictures that have arrived. */
  pictures(of: Locator): Locator {
    return of.locator('figure img');
  }

  /** Opens the first picture large, and sees it. */
  async enlarge(of: Locator) {
    await of.locator('figure a').first().click();
    const zoom = this.page.getByRole('dialog', { name: word('desk.picture.large') });
    const image = zoom.getByRole('img');
    await expect(image).toBeVisible();
    await expect.poll(() => image.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(400);
    await zoom.getByRole('button', { name: word('action.close'), exact: true }).click();
    await expect(zoom).toBeHidden();
  }

  async hasAllPhotos(timeout = 10_000) {
    await expect(this.root.getByText(inside('desk.record.photos_complete'))).toBeVisible({ timeout });
  }

  /** Sends one item back, with a sentence. */
  async giveBack(item: string, comment: string, reason = 'photo_unclear') {
    const { page } = this;
    await this.root.getByRole('button', { name: word('desk.record.send_back'), exact: true }).click();
    const form = page.getByRole('region', { name: word('desk.send_back.title') });
    await form.getByRole('checkbox', { name: new RegExp(item) }).check();
    await form.getByRole('textbox', { name: new RegExp(item) }).fill(comment);
    await form.getByRole('radio', { name: word(`return_reason.${reason}`), exact: true }).check();
    await form.getByRole('button', { name: word('desk.send_back.go', { n: 1 }), exact: true }).click();
    await this.isIn('returned');
  }

  async accept() {
    await this.root.getByRole('button', { name: pattern('desk.record.accept') }).click();
    await this.isIn('accepted');
  }

  async isIn(state: 'submitted' | 'returned' | 'accepted') {
    const head = this.root.locator('.record-title');
    await expect(head.getByText(word(`inspection_state.${state}`), { exact: true })).toBeVisible();
  }
}
