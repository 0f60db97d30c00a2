import { expect, test } from 'vitest';
import type { Constant } from '../surgery/constants.ts';
import type { StreamPart } from '../surgery/inside/streamParts.ts';
import { gatherParts } from './gatherParts.ts';
import { storedFloats } from '../surgery/testing/storedFloats.ts';

const stored = (...numbers: readonly number[]): Constant => storedFloats([numbers.length], numbers);

/** A site whose bias a norm adds behind its sum. */
const site = (attentionOutput: string, outputBias: Constant) => ({
  inside: { attentionOutput, outputBias, isBiasBehind: true },
});

const computed = (name: string, isFirst = false): StreamPart => ({
  names: [name],
  stored: null,
  factor: 1,
  by: null,
  isFirst,
});
const row = (of: Constant, isFirst = false): StreamPart => ({ names: [], stored: of, factor: 1, by: 'row', isFirst });
const at = (part: StreamPart, ...numbers: readonly number[]) => ({ part, row: Float32Array.from(numbers) });

test('of rows that norms add, those of attention stand together and any other stays with its layer', () => {
  const [bias, ofMlp, ofAll] = [stored(1, 2), stored(10, 20), stored(7, 7)];
  const { parts, vectors } = gatherParts(
    [
      at(row(ofAll, true), 7, 7),
      at(computed('embedded', true), 100, 200),
      at(computed('heads'), 3, 4),
      // The same numbers under another name.
      at(row(stored(1, 2)), 1, 2),
      at(computed('mlp'), 30, 40),
      at(row(ofMlp), 10, 20),
    ],
    { sites: [site('heads', bias)], inputs: [] },
    [{ kind: 'decoder', layer: 0 }],
    { summands: new Map() },
  );
  expect(parts.map(({ what, layer }) => [what, layer])).toEqual([
    ['start', null],
    ['start', null],
    ['heads', 0],
    ['mlp', 0],
    ['bias', null],
    ['constant', null],
  ]);
  expect(vectors.map((vector) => [...vector])).toEqual([
    [7, 7],
    [100, 200],
    [3, 4],
    [40, 60],
    [1, 2],
  ]);
});
