import { describe, expect, test } from 'vitest';
import { PARTS, RUN_WITH_PARTS } from './testing/runWithParts.ts';
import { array, changed, parse } from './testing/runFile.ts';

/** An ablation of any other shape. Paths begin at the field `ablation`. */
const BROKEN_ABLATIONS: readonly [string, string, unknown, RegExp][] = [
  ['that is a word', '', 'none', /ablation is “none”, no object/],
  [
    'of an unknown mode',
    'mode',
    'resample',
    /mode of ablation is “resample”; known are zero, mean, flat, ideal, shared/,
  ],
  ['without heads', 'heads', [], /turns no head down/],
  ['whose heads are no list', 'heads', { 0: {} }, /heads of ablation is an object, no list/],
  ['of a head that is not there', 'heads.0.head', 3, /number of head 0 of ablation is 3, no whole number from 0 to 2/],
  ['of a layer by its true number', 'heads.0.layer', 7, /layer of head 0 of ablation is 7/],
  ['of a layer of another stack', 'heads.1.layer', 1, /layer of head 1 of ablation is 1, no whole number from 0 to 0/],
  ['of half a layer', 'heads.0.layer', 0.5, /0\.5/],
  ['of a huge head', 'heads.0.head', 1e300, /1e\+300/],
  ['of a stack that is not there', 'heads.1.kind', 'decoder', /a stack that the file does not hold/],
  ['of a stack that says nothing', 'heads.1.kind', undefined, /a stack that the file does not hold/],
  ['that keeps more than all', 'heads.0.keep', 1.5, /keep of head 0 of ablation is 1\.5/],
  ['that keeps nothing that is known', 'heads.0.keep', null, /keep of head 0 of ablation is null/],
  ['that names a head twice', 'heads.2', { kind: 'encoder', layer: 1, head: 0, keep: 0 }, /names L1H0 twice/],
  ['with an unknown label', 'labels', { 'cross:L0H2': 'prophet' }, /label of cross:L0H2 is “prophet”/],
  ['with a label of another head', 'labels', { L0H0: 'previous' }, /a head that is not turned down/],
  ['without patterns', 'attention', undefined, /attention of ablation is missing, no list/],
  ['without the patterns of a stack', 'attention', [], /ablation has 0 stacks, the run 2/],
  [
    'whose stacks stand the other way',
    'attention.0.kind',
    'cross',
    /is cross \[2, 3, 5, 5\], in the run it is encoder/,
  ],
  ['of fewer layers', 'attention.0.dims', [1, 3, 5, 10], /encoder/],
  ['of dims that lie', 'attention.0.dims', [2, 3, 5, 500], /claims 2 x 3 x 5 x 500 numbers, but holds 600 bytes/],
  ['of dims that nobody has', 'attention.0.dims', [4096, 4096, 4096, 4096], /more than any page can hold/],
  ['of dims that are none', 'attention.0.dims', [2, 3, -5, 5], /claims a dimension of -5/],
  [
    'with scores for weights',
    'attention.1',
    { kind: 'cross', ...array([1, 3, 4, 5], Array(60).fill(3)) },
    /sums to 15/,
  ],
  ['with NaN for a weight', 'attention.1', { kind: 'cross', ...array([1, 3, 4, 5], Array(60).fill(NaN)) }, /is NaN/],
];

describe('the run opens without an ablation', () => {
  test.each(BROKEN_ABLATIONS)('%s', (_, path, value, reason) => {
    const { extras, stacks, warnings } = changed(path === '' ? 'ablation' : `ablation.${path}`, value);
    expect(extras).toEqual({ ...PARTS, ablated: null });
    expect(stacks.map(({ tensor }) => tensor.data)).toEqual(RUN_WITH_PARTS.attention.map(({ data }) => data));
    expect(warnings).toEqual([expect.stringMatching(/^The run with heads switched off is left out: .*\.$/)]);
    expect(warnings[0]).toMatch(reason);
  });
});

/** What was looked at in an encoder of 2 layers, 3 heads, 5 tokens. Paths begin at the field `lookedAt`. */
const BROKEN_LOOKS: readonly [string, string, unknown, RegExp][] = [
  ['that is a word', '', 'he', /lookedAt is “he”, no object/],
  ['of a stack that is not there', 'kind', 'decoder', /a stack that the file does not hold/],
  ['without pins', 'pinned', undefined, /pinned of lookedAt is missing, no list/],
  [
    'of a layer that is not there',
    'pinned.1.layer',
    2,
    /layer of head 1 of lookedAt is 2, no whole number from 0 to 1/,
  ],
  ['of a head that is not there', 'pinned.0.head', 3, /number of head 0 of lookedAt is 3/],
  ['at no position', 'asked', {}, /from of lookedAt is missing; known are query, key/],
  ['at a key beyond the last', 'asked.position', 5, /position of lookedAt is 5, no whole number from 0 to 4/],
  [
    'at a query where there is only a key',
    '',
    { kind: 'cross', pinned: [], asked: { position: 4, from: 'query' } },
    /is 4, no whole number from 0 to 3/,
  ],
  ['from elsewhere', 'asked.from', 'value', /from of lookedAt is “value”/],
];

describe('the run opens without what was looked at', () => {
  test.each(BROKEN_LOOKS)('%s', (_, path, value, reason) => {
    const { extras, warnings } = changed(path === '' ? 'lookedAt' : `lookedAt.${path}`, value);
    const { lookedAt: _lookedAt, ...rest } = PARTS;
    expect(extras).toEqual(rest);
    expect(warnings).toEqual([expect.stringMatching(/^What was looked at is left out: .*\.$/)]);
    expect(warnings[0]).toMatch(reason);
  });

  test('a head that is pinned twice is pinned once', () => {
    const twice = changed('lookedAt.pinned', [
      { layer: 0, head: 1 },
      { layer: 0, head: 0 },
      { layer: 0, head: 1 },
    ]);
    expect(twice.extras.lookedAt?.pinned).toEqual([
      { layer: 0, head: 1 },
      { layer: 0, head: 0 },
    ]);
  });
});

