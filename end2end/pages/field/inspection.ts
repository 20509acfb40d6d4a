import { type Locator, expect } from '@playwright/test';
import type { Picture } from '../../cast/picture';
import { word } from '../../cast/words';
import { DonePage } from './done';
import { FailSheet } from './fail_sheet';
import { FieldPage } from './field_page';
import { ItemCard } from './item_card';
import { OverviewPage } from './overview';
import { SummaryPage } from './summary';

/** What to do at an item, by its words. Every other item gets a good answer. */
export type Plan = Record<string, (item: ItemCard) => Promise<void>>;

/** Answering, one item after the other. */
export class InspectionPage extends FieldPage {
  async open(id: string): Promise<InspectionPage> {
    await this.page.goto(`/field/i/${id}`);
    await this.stands();
    return this;
  }

  async stands() {
    await expect(this.current).toBeVisible();
  }

  /** The card that is open. */
  get current(): Locator {
    return this.page.locator('article.item[data-current]');
  }

  get next(): Locator {
    return this.button('answer.next');
  }

  get summary(): Locator {
    return this.button('answer.summary');
  }

  /** 24/50 */
  async progress(): Promise<{ answered: number; asked: number }> {
    const words = await this.page.locator('.top-bar-title .meta').innerText();
    const [answered, asked] = words.split('/').map(Number);
    return { answered, asked };
  }

  get id(): string {
    return /\/field\/i\/([^/?]+)/.exec(this.page.url())![1];
  }

  /** The open card, held on to wherever the page moves. */
  async item(): Promise<ItemCard> {
    return new ItemCard(this, (await this.current.getAttribute('id'))!);
  }

  /** A card by its words. */
  async itemOf(words: string): Promise<ItemCard> {
    const card = this.page.locator('article.item').filter({ has: this.page.locator('.item-text', { hasText: words }) });
    return new ItemCard(this, (await card.first().getAttribute('id'))!);
  }

  /** Goes through all that is open. */
  async answerAll(picture: () => Promise<Picture>, plan: Plan = {}) {
    // Each round settles one item; more rounds than items means that something goes in circles.
    for (let round = 0; round < 2_000; round += 1) {
      if (await this.summary.isVisible()) return;
      const item = await this.item();
      if (await item.isAnswered()) {
        await this.next.click();
        continue;
      }
      const words = await item.words();
      const wanted = Object.keys(plan).find((key) => words.includes(key));
      if (wanted) await plan[wanted](item);
      else await item.answerWell(picture);
      await item.settles();
    }
    throw new Error('the items do not come to an end');
  }

  /** Goes to an item by its words, wherever it is. */
  async goTo(words: string): Promise<ItemCard> {
    const overview = await this.overview();
    await overview.lines.filter({ hasText: words }).first().click();
    await this.stands();
    return this.itemOf(words);
  }

  /** The sheet that a failed item opened. */
  async sheet(): Promise<FailSheet> {
    const sheet = new FailSheet(this.page.getByRole('dialog').filter({ has: this.button('fail.go') }));
    await expect(sheet.root).toBeVisible();
    return sheet;
  }

  async overview(): Promise<OverviewPage> {
    await this.link('overview.title').click();
    const overview = new OverviewPage(this.page);
    await expect(overview.title).toHaveText(word('overview.title'));
    return overview;
  }

  async sumUp(): Promise<SummaryPage> {
    await this.summary.click();
    const summary = new SummaryPage(this.page);
    await expect(summary.title).toHaveText(word('summary.title'));
    return summary;
  }
}

/** A returned visit: only what the reviewer marked, with his words beside it. */
export class MendPage extends InspectionPage {
  async open(id: string): Promise<MendPage> {
    await this.page.goto(`/field/i/${id}`);
    return this;
  }

  /** What the reviewer says. */
  comment(words: string): Locator {
    return this.page.locator('.item-comment').filter({ hasText: words });
  }

  /** The finding of the marked item, in its sheet. */
  async editFinding(words: string) {
    const finding = this.page.locator('.finding-line').filter({ hasText: words });
    await finding.getByRole('button', { name: word('action.edit'), exact: true }).click();
    return this.sheet();
  }

  async resubmit(): Promise<DonePage> {
    await this.button('returned.go').click();
    const done = new DonePage(this.page);
    await done.stands();
    return done;
  }

  async stands() {
    await expect(this.page.locator('.item-comment').first()).toBeVisible();
  }
}
