import { exposeAttention } from '../expose.ts';
import { readGraph } from '../readGraph.ts';
import { attentionModel, reference, seeded, SIZES } from './attentionModel.ts';
import type { Family } from './attentionModel.ts';
import { openSession, runCase } from './zoo.ts';

/** How a family compares with the plain loops, and with itself before its attention was exposed. */
export type FamilyRun = {
  /** Of the attention of the first layer. */
  readonly dims: readonly number[];
  readonly patternError: number;
  readonly outputError: number;
  readonly outputChange: number;
  readonly nBytesAddedAgain: number;
};

const X = seeded(5, SIZES.nTokens * SIZES.nFeatures).map(Math.fround);
const FEED = { x: { dtype: 'float32', dims: [1, SIZES.nTokens, SIZES.nFeatures], data: X } } as const;

/** Runs a family before and after its attention is exposed. */
export async function runFamily(family: Family): Promise<FamilyRun> {
  const model = attentionModel(family);
  const exposed = exposeAttention(model, readGraph(model));
  const truth = reference(family, X);
  const before = await openSession(model);
  const old = (await runCase(before, FEED)).get('out')!.data;
  await before.release();
  const session = await openSession(exposed.model);
  const results = await runCase(session, FEED);
  await session.release();
  const out = results.get('out')!.data;
  const layers = exposed.outputs.map((output) => results.get(output)!);
  const errors = layers.map(({ data }, layer) => maxDifference(data, truth.patterns[layer]!.flat(2)));
  return {
    dims: layers[0]?.dims ?? [],
    patternError: Math.max(...errors),
    outputError: maxDifference(out, truth.out),
    outputChange: maxDifference(out, [...old]),
    nBytesAddedAgain: exposeAttention(exposed.model, readGraph(exposed.model)).model.length - exposed.model.length,
  };
}

/** Infinite if the sizes differ or a number is none. */
function maxDifference(data: Float32Array, truth: readonly number[]): number {
  if (data.length !== truth.length) return Infinity;
  const max = truth.reduce((sofar, value, i) => Math.max(sofar, Math.abs(data[i]! - value)), 0);
  return Number.isNaN(max) ? Infinity : max;
}
