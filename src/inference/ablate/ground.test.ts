import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import { allowedKeys } from '../../core/ablation/allowedKeys.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import { runInput } from '../run/runInput.ts';
import type { ModelInputRun, RunnableModel } from '../run/runnable.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { loadZooModel, openSession, runCase } from '../surgery/testing/zoo.ts';
import { startZoo } from '../testing/startShipped.ts';
import { groundOf } from './ground.ts';
import { planInterventions } from './planInterventions.ts';
import { saidIn, subjectOf } from './subject.ts';

describe('the keys that a pass lets be seen are those of the mask that was fed, at every layer', () => {
  test.each([
    ['bert-eager', false],
    ['bert-sdpa', false],
    ['distilbert', false],
    ['gpt2', true],
    ['gpt2-merged-with-past', true],
    ['llama-eager', true],
    ['external-data', false],
    ['fp16', false],
    ['int8-dynamic', false],
  ])('%s', async (name, isCausal) => {
    const { model, externalData, cases } = loadZooModel(name);
    const facts = readGraph(model);
    const session = await openSession(exposeAttention(model, facts).model, externalData);
    let nMasked = 0;
    for (const { inputs, skip_query_rows: skipped } of cases) {
      const given = inputs['attention_mask']!;
      const results = await runCase(session, inputs);
      for (const { output } of facts.sites) {
        const { dims, data } = results.get(output.name)!;
        const [nSequences = 0, , nQueries = 0, nKeys = 0] = dims;
        if (nSequences !== 1) continue;
        const allowed = allowedKeys(data, nQueries, nKeys);
        for (let query = 0; query < nQueries; query++) {
          if (skipped.includes(query)) continue;
          const found = [...allowed.subarray(query * nKeys, (query + 1) * nKeys)];
          const nBehind = nKeys - nQueries;
          const expected = found.map((_, key) =>
            given.data[key] === 1 && !(isCausal && key > query + nBehind) ? 1 : 0,
          );
          expect({ query, found }).toEqual({ query, found: expected });
          nMasked += expected.filter((one) => one === 0).length;
        }
      }
    }
    expect(nMasked).toBeGreaterThan(0);
    await session.release();
  });
});

/** A causal model of layers with 4 heads, on eight tokens; 14 stands at positions 1 and 5. */
const IDS = [16, 14, 11, 4, 26, 14, 9, 3];
const N = IDS.length;
const WINDOW = 3;

describe('what stands in for a head', () => {
  let model: RunnableModel;
  let done: ModelInputRun;
  beforeAll(async () => {
    model = await startZoo('llama-eager');
    const input = { kind: 'ids', ids: IDS } as const;
    done = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
  });
  afterAll(() => model.session.release());

  /** The layers of the run as they are changed, and what then stands in for L1H2. */
  function inPlace(
    change: (layer: LayerOutput) => LayerOutput,
    mode: 'flat' | 'ideal',
    labels: Ablation['labels'] = {},
  ) {
    const layers = done.pass.layers.map((layer) => (layer.layer === 1 ? change(layer) : layer));
    const subject = subjectOf({ ...done, pass: { ...done.pass, layers } }, saidIn(done.pass));
    const ground = groundOf(model, subject, labels, null);
    const heads = [{ kind: null, layer: 1, head: 2, keep: 0 }];
    const pattern = planInterventions({ mode, heads }, ground)[1]?.pattern?.subarray(2 * N * N);
    return Array.from({ length: N }, (_, query) => [...pattern!.subarray(query * N, (query + 1) * N)]);
  }

  /** Only the last three keys of each row, renormalised. */
  function windowed(layer: LayerOutput): LayerOutput {
    const { nQueries, nKeys } = shapeOf(layer);
    const isNear = (at: number) => Math.floor(at / nKeys) % nQueries < (at % nKeys) + WINDOW;
    const data = layer.data.map((weight, at) => (isNear(at) ? weight : 0));
    for (let start = 0; start < data.length; start += nKeys) {
      const row = data.subarray(start, start + nKeys);
      const sum = row.reduce((a, b) => a + b, 0);
      row.forEach((weight, key) => (row[key] = weight / sum));
    }
    return { ...layer, data };
  }

  test('the allowed keys of each layer are its own, and are worked out once', () => {
    const layers = done.pass.layers.map((layer) => (layer.layer === 1 ? windowed(layer) : layer));
    const subject = subjectOf({ ...done, pass: { ...done.pass, layers } }, saidIn(done.pass));
    const counts = [0, 1, 0, 1].map((site) => subject.allowedAt(site).reduce((sum, one) => sum + one, 0));
    expect(counts).toEqual([36, 21, 36, 21]);
    expect(subject.allowedAt(1)).toBe(subject.allowedAt(1));
  });

  const keysOf = (rows: readonly (readonly number[])[]) =>
    rows.map((row) => row.flatMap((weight, key) => (weight > 0 ? [key] : [])).join(''));

  test('flat is even over the keys up to the query, and within a window where the layer has one', () => {
    expect(keysOf(inPlace((layer) => layer, 'flat'))).toEqual('0 01 012 0123 01234 012345 0123456 01234567'.split(' '));
    const rows = inPlace(windowed, 'flat');
    expect(keysOf(rows)).toEqual('0 01 012 123 234 345 456 567'.split(' '));
    for (const row of rows) {
      const weights = row.filter((weight) => weight > 0);
      for (const weight of weights) expect(weight).toBe(Math.fround(1 / weights.length));
    }
  });

  test('a label beyond the window is even within it, also where its rows would rest on key 0', () => {
    const labels = { L1H2: 'same_token' } as const;
    expect(keysOf(inPlace((layer) => layer, 'ideal', labels))).toEqual('0 0 0 0 0 1 0 0'.split(' '));
    expect(keysOf(inPlace(windowed, 'ideal', labels))).toEqual('0 0 0 123 234 345 456 567'.split(' '));
    const previous = { L1H2: 'previous' } as const;
    expect(keysOf(inPlace(windowed, 'ideal', previous))).toEqual('0 0 1 2 3 4 5 6'.split(' '));
  });

  test('a head that gives to a sink beside the keys goes on giving it as much', () => {
    const kept = (row: number) => (row + 1) / 16;
    const sunk = (layer: LayerOutput): LayerOutput => ({
      ...layer,
      hasSink: true,
      data: layer.data.map((weight, at) => weight * kept(Math.floor(at / N) % N)),
    });
    for (const mode of ['flat', 'ideal'] as const) {
      const rows = inPlace(sunk, mode, { L1H2: 'previous' });
      const whole = inPlace((layer) => layer, mode, { L1H2: 'previous' });
      rows.forEach((row, query) =>
        row.forEach((weight, key) => expect(weight).toBeCloseTo(whole[query]![key]! * kept(query), 6)),
      );
    }
  });
});
