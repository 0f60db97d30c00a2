/// <reference lib="webworker" />
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst, NetworkOnly } from 'workbox-strategies';
import { canIsolate, isolated } from './isolated.ts';
import { isLesson, isOfBuild, isWhole, keptAddress, knownSha, pathWithin } from './keeping.ts';
import type { Known } from './keeping.ts';

// The service worker of the page: it keeps the page, and what was used of runtime and models, for when there is no network.
// scripts/offlineWorker.ts builds it and fills in what follows.

declare const self: ServiceWorkerGlobalScope;
/** The files of the page, by their content. */
declare const SHELL: { url: string; revision: string | null; integrity?: string }[];
/** The lessons that come with the page. */
declare const LESSONS: readonly string[];
declare const KNOWN: Known;
/** For hosts that cannot send headers of their own. */
declare const ISOLATES: boolean;

const { scope } = self.registration;
// Named once: the whole list is written wherever its name stands.
const known = KNOWN;
// Another page of this host has caches of its own.
const usedCache = `headlight-used-${scope}`;
const lessonCache = `headlight-lessons-${scope}`;
const plugins = ISOLATES
  ? [{ handlerWillRespond: async ({ response }: { response: Response }) => isolated(response) }]
  : [];
/**
 * Binaries of the runtime and files of models, kept once they were fetched, by what this build knows them by: what another build has
 * at the same address is neither read nor kept.
 */
const ofBuild = {
  cacheKeyWillBeUsed: async ({ request }: { request: Request }) => keyOf(request.url),
  cacheWillUpdate: async ({ request, response }: { request: Request; response: Response }) =>
    (await isWhole(response, shaOf(request.url))) ? response : null,
};
const used = new CacheFirst({ cacheName: usedCache, plugins: [...plugins, ofBuild] });
const lessons = new NetworkFirst({ cacheName: lessonCache, networkTimeoutSeconds: 3, plugins });

addPlugins(plugins);
// Whatever a link asks for, it is the same page.
precacheAndRoute(SHELL, { ignoreURLParametersMatching: [/./] });
cleanupOutdatedCaches();
registerRoute(({ url }) => shaOf(url.href) !== null, used);
registerRoute(({ url }) => isLesson(pathWithin(scope, url.href)), lessons);
if (ISOLATES) registerRoute(({ request }) => canIsolate(request, self.location.origin), new NetworkOnly({ plugins }));

function shaOf(url: string): string | null {
  return knownSha(known, pathWithin(scope, url));
}

/** Under which address something is kept. */
function keyOf(url: string): string {
  const sha = shaOf(url);
  return sha === null ? url : keptAddress(url, sha);
}

self.addEventListener('install', (event) => {
  event.waitUntil(renewLessons(event));
  // The worker that isolates a page on its first visit does nothing else: it need not be waited for.
  if (self.registration.active?.scriptURL.endsWith('isolate-sw.js') === true) void self.skipWaiting();
});

// A newer worker waits until the last page of the older one is gone: files of two builds do not mix.
self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), forgetOthers()]));
});

/** Lessons that are kept, as they are now: they are never gone, not even between two builds. What is no longer there is forgotten. */
async function renewLessons(event: ExtendableEvent): Promise<void> {
  const cache = await caches.open(lessonCache);
  for (const request of await cache.keys()) {
    const [response, done] = lessons.handleAll({ event, request });
    const isGone = await response.then(({ status }) => status === 404).catch(() => false);
    await done.catch(() => undefined);
    if (isGone) await cache.delete(request);
  }
}

/** What this build has no use for: a binary of an older runtime, a model that has changed. */
async function forgetOthers(): Promise<void> {
  const cache = await caches.open(usedCache);
  for (const request of await cache.keys()) {
    if (!isOfBuild(known, scope, request.url)) await cache.delete(request);
  }
}

/** The first visit fetched its runtime and model before this worker was there: the page names them. */
self.addEventListener('message', (event) => {
  const { data }: { readonly data: unknown } = event;
  if (Array.isArray(data)) event.waitUntil(keep(data.map(String), event));
});

/** What came once is not fetched again, also where it was refused: a page names the same more than once. */
const tried = new Set<string>();

async function keep(urls: readonly string[], event: ExtendableEvent): Promise<void> {
  const ofLessons = LESSONS.map((path) => new URL(path, scope).href);
  for (const url of new Set([...urls, ...ofLessons])) {
    const strategy = strategyOf(url);
    if (strategy === null || tried.has(url)) continue;
    tried.add(url);
    if ((await caches.match(keyOf(url))) !== undefined) continue;
    const [, done] = strategy.handleAll({ event, request: new Request(url) });
    // What does not come now is kept once it is used, or named again.
    await done.catch(() => tried.delete(url));
  }
}

function strategyOf(url: string): CacheFirst | NetworkFirst | null {
  if (shaOf(url) !== null) return used;
  return isLesson(pathWithin(scope, url)) ? lessons : null;
}
