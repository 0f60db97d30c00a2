import { describe, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import { usedWeights } from '../../core/inside/change.ts';
import { dataOf } from '../../core/inside/road.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import type { HeadMeans } from '../means/headMeans.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { keepWordlessRun } from '../testing/wordlessRun.ts';
import type { RunAt } from './changedRun.ts';
import { measureDirect } from './direct.ts';
import { offRun } from './offRun.ts';
import { readLayer } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { measureSharpness } from './sharpness.ts';
import { dot } from './testing/doubleRows.ts';
import { readNetwork } from './testing/network.ts';

const noTurn = async () => {};
const SENTENCE = 'The horse that the farmer sold to the baker ran away.';

const off = (mode: Ablation['mode'], ...heads: readonly (readonly [number, number, number])[]): Ablation => ({
  mode,
  heads: heads.map(([layer, head, keep]) => ({ kind: null, layer, head, keep })),
});

async function asIsOf(id: 'bookworm-gpt' | 'bookworm-bert'): Promise<RunAt> {
  const model = await startShipped(id);
  const input = { kind: 'text', text: SENTENCE, pair: null } as const;
  return {
    model,
    kept: keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal)),
  };
}

/** Mean outputs of one number each, so that what is added is known. */
const meansOf = ({ kept }: RunAt): HeadMeans => {
  const nChannels = 16;
  const all = (value: number) => new Float32Array(8 * nChannels).fill(value);
  return {
    over: 'own-positions',
    sites: kept.done.pass.layers.map(() => ({ nChannels, first: all(0.5), rest: all(0.25) })),
  };
};

const ranWith = async (asIs: RunAt, ablation: Ablation) =>
  offRun(asIs, ablation, { turn: noTurn, meansFor: async () => meansOf(asIs) });

const layerOf = async ({ model, kept }: RunAt, layer: number): Promise<InsideLayer> =>
  readLayer(model, kept, model.info.isCausal ? 'decoder' : 'encoder', layer, noTurn);

const isPassed = ({ checks }: InsideLayer) => checks.map((check) => [check.name, check.isPassed]);
const PASSED = [
  ['weights', true],
  ['context', true],
  ['output', true],
];

const apart = (found: ArrayLike<number>, wanted: ArrayLike<number>): number =>
  Array.from(wanted).reduce((most, one, at) => Math.max(most, Math.abs(found[at]! - one)), 0);

