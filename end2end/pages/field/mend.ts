import { type Locator, expect } from '@playwright/test';
import { word } from '../../cast/words';
import { DonePage } from './done';
import { InspectionPage } from './inspection';

/** A returned visit: only what the reviewer marked, with his words beside it. */
export class MendPage extends InspectionPage {
  async open(id: string): Promise<MendPage> {
    await this.page.goto(`/field/i/${id}`);
    return this;
  }

  /** What the reviewer says. */
  comment(words: string): Locator {
    return this.page.locator('.item-comment').filter({ hasText: words });
  }

  /** The finding of the marked item, in its sheet. */
  async editFinding(words: string) {
    const finding = this.page.locator('.finding-line').filter({ hasText: words });
    await finding.getByRole('button', { name: word('answer.edit'), exact: true }).click();
    return this.sheet();
  }

  async resubmit(): Promise<DonePage> {
    await this.button('returned.go').click();
    const done = new DonePage(this.page);
    await done.stands();
    return done;
  }

  async stands() {
    await expect(this.page.locator('.item-comment').first()).toBeVisible();
  }
}
