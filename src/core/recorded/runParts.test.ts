import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { runJsonParts } from '../runJson.ts';
import { finish } from '../slices.ts';
import { readRunFile } from './runFile.ts';
import type { RunFile } from './runFile.ts';
import { PARTS, RUN_WITH_PARTS, SUMMARY } from './testing/runWithParts.ts';

const JSON_TEXT = [...runJsonParts(RUN_WITH_PARTS, [], PARTS)].join('');
const parse = () => JSON.parse(JSON_TEXT);
const readBack = (file = parse()): RunFile => finish(readRunFile(file, 'run.json'));

/** The file with the value at a path replaced; undefined takes it away. The path begins at the top. */
function changed(path: string, value: unknown): RunFile {
  const file = parse();
  const names = path.split('.');
  let inner = file;
  for (const name of names.slice(0, -1)) inner = inner[name];
  const last = names.at(-1)!;
  if (value === undefined) delete inner[last];
  else inner[last] = value;
  // As a file: what JSON cannot hold is not there.
  return readBack(JSON.parse(JSON.stringify(file)));
}

const array = (dims: readonly number[], numbers: readonly number[]) => ({
  dims,
  encoding: 'base64-float32-le',
  data: Buffer.from(new Uint8Array(Float32Array.from(numbers).buffer)).toString('base64'),
});

describe('what stands beside a run in its file', () => {
  test('is read back as it was written', () => {
    const { extras, logits, warnings } = readBack();
    expect(warnings).toEqual([]);
    expect(extras).toEqual(PARTS);
    expect(logits).toEqual(RUN_WITH_PARTS.logits);
  });

  test('is written again as it stood', () => {
    const again = [...runJsonParts(RUN_WITH_PARTS, [], readBack().extras)].join('');
    expect(JSON.parse(again)).toEqual(parse());
    for (const part of ['lookedAt', 'ablation', 'oneHead', 'studies', 'alike'])
      expect(JSON.parse(again)[part]).toBeDefined();
  });

  test('of a model without a language head are turns of its vectors', () => {
    const turns = Float32Array.of(0.1, NaN, 2, 0.3);
    const effect = { objective: 'output' as const, summary: SUMMARY, positions: [], turns };
    const file = [...runJsonParts(RUN_WITH_PARTS, [], { ...PARTS, ablated: { ...PARTS.ablated!, effect } })].join('');
    expect(readBack(JSON.parse(file)).extras.ablated?.effect).toEqual(effect);
  });

  test('may be missing: files of before have no words, no status, no objective', () => {
    expect(changed('ablation.words', undefined).extras.ablated?.words).toEqual(new Map());
    const study = changed('studies.0.objective', undefined).extras.studies[0];
    expect(study).toEqual({ ...PARTS.studies[0], objective: null });
    // Two of four results.
    expect(changed('studies.0.status', undefined).extras.studies[0]?.status).toBe('stopped');
    const one = changed('studies.0', { ...parse().studies[0], texts: ['b'], status: undefined, results: [] });
    expect(one.extras.studies[0]?.status).toBe('stopped');
    const both = [0, 1].map((variant) => ({ input: 0, variant, ...SUMMARY }));
    const plain = { ...parse().studies[0], texts: ['b'], status: undefined };
    const all = changed('studies.0', { ...plain, results: both, refused: undefined });
    expect(all.extras.studies[0]).toMatchObject({ status: 'done', refused: [] });
    // A variant that could not be made is through as well.
    const refused = [{ input: 0, variant: 1, why: 'no label' }];
    const some = changed('studies.0', { ...plain, results: both.slice(0, 1), refused });
    expect(some.extras.studies[0]).toMatchObject({ status: 'done', refused });
    for (const part of [
      'lookedAt',
      'lookedAt.asked',
      'ablation',
      'oneHead',
      'studies',
      'alike',
      'ablation.effect',
      'ablation.logits',
      'oneHead.1.effect',
    ]) {
      expect(changed(part, undefined).warnings).toEqual([]);
      expect(changed(part, null).warnings).toEqual([]);
    }
  });

  test('may be missing: comparisons of before do not say how many of their texts tell', () => {
    const [cross] = PARTS.alike;
    expect(changed('alike.0.nTexts', undefined).extras.alike).toEqual([{ ...cross, nTexts: null }]);
    expect(changed('alike.0.nContentTexts', undefined).extras.alike).toEqual([{ ...cross, nContentTexts: null }]);
    expect(changed('alike.0.nTexts', 3).extras.alike).toEqual([{ ...cross, nTexts: 3 }]);
    expect(changed('alike.0.nContentTexts', 0).extras.alike).toEqual([{ ...cross, nContentTexts: 0 }]);
  });

  test('names the first stack in one way, as the page does', () => {
    const { extras } = changed('ablation.heads.0.kind', 'encoder');
    expect(extras.ablated?.ablation.heads).toEqual(PARTS.ablated!.ablation.heads);
  });
});

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

