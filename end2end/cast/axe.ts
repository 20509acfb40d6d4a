// What axe finds on a page as it stands, in words.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

// Sizes of targets are measured apart, against more than WCAG's 24 px; axe would also count what the bar at the bottom covers just now.
const MEASURED_APART = ['target-size'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).disableRules(MEASURED_APART).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`));
}
