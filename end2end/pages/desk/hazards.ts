import type { Locator } from '@playwright/test';
import { HomePage } from './home';

/** The desk's list of hazards. */
export class HazardListPage extends HomePage {
  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  rows(premises: string): Locator {
    return this.page.getByRole('row').filter({ hasText: premises });
  }
}
