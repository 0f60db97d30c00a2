import { describe, expect, test } from 'vitest';
import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import { attentionModel, SIZES } from '../surgery/testing/attentionModel.ts';
import { PRODUCT_FAMILIES } from '../surgery/testing/productFamilies.ts';
import { SCORE_FAMILIES } from '../surgery/testing/scoreFamilies.ts';
import { SOFTMAX_FAMILIES } from '../surgery/testing/softmaxFamilies.ts';
import { filesOf, lookAt, startGraph } from '../testing/lookInside.ts';

type Told = {
  readonly checks: readonly string[];
  /** Stages that are not to be had. */
  readonly refused: Readonly<Record<string, string>>;
  readonly hasSink: boolean;
  readonly softCap: number | null;
  readonly hasBias: boolean;
};

const PLAIN: Told = {
  checks: ['weights', 'context', 'output'],
  refused: {},
  hasSink: false,
  softCap: null,
  hasBias: false,
};
const MIXED = 'mixed-heads';
const TALKING: Partial<Told> = {
  checks: [],
  refused: { query: MIXED, key: MIXED, value: MIXED, scores: MIXED, context: MIXED, outputWeights: MIXED },
};
const WHERE = 'not-found';
const SUMMED: Partial<Told> = {
  checks: [],
  refused: { query: WHERE, key: WHERE, value: WHERE, scores: WHERE, context: WHERE, outputWeights: WHERE },
};

/** What is not as in a plain attention. */
const OTHERS: Readonly<Record<string, Partial<Told>>> = {
  'a softmax with 1 added to its sum': { hasSink: true },
  'a sink: one more score for each head, cut off after the softmax': { hasSink: true },
  'heads switched by a mask after the softmax': { hasSink: true },
  'both products as Mul and ReduceSum over the last axis but one and the last': SUMMED,
  'both products as Mul and ReduceSum, keys and values transposed': SUMMED,
  'scores as a sum of products of keys by queries, transposed before the softmax': {
    checks: ['context', 'output'],
    refused: { query: WHERE, key: WHERE, scores: WHERE },
  },
  'soft-capped scores': { softCap: 0.7 },
  'alibi: a slope for each head times the distance': { hasBias: true },
  'talking heads, mixed by Linear before and after the softmax': TALKING,
  'talking heads, mixed by Conv before and after the softmax': TALKING,
  'talking heads, mixed by Einsum before and after the softmax': TALKING,
};

/** Those that are made for five tokens, which a model without a tokenizer is not started with. */
const FIXED = new Set([
  'heads folded into the batch after the softmax',
  'heads folded into the batch',
  'a learned bias by distance',
]);
const FAMILIES = [...SOFTMAX_FAMILIES, ...PRODUCT_FAMILIES, ...SCORE_FAMILIES].filter(({ name }) => !FIXED.has(name));

function refusedIn(inside: InsideLayer): Record<string, string> {
  const stages = Object.entries(inside).filter((entry): entry is [string, Stage] => {
    const value: unknown = entry[1];
    return typeof value === 'object' && value !== null && 'from' in value;
  });
  return Object.fromEntries(stages.flatMap(([name, stage]) => (stage.from === 'nowhere' ? [[name, stage.why]] : [])));
}

describe.each(FAMILIES)('$name', (family) => {
  const told = { ...PLAIN, ...OTHERS[family.name] };

  test('is read as what it is, or refused', async () => {
    const looked = await startGraph(filesOf(attentionModel(family)));
    expect(looked.layers).toHaveLength(SIZES.nLayers);
    for (const each of looked.layers) {
      const inside = await lookAt(looked, each);
      expect(refusedIn(inside)).toEqual(told.refused);
      expect(inside.checks.map(({ name, isPassed }) => [name, isPassed])).toEqual(
        told.checks.map((name) => [name, true]),
      );
      expect([inside.hasSink, inside.bias !== null]).toEqual([told.hasSink, told.hasBias]);
      expect(inside.softCap ?? 0).toBeCloseTo(told.softCap ?? 0, 6);
      const isScaled = told.checks.includes('weights');
      expect(inside.scale.place).toBe(isScaled ? 'after' : 'unknown');
      expect(inside.scale.value ?? 0).toBeCloseTo(isScaled ? 1 / Math.sqrt(SIZES.width) : 0, 6);
      expect([inside.d, inside.isPostNorm]).toEqual([SIZES.nFeatures, false]);
    }
    await looked.model.session.release();
  });
});

test('a bias of slopes is minus slope times distance', async () => {
  const family = FAMILIES.find(({ name }) => name.startsWith('alibi'))!;
  const looked = await startGraph(filesOf(attentionModel(family)));
  const { bias, nHeads, nQueries, nKeys } = await lookAt(looked, looked.layers[1]!);
  await looked.model.session.release();
  const data = bias?.from === 'derived' ? bias.data : new Float32Array(0);
  expect(data).toHaveLength(nHeads * nQueries * nKeys);
  const expected = data.map((_, i) => {
    const [head, query, key] = [Math.floor(i / nQueries / nKeys), Math.floor(i / nKeys) % nQueries, i % nKeys];
    return -[0.5, 0.25, 0.125][head]! * (query - key);
  });
  const difference = data.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
  expect(difference).toBeLessThan(1e-5);
});
