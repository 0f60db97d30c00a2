import { FETCHED_CHANNEL } from '../../inference/protocol.ts';
import { dispatch } from '../state/store.ts';

const WORKER = 'offline-worker.js';
/** Pages of this machine itself need no network, and the next program on the same port would be answered for. */
const OWN_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** When the page names what was fetched, in milliseconds from when it is kept: a worker in the middle of a pass does not hear. */
const NAMED_AFTER = [0, 5_000, 20_000];

/** Has the page kept for when there is no network. Rejects where a file of it did not come: then nothing is kept. */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || OWN_MACHINE.has(window.location.hostname)) return;
  const registration = await navigator.serviceWorker.register(new URL(WORKER, document.baseURI));
  const hadOne = isOwn(registration.active);
  const watch = (): void => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && hadOne) tellUpdate();
    });
  };
  registration.addEventListener('updatefound', watch);
  // It may have been found before anybody listened.
  watch();
  if (registration.waiting !== null && hadOne) tellUpdate();
  const active = hadOne ? registration.active : await activated(registration.installing ?? registration.waiting);
  for (const wait of NAMED_AFTER) setTimeout(() => void nameFetched(active), wait);
}

/** On hosts without headers another worker may stand there first, which isolates the page and keeps nothing. */
function isOwn(worker: ServiceWorker | null): boolean {
  return worker?.scriptURL.endsWith(WORKER) === true;
}

function activated(coming: ServiceWorker | null): Promise<ServiceWorker | null> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (coming === null || coming.state === 'activated') resolve(coming);
      else if (coming.state === 'redundant') reject(new Error('a file of the page did not come'));
    };
    coming?.addEventListener('statechange', look);
    look();
  });
}

function tellUpdate(): void {
  dispatch({ type: 'noticeRaised', notice: { code: 'update-waiting' } });
}

/** How long workers have to say what they fetched, in milliseconds. */
const ANSWER_MS = 1000;

/** Names what the page and its workers have fetched so far to the worker that keeps it. */
async function nameFetched(keeper: ServiceWorker | null): Promise<void> {
  const found = performance.getEntriesByType('resource').map(({ name }) => name);
  const channel = new BroadcastChannel(FETCHED_CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<readonly string[]>) => found.push(...data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
  channel.postMessage([]);
  await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
  channel.close();
  keeper?.postMessage(found, {});
}
