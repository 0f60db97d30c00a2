/// <reference lib="webworker" />
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst, NetworkOnly } from 'workbox-strategies';
import { isolated } from './isolated.ts';
import { isKnown, keepingOf, pathWithin } from './keeping.ts';

// The service worker of the page: it keeps the page, and what was used of runtime and models, for when there is no network.
// scripts/offlineWorker.ts builds it and fills in what follows.

declare const self: ServiceWorkerGlobalScope;
/** The files of the page, by their content. */
declare const SHELL: { url: string; revision: string | null; integrity?: string }[];
/** The lessons that come with the page. */
declare const LESSONS: readonly string[];
/** SHA-256 of all binaries and files of models, by path. */
declare const KNOWN: Readonly<Record<string, string>>;
/** For hosts that cannot send headers of their own. */
declare const ISOLATES: boolean;

const { scope } = self.registration;
// Another page of this host has caches of its own.
const usedCache = `headlight-used-${scope}`;
const lessonCache = `headlight-lessons-${scope}`;
const plugins = ISOLATES
  ? [{ handlerWillRespond: async ({ response }: { response: Response }) => isolated(response) }]
  : [];
/** A page of HTML in the place of a model, half a file, one of another build: none of it is kept. */
const whole = {
  cacheWillUpdate: async ({ request, response }: { request: Request; response: Response }) =>
    (await isKnown(response, KNOWN[pathOf(request.url) ?? ''])) ? response : null,
};
const used = new CacheFirst({ cacheName: usedCache, plugins: [...plugins, whole] });
const lessons = new NetworkFirst({ cacheName: lessonCache, networkTimeoutSeconds: 3, plugins });

addPlugins(plugins);
// Whatever a link asks for, it is the same page.
precacheAndRoute(SHELL, { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();
registerRoute(({ url }) => keepingOf(pathOf(url.href)) === 'used', used);
registerRoute(({ url }) => keepingOf(pathOf(url.href)) === 'lesson', lessons);
if (ISOLATES) registerRoute(({ sameOrigin }) => sameOrigin, new NetworkOnly({ plugins }));

function pathOf(url: string): string | null {
  return pathWithin(scope, url);
}

self.addEventListener('install', () => {
  // The worker that isolates a page on its first visit does nothing else: it need not be waited for.
  if (self.registration.active?.scriptURL.endsWith('isolate-sw.js') === true) void self.skipWaiting();
});

// A newer worker waits until the last page of the older one is gone: files of two builds do not mix.
self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), forgetUnknown()]));
});

/** What this build has no use for: a binary of an older runtime, a model that has changed. */
async function forgetUnknown(): Promise<void> {
  const cache = await caches.open(usedCache);
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const isWanted = response !== undefined && (await isKnown(response, KNOWN[pathOf(request.url) ?? '']));
    if (!isWanted) await cache.delete(request);
  }
}

/** The first visit fetched its runtime and model before this worker was there: the page names them. */
self.addEventListener('message', (event) => {
  const { data }: { readonly data: unknown } = event;
  if (Array.isArray(data)) event.waitUntil(keep(data.map(String), event));
});

async function keep(urls: readonly string[], event: ExtendableEvent): Promise<void> {
  const ofLessons = LESSONS.map((path) => new URL(path, scope).href);
  for (const url of new Set([...urls, ...ofLessons])) {
    const keeping = keepingOf(pathOf(url));
    if (keeping === null || (await caches.match(url)) !== undefined) continue;
    const strategy = keeping === 'used' ? used : lessons;
    // What does not come now is kept once it is used.
    const [, done] = strategy.handleAll({ event, request: new Request(url) });
    await done.catch(() => undefined);
  }
}
