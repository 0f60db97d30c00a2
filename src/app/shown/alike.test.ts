import { describe, expect, test } from 'vitest';
import type { HeadComparison } from '../../core/alike/comparison.ts';
import { alikeOf, distanceFacts, headAt, headNames, nearestTo } from './alike.ts';
import { groupsOf, treeOf } from './alikeGroups.ts';
import {
  comparedWords,
  groupsWords,
  restingHeadsWords,
  tooShortWords,
  unfinishedWords,
  verdictWords,
} from '../alike/alikeWords.ts';
import type { AlikeStudy } from '../state/studies.ts';

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
    basis: { kind: 'list', texts: texts.map((_, i) => `text ${i}`), thing: 'sentence' },
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

  test('name the sentences compared so far, not those still to come, and say why they are few', () => {
    const texts = ['text 0', 'text 1', 'text 2', 'text 3'];
    const some = { ...two, basis: { ...two.basis, texts } };
    const found = alikeOf(some, 'decoder')!;
    expect(comparedWords(some, found)).toBe('2 sentences, from “text 0” on');
    expect(
      (['running', 'paused', 'stopped', 'failed'] as const).map((status) =>
        unfinishedWords({ ...some, status }, found),
      ),
    ).toEqual([
      'Not finished: 2 of 4 sentences so far.',
      'Not finished: 2 of 4 sentences so far.',
      'Stopped after 2 of 4 sentences.',
      'Stopped after 2 of 4 sentences.',
    ]);
    const first = { ...some, comparisons: some.comparisons.slice(0, 1) };
    expect(comparedWords(first, alikeOf(first, 'decoder')!)).toBe('“text 0”');
    expect([comparedWords(two, found), unfinishedWords(two, found)]).toEqual(['2 sentences, from “text 0” on', '']);
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

  test('heads are called by the true numbers of their layers', () => {
    expect(headNames({ layerNumbers: [3, 7] }, found)).toEqual(['L3H0', 'L3H1', 'L7H0', 'L7H1']);
    expect(headNames({}, found)).toEqual(['L0H0', 'L0H1', 'L1H0', 'L1H1']);
  });

  test('the grid shows how far each is from one', () => {
    const facts = distanceFacts(found, { layer: 0, head: 1 }, 'L3H1', 'all');
    expect([...facts].map(([name, { text }]) => `${name} ${text}`)).toEqual([
      'L0H0 0.13',
      'L0H1 =',
      'L1H0 0.38',
      'L1H1 0.88',
    ]);
    expect(facts.get('L1H1')?.words).toBe('distance 0.88 from L3H1');
  });

  test('the nearest come first, and a head that is not there has none', () => {
    expect(nearestTo(found, { layer: 1, head: 0 }, 2, 'all').map(({ head }) => [head.layer, head.head])).toEqual([
      [0, 1],
      [0, 0],
    ]);
    expect(nearestTo(found, { layer: 2, head: 0 }, 2, 'all')).toEqual([]);
  });

  test('groups grow with the threshold', () => {
    expect([0.1, 0.2, 1].map((tau) => groupsOf(found, 'all', tau).length)).toEqual([4, 3, 1]);
    expect(groupsOf(found, 'all', 1)).toBe(groupsOf(found, 'all', 1));
    expect(groupsOf(found, 'all', 0.1)).toHaveLength(4);
  });
});

describe('on content keys', () => {
  const nan = Number.NaN;
  /** The last head looks at no content. */
  const onContent = Float32Array.of(0, 0.5, 0.125, nan, 0.5, 0, 0.25, nan, 0.125, 0.25, 0, nan, nan, nan, nan, nan);
  const found = alikeOf(study({ ...comparison([0, 0.125, 0.5, 1]), contentDistance: onContent }), 'decoder')!;

  test('tree, groups, the nearest and the grid follow those distances', () => {
    expect(treeOf(found, 'all').order).toHaveLength(4);
    expect(treeOf(found, 'all').placed).toEqual([0, 1, 2, 3]);
    expect(treeOf(found, 'content').placed).toEqual([0, 1, 2]);
    expect(treeOf(found, 'content')).toBe(treeOf(found, 'content'));
    expect(groupsOf(found, 'all', 0.2)[0]?.members).toEqual([0, 1]);
    expect(groupsOf(found, 'content', 0.2)[0]?.members).toEqual([0, 2]);
    expect(nearestTo(found, { layer: 0, head: 0 }, 9, 'content').map(({ distance }) => distance)).toEqual([0.125, 0.5]);
    const facts = distanceFacts(found, { layer: 0, head: 1 }, 'L3H1', 'content');
    expect([...facts].map(([name, { text, value }]) => `${name} ${text} ${value}`)).toEqual([
      'L0H0 0.50 0.5',
      'L0H1 = 0',
      'L1H0 0.25 0.25',
      'L1H1 – null',
    ]);
    expect(facts.get('L1H0')?.words).toBe('distance 0.25 from L3H1 on content keys');
  });

  test('the words say of how many heads hardly anything lies there', () => {
    const resting = { ...found, contentMass: Float32Array.of(0.05, 0.5, 0.0999, 0) };
    expect(restingHeadsWords(resting, 'content')).toMatch(
      /^2 of the heads have less than 10 % of the attention on content/,
    );
    expect(restingHeadsWords(resting, 'all')).toBe('');
    expect(restingHeadsWords(found, 'content')).toBe('');
  });

  test('the words say what was left out', () => {
    expect(groupsWords(found, 'all', 0.2, 0, 'sentence')).toBe('groups among 4 heads at 0.20 over 1 sentence');
    expect(groupsWords(found, 'content', 0.2, 1, 'sentence')).toBe(
      'groups among 3 heads (1 left out, with too little on content keys) at 0.20 on content keys over 1 sentence',
    );
  });
});

