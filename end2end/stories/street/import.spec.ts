// The office's own ledger file becomes places on desk and phone.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Device, DESK, PHONE } from '../../cast/device';
import type { Person } from '../../cast/people';
import { Street } from '../../cast/street';
import { expect, test } from '../../cast/story';
import { speak } from '../../cast/words';
import { DeskSignInPage } from '../../pages/desk/sign_in';
import { SignInPage } from '../../pages/field/sign_in';

const LEDGER = fileURLToPath(new URL('../../../server/demo/ledger.xlsx', import.meta.url));
const COMMUNITIES = ['团结社区', '晨光社区', '民生社区', '园丁社区', '富兴社区', '锦绣社区', '铁西社区'];

const inspector: Person = { login: '19900020001', name: '李敏', password: 'shi-wai-tao-yuan' };
const clerk: Person = { login: '19900020002', name: '王芳', password: 'shi-wai-tao-yuan' };

test('the sample ledger goes in by the command line, once, and is found on desk and phone', async ({ browser }) => {
  speak('zh-CN');
  const street = await Street.empty();
  for (const name of COMMUNITIES) expect((await street.run('admin', 'add-community', name, '--grids', '4')).code).toBe(0);
  const add = (who: Person, role: string) => street.run('admin', 'add-user', who.login, '--name', who.name, '--role', role, '--password', who.password);
  expect((await add(inspector, 'inspector@团结社区')).code).toBe(0);
  expect((await add(clerk, 'office_clerk')).code).toBe(0);

  const first = JSON.parse((await street.run('import', 'premises', LEDGER, '--json')).out);
  expect(first).toMatchObject({ rows: 464, imported: 440, duplicates: 4, skipped: 10 });
  const count = (lines: { code: string }[], code: string) => lines.filter((line) => line.code === code).length;
  expect([count(first.warnings, 'bad_code'), count(first.warnings, 'bad_phone')]).toEqual([10, 9]);
  expect([count(first.errors, 'no_name'), count(first.errors, 'unknown_community'), count(first.errors, 'unknown_kind')]).toEqual([8, 5, 7]);
  const second = JSON.parse((await street.run('import', 'premises', LEDGER, '--json')).out);
  expect(second.imported).toBe(0);
  const wrong = await street.run('import', 'premises', fileURLToPath(import.meta.url));
  expect(wrong.code).toBe(1);
  expect(wrong.err.trim().split('\n')).toHaveLength(1);

  await street.start();
  const desk = await Device.make(browser, street, DESK);
  const ledger = await (await (await DeskSignInPage.open(desk.page)).signIn(clerk)).premises();
  await expect(ledger.heading).toContainText('440');
  const name = await desk.page.getByRole('row').filter({ hasText: '团结社区' }).first().getByRole('link').innerText();
  await ledger.search(name);
  await (await ledger.card(name)).heading.isVisible();

  const phone = await Device.make(browser, street, PHONE);
  const today = await (await SignInPage.open(phone.page)).signIn(inspector);
  await today.hasEverything();
  const list = await today.premises();
  await list.search(name);
  await list.card(name);
  await phone.close();
  await desk.close();
  expect((await street.run('verify')).code, await readFile(street.log, 'utf8')).toBe(0);
  await street.end();
});
