import { type Locator, expect } from '@playwright/test';
import { pattern, word } from '../../cast/words';
import { DoorPage } from './door';
import { FieldPage } from './field_page';
import { InspectionPage } from './inspection';

export class StartPage extends FieldPage {
  get lists(): Locator {
    return this.page.getByRole('group', { name: word('start.lists') }).getByRole('checkbox');
  }

  /** Leaves only the lists of these titles chosen. */
  async only(...titles: string[]) {
    await this.page.locator('details.more-lists').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    for (const box of await this.page.getByRole('checkbox').all()) {
      const label = await box.evaluate((input: HTMLInputElement) => input.labels?.[0]?.innerText ?? '');
      await box.setChecked(titles.some((title) => label.startsWith(title)));
    }
  }

  async begin(): Promise<InspectionPage> {
    await this.button('start.go').click();
    const inspection = new InspectionPage(this.page);
    await inspection.stands();
    return inspection;
  }

  /** Nobody let us in. */
  async notIn(outcome: 'closed' | 'vacant' | 'refused' | 'not_found'): Promise<DoorPage> {
    const outcomes = this.page.getByRole('radiogroup', { name: word('start.not_in') });
    await outcomes.getByRole('radio', { name: pattern(`access.${outcome}`) }).click();
    const door = new DoorPage(this.page);
    await expect(door.page.getByRole('heading', { name: word(`access.${outcome}`), exact: true })).toBeVisible();
    return door;
  }
}
