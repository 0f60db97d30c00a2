import { FETCHED_CHANNEL } from '../protocol.ts';

/** Answers for this worker: neither the page nor a service worker can see what it fetched. */
export function tellFetched(): void {
  try {
    const channel = new BroadcastChannel(FETCHED_CHANNEL);
    channel.addEventListener('message', ({ data }: MessageEvent<readonly string[]>) => {
      // Answers of others are lists that are not empty.
      if (data.length > 0) return;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
      channel.postMessage(performance.getEntriesByType('resource').map(({ name }) => name));
    });
  } catch {
    // Where a person has blocked what sites keep, there are no channels either, and nothing is kept.
  }
}
