import { expect, test } from 'vitest';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { CARD, SUPPORT, WASM } from '../testing/models.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { importanceMs } from './expected.ts';

const word = (position: number) =>
  ({ position, id: 0, piece: '', text: '', start: 0, end: 0, special: false, segment: 0 }) as const;
const run = (forwardMs: number, nTokens: number) => ({
  ...makeRun(1),
  forwardMs,
  tokens: Array.from({ length: nTokens }, (_, at) => word(at)),
});
const MODEL = { status: 'ready', model: TINY, backend: WASM, card: CARD, ablation: SUPPORT } as const;
const { view } = initialState(decodeView(''));
/** Of a model without heads to try, which is a pass and what comes to it. */
const expectedMs = (firstPass: { readonly ms: number; readonly nTokens: number } | undefined, ms: number, n: number) =>
  importanceMs({ model: { ...MODEL, ...(firstPass && { firstPass }) }, run: run(ms, n), view });

test.each([
  ['it warmed the model up, and the one before did not', 300, 10, { ms: 20, nTokens: 10 }, 20],
  ['the one before warmed it up', 20, 10, { ms: 300, nTokens: 10 }, 20],
  ['the one before was of fewer tokens', 300, 10, { ms: 20, nTokens: 5 }, 40],
  ['the one before was of more tokens', 300, 10, { ms: 20, nTokens: 40 }, 20],
  ['none before is known', 300, 10, undefined, 300],
  ['the one before was not timed', 300, 10, { ms: 0, nTokens: 4 }, 300],
] as const)('a pass takes the smaller of two measures where %s', (_, ms, nTokens, other, expected) => {
  expect(expectedMs(other, ms, nTokens)).toBe(1.5 * expected);
});
