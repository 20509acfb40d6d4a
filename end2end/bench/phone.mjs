// Measures the phone: `cargo xtask bench phone`, or
//
//   XUNAN_BIN=… XUNAN_SITE=… XUNAN_TEMPLATE=… node bench/phone.mjs
//
// One line of JSON on standard output; what is going on, on standard error. Slow 4G is 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and
// back (Lighthouse's), the processor is slowed to a quarter by the DevTools protocol.

import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { arch, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from '@playwright/test';

const SLOW_4G = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const CPU_SLOWER = 4;
const TAPS = 36;
const PERSON = { login: '19900010001', password: 'anquan-diyi' };
const PHONE = {
  viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
  geolocation: { latitude: 40.806, longitude: 111.702, accuracy: 12 }, permissions: ['geolocation'],
};
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const say = (words) => console.error(`  ${words}`);
const needed = (name) => process.env[name] ?? (() => { throw new Error(`${name} is not set: run \`cargo xtask bench phone\``); })();

const folder = await mkdtemp(join(tmpdir(), 'xunan-bench-'));
await cp(needed('XUNAN_TEMPLATE'), join(folder, 'data'), { recursive: true });
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const server = spawn(needed('XUNAN_BIN'), ['serve', '--data', join(folder, 'data'), '--site', needed('XUNAN_SITE'), '--addr', `127.0.0.1:${port}`, '--log-filter', 'error'], { stdio: ['ignore', 'ignore', 'inherit'] });
const executablePath = process.env.XUNAN_CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ARGS });

try {
  while (!(await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false))) await pause(30);
  const first = await coldStart();
  const short = await visit(1);
  const long = await visit(400);
  console.log(JSON.stringify({
    machine: `${cpus()[0].model}, ${cpus().length} cores, ${arch()}, ${browser.version()}`,
    on: new Date().toISOString().slice(0, 10),
    first_visit: first,
    items_40: short,
    items_400: long,
    tap_ratio: round(long.tap_ms.median / short.tap_ms.median),
  }, null, 2));
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}

/** From nothing to the sign-in page, and from there to the day's work: time and bytes. */
async function coldStart() {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const session = await slow(page, SLOW_4G);
  let bytes = 0;
  const parts = {};
  const names = new Map();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, new URL(request.url).pathname));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    parts[names.get(requestId)] = encodedDataLength;
  });
  const begun = performance.now();
  await page.goto(`${url}/field`, { waitUntil: 'commit' });
  await page.locator('#login').waitFor();
  const shown = performance.now() - begun;
  // It works when a letter that is typed stands in the field and the field's owner knows it.
  await page.locator('#login').fill(PERSON.login);
  const usable = performance.now() - begun;
  const page_bytes = bytes;
  say(`the sign-in page is usable after ${Math.round(usable)} ms, ${page_bytes} bytes`);
  const before = bytes;
  await page.locator('#password').fill(PERSON.password);
  const pressed = performance.now();
  await page.locator('button[type=submit]').click();
  await page.locator('.tab-bar').waitFor();
  const signed = performance.now() - pressed;
  await page.waitForFunction(() => document.querySelector('main a.row') !== null);
  const today = performance.now() - pressed;
  const api = Object.entries(parts).filter(([name]) => name.startsWith('/api/'));
  const feed_bytes = api.reduce((sum, [, size]) => sum + size, 0);
  say(`today stands ${Math.round(today)} ms after signing in; the ledger and the lists took ${feed_bytes} bytes`);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  const offline_ready = performance.now() - begun;
  await context.close();
  return {
    sign_in_shown_ms: round(shown), sign_in_usable_ms: round(usable), bytes_before_sign_in_works: page_bytes,
    signed_in_ms: round(signed), today_full_ms: round(today), bytes_of_feed: feed_bytes, bytes_after_sign_in: bytes - before,
    ready_for_offline_ms: round(offline_ready),
    largest: Object.fromEntries(Object.entries(parts).sort(([, a], [, b]) => b - a).slice(0, 8)),
  };
}

