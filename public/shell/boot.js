// Starts the application: on a phone it mounts into the shell, on a server-rendered page it takes over what is there.
// A file of its own, because the content security policy allows no script inside a page.

const opening = document.getElementById('opening');

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
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(console.error);
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
