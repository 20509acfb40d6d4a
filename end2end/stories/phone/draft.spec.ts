// A draft outlives whatever happens to the page: what was said to be stored is there again, at the same item.

import { Api } from '../../cast/api';
import { chen } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { beginVisit, shops, signInOnPhone } from '../../cast/visit';
import { InspectionPage } from '../../pages/field/inspection';

test('a draft survives reloads and killed pages, tap by tap', async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[1];
  await signInOnPhone(phone, chen);
  let visit = await beginVisit(phone.page, api, shop);
  await phone.cutNetwork();
  for (let round = 0; round < 6; round += 1) {
    const item = await visit.item();
    await item.answerWell(() => picture(phone.page, `${round}`, 800, 600));
    await item.settles();
    // A picture stays in front until one goes on.
    if ((await visit.item()).id === item.id) await visit.next.click();
    await visit.isSaved();
    const [words, progress] = [await (await visit.item()).words(), await visit.progress()];
    if (round % 2 === 0) {
      await phone.page.reload();
      visit = new InspectionPage(phone.page);
    } else {
      visit = new InspectionPage(await phone.crash());
    }
    await visit.stands();
    expect(await (await visit.item()).words(), `after round ${round}`).toBe(words);
    expect(await visit.progress(), `after round ${round}`).toEqual(progress);
  }
});

test('a failed item keeps its sheet: words and picture are there after the page was killed', async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[2];
  await signInOnPhone(phone, chen);
  let visit = await beginVisit(phone.page, api, shop);
  const words = '从最里间到大门的通道没有堆货';
  const overview = await visit.overview();
  await overview.lines.filter({ hasText: words }).click();
  await visit.stands();
  const sheet = await (await visit.item()).fail();
  await sheet.photograph(await picture(phone.page, '堵了'));
  await sheet.spot('二层东侧');
  await visit.isSaved();
  visit = new InspectionPage(await phone.crash());
  const item = await visit.itemOf(words);
  await expect(item.root).toHaveAttribute('data-verdict', 'fail');
  await expect(item.root).toContainText('二层东侧');
  await item.root.locator('.finding-line').getByRole('button').click();
  const again = await visit.sheet();
  await expect(again.root.locator('.thumb img')).toHaveCount(1);
});
