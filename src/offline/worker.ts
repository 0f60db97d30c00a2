/// <reference lib="webworker" />
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkOnly } from 'workbox-strategies';
import { isolated } from './isolated.ts';
import { isKeptOnceUsed, pathWithin } from './keeping.ts';

// The service worker of the page: it keeps the page, and what was used of runtime and models, for when there is no network.
// scripts/offlineWorker.ts builds it and fills in what follows.

declare const self: ServiceWorkerGlobalScope;
/** The files of the page, by their content. */
declare const SHELL: { url: string; revision: string | null }[];
/** Of all models that come with the page: theirs are the only files whose names stay while their content changes. */
declare const MODELS_VERSION: string;
/** For hosts that cannot send headers of their own. */
declare const ISOLATES: boolean;

const USED = 'headlight-used-';
const cacheName = `${USED}${MODELS_VERSION}`;
const plugins = ISOLATES
  ? [{ handlerWillRespond: async ({ response }: { response: Response }) => isolated(response) }]
  : [];
const { scope } = self.registration;

addPlugins(plugins);
// Whatever a link asks for, it is the same page.
precacheAndRoute(SHELL, { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();
registerRoute(({ url }) => isKept(url.href), new CacheFirst({ cacheName, plugins }));
if (ISOLATES) registerRoute(({ sameOrigin }) => sameOrigin, new NetworkOnly({ plugins }));

function isKept(url: string): boolean {
  const path = pathWithin(scope, url);
  return path !== null && isKeptOnceUsed(path);
}

// A newer worker waits until the last page of the older one is gone: files of two builds do not mix.
self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), forgetOlder()]));
});

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(USED) && name !== cacheName).map((name) => caches.delete(name)),
  );
}

/** The first visit fetched its runtime and model before this worker was there: the page names them. */
self.addEventListener('message', (event) => {
  const { data }: { readonly data: unknown } = event;
  if (Array.isArray(data)) event.waitUntil(keep(data.map(String).filter(isKept)));
});

async function keep(urls: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const url of urls) if ((await cache.match(url)) === undefined) await cache.add(url);
}
