import { expect } from '@playwright/test';
import { type Locale, language, speak, word } from '../../cast/words';
import { FieldPage } from './field_page';
import { SignInPage } from './sign_in';

/** 我的 */
export class SettingsPage extends FieldPage {
  async open(): Promise<SettingsPage> {
    await this.page.goto('/field/settings');
    await expect(this.title).toHaveText(word('settings.title'));
    return this;
  }

  /** The other language, at once. */
  async switchTo(locale: Locale) {
    await this.page.getByRole('button', { name: word(locale === 'en' ? 'language.en' : 'language.zh'), exact: true }).click();
    speak(locale);
    await expect(this.title).toHaveText(word('settings.title'));
    await expect(this.page.locator('html')).toHaveAttribute('lang', language());
  }

  async signOut(): Promise<SignInPage> {
    await this.button('sign_in.out').click();
    return this.arrive();
  }

  /** With unsent work it is said first. */
  async signOutWithUnsent(): Promise<SignInPage> {
    await this.button('sign_in.out').click();
    await this.button('sign_in.out_switch').click();
    return this.arrive();
  }

  private async arrive(): Promise<SignInPage> {
    await expect(this.page.getByLabel(word('sign_in.login'))).toBeVisible();
    return new SignInPage(this.page);
  }
}
