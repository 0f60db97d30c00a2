import { describe, expect, test } from 'vitest';
import type { HeadComparison } from '../../core/alike/comparison.ts';
import { alikeOf, distanceFacts, groupsOf, headAt, nearestTo, verdictWords } from './alike.ts';
import type { AlikeStudy } from './studies.ts';

/** Two layers of two heads on a line at the given places: the distance of two is how far apart they stand. */
function comparison(places: readonly number[]): HeadComparison {
  const distance = Float32Array.from(places.flatMap((a) => places.map((b) => Math.abs(a - b))));
  return {
    nLayers: 2,
    nHeads: 2,
    nTokens: 7,
    distance,
    contentDistance: distance,
    contentMass: new Float32Array(4).fill(0.5),
  };
}

function study(...texts: readonly HeadComparison[]): AlikeStudy {
  return {
    purpose: 'alike',
    studyId: 1,
    basis: { kind: 'list', texts: texts.map((_, i) => `text ${i}`) },
    status: 'done',
    nDone: texts.length,
    nTotal: texts.length,
    error: null,
    comparisons: texts.map((one) => [{ kind: 'decoder', comparison: one }]),
  };
}

describe('distances over several texts', () => {
  const two = study(comparison([0, 0.125, 0.5, 1]), comparison([0, 0.375, 0.5, 1]));

  test('are their means, with the number of texts', () => {
    const found = alikeOf(two, 'decoder');
    expect(found?.nTexts).toBe(2);
    expect(found?.distance[1]).toBe(0.25);
    expect(found?.distance[3]).toBe(1);
  });

  test('are worked out once', () => {
    expect(alikeOf(two, 'decoder')).toBe(alikeOf({ ...two, status: 'running' }, 'decoder'));
  });

  test('are none for another stack and before the first text', () => {
    expect(alikeOf(two, 'cross')).toBeNull();
    expect(alikeOf(study(), 'decoder')).toBeNull();
    expect(alikeOf(null, 'decoder')).toBeNull();
  });
});

describe('of four heads on a line', () => {
  const found = alikeOf(study(comparison([0, 0.125, 0.5, 1])), 'decoder')!;

  test('heads are counted layer by layer', () => {
    expect([0, 1, 2, 3].map((index) => headAt(index, 2))).toEqual([
      { layer: 0, head: 0 },
      { layer: 0, head: 1 },
      { layer: 1, head: 0 },
      { layer: 1, head: 1 },
    ]);
  });

  test('the grid shows how far each is from one', () => {
    const facts = distanceFacts(found, { layer: 0, head: 1 }, 'L3H1');
    expect([...facts].map(([name, { text }]) => `${name} ${text}`)).toEqual([
      'L0H0 0.13',
      'L0H1 =',
      'L1H0 0.38',
      'L1H1 0.88',
    ]);
    expect(facts.get('L1H1')?.words).toBe('distance 0.88 from L3H1');
  });

  test('the nearest come first, and a head that is not there has none', () => {
    expect(nearestTo(found, { layer: 1, head: 0 }, 2).map(({ head }) => [head.layer, head.head])).toEqual([
      [0, 1],
      [0, 0],
    ]);
    expect(nearestTo(found, { layer: 2, head: 0 }, 2)).toEqual([]);
  });

  test('groups grow with the threshold', () => {
    expect([0.1, 0.2, 1].map((tau) => groupsOf(found, tau).length)).toEqual([4, 3, 1]);
    expect(groupsOf(found, 1)).toBe(groupsOf(found, 1));
  });
});

test('one sentence makes no head redundant in words, and a reason comes with its number', () => {
  const pair = { distance: 0.44, contentDistance: 0.31, massA: 0.5, massB: 0.5 };
  expect(verdictWords({ verdict: 'alike', because: null }, pair, 0.2, 1)).toMatch(/^Alike in this sentence/);
  expect(verdictWords({ verdict: 'redundant', because: null }, pair, 0.2, 6)).toMatch(/over 6 sentences/);
  expect(verdictWords({ verdict: 'different', because: 'distance' }, pair, 0.2, 1)).toBe(
    'Different: 0.44 apart, more than 0.20.',
  );
  expect(verdictWords({ verdict: 'different', because: 'content' }, pair, 0.2, 1)).toContain('(0.31 there)');
  expect(verdictWords({ verdict: 'resting', because: null }, pair, 0.2, 1)).toContain('cannot be judged');
});
