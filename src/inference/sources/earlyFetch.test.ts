import { expect, test, vi } from 'vitest';
import { createEarlyFetch } from './earlyFetch.ts';
import type { Fetch } from './fetch.ts';

const never = { signal: new AbortController().signal };

/** A host that gives a file in pieces, and counts what is asked and how many pieces were taken. */
function host() {
  const asked: string[] = [];
  const signals: AbortSignal[] = [];
  let nTaken = 0;
  const fetch: Fetch = async (url, { signal }) => {
    asked.push(url);
    signals.push(signal);
    if (url.endsWith('gone') && asked.length === 1) throw new TypeError('no answer');
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          nTaken += 1;
          controller.enqueue(new Uint8Array([nTaken]));
          if (nTaken === 40) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    signal.addEventListener('abort', () => void body.cancel().catch(() => undefined));
    return new Response(body, { status: 200, headers: { etag: 'same' } });
  };
  return { ...createEarlyFetch(fetch), asked, signals, taken: () => nTaken };
}

test('what was begun comes whole before anybody reads it, and is asked for once', async () => {
  const { begin, fetch, asked, taken } = host();
  begin('here/model');
  await vi.waitFor(() => expect(taken()).toBe(40));
  const answer = await fetch('here/model', never);
  expect(answer.headers.get('etag')).toBe('same');
  expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  expect(asked).toEqual(['here/model']);
});

test('it goes to the first who asks; a second, the rest of a file and other files are asked for as ever', async () => {
  const { begin, fetch, asked } = host();
  begin('a');
  await fetch('a', { ...never, headers: { Range: 'bytes=3-' } });
  await fetch('b', never);
  await fetch('a', never);
  await fetch('a', never);
  expect(asked).toEqual(['a', 'a', 'b', 'a']);
});

test('what did not come is asked for once more', async () => {
  const { begin, fetch, asked } = host();
  begin('gone');
  expect((await fetch('gone', never)).status).toBe(200);
  expect(asked).toEqual(['gone', 'gone']);
});

test('who stops waiting stops it, and so does a wish for something else', async () => {
  const { begin, fetch, keepOnly, signals } = host();
  for (const url of ['models/a/x', 'models/b/x']) begin(url);
  keepOnly('models/b/');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  const stop = new AbortController();
  await fetch('models/b/x', { signal: stop.signal });
  stop.abort();
  expect(signals[1]!.aborted).toBe(true);
  begin('models/c/x');
  keepOnly(null);
  expect(signals[2]!.aborted).toBe(true);
});
