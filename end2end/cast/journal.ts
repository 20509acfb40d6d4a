// What lies in the phone's database, read beside the app: rows of evidence are the hash of their text and the text.

import type { Page } from '@playwright/test';

const HASH_DIGITS = 16;

export interface Entry {
  draft: string;
  n: number;
  edit: Record<string, any>;
}

/** Every row of a store that is text. */
export async function rows(page: Page, store: string): Promise<any[]> {
  const texts = await page.evaluate(async (store) => {
    const open = indexedDB.open('xunan');
    const database: IDBDatabase = await new Promise((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const all = database.transaction(store).objectStore(store).getAll();
    const values: unknown[] = await new Promise((resolve, reject) => {
      all.onsuccess = () => resolve(all.result);
      all.onerror = () => reject(all.error);
    });
    database.close();
    return values.filter((value) => typeof value === 'string') as string[];
  }, store);
  return texts.map((text) => JSON.parse(text.slice(HASH_DIGITS)));
}

/** The entries of one draft, in their order. */
export async function entries(page: Page, draft: string): Promise<Entry[]> {
  const all: Entry[] = await rows(page, 'drafts');
  return all.filter((entry) => entry.draft === draft).sort((one, other) => one.n - other.n);
}