describe.each(['bookworm-gpt', 'bookworm-bert'] as const)('%s', (id) => {
  test('with heads off the numbers of every layer are those of an independent network without them', async () => {
    const asIs = await asIsOf(id);
    const network = readNetwork(id);
    const ids = asIs.kept.done.run.tokens.map((token) => token.id);
    const t = ids.length;
    const even = (i: number) =>
      Float64Array.from({ length: t }, (_, j) => (id === 'bookworm-gpt' ? (j <= i ? 1 / (i + 1) : 0) : 1 / t));
    const half = [1, 1, 0.5, 1, 1, 1, 0, 1];
    const flat = (keep: number) => ids.map((_, i) => even(i).map((one) => one * (1 - keep)));
    for (const [ablation, done] of [
      [off('zero', [0, 2, 0.5], [0, 6, 0], [2, 1, 0]), [{ keep: half }, null, { keep: [1, 0, 1, 1, 1, 1, 1, 1] }]],
      [off('flat', [0, 2, 0.5], [0, 6, 0]), [{ keep: half, pattern: half.map(flat) }]],
    ] as const) {
      const run = await ranWith(asIs, ablation);
      const wanted = network.run(ids, done);
      for (const layer of [0, 1, 2, 3]) {
        const found = await layerOf(run, layer);
        expect(isPassed(found)).toEqual(PASSED);
        const [z, a] = [dataOf(found.context)!, dataOf(found.attentionOutput)!];
        const own = run.kept.done.pass.layers[layer]!.data;
        for (let head = 0; head < 8; head++) {
          const of = wanted.layers[layer]!.heads[head]!;
          for (let i = 0; i < t; i++) {
            const row = own.subarray((head * t + i) * t, (head * t + i + 1) * t);
            expect(apart(row, of.own[i]!)).toBeLessThan(2e-5);
            expect(apart(usedWeights(found, head, row, i), of.used[i]!)).toBeLessThan(2e-5);
            expect(apart(z.subarray((head * t + i) * 16), of.z[i]!)).toBeLessThan(3e-5);
          }
        }
        for (let i = 0; i < t; i++)
          expect(apart(a.subarray(i * 128), wanted.layers[layer]!.output[i]!)).toBeLessThan(3e-5);
      }
    }
    await asIs.model.session.release();
  }, 240_000);

  test('a mean output in the place of a head comes of no key, and the checks hold', async () => {
    const asIs = await asIsOf(id);
    const run = await ranWith(asIs, off('mean', [1, 3, 0], [1, 5, 0.5]));
    const [plain, found] = [await layerOf(asIs, 1), await layerOf(run, 1)];
    expect(isPassed(found)).toEqual(PASSED);
    expect(plain.change).toBeNull();
    const t = found.nQueries;
    const z = (layer: InsideLayer, head: number) => dataOf(layer.context)!.subarray(head * t * 16, (head + 1) * t * 16);
    const mean = Float32Array.from({ length: t * 16 }, (_, at) => (at < 16 ? 0.5 : 0.25));
    expect(apart(z(found, 3), mean)).toBeLessThan(1e-6);
    expect(
      apart(
        z(found, 5),
        z(plain, 5).map((one, at) => one / 2 + mean[at]! / 2),
      ),
    ).toBeLessThan(3e-5);
    expect(apart(z(found, 0), z(plain, 0))).toBeLessThan(1e-6);
    await asIs.model.session.release();
  }, 120_000);
});

test('what a head that is off adds to the scores is nothing; what another adds is of the run without that one', async () => {
  const asIs = await asIsOf('bookworm-gpt');
  const run = await ranWith(asIs, off('flat', [1, 6, 0], [3, 0, 0]));
  const network = readNetwork('bookworm-gpt');
  const ids = asIs.kept.done.run.tokens.map((token) => token.id);
  const even = ids.map((_, i) => Float64Array.from(ids, (__, j) => (j <= i ? 1 / (i + 1) : 0)));
  const at = (head: number) => Array.from({ length: 8 }, (_, one) => (one === head ? 0 : 1));
  const pattern = (head: number) => at(head).map((keep) => even.map((row) => row.map((one) => (1 - keep) * one)));
  const wanted = network.run(ids, [
    null,
    { keep: at(6), pattern: pattern(6) },
    null,
    { keep: at(0), pattern: pattern(0) },
  ]);
  const query = ids.length - 2;
  const ask = async (of: RunAt, layer: number, head: number) =>
    measureDirect(
      of.model,
      of.kept,
      { about: 'direct', kind: 'decoder', head: { layer, head }, query, tokens: [], words: [] },
      noTurn,
    );
  for (const [layer, head] of [
    [1, 6],
    [2, 4],
    [3, 0],
  ] as const) {
    const { tokens } = await ask(run, layer, head);
    const own = wanted.layers[layer]!.heads[head]!;
    const direct = network.directOf(own.w[query]!, wanted.last[query]!);
    for (const token of tokens) {
      expect(token.head).toBeCloseTo(direct[token.id]!, 4);
      expect(token.byKey!.reduce((sum, one) => sum + one, 0)).toBeCloseTo(token.head, 4);
      const byKey = own.f.map(
        (f, j) =>
          network.directOf(
            f.map((one) => own.used[query]![j]! * one),
            wanted.last[query]!,
          )[token.id]!,
      );
      expect(apart(token.byKey!, byKey)).toBeLessThan(1e-4);
    }
  }
  const zero = await ranWith(asIs, off('zero', [1, 6, 0]));
  const [first] = (await ask(zero, 1, 6)).tokens;
  expect([first!.head, first!.measured]).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 4)]);
  const mean = await ranWith(asIs, off('mean', [1, 6, 0]));
  expect((await ask(mean, 1, 6)).tokens[0]!.byKey).toBeNull();
  expect((await ask(mean, 1, 5)).tokens[0]!.byKey).not.toBeNull();
  await asIs.model.session.release();
}, 240_000);

