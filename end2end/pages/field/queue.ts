import { type Locator, expect } from '@playwright/test';
import { word } from '../../cast/words';
import { FieldPage } from './field_page';

/** 发送情况 */
export class QueuePage extends FieldPage {
  async open(): Promise<QueuePage> {
    await this.page.goto('/field/queue');
    await expect(this.title).toHaveText(word('queue.title'));
    return this;
  }

  rows(name: string): Locator {
    return this.page.locator('section.card').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }
}
