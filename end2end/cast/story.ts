// What every story starts with: a street of its own or the common one, phones and desks on it. Pages that complain fail the story.

import { test as base, expect } from '@playwright/test';
import { DESK, Device, PHONE } from './device';
import { Street } from './street';
import { speak } from './words';

interface Stage {
  /** A demo street that this story may change, served. */
  street: Street;
  /** A phone on the story's own street. */
  phone: Device;
  /** A desk on the story's own street. */
  desk: Device;
}

interface Common {
  /** A demo street that stories only look at. */
  common: Street;
}

export const test = base.extend<Stage, Common>({
  street: async ({}, use, info) => {
    speak('zh-CN');
    const street = await Street.ofTheDemo();
    await street.start();
    await use(street);
    if (info.status !== info.expectedStatus) await info.attach('server.log', { path: street.log });
    await street.end();
  },
  phone: async ({ browser, street }, use) => {
    const phone = await Device.make(browser, street, PHONE);
    await use(phone);
    await phone.close();
    expect(phone.complaints, 'what the phone complained about').toEqual([]);
  },
  desk: async ({ browser, street }, use) => {
    const desk = await Device.make(browser, street, DESK);
    await use(desk);
    await desk.close();
    expect(desk.complaints, 'what the desk complained about').toEqual([]);
  },
  common: [
    async ({}, use) => {
      const street = await Street.ofTheDemo();
      await street.start();
      await use(street);
      await street.end();
    },
    { scope: 'worker' },
  ],
});

export { expect };
