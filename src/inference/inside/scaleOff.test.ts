import { beforeAll, describe, expect, test } from 'vitest';
import { INSIDE } from '../../core/inside/testing/fixtures.ts';
import type { Sharpening } from '../../core/inside/questions.ts';
import { saidChangeInSlices } from '../../core/inside/saidChange.ts';
import { softmaxInto } from '../../core/inside/scoreRow.ts';
import { finish } from '../../core/slices.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { keepRun } from '../ablate/keptRun.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { keptSubject } from '../ablate/keptSubject.ts';
import { saidIn } from '../ablate/subject.ts';
import type { RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { ShippedModel } from '../testing/shippedModels.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { readLayer } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { rowMakerFor } from './rowMakers.ts';
import { rowsByPower, rowsByScores, sharpenedSite } from './sharpenedSite.ts';
import { measureSharpness } from './sharpness.ts';

const OFF: Sharpening = { scaleOff: true };
const noTurn = async (): Promise<void> => {};

async function keptOf(model: RunnableModel, input: RunInput): Promise<KeptRun> {
  return keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
}

const models = new Map<ShippedModel, RunnableModel>();
beforeAll(async () => {
  for (const id of ['bookworm-gpt', 'bookworm-bert'] as const) models.set(id, await startShipped(id));
});
const kindOf = (model: RunnableModel): AttentionKind => (model.info.isCausal ? 'decoder' : 'encoder');

describe('scale off and a temperature of 2, against an independent network', () => {
  test.each(INSIDE.cases)(
    '$model L$layer H$head: the row at query $query and what the model then says',
    async (one) => {
      const { text, layer, head, query, scaleOffAtQuery } = one;
      const model = models.get(one.model)!;
      const kept = await keptOf(model, { kind: 'text', text, pair: null });
      const kind = kindOf(model);
      const subject = await keptSubject(model, kept, noTurn);
      const output = subject.layers[layer]!;
      const nKeys = output.dims.at(-1)!;
      for (const [how, expected] of [
        [OFF, one.weightRowScaleOff],
        [{ tau: 2 }, one.weightRowTemperature2],
      ] as const) {
        const makeRow = await rowMakerFor(
          { model, kept },
          { kind, layer, site: layer },
          how,
          subject.allowedAt(layer),
          noTurn,
        );
        const { pattern, scale } = sharpenedSite(output, [head], makeRow);
        const row = pattern!.subarray((head * nKeys + query) * nKeys, (head * nKeys + query + 1) * nKeys);
        for (const [key, weight] of expected.entries()) expect(Math.abs(row[key]! - weight)).toBeLessThan(3e-5);
        expect([...scale].map(Number)).toEqual(Array.from({ length: 8 }, (_, at) => (at === head ? 0 : 1)));
      }
      const question = { about: 'sharpness', kind, heads: { layer, head }, how: OFF } as const;
      const { klNats, top } = await measureSharpness(model, { model, kept }, question, noTurn, () => {});
      const { klNats: kl, pTopBefore, pOfItAfter } = scaleOffAtQuery;
      expect(Math.abs(klNats[query]! - kl)).toBeLessThan(1e-4 * Math.max(0.05, kl));
      expect(top[query]).toMatchObject({
        pBefore: expect.closeTo(pTopBefore, 4),
        pOfItAfter: expect.closeTo(pOfItAfter, 4),
      });
    },
  );
});

test('rows from queries and keys are those from weights, where both can be had', async () => {
  const model = models.get('bookworm-gpt')!;
  const kept = await keptOf(model, { kind: 'text', text: 'A dog saw a cat and a dog.', pair: null });
  const subject = await keptSubject(model, kept, noTurn);
  const inside = await readLayer(model, kept, 'decoder', 2, noTurn);
  for (const [how, power] of [
    [OFF, 4],
    [{ tau: 2 }, 0.5],
  ] as const) {
    const heads = [0, 3, 7];
    const byScores = sharpenedSite(subject.layers[2]!, heads, rowsByScores(inside, how, subject.allowedAt(2))!);
    const byPower = sharpenedSite(subject.layers[2]!, heads, rowsByPower(power, false));
    expect(byScores.pattern!.every((weight, at) => Math.abs(weight - byPower.pattern![at]!) < 1e-5)).toBe(true);
    expect(byScores.pattern!.some((weight) => weight > 0.5)).toBe(true);
  }
});

test('equal keys stay equal, whatever is done to the softmax', () => {
  const even = { layer: 0, kind: 'encoder', dims: [1, 1, 2, 3], data: new Float32Array(6).fill(1 / 3) } as const;
  for (const power of [0.25, 4]) {
    const { pattern } = sharpenedSite(even, [0], rowsByPower(power, false));
    expect(Array.from(pattern!)).toEqual(Array.from({ length: 6 }, () => expect.closeTo(1 / 3, 6)));
  }
  expect(softmaxInto(new Float64Array(2), Float64Array.of(5, 5))).toEqual(Float64Array.of(0.5, 0.5));
});

test.each<[AttentionKind, string, string]>([
  ['decoder', 'llama-eager', 'given'],
  ['decoder', 'gpt2', 'given'],
  ['encoder', 'bert-sdpa', 'given'],
  ['decoder', 'gpt2-merged-if', 'no-scale'],
])('scale off in the %s of %s: %s', async (kind, name, expected) => {
  const model = await startZoo(name);
  const kept = await keptOf(model, { kind: 'ids', ids: [1, 2, 3, 4, 5] });
  const subject = await keptSubject(model, kept, noTurn);
  const found = await rowMakerFor({ model, kept }, { kind, layer: 0, site: 0 }, OFF, subject.allowedAt(0), noTurn).then(
    () => 'given',
    (error: unknown) => (error instanceof Refused ? error.refusal.why : String(error)),
  );
  expect(found).toBe(expected);
});

test('several layers are changed one after another: what half precision takes from weights, queries and keys tell', async () => {
  const model = await startZoo('fp16-llama');
  const kept = await keptOf(model, { kind: 'ids', ids: [1, 2, 3, 4, 5, 6] });
  const question = { about: 'sharpness', kind: 'decoder', heads: 'all', how: { tau: 2 } } as const;
  const { klNats } = await measureSharpness(model, { model, kept }, question, noTurn, () => {});
  // The same by weights, of which none is small enough here to be lost; and as if both layers were changed at once.
  const said = async (isChained: boolean) => {
    const { feed, pass } = kept.done;
    const power = (at: number, from: typeof pass) =>
      sharpenedSite(from.layers[at]!, [0, 1, 2, 3].slice(0, from.layers[at]!.dims.at(-3)), rowsByPower(0.5, false));
    const first = power(0, pass);
    const second = power(1, isChained ? await model.session.run(feed, [first, null]) : pass);
    const changed = saidIn(await model.session.run(feed, [first, second]));
    return finish(saidChangeInSlices(kept.copy!, changed, [])).klNats;
  };
  const [chained, atOnce] = [await said(true), await said(false)];
  const apart = (other: Float32Array) => Math.max(...klNats.map((kl, at) => Math.abs(kl - other[at]!)));
  expect(Math.max(...klNats)).toBeGreaterThan(1e-4);
  expect(apart(chained)).toBeLessThan(0.05 * Math.max(...klNats));
  expect(apart(atOnce)).toBeGreaterThan(apart(chained));
});
