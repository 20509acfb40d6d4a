// The two machines of the story: a phone in one hand, a desk in the office. Each is a browser context of its own.

import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import type { Street } from './street';

const COMMON: BrowserContextOptions = {
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  reducedMotion: 'reduce',
};

export const PHONE: BrowserContextOptions = {
  ...COMMON,
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  geolocation: { latitude: 40.806, longitude: 111.702, accuracy: 12 },
  permissions: ['geolocation'],
};

export const DESK: BrowserContextOptions = { ...COMMON, viewport: { width: 1280, height: 800 } };

/** What went wrong in the pages, in their own words. */
type Complaints = string[];

export class Device {
  readonly complaints: Complaints = [];
  page!: Page;

  private constructor(readonly street: Street, readonly context: BrowserContext) {}

  static async make(browser: Browser, street: Street, options: BrowserContextOptions): Promise<Device> {
    const device = new Device(street, await browser.newContext({ ...options, baseURL: street.url }));
    await device.openTab();
    return device;
  }

  /** A new tab, which is from now on the one in front. */
  async openTab(): Promise<Page> {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /panicked|Content Security Policy/.test(message.text())) this.complaints.push(message.text());
    });
    this.page = page;
    return page;
  }

  /** The page dies, as Android kills it behind the camera; another tab opens where it was. */
  async crash(): Promise<Page> {
    const dead = this.page;
    const address = new URL(dead.url()).pathname;
    const session = await this.context.newCDPSession(dead);
    const died = dead.waitForEvent('crash');
    session.send('Page.crash').catch(() => undefined); // nobody is left to answer
    await died;
    const page = await this.openTab();
    await page.goto(address);
    await dead.close();
    return page;
  }

  /** No network: neither the radio nor a server at its end. */
  async cutNetwork() {
    await this.context.setOffline(true);
    await this.street.stop();
  }

  /** The network is back, on a server that was restarted meanwhile. */
  async bringNetworkBack() {
    await this.street.start();
    await this.context.setOffline(false);
  }

  /** All of the program is on this phone: from here on no network is needed. */
  async isReadyForOffline() {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  async close() {
    await this.context.close();
  }
}
