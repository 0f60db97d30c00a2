import { describe, expect, test } from 'vitest';
import { randomStream } from '../../random.ts';
import type { Token } from '../../tokens.ts';
import { scoreOf } from '../report.ts';
import { alignmentOf } from './alignment.ts';
import { createCrossContext } from './crossContext.ts';
import { crossEvidenceOf } from './crossEvidence.ts';
import { labelCross } from './labelCross.ts';

/** Tokens called after their place; those in brackets are special. */
function tokensOf(texts: readonly string[]): readonly Token[] {
  return texts.map((text, position) => {
    const special = text.startsWith('[') || text.endsWith('silence');
    return { position, id: position, piece: text, text, start: 0, end: 0, special, segment: 0 };
  });
}

const words = (n: number, prefix: string): string[] => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
const contextOf = (queries: readonly string[], keys: readonly string[], isOrdered = true) =>
  createCrossContext(tokensOf(queries), tokensOf(keys), { isOrdered });

/** Shape: weight(query, key) -> [query, key], rows sum to 1. */
function patternOf(nQueries: number, nKeys: number, weight: (query: number, key: number) => number): Float32Array {
  const pattern = new Float32Array(nQueries * nKeys);
  for (let query = 0; query < nQueries; query++) {
    const row = Array.from({ length: nKeys }, (_, key) => weight(query, key));
    const sum = row.reduce((a, b) => a + b, 0);
    for (const [key, value] of row.entries()) pattern[query * nKeys + key] = value / sum;
  }
  return pattern;
}

const SIX = contextOf(words(6, 'q'), words(6, 'k'));
const diagonal = (query: number, key: number): number => Number(query === key);

describe('alignment', () => {
  test('is 1 where each query looks past the one before, -1 where they go back, and 0 where all look alike', () => {
    expect(alignmentOf(patternOf(6, 6, diagonal), SIX).score).toBeCloseTo(1, 9);
    expect(
      alignmentOf(
        patternOf(6, 6, (query, key) => Number(query + key === 5)),
        SIX,
      ).score,
    ).toBeCloseTo(-1, 9);
    expect(
      alignmentOf(
        patternOf(6, 6, (_, key) => 1 + key),
        SIX,
      ).score,
    ).toBeCloseTo(0, 6);
    // All on one key: nothing moves.
    expect(
      alignmentOf(
        patternOf(6, 6, (_, key) => Number(key === 2)),
        SIX,
      ).score,
    ).toBe(0);
  });

  test('falls with what is spread evenly: of 30 % noise over a diagonal 0.7 is left', () => {
    const noisy = patternOf(6, 6, (query, key) => 0.7 * diagonal(query, key) + 0.3 / 6);
    expect(alignmentOf(noisy, SIX).score).toBeCloseTo(0.7, 6);
  });

  test('asks for the order alone: pauses and words that take many queries cost little', () => {
    const pauses = [0, 0, 0, 1, 9, 10, 10, 11, 18, 19];
    const context = contextOf(words(10, 'q'), words(20, 'k'));
    const found = alignmentOf(
      patternOf(10, 20, (query, key) => Number(pauses[query] === key)),
      context,
    );
    expect(found.score).toBeGreaterThan(0.97);
    // On a straight line it would be the correlation of 0 to 9 with those places.
    expect(found.rows).toBe(10);
  });

  test('of rows dealt blindly has mean 0 and the deviation that is said: all 24 orders of 4 rows', () => {
    const context = contextOf(words(4, 'q'), words(5, 'k'));
    const rows = [
      [0.7, 0.1, 0.1, 0.1, 0],
      [0.2, 0.2, 0.2, 0.2, 0.2],
      [0, 0, 0.4, 0.6, 0],
      [0, 0.1, 0, 0, 0.9],
    ];
    const scores = orders([0, 1, 2, 3]).map(
      (order) => alignmentOf(Float32Array.from(order.flatMap((row) => rows[row]!)), context).score,
    );
    const mean = scores.reduce((a, b) => a + b, 0) / 24;
    expect(mean).toBeCloseTo(0, 6);
    const deviation = Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0) / 24);
    const said = alignmentOf(Float32Array.from(rows.flat()), context).deviation;
    expect(said).toBeCloseTo(deviation, 6);
  });
});

function orders(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first) => orders(items.filter((other) => other !== first)).map((rest) => [first, ...rest]));
}

