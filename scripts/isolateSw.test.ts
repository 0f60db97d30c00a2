import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

type FetchEvent = { request: { url: string; cache?: string; mode?: string }; respondWith: (answer: unknown) => void };

const code = readFileSync(resolve(import.meta.dirname, '../public/isolate-sw.js'), 'utf8');

/** Runs the service worker over a host that gives `answer`; null where it leaves the request to the browser. */
async function ask(request: FetchEvent['request'], answer: Response): Promise<Response | null> {
  const handlers = new Map<string, (event: FetchEvent) => void>();
  const self = {
    location: { origin: 'https://host.example' },
    addEventListener: (type: string, handler: (event: FetchEvent) => void) => handlers.set(type, handler),
  };
  runInNewContext(code, { self, URL, Headers, Response, fetch: () => Promise.resolve(answer) });
  let given: unknown = null;
  handlers.get('fetch')?.({ request, respondWith: (value) => (given = value) });
  const response = await given;
  return response instanceof Response ? response : null;
}

const page = { url: 'https://host.example/headlight/' };

test('an answer of the own site keeps all it was and gains the isolation headers', async () => {
  const original = new Response('body', { status: 203, statusText: 'Mirrored', headers: { 'Content-Type': 'text/x' } });
  const response = await ask(page, original);
  expect([response?.status, response?.statusText, await response?.text()]).toEqual([203, 'Mirrored', 'body']);
  expect(Object.fromEntries(response?.headers ?? [])).toEqual({
    'content-type': 'text/x',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test.each([204, 304])('an answer %d without a body passes', async (status) => {
  const response = await ask(page, new Response(null, { status }));
  expect(response?.status).toBe(status);
});

test('a redirect passes as it is', async () => {
  const redirect = Response.error();
  expect(await ask(page, redirect)).toBe(redirect);
});

test('another site is left alone', async () => {
  expect(await ask({ url: 'https://elsewhere.example/model.onnx' }, new Response('x'))).toBeNull();
});

test('a request that only the cache may answer is left alone', async () => {
  expect(await ask({ ...page, cache: 'only-if-cached', mode: 'no-cors' }, new Response('x'))).toBeNull();
});
