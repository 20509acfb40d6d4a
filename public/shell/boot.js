// Starts the application: on a phone it mounts into the shell, on a server-rendered page it takes over what is there.
// A file of its own, because the content security policy allows no script inside a page.

const opening = document.getElementById('opening');
let isTelling = false;

// Only the phone works without a network; a desk page must never come from a cache.
const isField = location.pathname === '/field' || location.pathname.startsWith('/field/');

try {
  const app = await import('__SCRIPT__');
  await app.default({ module_or_path: '__WASM__' });
  opening?.remove();
  await app.hydrate();
} catch (error) {
  console.error(error);
  sayWhatToDo();
}

if (isField && 'serviceWorker' in navigator) {
  keepForOffline();
  // An install that a dead line ended is gone with everything but its files: asked for again, it goes on from these. Starting the
  // program does so anyway; a page that stays open does it here.
  window.addEventListener('online', keepForOffline);
}

async function keepForOffline() {
  try {
    const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    tellOfUpdates(registration);
    // A worker that is there is not looked at again by registering it: without a network, the look at the start came to nothing.
    if (registration.active) await registration.update();
  } catch (error) {
    console.error(error);
    if (!navigator.serviceWorker.controller) window.dispatchEvent(new Event('xunan-no-worker'));
  }
}

/** Another build that lies ready waits for the person to agree, or until every page was closed. */
function tellOfUpdates(registration) {
  if (isTelling) return;
  isTelling = true;
  const tell = () => {
    if (registration.waiting && navigator.serviceWorker.controller) window.dispatchEvent(new Event('xunan-update'));
  };
  tell();
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', tell));
}

/** Nothing on the phone is lost when the program does not start, and whoever holds it must know that. */
function sayWhatToDo() {
  if (!opening) return;
  document.body.prepend(opening);
  for (const part of opening.querySelectorAll('[data-when]')) {
    part.hidden = part.dataset.when !== 'trouble';
  }
  opening.querySelector('button').addEventListener('click', () => location.reload());
}
