// News comes while a reviewer writes and looks: nothing of it is taken away, and what was decided is said.

import { Api } from '../../cast/api';
import { chen, guo } from '../../cast/people';
import { expect, test } from '../../cast/story';
import { handInDoor, shops, signInOnPhone } from '../../cast/visit';
import { pattern, word } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';

test('a typed comment and an enlarged picture stay when news comes, and a return is confirmed', async ({ street, phone, desk }) => {
  const [first, second, third] = (await shops(await Api.signIn(street.url, chen))).slice(9);
  await signInOnPhone(phone, chen);
  await (await handInDoor(phone.page, first)).isDone('photos', 20_000);

  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(guo)).inbox();
  await inbox.showAll();
  const record = await inbox.read(first.name);
  await expect(record.root.getByRole('heading', { level: 2, name: first.name })).toBeFocused();

  await record.root.getByRole('button', { name: word('desk.record.send_back'), exact: true }).click();
  const form = desk.page.getByRole('region', { name: word('desk.send_back.title') });
  await form.getByRole('checkbox', { name: word('desk.send_back.whole'), exact: true }).check();
  const comment = form.getByRole('textbox');
  await comment.fill('请拍清门牌');
  await (await handInDoor(phone.page, second)).isDone('photos', 20_000);
  await expect(inbox.line(second.name).first()).toBeVisible();
  await expect(comment).toHaveValue('请拍清门牌');
  await expect(comment).toBeFocused();

  await record.root.locator('figure a').first().click();
  const zoom = desk.page.getByRole('dialog', { name: word('desk.picture.large') });
  await expect(zoom).toBeVisible();
  await (await handInDoor(phone.page, third)).isDone('photos', 20_000);
  await expect(inbox.line(third.name).first()).toBeVisible();
  await expect(zoom).toBeVisible();
  await desk.page.keyboard.press('Escape');
  await expect(zoom).toBeHidden();

  // Another record is read meanwhile: it has a form of its own, and the words wait for theirs.
  await inbox.read(second.name);
  await expect(form).toBeHidden();
  await inbox.read(first.name);
  await expect(comment).toHaveValue('请拍清门牌');
  await form.getByRole('radio', { name: word('return_reason.photo_unclear'), exact: true }).check();
  await form.getByRole('button', { name: word('desk.send_back.go', { n: 1 }), exact: true }).click();
  await expect(form).toBeHidden();
  await expect(record.root).toContainText(word('desk.send_back.done', { name: first.name }));
});

test('a double click accepts once and says so', async ({ street, phone, desk }) => {
  const shop = (await shops(await Api.signIn(street.url, chen)))[12];
  await signInOnPhone(phone, chen);
  await (await handInDoor(phone.page, shop)).isDone('photos', 20_000);
  const inbox = await (await (await DeskSignInPage.open(desk.page)).signIn(guo)).inbox();
  await inbox.showAll();
  const record = await inbox.read(shop.name);
  await record.root.getByRole('button', { name: pattern('desk.record.accept') }).dblclick();
  await record.isIn('accepted');
  await expect(record.root).toContainText(word('desk.accept.done', { name: shop.name }));
  await expect(record.root).not.toContainText(word('refusal.id_conflict'));
});

test('a search keeps the other filters', async ({ desk }) => {
  const home = await (await DeskSignInPage.open(desk.page)).signIn(guo);
  const ledger = await home.premises();
  await desk.page.getByLabel(word('desk.premises.risk')).selectOption('yellow');
  await expect(desk.page).toHaveURL(/risk=yellow/);
  await ledger.search('店');
  await expect(desk.page).toHaveURL(/risk=yellow/);
});

test('who is signed out comes back to the same page, and an office without a network is told so', async ({ desk }) => {
  const home = await (await DeskSignInPage.open(desk.page)).signIn(guo);
  await home.visit('/desk/hazards?show=all');
  await desk.context.setOffline(true);
  await expect(desk.page.getByText(word('desk.unreached'))).toBeVisible({ timeout: 30_000 });
  await desk.context.clearCookies();
  await desk.context.setOffline(false);
  await expect(desk.page).toHaveURL(/sign-in\?next=.*hazards/, { timeout: 30_000 });
  await desk.page.getByLabel(word('sign_in.login')).fill(guo.login);
  await desk.page.getByLabel(word('sign_in.password'), { exact: true }).fill(guo.password);
  await desk.page.getByRole('button', { name: pattern('sign_in.go') }).click();
  await expect(desk.page).toHaveURL(/desk\/hazards\?show=all/);
});
