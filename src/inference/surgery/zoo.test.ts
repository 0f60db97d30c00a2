import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { loadZooModel, openSession, runCase } from './testing/zoo.ts';
import type { ZooCase } from './testing/zoo.ts';
import type { AttentionSite } from './types.ts';
import { precisionOf } from './weights.ts';

/** float32 models must agree with the truth to this; it was captured in another framework, also in float32. */
const FLOAT32_TOLERANCE = 2e-6;

type Row = {
  readonly name: string;
  readonly isCausal: boolean;
  readonly precision: string;
  readonly nRefused?: number;
  /** Set where heads are folded into the batch. */
  readonly isFolded?: true;
  /** Set where arithmetic is coarser than float32: then the tolerance of the fixture holds. */
  readonly isCoarse?: true;
};

const ZOO: readonly Row[] = [
  { name: 'bert-eager', isCausal: false, precision: 'fp32' },
  { name: 'bert-sdpa', isCausal: false, precision: 'fp32' },
  { name: 'distilbert', isCausal: false, precision: 'fp32' },
  { name: 'gpt2', isCausal: true, precision: 'fp32' },
  { name: 'distractor', isCausal: false, precision: 'fp32', nRefused: 4 },
  { name: 'already-exposed', isCausal: false, precision: 'fp32' },
  { name: 'bart-3d', isCausal: true, precision: 'fp32', isFolded: true },
  { name: 't5', isCausal: true, precision: 'fp32' },
  { name: 't5-decoder', isCausal: true, precision: 'fp32' },
  { name: 'vit', isCausal: false, precision: 'fp32' },
  { name: 'external-data', isCausal: false, precision: 'fp32' },
  { name: 'gpt2-merged-with-past', isCausal: true, precision: 'fp32' },
  { name: 'llama-eager', isCausal: true, precision: 'fp32' },
  { name: 'ms-attention', isCausal: false, precision: 'fp32' },
  { name: 'ms-multiheadattention', isCausal: false, precision: 'fp32' },
  { name: 'ms-gqa', isCausal: true, precision: 'fp32' },
  { name: 'onnx-attention-23', isCausal: true, precision: 'fp32' },
  { name: 'gpt2-merged-if', isCausal: true, precision: 'fp32' },
  { name: 'int8-dynamic', isCausal: false, precision: 'q8 + fp32', isCoarse: true },
  { name: 'fp16', isCausal: false, precision: 'fp16', isCoarse: true },
  { name: 'fp16-llama', isCausal: true, precision: 'fp16', isCoarse: true },
];

/** Layers of the truth are numbered inside their stack, as blocks are. */
const idOf = ({ kind, block }: Pick<AttentionSite, 'kind' | 'block'>): string => `${kind} ${block}`;
const idOfTruth = ({ kind, layer }: ZooCase['attentions'][number]): string => idOf({ kind, block: layer });

describe.each(ZOO)('$name', ({ name, isCausal, precision, nRefused = 0, isFolded = false, isCoarse = false }) => {
  const zoo = loadZooModel(name);
  const facts = readGraph(zoo.model);
  const exposed = exposeAttention(zoo.model, facts);

  test('every attention is found, numbered and told encoder from decoder from cross', () => {
    const expected = zoo.cases[0]!.attentions.map(idOfTruth);
    expect(facts.sites.map(idOf).toSorted()).toEqual(expected.toSorted());
    expect(facts.notAttention).toHaveLength(nRefused);
    expect(facts.otherMixers).toEqual([]);
    expect(facts.sites.map((site) => site.headsInBatch)).toEqual(facts.sites.map(() => isFolded));
    expect(facts.sites.every((site) => site.rowsSumToOne)).toBe(true);
    expect(facts.isCausal).toBe(isCausal);
    expect(precisionOf(facts)).toBe(precision);
  });

  test('the inputs are those the cases feed', () => {
    expect(facts.inputs.map((input) => input.name).toSorted()).toEqual(Object.keys(zoo.cases[0]!.inputs).toSorted());
    for (const { name: input, elementType, dims } of facts.inputs) {
      const stored = zoo.cases[0]!.inputs[input]!;
      expect([elementType, dims.length]).toEqual([stored.dtype, stored.dims.length]);
      expect(dims.map((dim, axis) => (typeof dim === 'number' ? dim : stored.dims[axis]))).toEqual(stored.dims);
    }
  });

  test('the exposed model gives the true patterns and its old outputs', async () => {
    const session = await openSession(exposed.model, zoo.externalData);
    const tolerance = isCoarse ? zoo.attention_tolerance : FLOAT32_TOLERANCE;
    for (const [at, zooCase] of zoo.cases.entries()) {
      const results = await runCase(session, zooCase.inputs);
      for (const truth of zooCase.attentions) {
        const site = facts.sites.findIndex((each) => idOf(each) === idOfTruth(truth));
        const result = results.get(exposed.outputs[site]!)!;
        expect(result.type).toBe('float32');
        expect(result.data).toHaveLength(truth.data.length);
        expect(
          maxDifference(result.data, truth, zooCase.skip_query_rows),
          `case ${at}, ${idOfTruth(truth)}`,
        ).toBeLessThan(tolerance);
      }
      for (const [output, truth] of Object.entries(zooCase.logits_or_last)) {
        const { data } = results.get(output)!;
        expect(data).toHaveLength(truth.data.length);
        const skip = truth.dims.length === 3 && truth.dims[1] === zooCase.attentions[0]!.dims[2];
        const rows = skip ? zooCase.skip_query_rows : [];
        const [batch = 1, ...rest] = truth.dims;
        const dims = skip ? ([batch, 1, rest[0]!, rest[1]!] as const) : ([1, 1, 1, truth.data.length] as const);
        expect(maxDifference(data, { dims, data: truth.data }, rows)).toBeLessThan(zoo.output_tolerance);
      }
    }
    await session.release();
  });

  test('exposing an exposed model adds nothing', () => {
    const again = exposeAttention(exposed.model, readGraph(exposed.model));
    expect(again.outputs).toEqual(exposed.outputs);
    expect(again.model).toHaveLength(exposed.model.length);
  });
});

/** Largest absolute difference of [batch, head, query, key] arrays, but for some query rows. */
function maxDifference(
  data: Float32Array,
  truth: { readonly dims: readonly [number, number, number, number]; readonly data: readonly number[] },
  skippedQueries: readonly number[],
): number {
  const [, , nQueries, nKeys] = truth.dims;
  const skipped = new Set(skippedQueries);
  let max = 0;
  truth.data.forEach((expected, i) => {
    if (skipped.has(Math.floor(i / nKeys) % nQueries)) return;
    max = Math.max(max, Math.abs(data[i]! - expected));
  });
  return max;
}
