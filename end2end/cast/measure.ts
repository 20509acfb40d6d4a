// Measures a page as it stands: the size of everything that can be pressed, and whether anything runs out of it sideways.

import type { Page } from '@playwright/test';

export interface Sizes {
  /** The least side of a target, CSS pixels. */
  target: number;
  /** The least side of an answer. */
  answer: number;
}

export const PHONE_SIZES: Sizes = { target: 48, answer: 56 };
export const DESK_SIZES: Sizes = { target: 32, answer: 32 };

/** Everything that can be pressed and is too small, in words. A link inside a sentence may be as high as its line (WCAG 2.5.8). */
export async function tooSmall(page: Page, sizes: Sizes): Promise<string[]> {
  return page.evaluate((sizes) => {
    const SELECTOR = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=radio], [role=button], canvas';
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    const seen = new Set<Element>();
    const faults: string[] = [];
    for (const found of top.querySelectorAll(SELECTOR)) {
      const label = found instanceof HTMLInputElement ? found.closest('label') : null;
      const target = label ?? found;
      if (seen.has(target)) continue;
      seen.add(target);
      const box = target.getBoundingClientRect();
      const style = getComputedStyle(target);
      const isUnseen = box.width <= 1 || box.height <= 1 || style.visibility === 'hidden' || box.bottom < 0 || target.closest('.skip, .unseen');
      if (isUnseen || !target.checkVisibility()) continue;
      const isInline = target instanceof HTMLAnchorElement && style.display === 'inline' && isInSentence(target);
      if (isInline) continue;
      const least = target.matches('.answer, [data-stand=pair] .option') ? sizes.answer : sizes.target;
      if ((box.width < least - 0.5 || box.height < least - 0.5) && !isReached(target, least)) {
        const words = (target.getAttribute('aria-label') ?? target.textContent ?? '').trim().slice(0, 30);
        faults.push(`${target.tagName.toLowerCase()}.${target.className} “${words}” ${Math.round(box.width)}×${Math.round(box.height)}, wanted ${least}`);
      }
    }
    return faults;

    /** A target may be larger to the finger than to the eye: what matters is what a touch beside it meets. */
    function isReached(target: Element, least: number): boolean {
      target.scrollIntoView({ block: 'center' });
      const box = target.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const across = Math.max(box.width, least) / 2 - 1;
      const down = Math.max(box.height, least) / 2 - 1;
      return [[-across, 0], [across, 0], [0, -down], [0, down]].every(([dx, dy]) => {
        const met = document.elementFromPoint(x + dx, y + dy);
        return met !== null && (met === target || target.contains(met));
      });
    }

    function isInSentence(link: Element): boolean {
      const around = link.parentElement!;
      return (around.textContent ?? '').trim().length > (link.textContent ?? '').trim().length;
    }
  }, sizes);
}

/** The browser's own text twice as large: what a person sets who reads badly. */
export async function withLargeText(page: Page, look: () => Promise<void>) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await look();
  await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
  await session.detach();
}

/** What sticks out at the side, or that the page scrolls sideways. Tables may, in a frame of their own. */
export async function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const faults: string[] = [];
    if (document.documentElement.scrollWidth > width) faults.push(`the page is ${document.documentElement.scrollWidth} px wide on ${width}`);
    const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    for (const element of top.querySelectorAll('*')) {
      if (element.closest('.table-scroll, .unseen, .skip, svg, select, dialog:not([open])') || !element.checkVisibility()) continue;
      const box = element.getBoundingClientRect();
      if (box.width > 1 && box.right > width + 1 && box.left < width) {
        const words = (element.textContent ?? '').trim().slice(0, 30);
        faults.push(`${element.tagName.toLowerCase()}.${element.className} “${words}” ends at ${Math.round(box.right)} of ${width}`);
      }
    }
    return faults.slice(0, 8);
  });
}
