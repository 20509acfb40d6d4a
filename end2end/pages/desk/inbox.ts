import { type Locator, expect } from '@playwright/test';
import { word } from '../../cast/words';
import { DeskPage } from './desk_page';
import { RecordPane } from './record';

/** What needs eyes, and beside it the record that is open. */
export class InboxPage extends DeskPage {
  line(name: string): Locator {
    return this.page.getByRole('region', { name: word('desk.inbox.list') }).getByRole('listitem').filter({ hasText: name });
  }

  async showAll() {
    await this.page.getByLabel(word('desk.inbox.show')).selectOption('all');
    await expect(this.page).toHaveURL(/show=all/);
  }

  async read(name: string): Promise<RecordPane> {
    await this.line(name).first().getByRole('link').click();
    const record = new RecordPane(this.page, name);
    await expect(record.root).toBeVisible();
    return record;
  }
}
