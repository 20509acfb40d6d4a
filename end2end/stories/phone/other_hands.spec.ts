// The phone in other hands, and the draft in other windows: nothing typed is lost, nothing untrue is shown.

import { Api } from '../../cast/api';
import { chen } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { beginVisit, shops, signInOnPhone } from '../../cast/visit';
import { word } from '../../cast/words';
import { InspectionPage } from '../../pages/field/inspection';
import { SignaturePage } from '../../pages/field/signature';

test('back does not leave the signing, and what was typed there outlives the page', async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[10];
  await signInOnPhone(phone, chen);
  const visit = await beginVisit(phone.page, api, shop);
  await phone.page.goto(`/field/i/${visit.id}/signature`);
  let signing = new SignaturePage(phone.page);
  await expect(signing.title).toHaveText(word('sign.title'));
  await signing.write('张伟', word('sign.staff'), '灭火器是上周才买的');
  await phone.page.goBack();
  await expect(signing.title).toHaveText(word('sign.title'));
  await expect(phone.page.getByText(word('sign.held'))).toBeVisible();

  signing = new SignaturePage(await phone.crash());
  await expect(signing.name).toHaveValue('张伟');
  await expect(signing.position(word('sign.staff'))).toBeChecked();
  await expect(signing.objection).toHaveValue('灭火器是上周才买的');
});

test('a draft that another window writes to is not filled in twice', async ({ street, phone }) => {
  const api = await Api.signIn(street.url, chen);
  const shop = (await shops(api))[11];
  await signInOnPhone(phone, chen);
  const first = await beginVisit(phone.page, api, shop);
  const second = await new InspectionPage(await phone.openTab()).open(first.id);
  const here = await second.item();
  await here.answerWell(() => picture(second.page, shop.name, 800, 600));
  await here.settles();
  await second.isSaved();

  const there = await first.item();
  await there.root.getByRole('button', { name: word('answer.not_checked'), exact: true }).click();
  await first.page.getByRole('dialog').getByRole('radio', { name: word('not_checked.locked'), exact: true }).click();
  await expect(first.page.getByText(word('draft.tab_here'))).toBeVisible();
  await first.page.getByRole('button', { name: word('app.reopen'), exact: true }).click();
  await first.stands();
  await expect(first.page.getByText(word('draft.tab_here'))).toHaveCount(0);
  expect((await first.progress()).answered).toBe((await second.progress()).answered);
});