describe('texts that are too short', () => {
  const nan = Number.NaN;
  const short: HeadComparison = {
    ...comparison([0, 0, 0, 0]),
    distance: Float32Array.from({ length: 16 }, (_, cell) => (cell % 5 === 0 ? 0 : nan)),
    contentDistance: new Float32Array(16).fill(nan),
    contentMass: new Float32Array(4).fill(nan),
  };

  test('give no groups, no nearest, and a reason', () => {
    const found = alikeOf(study(short), 'decoder')!;
    expect(groupsOf(found, 'all', 0.2)).toEqual([]);
    expect(nearestTo(found, { layer: 0, head: 0 }, 3, 'all')).toEqual([]);
    expect(tooShortWords(found, 'all', 'sentence')).toMatch(/^Too short to tell: this sentence has no token/);
    expect(tooShortWords(alikeOf(study(short, short), 'decoder')!, 'all', 'sentence')).toMatch(
      /none of these sentences has/,
    );
  });

  test('do not count among others', () => {
    const found = alikeOf(study(short, comparison([0, 0.125, 0.5, 1])), 'decoder')!;
    expect(tooShortWords(found, 'all', 'sentence')).toBeNull();
    expect(groupsWords(found, 'all', 0.2, 0, 'sentence')).toBe(
      'groups among 4 heads at 0.20 over 1 sentence (1 of 2 is too short to tell)',
    );
    expect(groupsOf(found, 'all', 0.2)).toHaveLength(3);
  });

  test('may tell on all keys and not on content', () => {
    const some = { ...comparison([0, 0.125, 0.5, 1]), contentDistance: short.contentDistance };
    const found = alikeOf(study(some), 'decoder')!;
    expect(tooShortWords(found, 'all', 'sentence')).toBeNull();
    expect(tooShortWords(found, 'content', 'sentence')).toMatch(/^Too short to tell on content keys/);
  });
});

test('pictures are called pictures, one as well as several', () => {
  const pair = { distance: 0.1, contentDistance: 0.1, massA: 0.5, massB: 0.5 };
  const some = study(comparison([0, 0.125, 0.5, 1]), comparison([0, 0.125, 0.5, 1]));
  const basis = { kind: 'held-out', texts: ['Bag', 'Shirt', 'Coat'], thing: 'picture' } as const;
  const found = alikeOf(some, 'decoder')!;
  expect([
    groupsWords(found, 'all', 0.2, 0, 'picture'),
    comparedWords({ ...some, basis }, found),
    unfinishedWords({ ...some, basis, status: 'running' }, found),
    tooShortWords({ ...found, nTexts: 0, nGiven: 1 }, 'all', 'picture'),
    verdictWords({ verdict: 'alike', because: null }, pair, 0.2, 1, 'picture'),
    verdictWords({ verdict: 'unknown', because: null }, pair, 0.2, 2, 'picture'),
  ]).toEqual([
    'groups among 4 heads at 0.20 over 2 pictures',
    '2 held-out pictures',
    'Not finished: 2 of 3 pictures so far.',
    'Too short to tell: this picture has no patch that looks at three keys or more. Choose another picture and compare again.',
    'Alike in this picture: both look at the same places. “Redundant” is said from 5 pictures on.',
    'Too short to tell over 2 pictures: what the two look at among content keys cannot be held against each other.',
  ]);
});

test('one sentence makes no head redundant in words, and a reason comes with its number', () => {
  const pair = { distance: 0.44, contentDistance: 0.31, massA: 0.5, massB: 0.5 };
  expect(verdictWords({ verdict: 'alike', because: null }, pair, 0.2, 1, 'sentence')).toMatch(
    /^Alike in this sentence/,
  );
  expect(verdictWords({ verdict: 'redundant', because: null }, pair, 0.2, 6, 'sentence')).toMatch(/over 6 sentences/);
  expect(verdictWords({ verdict: 'different', because: 'distance' }, pair, 0.2, 1, 'sentence')).toBe(
    'Different: 0.44 apart, more than 0.20.',
  );
  expect(verdictWords({ verdict: 'different', because: 'content' }, pair, 0.2, 1, 'sentence')).toContain(
    '(0.31 there)',
  );
  expect(verdictWords({ verdict: 'resting', because: null }, pair, 0.2, 1, 'sentence')).toContain('cannot be judged');
  expect(verdictWords({ verdict: 'unknown', because: null }, pair, 0.2, 1, 'sentence')).toMatch(
    /^Too short to tell in this sentence/,
  );
});
