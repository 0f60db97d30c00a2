import { describe, expect, test } from 'vitest';
import { formatHead } from '../../core/selection.ts';
import type { Token } from '../../core/tokens.ts';
import { makeRun } from '../testing/runs.ts';
import { askOf } from './ask.ts';
import type { AskView } from './ask.ts';
import type { ShownStack } from './useStack.ts';

const TOKENS = ['a', 'boy', 'ran'].map((text, position): Token => {
  return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
});

/** The row of "ran" in each of four heads; the other rows are not asked about. */
const ROWS = [
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
  [0.2, 0, 0.8],
];

const STACK: ShownStack = {
  tensor: {
    kind: 'encoder',
    nLayers: 2,
    nHeads: 2,
    nQueries: 3,
    nKeys: 3,
    data: Float32Array.from(ROWS.flatMap((row) => [1, 0, 0, 1, 0, 0, ...row])),
  },
  queryTokens: TOKENS,
  keyTokens: TOKENS,
  isCausal: false,
  run: makeRun(1),
  reports: null,
  fresh: null,
  hidden: null,
  isAfter: false,
  base: null,
};

describe('what is asked while a layer is drawn as one head', () => {
  const ask = (change: Partial<AskView>) =>
    askOf(STACK, { asked: 2, side: 'query', oneHead: [1], sort: 'layer', ...change });
  const heads = (shown: ReturnType<typeof ask>) =>
    shown?.answers.said.map(({ head }) => formatHead(head)).toSorted() ?? [];

  test('the average answers in the place of its heads', () => {
    const shown = ask({});
    expect(heads(shown)).toEqual(['L0H0', 'L0H1']);
    // (0 + 0.2) / 2, (1 + 0) / 2, (0 + 0.8) / 2: at "boy" most.
    expect(shown?.averages).toMatchObject([{ layer: 1, isSaid: true, answer: { position: 1, weight: 0.5 } }]);
  });

  test('where no layer is, or the order is not that of layers, each head answers for itself', () => {
    for (const shown of [ask({ oneHead: [] }), ask({ sort: 'entropy' }), ask({ oneHead: [7] })]) {
      expect(heads(shown)).toEqual(['L0H0', 'L0H1', 'L1H0', 'L1H1']);
      expect(shown?.averages).toEqual([]);
    }
  });
});
