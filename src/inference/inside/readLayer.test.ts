import { describe, expect, test } from 'vitest';
import { INSIDE } from '../../core/inside/testing/fixtures.ts';
import type { InsideCase } from '../../core/inside/testing/fixtures.ts';
import { rawProducts } from '../../core/inside/checks.ts';
import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startShipped } from '../testing/startShipped.ts';
import { keepWordlessRun } from '../testing/wordlessRun.ts';
import { afterRow } from '../../core/inside/road.ts';
import { readLayer } from './readLayer.ts';

async function layerOf(model: RunnableModel, { text, layer }: InsideCase): Promise<InsideLayer> {
  const input = { kind: 'text', text, pair: null } as const;
  const done = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
  const kind = model.info.isCausal ? 'decoder' : 'encoder';
  return readLayer(model, keepRun(done), kind, layer, async () => {});
}

const had = (stage: Stage | null): Float32Array => {
  if (stage === null || stage.from === 'nowhere') throw new Error(JSON.stringify(stage));
  return stage.data;
};
const row = (data: Float32Array, at: number, size: number): Float32Array => data.subarray(at * size, (at + 1) * size);
const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

/** z W_O of one head at one query. */
function writtenBy(inside: InsideLayer, head: number, query: number): Float32Array {
  const [dV, d] = [inside.dV!, inside.d!];
  const z = row(had(inside.context), head * inside.nQueries + query, dV);
  const weights = had(inside.outputWeights);
  return Float32Array.from({ length: d }, (_, c) =>
    z.reduce((sum, value, from) => sum + value * weights[(head * dV + from) * d + c]!, 0),
  );
}

function expectNear(found: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(found.length).toBeGreaterThanOrEqual(expected.length);
  expected.forEach((value, at) => expect(Math.abs(found[at]! - value)).toBeLessThan(tolerance));
}

describe.each(['bookworm-gpt', 'bookworm-bert'] as const)('%s', (id) => {
  test('inside of a layer are the numbers of an independent network', async () => {
    const model = await startShipped(id);
    const own = INSIDE.cases.filter((each) => each.model === id);
    expect(own).toHaveLength(6);
    for (const each of own) {
      const inside = await layerOf(model, each);
      const { head, query, key } = each;
      const { nQueries: t, nKeys: s } = inside;
      expect([inside.dK, inside.dV, inside.d, inside.nKeyHeads, t]).toEqual([16, 16, 128, 8, each.ids.length]);
      expect([inside.scale, inside.isPostNorm]).toEqual([{ value: 0.25, place: 'after' }, false]);
      expect(inside.checks.map(({ name, isPassed }) => [name, isPassed])).toEqual([
        ['weights', true],
        ['context', true],
        ['output', true],
      ]);
      expectNear(row(had(inside.query), head * t + query, 16), each.q, 3e-5);
      expectNear(row(had(inside.key), head * s + key, 16), each.k, 3e-5);
      expectNear(row(had(inside.value), head * s + key, 16), each.v, 3e-5);
      expectNear(row(had(inside.context), head * t + query, 16), each.z, 3e-5);
      const raw = rawProducts(inside, { query: had(inside.query), key: had(inside.key) }, head, query);
      expectNear(raw, each.rawRow, 5e-4);
      expectNear(writtenBy(inside, head, query), each.written, 3e-5);
      const norms = each.writtenNorms.map((_, n) => norm(writtenBy(inside, n, query)));
      expectNear(norms, each.writtenNorms, 3e-5);
      const constant = row(inside.constantWritten!, head, 128);
      expectNear(
        [
          norm(row(had(inside.streamBefore), query, 128)),
          norm(row(had(inside.attentionOutput), query, 128)),
          norm(had(inside.outputBias)),
          norm(constant),
        ],
        [each.streamNorm, each.attentionNorm, each.outputBiasNorm, each.constantNorm],
        3e-5,
      );
      const sum = had(inside.streamBefore).map((value, at) => value + had(inside.attentionOutput)[at]!);
      // Worked out where it is looked at: it is the sum to within rounding, which the layer has seen.
      expect(inside.streamAfter).toMatchObject({ from: 'derived', data: new Float32Array(0) });
      expect(afterRow(inside, query)).toEqual(sum.subarray(query * 128, (query + 1) * 128));
    }
    await model.session.release();
  });
});

describe.each(['bookworm-gpt', 'bookworm-bert', 'fashion-vit', 'dates'] as const)('%s', (id) => {
  test('shows every stage of every layer, and all checks pass', async () => {
    const model = await startShipped(id);
    const kept = await keepWordlessRun(model);
    const places = model.plan.places.flatMap((place) => place ?? []);
    expect(places.length).toBeGreaterThan(1);
    for (const { kind, layer } of places) {
      const inside = await readLayer(model, kept, kind, layer, async () => {});
      const { streamBefore, read, readKeys, query, key, value, scores, context, outputWeights, streamAfter } = inside;
      const stages = [streamBefore, read, readKeys, query, key, value, scores, context, outputWeights, streamAfter];
      expect(stages.filter(({ from }) => from === 'nowhere')).toEqual([]);
      expect(inside.checks.map(({ name, isPassed }) => [name, isPassed])).toEqual([
        ['weights', true],
        ['context', true],
        ['output', true],
      ]);
    }
    await model.session.release();
  });
});
