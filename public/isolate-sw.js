// Gives every answer of this site the two headers that make a page cross-origin isolated, for hosts that cannot
// send headers of their own. Without them the WASM runtime works with one thread only.
// Registered by the page (src/app/isolate.ts) where the build asks for it.

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // Other sites' answers are theirs: they come with CORS or not at all.
  if (new URL(request.url).origin !== self.location.origin) return;
  // Such a request may only be answered from the cache; fetch() refuses it.
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
  event.respondWith(fetch(request).then(isolated));
});

/** The same answer with the headers. A redirect is opaque (status 0), cannot be copied and needs none. */
function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
