import type { Locator } from '@playwright/test';
import { FieldPage } from './field_page';
import { InspectionPage } from './inspection';

/** 目录 */
export class OverviewPage extends FieldPage {
  get lines(): Locator {
    return this.page.locator('.overview-line');
  }

  async firstOpen(): Promise<InspectionPage> {
    await this.link('overview.go').click();
    return new InspectionPage(this.page);
  }
}
