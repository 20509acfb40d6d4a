import { type Page, expect } from '@playwright/test';
import type { Person } from '../../cast/people';
import { word } from '../../cast/words';
import { FieldPage } from './field_page';
import { TodayPage } from './today';

export class SignInPage extends FieldPage {
  static async open(page: Page): Promise<SignInPage> {
    await page.goto('/field/sign-in');
    await expect(page.getByLabel(word('sign_in.login'))).toBeVisible();
    return new SignInPage(page);
  }

  async signIn(person: Person): Promise<TodayPage> {
    await this.fill(person);
    await this.button('sign_in.go').click();
    return this.arrive();
  }

  async enterOffline(person: Person): Promise<TodayPage> {
    await this.fill(person);
    await this.button('sign_in.offline').click();
    return this.arrive();
  }

  async fill(person: Person) {
    await this.page.getByLabel(word('sign_in.login')).fill(person.login);
    await this.page.getByLabel(word('sign_in.password'), { exact: true }).fill(person.password);
  }

  /** Whatever page was asked for comes up by itself; the day's work is one tap away from there. */
  private async arrive(): Promise<TodayPage> {
    await expect(this.page.getByLabel(word('sign_in.login'))).toBeHidden();
    const tabs = this.page.getByRole('navigation', { name: word('nav.main') });
    await tabs.getByRole('link', { name: word('nav.today'), exact: true }).click();
    const today = new TodayPage(this.page);
    await today.stands();
    return today;
  }
}
