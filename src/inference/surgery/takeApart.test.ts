import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { attentionModel, floats, reference, seeded, softmax, weightsOf } from './testing/attentionModel.ts';
import type { Family } from './testing/attentionModel.ts';
import { openSession, runCase } from './testing/zoo.ts';
import type { NodeSpec } from './write.ts';
import {
  nTokens,
  nFeatures,
  FAMILIES,
  nHeads,
  width,
  paged,
  ROWS,
  CACHE,
  int32,
  INNER,
} from './testing/packedFamilies.ts';

const X = seeded(5, nTokens * nFeatures).map(Math.fround);
const FEED = { x: { dtype: 'float32', dims: [1, nTokens, nFeatures], data: X } } as const;

describe.each(FAMILIES)('$name', (family) => {
  test('gives the patterns of the plain loops, and what they give', async () => {
    const model = attentionModel(family);
    const facts = readGraph(model);
    expect(facts.notAttention).toEqual([]);
    expect(facts.sites.map(({ kind, layer }) => [kind, layer])).toEqual([0, 1].map((layer) => [family.kind, layer]));
    const exposed = exposeAttention(model, facts);
    const session = await openSession(exposed.model);
    const results = await runCase(session, FEED);
    await session.release();
    const truth = reference(family, X);
    for (const [layer, output] of exposed.outputs.entries()) {
      const { dims, data } = results.get(output)!;
      expect(dims).toEqual([1, nHeads, nTokens, nTokens]);
      expect(mostBetween(data, truth.patterns[layer]!.flat(2))).toBeLessThan(2e-6);
    }
    expect(mostBetween(results.get('out')!.data, truth.out)).toBeLessThan(1e-5);
  });
});

test('rotation inside PagedAttention turns by the place in its own sequence', async () => {
  // At place 0 nothing is turned; sequences that begin at 0 and at 3 are turned alike.
  const angles = Array.from({ length: 4 }, (_, place) =>
    Array.from({ length: width / 2 }, (__, pair) => place / (pair + 1)),
  );
  const table = (name: string, of: (angle: number) => number) => floats(name, [4, width / 2], angles.flat().map(of));
  const turned = (starts: readonly number[]): Family => ({
    name: 'rotary',
    nodes: paged({ do_rotary: 1 }, ['cos', 'sin']),
    tensors: [
      ...ROWS,
      ...CACHE,
      int32('starts', [starts.length], starts),
      table('cos', Math.cos),
      table('sin', Math.sin),
    ],
    weigh: (scores) => scores,
  });
  const patternOf = async (x: readonly number[], starts: readonly number[]): Promise<readonly number[]> => {
    const model = attentionModel(turned(starts));
    const exposed = exposeAttention(model, readGraph(model));
    const session = await openSession(exposed.model);
    const results = await runCase(session, {
      x: { dtype: 'float32', dims: [1, x.length / nFeatures, nFeatures], data: x },
    });
    await session.release();
    return [...results.get('attentions.0')!.data];
  };
  const [first, second] = [X.slice(0, 3 * nFeatures), X.slice(3 * nFeatures)];
  const [whole, alone] = [await patternOf(X, [0, 3, 5]), await patternOf(second, [0, 2])];
  const of = (head: number, query: number, key: number, n: number) => (head * n + query) * n + key;
  for (const head of [0, 1, 2]) {
    for (const [query, key] of [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const) {
      expect(whole[of(head, query + 3, key + 3, 5)]).toBeCloseTo(alone[of(head, query, key, 2)]!, 6);
    }
  }
  // Queries and keys of projection and angle by hand: the score of places 1 and 0 in head 0.
  const project = (token: number, which: 'wq' | 'wk'): readonly number[] =>
    Array.from({ length: width }, (_, column) =>
      [0, 1, 2, 3].reduce(
        (sum, row) => sum + first[token * nFeatures + row]! * weightsOf(0, which)[row * INNER + column]!,
        0,
      ),
    );
  const turn = (vector: readonly number[], place: number): readonly number[] =>
    vector.map((value, at) => {
      const pair = at % (width / 2);
      const angle = place / (pair + 1);
      const other = at < width / 2 ? -vector[at + width / 2]! : vector[at - width / 2]!;
      return value * Math.cos(angle) + other * Math.sin(angle);
    });
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  const query = turn(project(1, 'wq'), 1);
  const scores = [0, 1].map((key) => dot(query, turn(project(key, 'wk'), key)) / Math.sqrt(width));
  const [toFirst] = softmax(scores);
  expect(whole[of(0, 1, 0, 5)]).toBeCloseTo(toFirst!, 6);
});

test.each<[string, NodeSpec['attributes'], readonly string[], string]>([
  ['neighbouring channels that are turned', { rotary_interleaved: 1 }, [], 'it rotates neighbouring channels'],
  ['small integers for keys', { k_quant_type: 'PER_TENSOR' }, [], 'its keys are small integers'],
  ['a sink', {}, ['', '', '', 'sink'], 'it has a sink besides its keys'],
])('PagedAttention with %s is refused by name', (_, attributes, more, why) => {
  const family: Family = {
    name: 'refused',
    nodes: paged(attributes, more),
    weigh: (scores) => scores,
    tensors: [...ROWS, ...CACHE],
  };
  const { sites, notAttention } = readGraph(attentionModel(family));
  expect(sites).toEqual([]);
  expect(notAttention.map((each) => each.why)).toEqual(
    [0, 1].map(() => `the fused operator PagedAttention is not taken apart here: ${why}`),
  );
});

/** Infinite if the sizes differ or a number is none. */
function mostBetween(data: Float32Array, truth: readonly number[]): number {
  if (data.length !== truth.length) return Infinity;
  const most = truth.reduce((sofar, value, i) => Math.max(sofar, Math.abs(data[i]! - value)), 0);
  return Number.isNaN(most) ? Infinity : most;
}
