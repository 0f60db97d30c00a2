import { describe, expect, test } from 'vitest';
import { formatHead } from '../selection.ts';
import type { Stack } from '../stack.ts';
import type { Token } from '../tokens.ts';
import { answersOf } from './answers.ts';
import type { Answer, Answers } from './answers.ts';

function tokens(...texts: string[]): readonly Token[] {
  return texts.map((text, position) => ({
    position,
    id: position,
    piece: text,
    text,
    start: position,
    end: position + 1,
    special: text.startsWith('['),
    segment: 0,
  }));
}

/** Shape: [head, query, key], of two layers of two heads. */
function stack(heads: readonly (readonly (readonly number[])[])[], texts: readonly Token[], isCausal: boolean): Stack {
  const n = texts.length;
  const data = Float32Array.from(heads.flat(2));
  const kind = isCausal ? 'decoder' : 'encoder';
  return {
    tensor: { kind, nLayers: 2, nHeads: 2, nQueries: n, nKeys: n, data },
    queryTokens: texts,
    keyTokens: texts,
    isCausal,
  };
}

/** The first three rows do not matter where the fourth is asked. */
const [A, B, C] = [
  [1, 0, 0, 0, 0],
  [0.5, 0.5, 0, 0, 0],
  [0.2, 0.4, 0.4, 0, 0],
] as const;
const LAST = [0.2, 0.2, 0.2, 0.2, 0.2];
const head = (row: readonly number[]) => [A, B, C, row, LAST];

const TEXT = tokens('The', ' boy', ' ran', ' he', ' fell');
/** The row of " he" in four heads: at "boy", at "ran", at "ran" as well, and at rest on the first position. */
const FOUR = stack(
  [
    head([0.1, 0.6, 0.2, 0.1, 0]),
    head([0, 0.1, 0.8, 0.1, 0]),
    head([0.3, 0, 0.6, 0.1, 0]),
    head([0.7, 0.1, 0.1, 0.1, 0]),
  ],
  TEXT,
  true,
);

const names = (answers: readonly Answer[]) =>
  answers.map(({ head: one, position }) => `${formatHead(one)} ${position}`);
const all = ({ said, vague, resting }: Answers) => [names(said), names(vague), names(resting)];

describe('what heads say about a query', () => {
  test('is ordered by the weight times its part of all weight on the cell', () => {
    const answers = answersOf(FOUR, 3, 'query');
    // On "boy" lies 0.6 + 0.1 + 0 + 0.1 = 0.8, on "ran" 0.2 + 0.8 + 0.6 + 0.1 = 1.7.
    expect(answers.said.map(({ standing }) => Math.round(standing * 1e4) / 1e4)).toEqual([0.45, 0.3765, 0.2118]);
    expect(all(answers)).toEqual([['L0H0 1', 'L0H1 2', 'L1H0 2'], [], ['L1H1 1']]);
    expect(answers.said[0]?.weight).toBeCloseTo(0.6, 6);
    expect(answers.resting[0]?.sinkMass).toBeCloseTo(0.7, 6);
  });

  test('leaves the first position out in a causal model alone', () => {
    const loose = stack(
      Array.from({ length: 4 }, () => head([0.7, 0.1, 0.1, 0.1, 0])),
      TEXT,
      false,
    );
    expect(names(answersOf(loose, 3, 'query').said)).toEqual(['L0H0 0', 'L0H1 0', 'L1H0 0', 'L1H1 0']);
  });

  test('puts heads that look at the word itself last', () => {
    const rows = [
      head([0, 0, 0, 1, 0]),
      head([0.4, 0.2, 0.2, 0.2, 0]),
      head([0, 0, 0.3, 0.7, 0]),
      head([0, 0.9, 0, 0.1, 0]),
    ];
    expect(names(answersOf(stack(rows, TEXT, true), 3, 'query').said)).toEqual([
      'L1H1 1',
      'L0H1 1',
      'L0H0 3',
      'L1H0 3',
    ]);
  });

  test('leaves special tokens out, but not a mask to be filled', () => {
    const special = tokens('[CLS]', ' boy', '[MASK]', ' he', '[SEP]');
    const row = [0.2, 0.05, 0.35, 0.1, 0.3];
    const encoder = stack([head(row), head(row), head([0, 0.4, 0, 0, 0.6]), head(row)], special, false);
    // Of the third head 0.6 lies on [SEP].
    expect(all(answersOf(encoder, 3, 'query'))).toEqual([[], [], ['L1H0 1', 'L0H0 2', 'L0H1 2', 'L1H1 2']]);
    const awake = stack(
      Array.from({ length: 4 }, () => head([0.2, 0.05, 0.35, 0.2, 0.2])),
      special,
      false,
    );
    expect(names(answersOf(awake, 3, 'query').said)[0]).toBe('L0H0 2');
  });

  test('is vague below a weight of 0.15', () => {
    const even = (most: number) => head([0.3, most, 0.1, 0.1, 0.5 - most]);
    const near = stack([even(0.14), even(0.16), even(0.14), even(0.16)], TEXT, false);
    const { said, vague } = answersOf(near, 3, 'query');
    expect([said.length, vague.length]).toEqual([4, 0]);
    const causal = stack([even(0.14), even(0.16), even(0.14), even(0.16)], TEXT, true);
    expect(names(answersOf(causal, 3, 'query').vague)).toEqual(['L0H0 1', 'L1H0 1']);
  });

  test('has nothing but rest for the first token of a causal model', () => {
    const { said, vague, resting } = answersOf(FOUR, 0, 'query');
    expect([said, vague]).toEqual([[], []]);
    expect(resting.map(({ position, sinkMass }) => [position, sinkMass])).toEqual(
      Array.from({ length: 4 }, () => [null, 1]),
    );
  });
});

describe('what heads say about a key', () => {
  test('is the query that looks at it most, among those that may', () => {
    const { said, vague, resting } = answersOf(FOUR, 1, 'key');
    // Of " boy" itself 0.5 in every head, of " ran" 0.4, of " he" 0.6 in the first head only.
    expect(names(said)).toEqual(['L0H0 3', 'L0H1 1', 'L1H0 1', 'L1H1 1']);
    expect([vague, resting]).toEqual([[], []]);
    expect(said[0]?.standing).toBeCloseTo(0.36 / 0.8, 6);
  });

  test('may be asked of a sink as well', () => {
    expect(answersOf(FOUR, 0, 'key').said).toHaveLength(4);
  });
});

test('a position that is not there is refused', () => {
  expect(() => answersOf(FOUR, 5, 'query')).toThrow(RangeError);
  expect(() => answersOf(FOUR, -1, 'key')).toThrow(RangeError);
});