describe('labels of cross-attention', () => {
  const QUERIES = ['[start]', ...words(12, 'q')];
  const KEYS = [...words(16, 'k'), '[end]'];
  const CONTEXT = contextOf(QUERIES, KEYS);
  const label = (weight: (query: number, key: number) => number) => labelCross(patternOf(13, 17, weight), CONTEXT);

  test('are one entry each, in their order', () => {
    expect(label(() => 1).labels.map((score) => score.label)).toEqual([
      'aligned',
      'delimiter',
      'vertical',
      'broad',
      'uniform',
      'resting',
      'heterogeneous',
    ]);
  });

  test('know a head that follows the source, one that looks at one word, one that rests and one that spreads', () => {
    const along = (query: number, key: number): number => Number(key === Math.round((query - 1) * 1.3));
    expect(label(along).strongest).toBe('aligned');
    expect(label((query, key) => along(query, key) + 0.4 / 17).strongest).toBe('aligned');
    const column = label((_, key) => (key === 3 ? 0.9 : 0.1 / 16));
    expect(column).toMatchObject({ strongest: 'vertical' });
    expect(scoreOf(column, 'vertical')).toMatchObject({ column: 3, word: 'k3' });
    expect(scoreOf(column, 'aligned').status).not.toBe('assigned');
    const resting = label((_, key) => (key === 16 ? 0.95 : 0.05 / 16));
    expect(resting.strongest).toBe('delimiter');
    expect(scoreOf(resting, 'delimiter').word).toBe('[end]');
    expect(label((query, key) => 1 + ((3 * query + 5 * key) % 4)).strongest).toBe('broad');
    expect(label(() => 1).strongest).toBe('uniform');
  });

  test('a head that goes backwards follows nothing', () => {
    const back = label((query, key) => Number(key === 15 - query));
    expect(scoreOf(back, 'aligned')).toMatchObject({ status: 'absent' });
    expect(back.strongest).toBe('heterogeneous');
  });

  test('patches and learned queries have no order to follow', () => {
    const report = labelCross(patternOf(13, 17, diagonal), contextOf(QUERIES, KEYS, false));
    expect(scoreOf(report, 'aligned')).toMatchObject({ status: 'not-assessable', reason: 'no-target' });
  });

  test('silence that was added to a sound is named, whatever its second', () => {
    const keys = ['0.00 s', '0.02 s', '0.04 s', '0.06 s', '0.08 s, silence', '0.10 s, silence', '0.12 s, silence'];
    const context = createCrossContext(tokensOf(words(8, 'q')), tokensOf(keys), { isOrdered: true, what: 'sound' });
    const report = labelCross(
      patternOf(8, 7, (_, key) => (key > 3 ? 1 : 0.05)),
      context,
    );
    expect(report.strongest).toBe('delimiter');
    expect(scoreOf(report, 'delimiter').word).toBe('silence');
    expect(scoreOf(report, 'aligned').word).toBe('sound');
  });

  test('nothing is said of fewer than six tokens on either side', () => {
    const report = labelCross(patternOf(5, 17, diagonal), contextOf(words(5, 'q'), KEYS));
    expect(report.strongest).toBeNull();
    expect(report.labels.every(({ reason }) => reason === 'too-short')).toBe(true);
  });

  test('fewer than 1 in 100 heads with random rows get a pattern, however sharp the rows and short the text', () => {
    const random = randomStream(7);
    let nFalse = 0;
    const nHeads = 600;
    for (let head = 0; head < nHeads; head++) {
      const sharpness = [1, 4, 12][head % 3]!;
      const nQueries = 7 + (head % 5) * 4;
      const context = contextOf(words(nQueries, 'q'), words(9 + (head % 4) * 5, 'k'));
      const report = labelCross(
        patternOf(nQueries, context.keys.nTokens, () => random() ** sharpness),
        context,
      );
      if (['aligned', 'vertical', 'delimiter'].includes(report.strongest ?? '')) nFalse++;
    }
    expect(nFalse).toBeLessThan(nHeads / 100);
  });

  test('a pattern of another size is refused', () => {
    expect(() => labelCross(new Float32Array(5), CONTEXT)).toThrow(RangeError);
  });
});

test('what shows that a head follows the source is the hardest key of each row among those that are no special tokens', () => {
  const context = contextOf(['[start]', ...words(6, 'q')], [...words(6, 'k'), '[end]']);
  const pattern = patternOf(7, 7, (query, key) => (key === 6 ? 2 : Number(query === key + 1)));
  const { labels } = labelCross(pattern, context);
  const evidence = crossEvidenceOf(labels[0]!, context, pattern);
  expect(evidence).toMatchObject({
    kind: 'cells',
    cells: [0, 1, 2, 3, 4, 5].map((key) => ({ query: key + 1, key })),
  });
  expect(crossEvidenceOf(labels[1]!, context, pattern)).toEqual({ kind: 'columns', keys: [6] });
});
