// What can be taken back: a draft out of the trash, a submission that has not left the phone.

import { Api } from '../../cast/api';
import { chen } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { beginVisit, handInDoor, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { DoorPage } from '../../pages/field/door';
import { DraftsPage, TrashPage } from '../../pages/field/drafts';
import { InspectionPage } from '../../pages/field/inspection';

test('a draft that was moved away comes back by undo and out of the trash', async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[7];
  await signInOnPhone(phone, chen);
  const visit = await beginVisit(phone.page, api, shop);
  const { id } = visit;
  const item = await visit.item();
  await item.answerWell(() => picture(phone.page, shop.name, 800, 600));
  await item.settles();
  await visit.isSaved();
  const drafts = await new DraftsPage(phone.page).open();

  await drafts.remove(shop.name, 'duplicate');
  await expect(drafts.draft(shop.name)).toHaveCount(0);
  await drafts.undo();
  await expect(drafts.draft(shop.name)).toHaveCount(1);

  await drafts.remove(shop.name, 'wrong_place');
  await expect(drafts.draft(shop.name)).toHaveCount(0);
  // It is there after a reload too, and so is what was answered.
  const trash = await new TrashPage(phone.page).open();
  await trash.restore(shop.name);
  await expect(trash.draft(shop.name)).toHaveCount(0);
  const again = await new InspectionPage(phone.page).open(id);
  expect((await again.progress()).answered).toBeGreaterThan(0);
});

test('a picture that was removed comes back by undo', async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[9];
  await signInOnPhone(phone, chen);
  const visit = await beginVisit(phone.page, api, shop);
  const item = await visit.item();
  await item.photograph(await picture(phone.page, shop.name, 800, 600));
  await item.removePhoto(1);
  await expect(item.photos).toHaveCount(0);
  await visit.undo();
  await expect(item.photos).toHaveCount(1);
  await visit.isSaved();
  const words = await item.words();
  const again = new InspectionPage(await phone.crash());
  await again.stands();
  await expect((await again.itemOf(words)).photos).toHaveCount(1);
});

test('what has not left the phone is taken back, changed and arrives once', async ({ street, phone }) => {
  const { page } = phone;
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[8];
  await signInOnPhone(phone, chen);
  await phone.cutNetwork();
  const done = await handInDoor(page, shop);
  await done.isDone('stored');
  await done.withdraw();
  const door = new DoorPage(page);
  await expect(page.getByRole('heading', { name: word('access.closed'), exact: true })).toBeVisible();
  await door.note('隔壁说下周才开门');
  const again = await door.submit();
  await phone.bringNetworkBack();
  await again.isDone('photos', 30_000);
  await again.isDone('delivered', 30_000);
  const visits = await (await Api.signIn(street.url, chen)).visits(shop.id);
  expect(visits).toHaveLength(1);
  expect(visits[0]).toMatchObject({ revision: 1 });
});