/** A visit of at least so many items: taps, and the way back into it without a network. */
async function visit(items_min) {
  const context = await browser.newContext(PHONE);
  await context.addInitScript(() => {
    // The time from lifting the finger, which is when a tap is one, to the next painted frame. How long a finger rests on the glass is a
    // person's matter, and here that of the protocol between this script and the browser.
    window.taps = [];
    addEventListener('pointerup', (event) => {
      if (!event.target.closest?.('.answer')) return;
      const touched = event.timeStamp;
      addEventListener('click', () => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.taps.push(performance.now() - touched);
        port2.postMessage(0);
      }), { once: true, capture: true });
    }, { capture: true });
    const look = () => {
      if (document.querySelector('article.item[data-current]')) requestAnimationFrame(() => { window.open_ms ??= performance.now(); });
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  let page = await context.newPage();
  await page.goto(`${url}/field/today`);
  await page.locator('#login').fill(PERSON.login);
  await page.locator('#password').fill(PERSON.password);
  await page.locator('button[type=submit]').click();
  await page.waitForFunction(() => document.querySelector('main a.row') !== null);
  await page.evaluate(async () => { await navigator.serviceWorker.ready; });
  await page.goto(`${url}/field/premises`);
  await page.locator('main a.row').first().waitFor();
  const premises = await page.locator('main a.row').evaluateAll((rows) => rows.map((row) => row.getAttribute('href').split('/').at(-1)));
  await page.goto(`${url}/field/start/${premises[items_min > 100 ? 1 : 0]}`);
  await page.locator('input[type=checkbox]').first().waitFor();
  await page.locator('details.more-lists > summary').click();
  const boxes = await page.locator('input[type=checkbox]').all();
  let items = 0;
  for (const box of boxes) {
    const words = await box.evaluate((input) => input.labels[0].innerText);
    const count = Number(/(\d+)/.exec(words.split('\n').at(-1))?.[1] ?? 0);
    const is_wanted = items_min === 1 ? words.startsWith('小场所') : items < items_min;
    await box.setChecked(is_wanted);
    if (is_wanted) items += count;
  }
  await page.locator('.bottom-bar .btn').click();
  await page.locator('article.item[data-current]').waitFor();
  const session = await slow(page, null);
  let taps = 0;
  for (let tries = 0; taps < TAPS && tries < TAPS * 8; tries += 1) {
    const pass = page.locator('article.item[data-current] .answer[data-verdict=pass]');
    if (await pass.count()) {
      await pass.tap();
      taps += 1;
      await pause(450); // a second tap within 400 ms does not count
    } else {
      await page.keyboard.press('j');
      await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    }
  }
  const times = (await page.evaluate(() => window.taps)).sort((a, b) => a - b);
  say(`${items} items: ${times.length} taps, median ${Math.round(times[times.length >> 1])} ms`);
  await session.detach();
  const address = page.url();
  await context.setOffline(true);
  await page.close();
  const opens = [];
  for (let round = 0; round < 3; round += 1) {
    page = await context.newPage();
    await slow(page, null);
    await page.goto(address, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.open_ms !== undefined, undefined, { polling: 50 });
    opens.push(await page.evaluate(() => window.open_ms));
    await page.close();
  }
  opens.sort((a, b) => a - b);
  say(`${items} items: the draft is open ${Math.round(opens[1])} ms after a restart without a network`);
  await context.close();
  const at = (share) => round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  return { items, taps: times.length, tap_ms: { median: at(0.5), p95: at(0.95), max: at(1) }, offline_restart_ms: round(opens[1]) };
}

async function slow(page, network) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  if (network) await session.send('Network.emulateNetworkConditions', network);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  return session;
}

function round(number) {
  return Math.round(number * 10) / 10;
}

async function freePort() {
  for (let port = 3450; port < 3500; port += 1) {
    const is_free = await new Promise((tell) => {
      const probe = createServer();
      probe.once('error', () => tell(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => tell(true)));
    });
    if (is_free) return port;
  }
  throw new Error('no free port between 3450 and 3499');
}
