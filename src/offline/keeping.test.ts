import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isKnown, keepingOf, pathWithin } from './keeping.ts';

const SCOPE = 'https://host.example/headlight/';

test.each([
  [`${SCOPE}models/bookworm-gpt/onnx/model.onnx`, 'used'],
  [`${SCOPE}models/dates/tokenizer.json?x=1`, 'used'],
  [`${SCOPE}assets/ort-wasm-simd-threaded-Dc.wasm`, 'used'],
  [`${SCOPE}lessons/six-steps.json`, 'lesson'],
  // The page itself is kept from the beginning.
  [`${SCOPE}assets/page-Dn.js`, null],
  [SCOPE, null],
  ['https://host.example/models/other.onnx', null],
  ['https://elsewhere.example/headlight/models/model.onnx', null],
])('%s is kept: %s', (url, keeping) => {
  expect(keepingOf(pathWithin(SCOPE, url))).toBe(keeping);
});

const SHA = createHash('sha256').update('weights').digest('hex');

test.each([
  ['the file of this build', new Response('weights'), SHA, true],
  ['a page of HTML in its place', new Response('<!doctype html>'), SHA, false],
  ['half of it', new Response('weig'), SHA, false],
  ['an error', new Response('weights', { status: 404 }), SHA, false],
  ['a file that this build does not know', new Response('weights'), undefined, false],
])('%s', async (_, response, known, is) => {
  expect(await isKnown(response, known)).toBe(is);
});
