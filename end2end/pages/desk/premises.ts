import { type Locator, expect } from '@playwright/test';
import { word } from '../../cast/words';
import { DeskPage } from './desk_page';

/** The ledger at the desk. */
export class DeskPremisesListPage extends DeskPage {
  async search(words: string) {
    await this.page.getByRole('searchbox', { name: word('desk.premises.search') }).fill(words);
    await this.button('action.search').click();
    await expect(this.page).toHaveURL(/[?&]q=/);
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ hasText: name });
  }

  async card(name: string): Promise<DeskPremisesCardPage> {
    await this.row(name).getByRole('link', { name, exact: true }).click();
    const card = new DeskPremisesCardPage(this.page);
    await expect(card.heading).toHaveText(name);
    return card;
  }
}

/** One premises at the desk. */
export class DeskPremisesCardPage extends DeskPage {
  async confirm() {
    await this.button('desk.premises.confirm').click();
    await expect(this.button('desk.premises.confirm')).toBeHidden();
  }
}
