// Short ways into a visit, for stories that are about something else.

import type { Page } from '@playwright/test';
import { DonePage } from '../pages/field/done';
import type { InspectionPage } from '../pages/field/inspection';
import { PremisesCardPage } from '../pages/field/premises';
import { SignInPage } from '../pages/field/sign_in';
import type { TodayPage } from '../pages/field/today';
import { Api, type Row } from './api';
import type { Device } from './device';
import type { Person } from './people';
import { picture } from './picture';
import { language } from './words';

/** The list that small shops are gone through with: 36 items, all seven kinds of answers. */
export const SMALL_PLACE = 'fire-small-place';

/** The phone with everything on it, and somebody signed in. */
export async function signInOnPhone(phone: Device, person: Person): Promise<TodayPage> {
  const today = await (await SignInPage.open(phone.page)).signIn(person);
  await today.hasEverything();
  return today;
}

/** Shops of the person's own grids that the list for small places fits, without hazards. What lies beside the grids waits in quarantine. */
export async function shops(api: Api): Promise<Row[]> {
  const [me] = await api.rows('me');
  const grids = me.grants.map((grant: { place: string }) => grant.place);
  const fits: string[] = (await list(api, SMALL_PLACE)).applies_to;
  const hazards = new Set((await api.rows('hazard')).map((row) => row.premises));
  const rows = await api.rows('premises');
  return rows.filter((row) => fits.includes(row.kind) && grids.includes(row.grid) && !hazards.has(row.id) && !row.to_verify);
}

/** A list by its id. */
export async function list(api: Api, id: string): Promise<Row> {
  const found = (await api.rows('checklist')).find((row) => row.checklist.id === id);
  if (!found) throw new Error(`no list ${id}`);
  return found.checklist;
}

/** Words of items of that list that are answered by one tap, whatever else is answered. */
export async function plainChecks(api: Api): Promise<string[]> {
  const items: Row[] = (await list(api, SMALL_PLACE)).sections.flatMap((section: Row) => (section.show_if ? [] : section.items));
  const isPlain = (item: Row) => item.answer === 'check' && !item.show_if && item.photo !== 'always';
  return items.filter(isPlain).map((item) => (language() === 'en' ? item.text_en : item.text));
}

/** A visit of this shop, begun with the list for small places only. */
export async function beginVisit(page: Page, api: Api, shop: Row): Promise<InspectionPage> {
  const card = await new PremisesCardPage(page).open(shop.id);
  const start = await card.start();
  const small = await list(api, SMALL_PLACE);
  await start.only(language() === 'en' ? small.title_en : small.title);
  return start.begin();
}

/** A visit at whose door nobody opened: the shortest that can be handed in. */
export async function handInDoor(page: Page, shop: Row): Promise<DonePage> {
  const card = await new PremisesCardPage(page).open(shop.id);
  const door = await (await card.start()).notIn('closed');
  await door.photograph(await picture(page, shop.name, 800, 600));
  return door.submit();
}
