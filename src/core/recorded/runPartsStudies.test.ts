import { describe, expect, test } from 'vitest';
import { PARTS, SUMMARY } from './testing/runWithParts.ts';
import { changed, parse, array } from './testing/runFile.ts';

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
