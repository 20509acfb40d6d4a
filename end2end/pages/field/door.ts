import { expect } from '@playwright/test';
import type { Picture } from '../../cast/picture';
import { pattern, word } from '../../cast/words';
import { DonePage } from './done';
import { FieldPage } from './field_page';

/** A visit on which nobody entered: a picture of the door, and that is an honest end. */
export class DoorPage extends FieldPage {
  async photograph(picture: Picture) {
    await this.page.getByLabel(word('photo.take'), { exact: true }).setInputFiles(picture);
    await expect(this.page.getByRole('button', { name: pattern('photo.open') })).toBeVisible();
  }

  async note(words: string) {
    await this.page.getByLabel(new RegExp(word('start.door_note'))).fill(words);
  }

  async submit(): Promise<DonePage> {
    await this.button('start.not_in_go').click();
    const done = new DonePage(this.page);
    await done.stands();
    return done;
  }
}
