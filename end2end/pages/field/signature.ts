import { type Locator, expect } from '@playwright/test';
import { pattern, word } from '../../cast/words';
import { DonePage } from './done';
import { FieldPage } from './field_page';

/** The phone in the hands of the accompanying person. */
export class SignaturePage extends FieldPage {
  get name(): Locator {
    return this.page.getByLabel(word('sign.name'), { exact: true });
  }

  position(name: string): Locator {
    return this.page.getByRole('radiogroup', { name: word('sign.position') }).getByRole('radio', { name, exact: true });
  }

  get objection(): Locator {
    return this.page.locator('#objection');
  }

  /** Everything but the signature. */
  async write(name: string, position: string, objection?: string) {
    await this.name.fill(name);
    await this.position(position).click();
    if (objection === undefined) return;
    await this.page.getByRole('radio', { name: word('sign.object'), exact: true }).click();
    await this.objection.fill(objection);
  }

  async sign(name: string, position = word('sign.owner')): Promise<InspectorSignaturePage> {
    const { page } = this;
    await this.write(name, position);
    await draw(page.getByRole('img', { name: word('sign.pad'), exact: true }));
    await this.button('sign.hand_back').click();
    const own = new InspectorSignaturePage(page);
    await expect(own.title).toHaveText(word('sign.inspector_sign'));
    return own;
  }

  async unsigned(why: 'refused' | 'absent' | 'cannot_sign', note: string): Promise<InspectorSignaturePage> {
    const { page } = this;
    await this.link('sign.not_signed').click();
    await page.getByRole('radio', { name: word(`sign.refused.${why}`), exact: true }).click();
    await page.getByLabel(new RegExp(word('sign.not.note'))).fill(note);
    await this.button('sign.not.keep').click();
    const own = new InspectorSignaturePage(page);
    await expect(own.title).toHaveText(word('sign.inspector_sign'));
    return own;
  }
}

/** The inspector's own signature, and the one press that seals it all. */
export class InspectorSignaturePage extends FieldPage {
  async submit(): Promise<DonePage> {
    const pad = this.page.getByRole('img', { name: pattern('sign.pad_of') }).first();
    await draw(pad);
    await this.button('sign.go').click();
    const done = new DonePage(this.page);
    await done.stands();
    return done;
  }
}

/** A scrawl that passes for a name. */
export async function draw(pad: Locator) {
  // In the middle: the bar at the bottom lies over what is only just in view.
  await pad.evaluate((canvas) => canvas.scrollIntoView({ block: 'center' }));
  const box = (await pad.boundingBox())!;
  const { mouse } = pad.page();
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await mouse.move(...at(0.2, 0.3));
  await mouse.down();
  for (const [x, y] of [[0.3, 0.7], [0.4, 0.3], [0.5, 0.7], [0.6, 0.35], [0.75, 0.6]]) await mouse.move(...at(x, y), { steps: 4 });
  await mouse.up();
  await mouse.move(...at(0.2, 0.8));
  await mouse.down();
  await mouse.move(...at(0.8, 0.8), { steps: 6 });
  await mouse.up();
}