const BROKEN_EFFECTS: readonly [string, string, unknown, RegExp][] = [
  ['that is a number', '', 4, /effect is 4, no object/],
  ['of an unknown objective', 'objective', 'accuracy', /objective of the effect is “accuracy”/],
  ['without a summary', 'summary', undefined, /summary of the effect is missing/],
  ['with a word for a loss', 'summary.lossAfter', 'much', /lossAfter of the effect is “much”/],
  ['with a loss beyond float32', 'summary.lossAfter', 1e300, /1e\+300/],
  ['without a loss', 'summary.lossBefore', undefined, /lossBefore of the effect is missing/],
  ['with a negative KL', 'summary.meanKl', -0.5, /meanKl of the effect is -0\.5/],
  ['that is worst beyond the text', 'summary.worst', 4, /worst of the effect is 4, no whole number from -1 to 3/],
  ['with half a flip', 'summary.nFlips', 0.5, /nFlips of the effect is 0\.5/],
  ['without positions', 'positions', null, /positions of the effect is null, no list/],
  ['at a position beyond the text', 'positions.1.position', 5, /position of entry 1 of the effect is 5/],
  ['at no position', 'positions.1', null, /entry 1 of the effect is null, no object/],
  ['on a target that is a word', 'positions.0.target', 'cat', /target of entry 0/],
  ['with a KL that is a list', 'positions.0.kl', [1], /kl of entry 0 of the effect is a list/],
  ['that flips a little', 'positions.0.isFlipped', 1, /isFlipped of entry 0/],
  ['of a candidate that is certain thrice', 'positions.0.after.0.probability', 3, /probability in after of entry 0/],
  ['of a candidate without an id', 'positions.0.before.0.id', undefined, /id in before of entry 0/],
  ['of a candidate below all', 'positions.0.before.0.id', -1, /is -1, no whole number from 0 on/],
  ['of turns in a word', 'turns', 'left', /turns of the effect is “left”/],
  ['of more turns than tokens', 'turns', [0, 0, 0, 0, 0], /5 turns, the text 4 tokens/],
  ['of a turn against nature', 'turns', [-1], /turn 0 of the effect is -1/],
];

describe('the run with heads switched off opens without an effect', () => {
  test.each(BROKEN_EFFECTS)('%s', (_, path, value, reason) => {
    const { extras, warnings } = changed(path === '' ? 'ablation.effect' : `ablation.effect.${path}`, value);
    expect(extras).toEqual({ ...PARTS, ablated: { ...PARTS.ablated, effect: null } });
    expect(warnings).toEqual([expect.stringMatching(/^The effect of the heads switched off is left out: /)]);
    expect(warnings[0]).toMatch(reason);
  });

  test('of scores for other tokens keeps the rest', () => {
    const { extras, warnings } = changed('ablation.logits', array([5, 1], [1, 2, 3, 4, 5]));
    expect(extras).toEqual({ ...PARTS, ablated: { ...PARTS.ablated, logits: null } });
    expect(warnings[0]).toMatch(/scores with heads switched off is left out.*\[5, 1\], of 4 tokens/);
  });

  test('without what a mean was taken over where that is unknown', () => {
    const { extras, warnings } = changed('ablation.meanOver', 'all books');
    expect(extras).toEqual({ ...PARTS, ablated: { ...PARTS.ablated, meanOver: null } });
    expect(warnings[0]).toMatch(/mean output was taken over is left out: .*“all books”/);
    expect(changed('ablation.meanOver', undefined)).toMatchObject({
      extras: { ablated: { meanOver: null } },
      warnings: [],
    });
  });

  test.each([[{ cat: 'x' }], [{ 3: 7 }], [['a']], ['words'], [{ 1e99: 'x' }]])('words that are %j', (words) => {
    const { extras, warnings } = changed('ablation.words', words);
    expect(extras.ablated).toEqual({ ...PARTS.ablated, words: new Map() });
    expect(warnings).toHaveLength(1);
  });
});

describe('the run opens without what one head costs', () => {
  const third = { kind: null, layer: 1, head: 2, keep: 0 };
  test.each([
    ['in another mode', 'mode', 'flat', /oneHead 1 is not whole layers of one stack in the mode shared/],
    ['of half a layer', 'heads', parse().oneHead[1].heads.slice(1), /not whole layers/],
    ['of heads that keep a part', 'heads.2', { ...third, keep: 0.5 }, /not whole layers/],
    ['of two stacks', 'heads.2', { ...third, kind: 'cross', layer: 0 }, /not whole layers/],
    ['of a head that is not there', 'heads.2.head', 3, /number of head 2 of oneHead 1 is 3/],
    ['with a broken effect', 'effect.positions', 'none', /positions of the effect is “none”/],
    ['with words that are none', 'words', [' chat'], /words is a list, no object/],
  ])('%s, and with the others', (_, path, value, reason) => {
    const { extras, warnings } = changed(`oneHead.1.${path}`, value);
    expect(extras).toEqual({ ...PARTS, oneHead: PARTS.oneHead.toSpliced(1, 1) });
    expect(warnings).toEqual([expect.stringMatching(/^What one head costs is left out: /)]);
    expect(warnings[0]).toMatch(reason);
  });

  test('where it is no list', () => {
    expect(changed('oneHead', 'layer 2').extras).toEqual({ ...PARTS, oneHead: [] });
  });
});
