import { type Locator, expect } from '@playwright/test';
import { pattern, word } from '../../cast/words';
import { FieldPage } from './field_page';

/** 草稿 */
export class DraftsPage extends FieldPage {
  async open(): Promise<DraftsPage> {
    await this.page.goto('/field/drafts');
    await expect(this.title).toHaveText(pattern('drafts.title'));
    return this;
  }

  draft(name: string): Locator {
    return this.page.locator('section.card').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  async remove(name: string, why: string) {
    await this.draft(name).getByRole('button', { name: word('drafts.remove'), exact: true }).click();
    const sheet = this.page.getByRole('dialog', { name: word('drafts.why.title') });
    await sheet.getByRole('radio', { name: word(`drafts.why.${why}`), exact: true }).click();
  }
}

/** 回收站 */
export class TrashPage extends DraftsPage {
  async open(): Promise<TrashPage> {
    await this.page.goto('/field/drafts/trash');
    await expect(this.title).toHaveText(pattern('trash.title'));
    return this;
  }

  async restore(name: string) {
    await this.draft(name).getByRole('button', { name: word('trash.restore'), exact: true }).click();
  }
}
