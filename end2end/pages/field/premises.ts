import { type Locator, expect } from '@playwright/test';
import { escape, pattern, word } from '../../cast/words';
import { FieldPage } from './field_page';
import { StartPage } from './start';

/** 场所: the ledger on the phone. */
export class PremisesListPage extends FieldPage {
  async open(): Promise<PremisesListPage> {
    await this.page.goto('/field/premises');
    await expect(this.title).toHaveText(word('premises.title'));
    return this;
  }

  async search(words: string) {
    await this.page.getByLabel(word('premises.search_label')).fill(words);
    await expect(this.page.getByRole('status').filter({ hasText: pattern('premises.found') })).toBeVisible();
  }

  row(name: string): Locator {
    return this.page.getByRole('main').getByRole('link', { name: new RegExp(escape(name)) }).first();
  }

  async card(name: string): Promise<PremisesCardPage> {
    await this.row(name).click();
    const card = new PremisesCardPage(this.page);
    await expect(card.title).toHaveText(name);
    return card;
  }

  async add(): Promise<AddPremisesPage> {
    await this.link('premises.add.title').click();
    return new AddPremisesPage(this.page);
  }
}

/** The card: know before you knock. */
export class PremisesCardPage extends FieldPage {
  async open(id: string): Promise<PremisesCardPage> {
    await this.page.goto(`/field/premises/${id}`);
    return this;
  }

  async start(): Promise<StartPage> {
    await this.link('premises.card.start').click();
    const start = new StartPage(this.page);
    await expect(start.title).toHaveText(word('start.title'));
    return start;
  }
}

/** 新增场所 */
export class AddPremisesPage extends FieldPage {
  async add(place: { name: string; kind: string; address: string; community: string; phone?: string }): Promise<PremisesCardPage> {
    const { page } = this;
    await page.getByLabel(word('premises.add.name'), { exact: true }).fill(place.name);
    await page.getByLabel(word('premises.add.kind'), { exact: true }).selectOption({ label: place.kind });
    await page.getByLabel(word('premises.add.address'), { exact: true }).fill(place.address);
    const community = page.getByLabel(word('premises.add.community'), { exact: true });
    if (await community.count()) await community.selectOption({ label: place.community });
    if (place.phone) await page.getByLabel(new RegExp(word('premises.add.phone'))).fill(place.phone);
    await this.button('premises.add.go').click();
    const card = new PremisesCardPage(page);
    await expect(card.title).toHaveText(place.name);
    return card;
  }
}
