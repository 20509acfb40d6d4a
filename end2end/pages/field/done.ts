import { type Locator, expect } from '@playwright/test';
import { pattern, word } from '../../cast/words';
import { FieldPage } from './field_page';
import { TodayPage } from './today';

/** 已提交: what happens next, in four lines that fill in by themselves. */
export class DonePage extends FieldPage {
  async stands() {
    await expect(this.title).toHaveText(pattern('done.title'));
  }

  /** 已存本机, 照片, 已送达, 已核对 */
  step(key: 'stored' | 'photos' | 'delivered' | 'verified'): Locator {
    return this.page.locator('.step').filter({ has: this.page.locator('dt', { hasText: word(`done.${key}`) }) });
  }

  async isDone(key: 'stored' | 'photos' | 'delivered' | 'verified', timeout?: number) {
    await expect(this.step(key)).toHaveAttribute('data-state', 'done', { timeout });
  }

  /** 撤回修改 */
  async withdraw() {
    await this.button('done.withdraw').click();
  }

  async home(): Promise<TodayPage> {
    await this.link('done.home').click();
    const today = new TodayPage(this.page);
    await today.stands();
    return today;
  }
}
