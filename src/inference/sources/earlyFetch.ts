import type { Fetch } from './fetch.ts';

type EarlyFetch = {
  /** Asks for a file that will surely be asked for, and takes what comes of it. */
  readonly begin: (url: string) => void;
  /** Ends what was begun under any other address than one that starts like this; null ends all of it. */
  readonly keepOnly: (start: string | null) => void;
  /** What was begun, to whoever asks for it first; else, and where it did not come, as the fetch that was handed in. */
  readonly fetch: Fetch;
};

type Early = { readonly answer: Promise<Response>; readonly stop: AbortController };

/** A fetch that can begin before somebody asks. */
export function createEarlyFetch(fetch: Fetch): EarlyFetch {
  const begun = new Map<string, Early>();
  return {
    begin(url) {
      const stop = new AbortController();
      const answer = fetch(url, { signal: stop.signal }).then(taken);
      // Whoever asks for it asks once more.
      answer.catch(() => undefined);
      begun.set(url, { answer, stop });
    },
    keepOnly(start) {
      for (const [url, { stop }] of begun) {
        if (start !== null && url.startsWith(start)) continue;
        begun.delete(url);
        stop.abort();
      }
    },
    async fetch(url, init) {
      const early = begun.get(url);
      if (early === undefined || init.method !== undefined || init.headers !== undefined) return fetch(url, init);
      begun.delete(url);
      const { signal } = init;
      if (signal.aborted) early.stop.abort(signal.reason);
      signal.addEventListener('abort', () => early.stop.abort(signal.reason), { once: true });
      try {
        return await early.answer;
      } catch {
        signal.throwIfAborted();
        return fetch(url, init);
      }
    },
  };
}

/** The same answer, whose body comes whether it is read yet or not: a browser stops at a few hundred KB that nobody has read. */
function taken(answer: Response): Response {
  const { body, status, statusText, headers } = answer;
  if (body === null) return answer;
  const room = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>(
    undefined,
    undefined,
    new CountQueuingStrategy({ highWaterMark: Infinity }),
  );
  return new Response(body.pipeThrough(room), { status, statusText, headers });
}
