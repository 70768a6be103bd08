// Keeps the page of an enrolled phone and its files for when there is no network; nothing with anybody's data.
// VERSION and FILES stand before this text (see trainee_app/phones/views/shell.py): the page first, then its files.

const NAME = `phone ${VERSION}`;

async function keep() {
  const kept = await caches.open(NAME);
  // Asked for without any cookie, so that what is kept is what everybody sees.
  await kept.addAll(FILES.map((file) => new Request(file, { cache: "reload", credentials: "omit" })));
  await self.skipWaiting();
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("phone ") && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(file, request) {
  const kept = await caches.open(NAME);
  return (await kept.match(file, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const file = pathname === FILES[0] ? pathname : pathname + search;
  if (FILES.includes(file)) event.respondWith(answer(file, request));
});
