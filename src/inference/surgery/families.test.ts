import { describe, expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { attentionModel, SIZES } from './testing/attentionModel.ts';
import { maskFamily } from './testing/maskFamily.ts';
import { PRODUCT_FAMILIES } from './testing/productFamilies.ts';
import { runFamily } from './testing/runFamily.ts';
import { SCORE_FAMILIES } from './testing/scoreFamilies.ts';
import { SOFTMAX_FAMILIES } from './testing/softmaxFamilies.ts';

const FAMILIES = [...SOFTMAX_FAMILIES, ...PRODUCT_FAMILIES, ...SCORE_FAMILIES];

describe.each(FAMILIES)('$name', (family) => {
  const model = attentionModel(family);
  const facts = readGraph(model);

  test('is found in both layers and described', () => {
    expect(facts.sites.map(({ layer, block }) => [layer, block])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(facts.notAttention).toEqual([]);
    expect(facts.otherMixers).toEqual([]);
    for (const site of facts.sites) expect(site).toMatchObject({ rowsSumToOne: true, ...family.expect });
  });

  test('gives the patterns of the plain loops, and its output as before', async () => {
    const run = await runFamily(family);
    expect(run.dims.slice(-3)).toEqual([SIZES.nHeads, SIZES.nTokens, SIZES.nTokens]);
    expect(run.patternError).toBeLessThan(2e-6);
    expect(run.outputError).toBeLessThan(1e-5);
    expect(run.outputChange).toBeLessThan(1e-6);
    expect(run.nBytesAddedAgain).toBe(0);
  });

  test('with a head turned down gives what the plain loops give without it', async () => {
    const run = await maskFamily(family);
    expect(run.limits.map((why) => why?.replace(/^.*: /, '') ?? null)).toEqual(
      [0, 1].map(() => family.noContext ?? null),
    );
    expect(run.change).toBe(0);
    expect(run.offError).toBeLessThan(1e-5);
    expect(run.flatError).toBeLessThan(1e-5);
    expect(run.backError === null).toBe(family.noContext !== undefined);
    expect(run.backError ?? 0).toBeLessThan(1e-5);
  });
});
