import { expect, test } from 'vitest';
import { canIsolate, isolated } from './isolated.ts';

test('an answer keeps all it was and gains the headers that isolate a page', async () => {
  const original = new Response('body', { status: 203, statusText: 'Mirrored', headers: { 'Content-Type': 'text/x' } });
  const response = isolated(original);
  expect([response.status, response.statusText, await response.text()]).toEqual([203, 'Mirrored', 'body']);
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'text/x',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  });
});

test.each([204, 304])('an answer %d without a body passes', (status) => {
  expect(isolated(new Response(null, { status })).status).toBe(status);
});

test('a redirect passes as it is', () => {
  const redirect = Response.error();
  expect(isolated(redirect)).toBe(redirect);
});

const PAGE = { url: 'https://host.example/headlight/', cache: 'default', mode: 'navigate' } as const;

test.each([
  ['the page', PAGE, true],
  ['a file of another site', { ...PAGE, url: 'https://elsewhere.example/model.onnx', mode: 'cors' } as const, false],
  ['what only the cache may answer', { ...PAGE, cache: 'only-if-cached', mode: 'no-cors' } as const, false],
  ['the same of the own site', { ...PAGE, cache: 'only-if-cached', mode: 'same-origin' } as const, true],
])('of requests, %s is isolated: %s', (_, request, is) => {
  expect(canIsolate(request, 'https://host.example')).toBe(is);
});
