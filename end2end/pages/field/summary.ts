import { type Locator, expect } from '@playwright/test';
import { word } from '../../cast/words';
import { FieldPage } from './field_page';
import { SignaturePage } from './signature';

/** 汇总 */
export class SummaryPage extends FieldPage {
  get gaps(): Locator {
    return this.page.locator('a.gap');
  }

  async sign(): Promise<SignaturePage> {
    await this.button('summary.go').click();
    const signature = new SignaturePage(this.page);
    await expect(signature.title).toHaveText(word('sign.title'));
    return signature;
  }
}
