import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dataOf, headInside, pairInside, rowInside } from '../../core/inside/road.ts';
import type { HeadInside, RowInside } from '../../core/inside/road.ts';
import { rowFacts } from '../../core/inside/rowFacts.ts';
import { sharpenRow } from '../../core/inside/sharpenedRow.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import { startShipped } from '../testing/startShipped.ts';
import { measureDirect } from './direct.ts';
import { readLayer } from './readLayer.ts';
import { dot, erf, softmax } from './testing/doubleRows.ts';
import type { Row } from './testing/doubleRows.ts';
import { readNetwork } from './testing/network.ts';
import type { NetworkHead, NetworkLayer } from './testing/network.ts';

// Every query of every head on many sentences, as the page shows them, against a network in double precision made of the weights alone.

const ALL = readFileSync('models/classroom-sentences.txt', 'utf8').trim().split('\n');
/** Every fourth, since all take minutes; HEADLIGHT_CASES=all takes them. */
const SENTENCES = ALL.filter((_, at) => process.env['HEADLIGHT_CASES'] === 'all' || at % 4 === 0);

/** Largest differences that are allowed; of lengths in parts of the number, or of 1 where that is more. */
const ALLOWED = {
  vector: 3e-5,
  raw: 5e-4,
  product: 2e-4,
  weight: 2e-5,
  changed: 3e-5,
  entropy: 5e-5,
  length: 1e-5,
  cosine: 1e-5,
  sent: 1e-4,
} as const;

type Kind = keyof typeof ALLOWED;

/** The largest difference of each kind so far, in units of what is allowed. */
function collector() {
  const worst: Partial<Record<Kind, number>> = {};
  const see = (kind: Kind, found: ArrayLike<number> | null | undefined, wanted: ArrayLike<number>): void => {
    let most = worst[kind] ?? 0;
    for (let at = 0; at < wanted.length; at++) {
      const size = kind === 'length' ? Math.max(1, Math.abs(wanted[at]!)) : 1;
      const off = Math.abs((found?.[at] ?? Number.NaN) - wanted[at]!) / size / ALLOWED[kind];
      // NaN is never right.
      if (!(off <= most)) most = off;
    }
    worst[kind] = most;
  };
  return { worst, see };
}

type Case = {
  readonly head: HeadInside;
  readonly row: RowInside;
  readonly of: NetworkHead;
  readonly layer: NetworkLayer;
  readonly at: number;
  readonly i: number;
};

const length = (row: Row): number => Math.sqrt(dot(row, row));
const entropy = (row: Row): number => row.reduce((sum, one) => sum - (one > 0 ? one * Math.log(one) : 0), 0);

/** All that is shown of one query of a head. */
function compare({ head, row, of, layer, at, i }: Case, see: ReturnType<typeof collector>['see']): void {
  const { scores, own, z, w, f } = of;
  const allowed = Array.from(scores[i]!).flatMap((score, j) => (score === -Infinity ? [] : [j]));
  const only = (all: ArrayLike<number> | null | undefined) => allowed.map((j) => all?.[j] ?? Number.NaN);
  const raw = Float64Array.from(of.k, (key) => dot(of.q[i]!, key));
  see('raw', row.raw, raw);
  see('weight', row.weights, own[i]!);
  expect([...row.allowed].flatMap((is, j) => (is === 0 ? [] : [j]))).toEqual(allowed);
  for (const [how, wanted] of [
    [{ scaleOff: true }, softmax(Float64Array.from(only(raw)))],
    [{ tau: 2 }, softmax(Float64Array.from(only(scores[i])).map((score) => score / 2))],
  ] as const) {
    const changed = sharpenRow(head, row, how);
    if ('refused' in changed) throw new Error(changed.refused);
    see('changed', only(changed.weights), wanted);
    see('entropy', [changed.facts.entropy], [entropy(wanted)]);
  }
  const plain = Float64Array.from(only(own[i]));
  const { facts } = row;
  see('entropy', [facts.entropy, facts.movable], [entropy(plain), 1 - plain.reduce((sum, one) => sum + one * one, 0)]);
  see('weight', [facts.largest], [Math.max(...plain)]);
  // The facts of a row are those of its weights, whatever made them.
  expect(facts).toEqual(rowFacts(row.weights, row.allowed, false));
  see('vector', row.result, z[i]!);
  see('vector', row.written, w[i]!);
  see('length', head.offered, f.map(length));
  see(
    'sent',
    row.sent?.sent,
    f.map((each, j) => own[i]![j]! * length(each)),
  );
  see(
    'length',
    row.lengths?.written,
    layer.heads.map((one) => length(one.w[i]!)),
  );
  see(
    'length',
    row.lengths?.before,
    layer.heads.map((one) => length(one.z[i]!)),
  );
  const { inStream } = row;
  const [x, a] = [layer.x[i]!, layer.output[i]!];
  see('length', [inStream!.length, inStream!.streamLength!], [length(w[i]!), length(x)]);
  see(
    'cosine',
    [inStream!.cosineWithStream!, inStream!.cosineWithAttention!],
    [x, a].map((other) => dot(w[i]!, other) / length(w[i]!) / length(other)),
  );
  see('length', [inStream!.share!], [dot(w[i]!, a) / dot(a, a)]);
  // One key of each query, another in every head.
  const key = allowed[(7 * i + 3 * at) % allowed.length]!;
  const pair = pairInside(head, row, key)!;
  const products = of.q[i]!.map((one, c) => one * of.k[key]![c]!);
  see('product', pair.products, products);
  const means = products.map((_, c) => allowed.reduce((sum, j) => sum + of.k[j]![c]!, 0) / allowed.length);
  see(
    'product',
    pair.lifts,
    products.map((_, c) => of.q[i]![c]! * (of.k[key]![c]! - means[c]!)),
  );
}

