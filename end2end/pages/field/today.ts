import { type Locator, expect } from '@playwright/test';
import { escape, inside, word } from '../../cast/words';
import { FieldPage } from './field_page';
import { DoorPage } from './door';
import { InspectionPage, MendPage } from './inspection';
import { PremisesListPage } from './premises';
import { QueuePage } from './queue';
import { SettingsPage } from './settings';

export class TodayPage extends FieldPage {
  async open(): Promise<TodayPage> {
    await this.page.goto('/field/today');
    await this.stands();
    return this;
  }

  async stands() {
    await expect(this.title).toHaveText(word('today.title'));
  }

  /** The ledger and the lists are on the phone, and so is the program: the first visit has left everything. */
  async hasEverything() {
    await expect(this.page.getByText(inside('data.age')).first()).toBeVisible({ timeout: 30_000 });
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  async premises(): Promise<PremisesListPage> {
    await this.tab('nav.premises');
    const list = new PremisesListPage(this.page);
    await expect(list.title).toHaveText(word('premises.title'));
    return list;
  }

  async settings(): Promise<SettingsPage> {
    await this.tab('nav.mine');
    const settings = new SettingsPage(this.page);
    await expect(settings.title).toHaveText(word('settings.title'));
    return settings;
  }

  async queue(): Promise<QueuePage> {
    await this.chip.click();
    const queue = new QueuePage(this.page);
    await expect(queue.title).toHaveText(word('queue.title'));
    return queue;
  }

  /** A visit that was sent back. */
  returned(name: string): Locator {
    return this.page.getByRole('link', { name: inside('today.returned', { name }) });
  }

  async mend(name: string): Promise<MendPage> {
    await this.returned(name).click();
    return new MendPage(this.page);
  }

  draft(name: string): Locator {
    return this.page.locator('section.card').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  async resume(name: string): Promise<InspectionPage> {
    await this.draft(name).getByRole('link', { name: word('action.resume'), exact: true }).click();
    return new InspectionPage(this.page);
  }

  async resumeAtDoor(name: string): Promise<DoorPage> {
    await this.draft(name).getByRole('link', { name: word('action.resume'), exact: true }).click();
    return new DoorPage(this.page);
  }

  private async tab(key: string) {
    const tabs = this.page.getByRole('navigation', { name: word('nav.main') });
    await tabs.getByRole('link', { name: new RegExp(`^${escape(word(key))}( \\d+)?$`) }).click();
  }
}