const BROKEN_STUDIES: readonly [string, string, unknown, RegExp][] = [
  ['labels of a text that is not there', 'labels.0.input', 2, /input in labels of importance is 2/],
  ['labels of a text twice', 'labels.1', { input: 0, heads: [] }, /labels of importance name the same twice/],
  [
    'labels of a head twice',
    'labels.0.heads.1',
    { kind: 'encoder', layer: 1, head: 0, label: null },
    /name the same twice/,
  ],
  ['labels of a head that is not there', 'labels.0.heads.1.layer', 1, /layer in labels of importance is 1/],
  ['labels of another stack', 'labels.0.heads.0.kind', 'decoder', /a stack that the file does not hold/],
  ['labels that nobody knows', 'labels.0.heads.0.label', 'prophet', /label in labels of importance is “prophet”/],
  ['labels in a word', 'labels', 'previous', /labels of importance is “previous”, no list/],
  ['for a question that nobody asked', 'purpose', 'beauty', /purpose of study 0 is “beauty”/],
  ['for another question', 'purpose', 'curve-own', /variants of curve-own are not/],
  ['without texts', 'texts', [], /texts of importance is empty/],
  ['of texts that are numbers', 'texts', [1, 2], /texts of importance\[0\] is 1/],
  ['of an unknown status', 'status', 'running', /status of importance is “running”/],
  ['of an unknown objective', 'objective', 'fun', /objective of importance is “fun”/],
  ['without a floor', 'floor', undefined, /floor of importance is missing/],
  ['of a negative floor', 'floor.loss', -1, /loss of floor of importance is -1/],
  ['without variants', 'variants', [], /variants of importance are not those/],
  ['of an unknown mode', 'variants.1.mode', 'magic', /mode of variant 1 of importance/],
  ['of a head that is not there', 'variants.1.heads.0.layer', 2, /layer of head 0 of variant 1 of importance is 2/],
  ['of results in an object', 'results', {}, /results of importance is an object/],
  ['of a text that is not there', 'results.0.input', 2, /input of result 0 of importance is 2/],
  ['of a variant that is not there', 'results.0.variant', 2, /variant of result 0/],
  ['of a result twice', 'results.2', { input: 1, variant: 0, ...SUMMARY }, /result 2 of importance stands there twice/],
  ['of a refusal without a reason', 'refused.0.why', undefined, /why of refusal 0 of importance is missing/],
  ['of a refusal on a text that is not there', 'refused.0.input', 2, /input of refusal 0/],
  ['of a refusal of a variant that is not there', 'refused.0.variant', 2, /variant of refusal 0/],
  ['that was refused and measured', 'refused.0.variant', 1, /refusal 0 of importance has been measured/],
  [
    'of more that are named rightly than are scored',
    'results.0.right',
    { before: 4, after: 0 },
    /before in right of result 0 .* is 4, no whole number from 0 to 3/,
  ],
  ['of refusals in a word', 'refused', 'none', /refused of importance is “none”/],
  [
    'of a result without numbers',
    'results.0',
    { input: 1, variant: 0 },
    /lossBefore of result 0 of importance is missing/,
  ],
];

describe('the run opens without a measurement', () => {
  test.each(BROKEN_STUDIES)('%s, and with the others', (_, path, value, reason) => {
    const { extras, warnings } = changed(`studies.0.${path}`, value);
    expect(extras).toEqual({ ...PARTS, studies: PARTS.studies.slice(1) });
    expect(warnings).toEqual([expect.stringMatching(/^A measurement is left out: /)]);
    expect(warnings[0]).toMatch(reason);
  });

  test('of which there are more than questions, or none at all', () => {
    for (const wrong of ['all', {}, Array(7).fill(parse().studies[0])]) {
      const { extras, warnings } = changed('studies', wrong);
      expect(extras).toEqual({ ...PARTS, studies: [] });
      expect(warnings).toEqual([expect.stringMatching(/^What was measured is left out: /)]);
    }
    const twice = changed('studies.1', parse().studies[0]);
    expect(twice.extras.studies).toEqual(PARTS.studies.slice(0, 1));
    expect(twice.warnings[0]).toMatch(/importance stands there twice/);
  });

  test.each([
    ['importance', [1, 2], 'mean'],
    ['curve-random', [2, 1], 'mean'],
    ['curve-random', [1, 2, 1, 3], 'mean'],
    ['curve-own', [1, 2, 1, 2], 'mean'],
    ['curve-importance', [1, 1], 'mean'],
    ['interaction', [1, 2], 'mean'],
    ['fidelity', [1, 1], 'mean'],
  ])('%s with variants of %j heads', (purpose, sizes, mode) => {
    const heads = [0, 1, 2].map((head) => ({ kind: null, layer: 0, head, keep: 0 }));
    const variants = sizes.map((size) => ({ mode, heads: heads.slice(0, size) }));
    const study = { ...parse().studies[1], purpose, variants };
    expect(changed('studies', [study]).warnings[0]).toMatch(/are not those of such a measurement/);
  });
});

