// The browser is killed with SIGKILL and its tabs crash, at random moments of answering, photographing, handing in and sending. What the
// phone had shown as 已存本机 is there afterwards, on the same item, and arrives once.
//
// A usual run kills and crashes five times each; XUNAN_KILLS and XUNAN_CRASHES say otherwise, XUNAN_SEED tells a run again.

import { Api, type Row } from '../../cast/api';
import { BrowserProcess } from '../../cast/browser_process';
import { entries } from '../../cast/journal';
import { chen } from '../../cast/people';
import { picture } from '../../cast/picture';
import { Seeded } from '../../cast/seeded';
import { expect, test } from '../../cast/story';
import { beginVisit, handInDoor, shops } from '../../cast/visit';
import { inside, word } from '../../cast/words';
import { InspectionPage } from '../../pages/field/inspection';
import { QueuePage } from '../../pages/field/queue';
import { SignInPage } from '../../pages/field/sign_in';

const KILLS = Number(process.env.XUNAN_KILLS ?? 5);
const CRASHES = Number(process.env.XUNAN_CRASHES ?? 5);
/** The longest time from one death to the next. */
const LIFE_MAX_MS = 6_000;
const ROUND_MAX_MS = 60_000;

/** What the phone has said of one draft: each item, and whether a picture of it was shown with it. */
type Promised = Map<string, { verdict: string; photos: number }>;

/** Answers one item after the other, and notes what was shown as saved, until it is killed or everything is answered. */
async function answer(visit: InspectionPage, promised: Promised) {
  for (;;) {
    if (await visit.summary.isVisible()) return;
    const item = await visit.item();
    if (await item.isAnswered()) {
      await visit.next.click();
      continue;
    }
    await item.answerWell(() => picture(visit.page, item.id, 800, 600));
    await visit.isSaved();
    const verdict = await item.root.getAttribute('data-verdict');
    if (verdict) promised.set(item.id, { verdict, photos: await item.photos.count() });
  }
}

/** Runs until the moment comes, and no complaint of a dying page counts. */
async function until(moment: number, die: () => Promise<unknown>, work: Promise<unknown>) {
  let timer: NodeJS.Timeout | undefined;
  const death = new Promise<void>((resolve, reject) => {
    timer = setTimeout(() => die().then(() => resolve(), reject), moment);
  });
  await Promise.all([death, work.catch(() => undefined)]);
  clearTimeout(timer);
}

/** Everything that was promised is on the pages of the draft, item by item. */
async function holds(visit: InspectionPage, promised: Promised, when: string) {
  await visit.stands();
  const { answered } = await visit.progress();
  expect(answered, `${when}: as many answers as were shown as saved`).toBeGreaterThanOrEqual(promised.size);
  const journal = await entries(visit.page, visit.id);
  const answers = new Set(journal.filter((entry) => entry.edit.do === 'answer' && entry.edit.given).map((entry) => JSON.stringify(entry.edit.at)));
  const photos = journal.filter((entry) => entry.edit.do === 'photo' && entry.edit.photo).length;
  const shown = [...promised.values()].reduce((sum, item) => sum + item.photos, 0);
  expect(answers.size, `${when}: answers in the journal`).toBeGreaterThanOrEqual([...promised.values()].filter((item) => item.photos === 0).length);
  expect(photos, `${when}: pictures in the journal`).toBeGreaterThanOrEqual(shown);
}

async function signIn(phone: BrowserProcess): Promise<void> {
  const today = await (await SignInPage.open(phone.page)).signIn(chen);
  await today.hasEverything();
}

/** A cookie that was set just before the browser died may be gone with it: then the queue asks to sign in, and everything waits for that. */
async function signInIfAsked(phone: BrowserProcess) {
  const queue = await new QueuePage(phone.page).open();
  await expect(queue.page.getByText(inside('queue.last_contact')).first()).toBeVisible();
  if (await queue.page.getByText(word('q.auth')).first().isVisible()) await signIn(phone);
}

for (const [name, count, die] of [
  ['killed', KILLS, async (phone: BrowserProcess) => phone.kill().then(() => phone.start())],
  ['crashed', CRASHES, async (phone: BrowserProcess) => phone.crash()],
] as const) {
  test(`a draft whose browser is ${name} keeps what was shown as saved`, async ({ street }) => {
    test.setTimeout(60_000 + count * ROUND_MAX_MS);
    const seeded = new Seeded();
    const shop = (await shops(await Api.signIn(street.url, chen)))[1];
    const phone = await BrowserProcess.open(street);
    await signIn(phone);
    let visit = await beginVisit(phone.page, await Api.signIn(street.url, chen), shop);
    const [id, promised]: [string, Promised] = [visit.id, new Map()];
    for (let round = 0; round < count; round += 1) {
      const moment = 200 + seeded.below(LIFE_MAX_MS);
      await until(moment, () => die(phone), answer(visit, promised));
      visit = await new InspectionPage(phone.page).open(id);
      await holds(visit, promised, `seed ${seeded.seed}, round ${round}, after ${moment} ms`);
    }
    console.log(`${count} times ${name}: ${promised.size} answers shown as saved, none lost (seed ${seeded.seed})`);
    expect(phone.complaints).toEqual([]);
    await phone.end();
  });
}

/** Hands one door visit in after the other and notes those that were shown as stored. */
async function handIn(phone: BrowserProcess, todo: Row[], stored: Set<string>) {
  while (todo.length > 0) {
    const shop = todo[0];
    const done = await handInDoor(phone.page, shop);
    await done.isDone('stored');
    stored.add(shop.id);
    todo.shift();
  }
}

test('records whose browser is killed while it sends arrive once, with their photos', async ({ street }) => {
  test.setTimeout(60_000 + KILLS * ROUND_MAX_MS);
  const seeded = new Seeded();
  const api = await Api.signIn(street.url, chen);
  const all = (await shops(api)).slice(0, KILLS * 3);
  const before = new Map<string, number>();
  for (const shop of all) before.set(shop.id, (await api.visits(shop.id)).length);
  const phone = await BrowserProcess.open(street);
  await signIn(phone);
  const [todo, stored] = [[...all], new Set<string>()];
  for (let round = 0; round < KILLS && todo.length > 0; round += 1) {
    const moment = 300 + seeded.below(LIFE_MAX_MS);
    await until(moment, () => phone.kill().then(() => phone.start()), handIn(phone, todo, stored));
    // The one in hand when the browser died may be a draft or handed in: another shop is next.
    todo.shift();
  }
  await signInIfAsked(phone);
  const arrived = async () => {
    const api = await Api.signIn(street.url, chen);
    const visits = await Promise.all([...stored].map(async (shop) => (await api.visits(shop)).slice(before.get(shop))));
    return visits.map((visits) => visits.map((visit) => visit.missing.length));
  };
  await expect.poll(arrived, { timeout: 60_000, message: `seed ${seeded.seed}: each once, with all of its photos` }).toEqual([...stored].map(() => [0]));
  console.log(`${KILLS} kills: ${stored.size} records shown as stored, each arrived once with its photos (seed ${seeded.seed})`);
  await phone.end();
});
