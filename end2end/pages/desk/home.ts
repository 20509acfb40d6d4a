import { expect } from '@playwright/test';
import { word } from '../../cast/words';
import { DeskPage } from './desk_page';
import { HazardListPage } from './hazards';
import { InboxPage } from './inbox';
import { DeskPremisesListPage } from './premises';

/** The supervisor's morning. */
export class HomePage extends DeskPage {
  async inbox(): Promise<InboxPage> {
    await this.go('nav.desk.inbox');
    const inbox = new InboxPage(this.page);
    await expect(inbox.heading).toContainText(word('desk.inbox.title'));
    return inbox;
  }

  async hazards(): Promise<HazardListPage> {
    await this.go('nav.desk.hazards');
    const hazards = new HazardListPage(this.page);
    await expect(hazards.heading).toContainText(word('desk.hazards.title'));
    return hazards;
  }

  async premises(): Promise<DeskPremisesListPage> {
    await this.go('nav.desk.premises');
    const premises = new DeskPremisesListPage(this.page);
    await expect(premises.heading).toContainText(word('desk.premises.title'));
    return premises;
  }

  private async go(key: string) {
    await this.rail.getByRole('link', { name: new RegExp(`^${word(key)}`) }).click();
  }
}