test('a random curve comes back with each of its orders', () => {
  const heads = [0, 1, 2].map((head) => ({ kind: null, layer: 0, head, keep: 0 }));
  const sets = (order: readonly number[]) =>
    [1, 3].map((size) => ({ mode: 'mean', heads: order.slice(0, size).map((head) => heads[head]) }));
  const variants = [...sets([2, 0, 1]), ...sets([1, 0, 2])];
  const { extras, warnings } = changed('studies', [{ ...parse().studies[1], purpose: 'curve-random', variants }]);
  expect(warnings).toEqual([]);
  expect(extras.studies[0]?.variants).toEqual(variants);
});

const BROKEN_ALIKE: readonly [string, string, unknown, RegExp][] = [
  ['of a stack that is not there', 'kind', 'decoder', /kind of alike 0 is “decoder”; known are encoder, cross/],
  ['of the heads of another stack', 'kind', 'encoder', /other layers and heads than the encoder/],
  ['of other heads', 'nHeads', 2, /other layers and heads than the cross/],
  ['without texts', 'texts', [], /texts of alike 0 is empty/],
  ['of very many texts', 'texts', Array(1001).fill('a'), /up to 1000/],
  ['told by more texts than it has', 'nTexts', 4, /nTexts of alike 0 is 4, no whole number from 0 to 3/],
  ['told by half a text', 'nTexts', 0.5, /nTexts of alike 0 is 0.5, no whole number/],
  ['told on content by less than none', 'nContentTexts', -1, /nContentTexts of alike 0 is -1, no whole number/],
  ['of other dims', 'distance', array([9], Array(9).fill(0)), /distance of alike 0 is not \[3, 3\]/],
  ['of a distance beyond 1', 'distance', array([3, 3], Array(9).fill(2)), /holds 2, which is not from 0 to 1/],
  ['of an endless distance', 'distance', array([3, 3], Array(9).fill(Infinity)), /holds Infinity/],
  ['of a negative mass', 'contentMass', array([3], [0, -1, 0]), /contentMass of alike 0 holds -1/],
  ['without masses', 'contentMass', undefined, /contentMass of alike 0 is not \[3\]/],
  ['in another encoding', 'distance.encoding', 'base64-float64-le', /encoded as/],
];

describe('the run opens without a comparison', () => {
  test.each(BROKEN_ALIKE)('%s', (_, path, value, reason) => {
    const { extras, warnings } = changed(`alike.0.${path}`, value);
    expect(extras).toEqual({ ...PARTS, alike: [] });
    expect(warnings).toEqual([expect.stringMatching(/^A comparison of heads is left out: /)]);
    expect(warnings[0]).toMatch(reason);
  });

  test('of one stack twice, or over other texts than the stack before', () => {
    const [cross] = parse().alike;
    const n = [6, 6];
    const zeros = array(n, Array(36).fill(0));
    const encoder = { ...cross, kind: 'encoder', nLayers: 2, distance: zeros, contentDistance: zeros };
    const both = [cross, { ...encoder, contentMass: array([6], Array(6).fill(1)) }];
    expect(changed('alike', both).extras.alike.map(({ kind }) => kind)).toEqual(['cross', 'encoder']);
    const other = changed('alike', [cross, { ...both[1], texts: ['x', 'y', 'z'] }]);
    expect(other.warnings[0]).toMatch(/encoder and cross have other texts/);
    expect(changed('alike', [cross, cross]).warnings[0]).toMatch(/the cross twice/);
    expect(changed('alike', [cross, cross, cross]).extras.alike).toEqual([]);
  });
});

/** Every place in the parts of the file, as a path of names. */
function placesIn(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, `${path}.${name}`))];
}

test('whatever stands at any place of the parts, the run opens, and what was read is written and read again', () => {
  const places = ['ablation', 'studies', 'alike'].flatMap((part) => placesIn(parse()[part], part));
  expect(places.length).toBeGreaterThan(150);
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(1e308, -1, 0.5, '__proto__', [], {}, null, undefined));
  fc.assert(
    fc.property(fc.constantFrom(...places), values, (path, value) => {
      const { stacks, extras } = changed(path, value);
      expect(stacks).toHaveLength(2);
      const again = readBack(JSON.parse([...runJsonParts(RUN_WITH_PARTS, [], extras)].join('')));
      expect(again).toMatchObject({ extras, warnings: [] });
    }),
    { seed: 7, numRuns: 600 },
  );
});

test('a run that is broken itself is refused, whatever stands beside it', () => {
  expect(() => changed('attention', [])).toThrow(AppError);
  expect(() => changed('attention.0.dims', [2, 3, 5, 4])).toThrow(/bad-recording/);
});
