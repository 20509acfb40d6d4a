import { type Locator, expect } from '@playwright/test';
import type { Picture } from '../../cast/picture';
import { pattern, word } from '../../cast/words';

/** The sheet of a failed item: everything prefilled. */
export class FailSheet {
  constructor(readonly root: Locator) {}

  /** A picture of what is wrong. */
  async photograph(picture: Picture) {
    await this.take(0, picture);
  }

  /** A picture of what it looks like now. */
  async photographAfter(picture: Picture) {
    await this.take(1, picture);
  }

  async spot(words: string) {
    await this.root.getByLabel(new RegExp(word('fail.spot'))).fill(words);
  }

  /** 当场改好, 限期, 同一隐患, 报疑似重大 */
  async decide(disposition: 'on_spot' | 'order' | 'same_as' | 'suspected_major') {
    await this.root.getByRole('radio', { name: word(`fail.${disposition}`), exact: true }).click();
  }

  /** 报疑似重大, by the inspector's own judgement. */
  async suspectMajor(consequence: string) {
    await this.decide('suspected_major');
    await this.root.getByRole('radio', { name: word('fail.major_basis_none'), exact: true }).click();
    await this.root.getByLabel(word('fail.consequence'), { exact: true }).fill(consequence);
  }

  /** 同一隐患: this one, by its words. */
  async sameAs(violation: string) {
    await this.decide('same_as');
    await this.root.getByRole('radiogroup', { name: word('fail.same_choose') }).getByRole('radio', { name: violation }).click();
  }

  async keep() {
    await this.root.getByRole('button', { name: word('fail.go'), exact: true }).click();
    await expect(this.root).toBeHidden();
  }

  private async take(group: number, picture: Picture) {
    const taken = this.root.getByRole('button', { name: pattern('photo.open') });
    const before = await taken.count();
    await this.root.getByLabel(word('photo.take'), { exact: true }).nth(group).setInputFiles(picture);
    await expect(taken).toHaveCount(before + 1);
  }
}
