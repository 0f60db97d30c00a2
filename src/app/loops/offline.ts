import { FETCHED_CHANNEL } from '../../inference/protocol.ts';
import { dispatch, store } from '../state/store.ts';

const WORKER = 'offline-worker.js';
/** Pages of this machine itself need no network, and the next program on the same port would be answered for. */
const OWN_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Lets the page open without a network from the next visit on. Waits for the model: its way is the longer one. */
export function startOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || OWN_MACHINE.has(window.location.hostname)) return;
  const begin = (): void => {
    if (store.getState().model.status !== 'ready') return;
    unsubscribe();
    keepPage().catch((error: unknown) => console.warn(`The page is not kept for offline use: ${String(error)}`));
  };
  const unsubscribe = store.subscribe(begin);
  begin();
}

async function keepPage(): Promise<void> {
  const workers = navigator.serviceWorker;
  const hadOne = workers.controller !== null;
  const registration = await workers.register(new URL(WORKER, document.baseURI));
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing;
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && hadOne) tellUpdate();
    });
  });
  if (registration.waiting !== null) tellUpdate();
  const { active } = await workers.ready;
  if (!hadOne) active?.postMessage(await fetchedSoFar(), {});
}

function tellUpdate(): void {
  dispatch({ type: 'noticeRaised', notice: { code: 'update-waiting' } });
}

/** How long workers have to say what they fetched, in milliseconds. */
const ANSWER_MS = 1000;

/** The addresses that the page and its workers have fetched. */
async function fetchedSoFar(): Promise<readonly string[]> {
  const found = performance.getEntriesByType('resource').map(({ name }) => name);
  const channel = new BroadcastChannel(FETCHED_CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<readonly string[]>) => found.push(...data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
  channel.postMessage([]);
  await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
  channel.close();
  return found;
}
