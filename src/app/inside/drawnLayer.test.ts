import { describe, expect, test } from 'vitest';
import { makeRun, TINY } from '../testing/runs.ts';
import { askedToken } from './askedToken.ts';
import { drawnLayer } from './drawnLayer.ts';
import { nothingInside } from './nothingInside.ts';
import { weightText } from './weightText.ts';

const TENSOR = { kind: 'decoder', nLayers: 2, nHeads: 1, nQueries: 0, nKeys: 0, data: new Float32Array(0) } as const;

function shown(runId: number, modelId = 'tiny') {
  const run = makeRun(runId, { ...TINY, id: modelId });
  const stack = { tensor: TENSOR, queryTokens: [], keyTokens: [], isCausal: true, run, off: null };
  return {
    stack,
    head: { layer: 0, head: 0 },
    layer: nothingInside(TENSOR, 0, { why: 'weights-only', detail: String(runId) }),
  };
}

const ERROR = { code: 'run-failed', detail: '' } as const;
const [before, now] = [shown(1), shown(2)];

test.each([
  ['the newest once it is there', before, { isPending: false, error: null }, now, false],
  ['the one before while the newest is on its way', before, { isPending: true, error: null }, before, false],
  ['the one before where the newest could not be had', before, { isPending: false, error: ERROR }, before, true],
  ['none of another model then', shown(1, 'other'), { isPending: false, error: ERROR }, now, false],
  ['nothing yet where nothing was there', null, { isPending: false, error: ERROR }, now, false],
])('of a layer is drawn %s', (_, last, found, drawn, isKept) => {
  expect(drawnLayer(last, now, found)).toEqual({ ...drawn, isKept });
});

describe('a token of the text that was asked about', () => {
  const tokens = [{ id: 4 }, { id: 7 }];
  test.each([
    ['stays', { id: 7, modelId: 'a' }, 7],
    ['is let go with its vocabulary', { id: 7, modelId: 'b' }, null],
    ['is let go with its text', { id: 5, modelId: 'a' }, null],
    ['may be none', null, null],
  ])('%s', (_, chosen, asked) => {
    expect(askedToken(chosen, 'a', tokens)).toBe(asked);
  });
});

test.each([
  [0.5, false, '0.50'],
  [0, false, 'below 1e−45'],
  [0, true, 'below 6e−8'],
  [2.5e-9, false, '2.5e−9'],
])('the weight %d, in half precision %s, reads %s', (weight, isHalf, text) => {
  expect(weightText(weight, isHalf)).toBe(text);
});