describe.each(['bookworm-gpt', 'bookworm-bert'] as const)('%s', (id) => {
  test('every query of every head on the classroom’s sentences is as an independent network has it', async () => {
    const model = await startShipped(id);
    const network = readNetwork(id);
    const { worst, see } = collector();
    const isCausal = id === 'bookworm-gpt';
    const kind = isCausal ? 'decoder' : 'encoder';
    let nRows = 0;
    for (const text of SENTENCES) {
      const input = { kind: 'text', text, pair: null } as const;
      const done = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
      const ids = done.run.tokens.map((token) => token.id);
      const wanted = network.run(ids);
      const t = ids.length;
      for (let layer = 0; layer < 4; layer++) {
        const found = await readLayer(model, keepRun(done), kind, layer, async () => {});
        const [query, key, value, a, x] = [
          found.query,
          found.key,
          found.value,
          found.attentionOutput,
          found.streamBefore,
        ].map((stage) => dataOf(stage)!);
        const own = wanted.layers[layer]!;
        for (let i = 0; i < t; i++) {
          see('vector', a!.subarray(i * 128, (i + 1) * 128), own.output[i]!);
          see('vector', x!.subarray(i * 128, (i + 1) * 128), own.x[i]!);
        }
        for (let at = 0; at < 8; at++) {
          const of = own.heads[at]!;
          const head = headInside(found, at);
          for (let i = 0; i < t; i++) {
            const start = at * t + i;
            const rowOf = (all: Float32Array) => all.subarray(start * 16, (start + 1) * 16);
            see('vector', rowOf(query!), of.q[i]!);
            see('vector', rowOf(key!), of.k[i]!);
            see('vector', rowOf(value!), of.v[i]!);
            const weights = done.pass.layers[layer]!.data.subarray(start * t, (start + 1) * t);
            const row = rowInside(head, { query: i, weights, isCausal });
            compare({ head, row, of, layer: own, at, i }, see);
            nRows += 1;
          }
        }
      }
    }
    await model.session.release();
    expect(nRows).toBeGreaterThan(400 * SENTENCES.length);
    expect(Object.entries(worst).filter(([, units]) => !(units <= 1))).toEqual([]);
    expect(Object.keys(worst).toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  }, 300_000);
});

test('what heads of every layer add to the scores is as the network has it, key by key, and lists stand in its order', async () => {
  const model = await startShipped('bookworm-gpt');
  const network = readNetwork('bookworm-gpt');
  let worst = 0;
  const see = (found: number, wanted: number): void => {
    const off = Math.abs(found - wanted);
    if (!(off <= worst)) worst = off;
  };
  for (const [n, text] of SENTENCES.slice(0, 5).entries()) {
    const input = { kind: 'text', text, pair: null } as const;
    const kept = keepRun(await runInput(model, { type: 'run', runId: n, input }, new AbortController().signal));
    const ids = kept.done.run.tokens.map((token) => token.id);
    const run = network.run(ids);
    const query = 1 + ((5 * n) % (ids.length - 2));
    for (let layer = 0; layer < 4; layer++) {
      const head = (3 * n + layer) % 8;
      const asked = { about: 'direct', kind: 'decoder', head: { layer, head }, query, tokens: [], words: [] } as const;
      const { tokens, promoted, suppressed } = await measureDirect(model, kept, asked, async () => {});
      const own = run.layers[layer]!.heads;
      const last = run.last[query]!;
      const direct = own.map(({ w }) => network.directOf(w[query]!, last));
      for (const token of tokens) {
        direct.forEach((values, at) => see(token.allHeads[at]!, values[token.id]!));
        const { f, own: weights } = own[head]!;
        f.forEach((each, j) => {
          const sent = each.map((one) => weights[query]![j]! * one);
          see(token.byKey![j]!, network.directOf(sent, last)[token.id]!);
        });
      }
      const inOrder = [...direct[head]!.keys()].toSorted((a, b) => direct[head]![b]! - direct[head]![a]!);
      for (const [list, wanted] of [
        [promoted, inOrder.slice(0, 10)],
        [suppressed, inOrder.slice(-10).toReversed()],
      ] as const) {
        list.forEach(({ id, value }, at) => {
          see(value, direct[head]![id]!);
          // Neighbours closer than what is allowed may stand the other way round.
          see(direct[head]![id]!, direct[head]![wanted[at]!]!);
        });
      }
    }
  }
  expect(worst).toBeLessThan(1e-4);
  await model.session.release();
}, 300_000);

// From tables of the error function: Abramowitz and Stegun, table 7.1.
test.each([
  [0, 0],
  [0.5, 0.5204998778],
  [1, 0.8427007929],
  [2, 0.995322265],
  [-1, -0.8427007929],
  [2.6, 0.9997639656],
  [7, 1],
])('the network’s own error function of %d is %d', (x, wanted) => {
  expect(erf(x)).toBeCloseTo(wanted, 9);
});
