import { expect, test } from 'vitest';
import { finish } from '../slices.ts';
import { overAverage, normedPart } from './direct.ts';
import type { FrozenNorm, Unembedding } from './direct.ts';
import { writtenOfValue, writtenTable } from './writtenTable.ts';

/** Three channels of the stream, four tokens, two channels of the value. */
const NORM: FrozenNorm = { kind: 'layer', sigma: 1, gamma: Float32Array.of(1, 2, -1), beta: null };
const TABLE: Unembedding = {
  weights: Float32Array.of(1, 0, 0, 3, 0, 2, 0, 2, 1, 1, 0, 2),
  layout: 'dim-token',
  d: 3,
  nTokens: 4,
  bias: null,
};
const ROWS = Float32Array.of(1, 0, 2, -1, 3, 0);
const CONSTANT = Float32Array.of(0.5, 0, -2);

test('what a table tells of a value is what its vector, less the constant, gives by norm and vocabulary', () => {
  const written = writtenOfValue(
    new Float32Array(4),
    Float32Array.of(2, -1),
    finish(writtenTable(ROWS, CONSTANT, NORM, TABLE)),
  );
  // 2 (1, 0, 2) - (-1, 3, 0) - (0.5, 0, -2).
  const expected = overAverage(normedPart(Float32Array.of(2.5, -3, 6), NORM), TABLE);
  expect(Array.from(written)).toEqual(Array.from(expected, (value) => expect.closeTo(value, 5)));
  const bare = writtenOfValue(
    new Float32Array(4),
    Float32Array.of(2, -1),
    finish(writtenTable(ROWS, null, NORM, TABLE)),
  );
  expect(Array.from(bare)).not.toEqual(Array.from(written));
});
