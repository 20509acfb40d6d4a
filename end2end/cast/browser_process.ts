// A phone whose whole browser can be killed, as Android kills it, and opened again with everything that it had written by then.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BrowserContext, type Page, chromium } from '@playwright/test';
import { ARGS, CHROMIUM } from './chromium';
import { PHONE } from './device';
import type { Street } from './street';

const GONE_MAX_MS = 10_000;

export class BrowserProcess {
  readonly complaints: string[] = [];
  context!: BrowserContext;
  page!: Page;
  isKilled = false;

  private constructor(readonly profile: string, private readonly url: string) {}

  /** With a profile of its own, at the street itself or at what stands before it. */
  static async open(street: Street, url = street.url): Promise<BrowserProcess> {
    const browser = new BrowserProcess(join(street.folder, 'profile'), url);
    await browser.start();
    return browser;
  }

  /** Starts it, with whatever is in the profile. */
  async start(): Promise<Page> {
    this.context = await chromium.launchPersistentContext(this.profile, { ...PHONE, baseURL: this.url, executablePath: CHROMIUM, args: ARGS });
    this.isKilled = false;
    return this.openTab(this.context.pages()[0]);
  }

  async openTab(page?: Page): Promise<Page> {
    this.page = page ?? (await this.context.newPage());
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.page.on('console', (message) => {
      if (message.type() === 'error' && /panicked|Content Security Policy/.test(message.text())) this.complaints.push(message.text());
    });
    return this.page;
  }

  /** The process ends at once, in the middle of whatever it does. */
  async kill() {
    this.isKilled = true;
    const pid = await this.pid();
    process.kill(pid, 'SIGKILL');
    const begun = Date.now();
    while (await isAlive(pid)) {
      if (Date.now() - begun > GONE_MAX_MS) throw new Error(`the browser ${pid} does not end`);
      await pause(20);
    }
    await this.context.close().catch(() => undefined); // nobody is left to close
  }

  /** The tab's process dies; another tab opens where it was. */
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

  async end() {
    await this.context.close().catch(() => undefined); // it may be dead already
  }

  /** The browser itself, and none of the processes that it has made. */
  private async pid(): Promise<number> {
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const words = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0');
      const isOurs = words.includes(`--user-data-dir=${this.profile}`);
      if (isOurs && !words.some((word) => word.startsWith('--type='))) return Number(name);
    }
    throw new Error('there is no browser with this profile');
  }
}

async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
}
