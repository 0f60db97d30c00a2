/// <reference lib="webworker" />
import { canIsolate, isolated } from './isolated.ts';

// The first service worker of a page on a host without headers of its own (src/app/loops/isolate.ts): it isolates the page and keeps nothing.
// That which keeps the page takes its place once the model is there, and isolates as well.

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  if (canIsolate(event.request, self.location.origin)) event.respondWith(fetch(event.request).then(isolated));
});
