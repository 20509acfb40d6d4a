// The story that everything else serves: an inspection without a network, from the first tap to the hazard on the desk's list.

import { Api, initials } from '../../cast/api';
import { chen, guo } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { list, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';
import { TodayPage } from '../../pages/field/today';

const BLOCKED = '从最里间到大门的通道没有堆货';
const LOCKED = '营业和有人期间出口门没有上锁';
const GRILLE = '外窗没有被焊死的防盗网';

/** Every page of the phone that has an address of its own before a visit is begun. */
const ROUTES = ['/field', '/field/today', '/field/premises', '/field/premises/new', '/field/hazards', '/field/queue', '/field/drafts', '/field/drafts/trash', '/field/settings'];

test('a visit without a network arrives once, is returned, mended and accepted', async ({ street, phone, desk }) => {
  test.setTimeout(180_000);
  const page = phone.page;
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[0];
  const small = await list(api, 'fire-small-place');
  await signInOnPhone(phone, chen);

  // The network is cut; everything opens and reloads.
  await phone.cutNetwork();
  for (const route of [...ROUTES, `/field/premises/${shop.id}`, `/field/start/${shop.id}`]) {
    await page.goto(route);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  // The shop is found by the first letters of its name.
  const today = await new TodayPage(page).open();
  const ledger = await today.premises();
  await ledger.search(initials(shop));
  const card = await ledger.card(shop.name);
  const start = await card.start();
  await start.only(small.title);
  const visit = await start.begin();
  const id = visit.id;
  for (const route of [`/field/i/${id}/overview`, `/field/i/${id}`]) {
    await page.goto(route);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  const shot = (words: string) => picture(page, words);
  await visit.answerAll(() => shot(shop.name), {
    [BLOCKED]: async (item) => {
      const sheet = await item.fail();
      await sheet.photograph(await shot('通道堵了'));
      await sheet.spot('后门');
      await sheet.keep();
    },
    [LOCKED]: async (item) => {
      const sheet = await item.fail();
      await sheet.photograph(await shot('锁着'));
      await sheet.decide('on_spot');
      await sheet.photographAfter(await shot('打开了'));
      await sheet.keep();
    },
    [GRILLE]: (item) => item.notChecked('locked'),
  });
  const summary = await visit.sumUp();
  await expect(summary.gaps).toHaveCount(0);
  const own = await (await summary.sign()).sign('张伟');
  const done = await own.submit();
  await done.isDone('stored');
  await expect(done.step('delivered')).toHaveAttribute('data-state', 'open');

  // A supervisor is at work when the network returns, on a server that was restarted.
  await street.start();
  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(guo)).inbox();
  await inbox.showAll();
  await expect(inbox.line(shop.name)).toHaveCount(0);
  await phone.context.setOffline(false);
  await done.isDone('delivered', 30_000);
  await expect(inbox.line(shop.name)).toHaveCount(1, { timeout: 5_000 });
  await done.isDone('photos', 30_000);
  const visits = await api.visits(shop.id).catch(async () => (await Api.signIn(street.url, chen)).visits(shop.id));
  expect(visits.filter((row) => row.id === id)).toHaveLength(1);
  expect(visits.find((row) => row.id === id)).toMatchObject({ revision: 1, state: 'submitted' });

  // It is read, with its pictures, and one item goes back with a sentence.
  const record = await inbox.read(shop.name);
  await record.hasAllPhotos();
  const finding = record.finding('占用、堵塞疏散通道');
  await expect(record.pictures(finding)).toHaveCount(1);
  await record.enlarge(finding);
  await expect(record.finding(GRILLE)).toContainText(word('not_checked.locked'));
  await record.giveBack(BLOCKED, '看不清是哪扇门，请从里面再拍一张');

  // The phone shows it at that very item; it is mended there.
  const home = await done.home();
  await expect(home.returned(shop.name)).toBeVisible({ timeout: 5_000 });
  const mend = await home.mend(shop.name);
  await expect(mend.comment('看不清是哪扇门')).toBeVisible();
  const sheet = await mend.editFinding('占用、堵塞疏散通道');
  await sheet.photograph(await shot('从里面拍的'));
  await sheet.keep();
  const again = await mend.resubmit();
  await again.isDone('photos', 30_000);
  await again.isDone('delivered', 30_000);

  // The second revision is accepted, and what was found stands as hazards.
  await expect(record.finding('占用、堵塞疏散通道').locator('figure img')).toHaveCount(2, { timeout: 5_000 });
  await record.accept();
  const now = await (await Api.signIn(street.url, chen)).visits(shop.id);
  expect(now.find((row) => row.id === id)).toMatchObject({ revision: 2, state: 'accepted' });
  const hazards = await inbox.hazards();
  const row = hazards.rows(shop.name).filter({ hasText: '占用、堵塞疏散通道' });
  await expect(row).toContainText(/隐〔\d{4}〕\d+号/);
  await expect(row).toContainText(word('debtor.enterprise'));
  await expect(row).toContainText(word('time.day.today'));
  const kept = await (await Api.signIn(street.url, chen)).hazards(shop.id);
  expect(kept.map((row) => row.state).sort()).toEqual(['closed', 'ordered']);
});
