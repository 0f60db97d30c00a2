import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isLesson, isOfBuild, isWhole, keptAddress, knownSha, pathWithin } from './keeping.ts';

const SCOPE = 'https://host.example/headlight/';
const SHA = createHash('sha256').update('weights').digest('hex');
const KNOWN = { 'models/dates/onnx/model.onnx': SHA, 'assets/ort-wasm.wasm': 'ab12' };

test.each([
  [`${SCOPE}models/dates/onnx/model.onnx`, SHA, false],
  [`${SCOPE}models/dates/onnx/model.onnx?x=1#y`, SHA, false],
  [`${SCOPE}assets/ort-wasm.wasm`, 'ab12', false],
  // A file beside the models of this build is none of it.
  [`${SCOPE}models/other/onnx/model.onnx`, null, false],
  [`${SCOPE}lessons/six-steps.json`, null, true],
  // The page itself is kept from the beginning.
  [`${SCOPE}assets/page-Dn.js`, null, false],
  [SCOPE, null, false],
  [`${SCOPE}constructor`, null, false],
  ['https://host.example/models/dates/onnx/model.onnx', null, false],
  ['https://elsewhere.example/headlight/models/dates/onnx/model.onnx', null, false],
])('%s is known as %s; a lesson: %s', (url, sha, lesson) => {
  const path = pathWithin(SCOPE, url);
  expect([knownSha(KNOWN, path), isLesson(path)]).toEqual([sha, lesson]);
});

test('a file is kept under its path and content, whatever else its address said', () => {
  const url = `${SCOPE}models/dates/onnx/model.onnx`;
  expect(keptAddress(`${url}?x=1#y`, 'ab12')).toBe(`${url}?sha256=ab12`);
  expect(keptAddress(keptAddress(url, 'ab12'), 'ab12')).toBe(`${url}?sha256=ab12`);
});

test.each([
  ['the file of this build', `models/dates/onnx/model.onnx?sha256=${SHA}`, true],
  ['the same path of another build', 'models/dates/onnx/model.onnx?sha256=ab12', false],
  ['a binary of an older runtime', 'assets/ort-older.wasm?sha256=ab12', false],
  ['what was kept without its content', 'models/dates/onnx/model.onnx', false],
])('%s', (_, path, is) => {
  expect(isOfBuild(KNOWN, SCOPE, SCOPE + path)).toBe(is);
});

test.each([
  ['the file of this build', new Response('weights'), SHA, true],
  ['a page of HTML in its place', new Response('<!doctype html>'), SHA, false],
  ['half of it', new Response('weig'), SHA, false],
  ['an error', new Response('weights', { status: 404 }), SHA, false],
  ['a file that this build does not know', new Response('weights'), null, false],
])('%s is whole: %#', async (_, response, sha, is) => {
  expect(await isWhole(response, sha)).toBe(is);
  expect(response.bodyUsed).toBe(false);
});