test('another softmax is tried on the heads that are on; one that is off is refused', async () => {
  const asIs = await asIsOf('bookworm-gpt');
  const run = await ranWith(asIs, off('zero', [1, 6, 0], [1, 2, 0.5]));
  const network = readNetwork('bookworm-gpt');
  const ids = asIs.kept.done.run.tokens.map((token) => token.id);
  const ask = async (heads: { readonly layer: number; readonly head: number } | { readonly layer: number }) => {
    const question = {
      about: 'sharpness',
      kind: 'decoder',
      heads,
      how: { tau: 2 },
      off: off('zero', [1, 6, 0], [1, 2, 0.5]),
    } as const;
    return measureSharpness(asIs.model, run, question, noTurn, () => {});
  };
  const refusal = await ask({ layer: 1, head: 6 }).catch((error: unknown) => error);
  expect(refusal instanceof Refused && refusal.refusal.why).toBe('head-off');
  const keep = [1, 1, 0.5, 1, 1, 1, 0, 1];
  const before = network.run(ids, [null, { keep }]);
  // What is kept of each head of the layer looks by its own scores, halved.
  const { heads } = before.layers[1]!;
  const pattern = heads.map(({ scores }, head) =>
    scores.map((row) => {
      const top = Math.max(...row);
      const powers = row.map((score) => Math.exp((score - top) / 2));
      return powers.map((one) => (keep[head]! * one) / powers.reduce((sum, each) => sum + each, 0));
    }),
  );
  const after = network.run(ids, [null, { keep: keep.map(() => 0), pattern }]);
  const { klNats } = await ask({ layer: 1 });
  for (const i of [1, 5, ids.length - 1]) {
    const [p, q] = [before.logitsAt(i), after.logitsAt(i)].map((logits) => {
      const top = Math.max(...logits);
      const sum = Math.log(logits.reduce((all, one) => all + Math.exp(one - top), 0)) + top;
      return logits.map((one) => one - sum);
    });
    const kl = dot(
      p!.map(Math.exp),
      p!.map((one, token) => one - q![token]!),
    );
    expect(kl).toBeGreaterThan(1e-4);
    expect(Math.abs(klNats[i]! - kl)).toBeLessThan(1e-3 * kl + 1e-6);
  }
  await asIs.model.session.release();
}, 120_000);

test.each(['ms-multiheadattention', 'ms-gqa', 'bert-sdpa', 'vit'] as const)(
  'the checks hold in %s with heads off, whatever the graph tells of its heads',
  async (name) => {
    const model = await startZoo(name);
    const kept = await keepWordlessRun(model);
    const asIs = { model, kept };
    const places = model.plan.places.flatMap((place) => place ?? []);
    const [first] = places;
    const plain = await readLayer(model, kept, first!.kind, first!.layer, noTurn);
    for (const mode of ['zero', 'flat'] as const) {
      const run = await ranWith(asIs, { mode, heads: [{ kind: first!.kind, layer: 0, head: 0, keep: 0 }] });
      const found = await readLayer(run.model, run.kept, first!.kind, first!.layer, noTurn);
      expect(isPassed(found)).toEqual(isPassed(plain));
      const z = dataOf(found.context)!;
      const own = z.subarray(0, z.length / found.nHeads);
      expect(own.some((one) => one !== 0)).toBe(mode === 'flat');
    }
    await model.session.release();
  },
  60_000,
);
