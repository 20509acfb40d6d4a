import { type Locator, expect } from '@playwright/test';
import type { Picture } from '../../cast/picture';
import { escape, pattern, word } from '../../cast/words';
import type { FailSheet } from './fail_sheet';
import type { InspectionPage } from './inspection';

/** One item's card. */
export class ItemCard {
  constructor(readonly on: InspectionPage, readonly id: string) {}

  get root(): Locator {
    return this.on.page.locator(`[id="${this.id}"]`);
  }

  async words(): Promise<string> {
    return this.root.locator('.item-text').innerText();
  }

  async isAnswered(): Promise<boolean> {
    return (await this.root.getAttribute('data-verdict')) !== null;
  }

  /** Answered, wherever the page has gone meanwhile: far from its section a card leaves the page. */
  async settles() {
    await this.on.page.waitForFunction((id) => {
      const card = document.getElementById(id);
      return card === null || card.hasAttribute('data-verdict');
    }, this.id);
  }

  radio(name: string): Locator {
    return this.root.getByRole('radio', { name: new RegExp(`^${escape(name)}$`) });
  }

  /** Gives an answer. A tap within 400 ms of the last one does not count, so it is given until it does. */
  async choose(answer: Locator) {
    await expect(async () => {
      if (await this.isChosen(answer)) return;
      await answer.click({ timeout: 500 });
      expect(await this.isChosen(answer)).toBe(true);
    }).toPass({ intervals: [50, 100, 150], timeout: 10_000 });
  }

  private async isChosen(answer: Locator): Promise<boolean> {
    if ((await this.root.count()) === 0) return true;
    if (!(await this.isAnswered())) return false;
    // Folded away: it was taken.
    if ((await answer.count()) === 0) return true;
    return (await answer.getAttribute('aria-checked')) === 'true';
  }

  async pass() {
    await this.choose(this.radio(word('answer.pass')));
  }

  async fail(): Promise<FailSheet> {
    await this.choose(this.radio(word('answer.fail')));
    return this.on.sheet();
  }

  /** 查不了 */
  async notChecked(reason: string) {
    await this.root.getByRole('button', { name: word('answer.not_checked'), exact: true }).click();
    const sheet = this.on.page.getByRole('dialog', { name: word('not_checked.title') });
    await sheet.getByRole('radio', { name: word(`not_checked.${reason}`), exact: true }).click();
    await expect(sheet).toBeHidden();
  }

  /** Its pictures, each a button that enlarges it. */
  get photos(): Locator {
    return this.root.getByRole('button', { name: pattern('photo.open') });
  }

  async photograph(picture: Picture) {
    const before = await this.photos.count();
    await this.root.getByLabel(word('photo.take'), { exact: true }).setInputFiles(picture);
    await expect(this.photos).toHaveCount(before + 1);
  }

  async removePhoto(n: number) {
    await this.root.getByRole('button', { name: word('photo.remove', { n }), exact: true }).click();
  }

  /** The answer that is no finding, whatever kind of item it is. */
  async answerWell(picture: () => Promise<Picture>) {
    const { root } = this;
    if (await root.getByLabel(word('photo.take'), { exact: true }).count()) await this.photograph(await picture());
    if (await this.isAnswered()) return;
    if (await this.radio(word('answer.pass')).count()) return this.pass();
    if (await this.radio(word('answer.no')).count()) return this.choose(this.radio(word('answer.no')));
    if (await root.getByRole('radio').count()) return this.choose(root.getByRole('radio').first());
    if (await root.locator('.number-pad').count()) return this.enter(await this.goodFigure());
    if (await root.locator('input[type=date]').count()) return this.enterDate(today());
    return this.enterText(word('disposition.unknown'));
  }

  async enter(figure: string) {
    for (const digit of figure) {
      const key = digit === '.' ? word('answer.number.point') : digit;
      await this.root.getByRole('button', { name: key, exact: true }).click();
    }
    await this.keep(this.root.getByRole('button', { name: word('answer.number.keep'), exact: true }));
  }

  private async enterDate(day: string) {
    await this.root.locator('input[type=date]').fill(day);
    await this.keep(this.root.getByRole('button', { name: word('answer.date.keep'), exact: true }));
  }

  private async enterText(words: string) {
    await this.root.getByRole('textbox').fill(words);
    await this.keep(this.root.getByRole('button', { name: word('answer.text.keep'), exact: true }));
  }

  private async keep(button: Locator) {
    await expect(async () => {
      if ((await this.root.count()) === 0 || (await this.root.getAttribute('data-current')) === null) return;
      await button.click({ timeout: 500 });
      expect(await this.root.getAttribute('data-verdict')).not.toBeNull();
    }).toPass({ intervals: [50, 100, 150], timeout: 10_000 });
  }

  /** A figure within what is asked for. */
  async goodFigure(): Promise<string> {
    const words = await this.root.locator('.number-head').innerText();
    const lines = words.split('\n');
    for (const key of ['answer.number.between', 'answer.number.at_least', 'answer.number.at_most']) {
      const line = lines.find((line) => pattern(key).test(line));
      if (line) return /-?\d+(\.\d+)?/.exec(line)![0];
    }
    return '1';
  }
}

/** Today in China, as the app reckons. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
}
