import { describe, expect, test } from 'vitest';
import { keepRun } from '../ablate/keptRun.ts';
import { saidIn, subjectOf } from '../ablate/subject.ts';
import type { Subject } from '../ablate/subject.ts';
import type { Fetch } from '../sources/fetch.ts';
import type { RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import type { SiteMeans } from './headMeans.ts';
import { createMeansStore } from './meansStore.ts';

const SENTENCES = 'The boy ran to the bank.\n\nA letter lay on the table, and nobody saw it.\nHe slept.\n';
const NOT_THERE: Fetch = async () => new Response('', { status: 404 });
const { signal } = new AbortController();
const go = async (): Promise<void> => {};

async function subjectFor(model: RunnableModel, input: RunInput): Promise<Subject> {
  const done = await runInput(model, { type: 'run', runId: 1, input }, signal);
  return subjectOf(done, keepRun(done).copy ?? saidIn(done.pass));
}

/** A model that counts how often its heads were read. */
function counting(model: RunnableModel) {
  let nReads = 0;
  const contexts: RunnableModel['session']['contexts'] = (feed) => {
    nReads += 1;
    return model.session.contexts(feed);
  };
  return { model: { ...model, session: { ...model.session, contexts } }, nReads: () => nReads };
}

/** Mean over sentences and positions by another road: patterns times values is what `contexts` gives for each. */
async function meansByHand(model: RunnableModel, sentences: readonly string[], site: number) {
  const rows: { isFirst: boolean; values: number[] }[] = [];
  for (const sentence of sentences) {
    const { tokens, typeIds } = model.prepared.tokenizer!.encode(sentence, null, 256);
    const ids = tokens.map(({ id }) => id);
    const { nHeads, nQueries, nChannels, data } = (await model.session.contexts({ tokens: { ids, typeIds } }))[site]!;
    for (let query = 0; query < nQueries; query++) {
      const values = Array.from({ length: nHeads }, (_, head) => {
        const start = (head * nQueries + query) * nChannels;
        return [...data.subarray(start, start + nChannels)];
      }).flat();
      rows.push({ isFirst: query === 0, values });
    }
  }
  const mean = (isFirst: boolean) => {
    const own = rows.filter((row) => row.isFirst === isFirst);
    return own[0]!.values.map((_, i) => own.reduce((sum, { values }) => sum + values[i]!, 0) / own.length);
  };
  return { first: mean(true), rest: mean(false) };
}

function expectClose(found: Float32Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6);
}

describe('means over reference sentences', () => {
  test('are those of every line, the first position apart, and are worked out once', async () => {
    const { model, nReads } = counting(await startShipped('bookworm-gpt'));
    const subject = await subjectFor(model, { kind: 'text', text: 'He ran.', pair: null });
    const store = createMeansStore({ fetch: NOT_THERE, readSentences: async () => SENTENCES });
    const means = await store.meansFor(model, subject, signal, go);
    expect(nReads()).toBe(3);
    expect(means.sites).toHaveLength(4);
    expect(means.over).toBe('reference-sentences');
    const lines = SENTENCES.split('\n').filter((line) => line !== '');
    const hand = await meansByHand(model, lines, 2);
    const site: SiteMeans = means.sites[2]!;
    expect(site.nChannels).toBe(16);
    expectClose(site.first, hand.first);
    expectClose(site.rest, hand.rest);
    const before = nReads();
    expect(await store.meansFor(model, subject, signal, go)).toBe(means);
    expect(nReads()).toBe(before);
    await model.session.release();
  });

  test('take some sentences of many, evenly spread, the first among them', async () => {
    const { model, nReads } = counting(await startShipped('bookworm-gpt'));
    const subject = await subjectFor(model, { kind: 'text', text: 'He ran.', pair: null });
    const lines = ['He ran.', 'She slept.', 'A dog barked.', 'The sea was high.', 'It rained.'];
    const store = createMeansStore({ fetch: NOT_THERE, readSentences: async () => lines.join('\n') }, 2);
    const means = await store.meansFor(model, subject, signal, go);
    expect(nReads()).toBe(2);
    expectClose(means.sites[0]!.rest, (await meansByHand(model, [lines[0]!, lines[3]!], 0)).rest);
    await model.session.release();
  });

  test('go on where an abort stopped them', async () => {
    const { model, nReads } = counting(await startShipped('bookworm-gpt'));
    const subject = await subjectFor(model, { kind: 'text', text: 'He ran.', pair: null });
    const store = createMeansStore({ fetch: NOT_THERE, readSentences: async () => SENTENCES });
    let turns = 0;
    const stop = async (): Promise<void> => {
      turns += 1;
      if (turns === 2) throw new Error('over');
    };
    await expect(store.meansFor(model, subject, signal, stop)).rejects.toThrow('over');
    expect(nReads()).toBe(2);
    await store.meansFor(model, subject, signal, go);
    expect(nReads()).toBe(3);
    await model.session.release();
  });

  test('that ship with the model are taken as they are', async () => {
    const { model, nReads } = counting(await startShipped('bookworm-gpt'));
    const subject = await subjectFor(model, { kind: 'text', text: 'He ran.', pair: null });
    const asked: string[] = [];
    const fetch: Fetch = async (url) => {
      asked.push(url);
      return new Response(safetensors([4, 8, 16], (i) => i / 1000));
    };
    const store = createMeansStore({ fetch, readSentences: async () => SENTENCES });
    const means = await store.meansFor(model, subject, signal, go);
    expect(asked).toEqual(['https://models.test/bookworm-gpt/head_means.safetensors']);
    expect(nReads()).toBe(0);
    expect(means.over).toBe('reference-sentences');
    // Layer 1 begins after 8 heads of 16 channels.
    expect([means.sites[1]!.first[0], means.sites[1]!.rest[0]]).toEqual([Math.fround(0.128), Math.fround(-0.128)]);
    await model.session.release();
  });

  test('of a damaged or foreign file are worked out anew', async () => {
    for (const body of [new Uint8Array(5), safetensors([3, 8, 16], (i) => i)]) {
      const { model, nReads } = counting(await startShipped('bookworm-gpt'));
      const subject = await subjectFor(model, { kind: 'text', text: 'He ran.', pair: null });
      const store = createMeansStore({ fetch: async () => new Response(body), readSentences: async () => SENTENCES });
      await store.meansFor(model, subject, signal, go);
      expect(nReads()).toBe(3);
      await model.session.release();
    }
  });
});

