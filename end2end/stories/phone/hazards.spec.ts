// What becomes of findings: a suspected major is for the office to judge, and what was found before is not a second hazard.

import { Api } from '../../cast/api';
import { chen } from '../../cast/people';
import { picture } from '../../cast/picture';
import { expect, test } from '../../cast/story';
import { beginVisit, shops, signInOnPhone } from '../../cast/visit';
import type { Plan } from '../../pages/field/inspection';

const BLOCKED = '从最里间到大门的通道没有堆货';
const LOCKED = '营业和有人期间出口门没有上锁';

test('a suspected major waits for the office, and the same hazard seen again stays one', async ({ street, phone }) => {
  test.setTimeout(180_000);
  const { page } = phone;
  const shop = (await shops(await Api.signIn(street.url, chen)))[3];
  await signInOnPhone(phone, chen);
  const shot = (words: string) => picture(page, words, 800, 600);
  const handIn = async (plan: Plan) => {
    const visit = await beginVisit(page, await Api.signIn(street.url, chen), shop);
    await visit.answerAll(() => shot(shop.name), plan);
    const done = await (await (await (await visit.sumUp()).sign()).sign('张伟')).submit();
    await done.isDone('photos', 30_000);
    await done.isDone('delivered', 30_000);
  };
  const hazards = async () => (await Api.signIn(street.url, chen)).hazards(shop.id);

  await handIn({
    [BLOCKED]: async (item) => {
      const sheet = await item.fail();
      await sheet.photograph(await shot('堆货'));
      await sheet.keep();
    },
    [LOCKED]: async (item) => {
      const sheet = await item.fail();
      await sheet.photograph(await shot('锁着'));
      await sheet.suspectMajor('起火时人出不去');
      await sheet.keep();
    },
  });
  const first = await hazards();
  expect(first.map((row) => row.state).sort()).toEqual(['ordered', 'suspected']);
  const blocked = first.find((row) => row.state === 'ordered')!;

  // The second visit finds the same aisle blocked. The phone knows the hazard by now and lets it be pointed at.
  await handIn({
    [BLOCKED]: async (item) => {
      const sheet = await item.fail();
      await sheet.photograph(await shot('还堆着'));
      await sheet.sameAs(blocked.violation);
      await sheet.keep();
    },
  });
  const second = await hazards();
  expect(second.map((row) => row.id).sort()).toEqual(first.map((row) => row.id).sort());
});
