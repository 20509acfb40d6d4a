// Keeps the phone's program on the phone. One cache a build; a build is whole or not there at all.
//
// It answers GET only, and of those only the shell and the files of its own list: nothing of /api, nothing of /desk, no
// upload ever passes through here. An update waits until the page says that nobody is in the middle of something.

const BUILD = '__BUILD__';
const DEV = __DEV__;
/** [url, integrity, bytes] of every file that a phone may need without a network. */
const ASSETS = __ASSETS__;

const PREFIX = 'xunan-';
const CACHE = PREFIX + BUILD;
const SHELL = '/field';
const URLS = new Set(ASSETS.map(([url]) => url));
/** Files fetched at the same time: more would take the line away from the work that is being sent. */
const AT_ONCE = 4;
/**
 * A dead line must end the attempt before the browser does, after five minutes; the largest file takes half of this on the slowest line
 * on which the program makes sense. What has arrived by then stays, and the next start goes on from it.
 */
const FETCH_MAX_MS = 240_000;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => {
  if (event.data?.type === 'take-over') event.waitUntil(self.skipWaiting());
  if (event.data?.type === 'build') event.source?.postMessage({ type: 'build', build: BUILD });
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (isField(url.pathname)) event.respondWith(kept(SHELL, request));
  } else if (url.search === '' && url.pathname !== SHELL && (URLS.has(url.pathname) || url.pathname.startsWith('/pkg/'))) {
    event.respondWith(kept(url.pathname, request));
  }
});

function isField(path) {
  return path === '/field' || path.startsWith('/field/');
}

/** Our own copy, else any build's (hashed names), else the network. */
async function kept(url, request) {
  const own = await (await caches.open(CACHE)).match(url);
  if (own) return own;
  const older = url.startsWith('/pkg/') ? await caches.match(url) : undefined;
  return older ?? fetch(request);
}

/** Fetches and checks everything. One wrong byte fails the install: the old build stays, and works. */
async function install() {
  const cache = await caches.open(CACHE);
  const total = ASSETS.reduce((sum, [, , bytes]) => sum + bytes, 0);
  let done = 0;
  const left = [...ASSETS];
  const work = async () => {
    for (let asset = left.shift(); asset; asset = left.shift()) {
      const [url, integrity, bytes] = asset;
      await cache.put(url, (await reused(url, integrity)) ?? (await fetched(url, integrity)));
      done += bytes;
      await tell({ type: 'progress', build: BUILD, done, total });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (error) {
    left.length = 0; // what is here stays, checked: the next attempt goes on from it
    await tell({ type: 'install-failed', build: BUILD, reason: String(error) });
    throw error;
  }
  await tell({ type: 'installed', build: BUILD });
  if (DEV) await self.skipWaiting();
}

/** The same bytes from an older build or a broken-off attempt, so that little is downloaded twice. */
async function reused(url, integrity) {
  const old = await caches.match(url);
  if (!old) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', await old.clone().arrayBuffer());
  const base64 = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return integrity === 'sha256-' + base64 ? old : undefined;
}

/** The browser checks `integrity`; a page that a portal or a proxy put in its place does not pass. */
async function fetched(url, integrity) {
  if (!url.startsWith('/pkg/')) return loaded(url, integrity, 'no-store');
  // What has a hash in its name the page has just fetched: the browser's own cache spares the line a second time. If that holds
  // something else under the name, the line has to bring it. A line that is dead is not asked twice.
  try {
    return await loaded(url, integrity, 'default');
  } catch (error) {
    if (error.name === 'TimeoutError') throw error;
    return loaded(url, integrity, 'reload');
  }
}

async function loaded(url, integrity, cache) {
  const response = await fetch(url, {
    integrity,
    cache,
    credentials: 'same-origin',
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_MAX_MS),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** Older builds go only when this one really serves the pages, and the last of them stays: a build that had to be taken back is there. */
async function activate() {
  await self.clients.claim();
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  for (const name of others.slice(0, -1)) await caches.delete(name);
}

async function tell(message) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
}
