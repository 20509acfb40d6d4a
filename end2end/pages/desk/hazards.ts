import type { Locator } from '@playwright/test';
import { DeskPage } from './desk_page';

/** The desk's list of hazards. */
export class HazardListPage extends DeskPage {
  rows(premises: string): Locator {
    return this.page.getByRole('row').filter({ hasText: premises });
  }
}
