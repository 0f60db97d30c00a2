import { expect, test } from 'vitest';
import { isKeptOnceUsed, pathWithin } from './keeping.ts';

const SCOPE = 'https://host.example/headlight/';

test.each([
  [`${SCOPE}models/bookworm-gpt/onnx/model.onnx`, true],
  [`${SCOPE}models/dates/tokenizer.json?x=1`, true],
  [`${SCOPE}assets/ort-wasm-simd-threaded-Dc.wasm`, true],
  // The page itself is kept from the beginning.
  [`${SCOPE}assets/page-Dn.js`, false],
  [SCOPE, false],
  ['https://host.example/models/other.onnx', false],
  ['https://elsewhere.example/headlight/models/model.onnx', false],
])('%s is kept once it was used: %s', (url, is) => {
  const path = pathWithin(SCOPE, url);
  expect(path !== null && isKeptOnceUsed(path)).toBe(is);
});