describe('means over the positions of the input itself', () => {
  test('are those of a model that reads no sentences; both ways, the first position is one of all', async () => {
    const model = await startZoo('bert-eager');
    const subject = await subjectFor(model, { kind: 'ids', ids: [5, 9, 3, 17] });
    const store = createMeansStore({ fetch: NOT_THERE, readSentences: async () => SENTENCES });
    const means = await store.meansFor(model, subject, signal, go);
    const context = (await model.session.contexts(subject.feed))[1]!;
    const { nChannels, nQueries, data } = context;
    const hand = Array.from({ length: context.nHeads * nChannels }, (_, i) => {
      const [head, channel] = [Math.floor(i / nChannels), i % nChannels];
      const all = Array.from(
        { length: nQueries },
        (__, query) => data[(head * nQueries + query) * nChannels + channel]!,
      );
      return all.reduce((sum, value) => sum + value, 0) / nQueries;
    });
    expect(means.sites).toHaveLength(2);
    expect(means.over).toBe('own-positions');
    expectClose(means.sites[1]!.first, hand);
    expectClose(means.sites[1]!.rest, hand);
    await model.session.release();
  });

  test('in a causal model leave the first position what it is', async () => {
    const model = await startZoo('gpt2');
    const subject = await subjectFor(model, { kind: 'ids', ids: [5, 9, 3] });
    const store = createMeansStore({ fetch: NOT_THERE });
    const {
      over,
      sites: [site],
    } = await store.meansFor(model, subject, signal, go);
    expect(over).toBe('own-positions');
    const [context] = await model.session.contexts(subject.feed);
    const { nChannels, nQueries, data } = context!;
    expectClose(site!.first.subarray(0, nChannels), [...data.subarray(0, nChannels)]);
    const rest = Array.from({ length: nChannels }, (_, i) => (data[nChannels + i]! + data[2 * nChannels + i]!) / 2);
    expect(nQueries).toBe(3);
    expectClose(site!.rest.subarray(0, nChannels), rest);
    await model.session.release();
  });
});

/** Tensors `first` and `rest` of one shape; `rest` has the other sign. */
function safetensors(shape: readonly number[], value: (i: number) => number): Uint8Array<ArrayBuffer> {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const entry = (at: number) => ({ dtype: 'F32', shape, data_offsets: [4 * size * at, 4 * size * (at + 1)] });
  const header = new TextEncoder().encode(JSON.stringify({ first: entry(0), rest: entry(1) }));
  const bytes = new Uint8Array(8 + header.length + 8 * size);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  for (let i = 0; i < 2 * size; i++) {
    view.setFloat32(8 + header.length + 4 * i, i < size ? value(i) : -value(i - size), true);
  }
  return bytes;
}
